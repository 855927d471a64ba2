export default defineAppConfig({
  pages: ['pages/index/index', 'pages/embed/index', 'pages/own/index'],
  window: { navigationBarTitleText: 'Taro' }
})
