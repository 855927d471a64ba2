export default {
  pages: ['pages/video-call/index'],
  window: {
    backgroundColor: '#f5f5f5',
    navigationBarBackgroundColor: '#f5f5f5',
    navigationBarTextStyle: 'black',
    navigationBarTitleText: '视频通话',
  },
  style: 'v2',
  lazyCodeLoading: 'requiredComponents',
};
