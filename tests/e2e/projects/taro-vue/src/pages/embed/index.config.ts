export default definePageConfig({
  navigationBarTitleText: 'embed',
  usingComponents: { 'video-call': '/pages/video-call/index' }
})
