export default { navigationStyle: 'custom', navigationBarTitleText: '视频通话', renderer: 'webview' };
