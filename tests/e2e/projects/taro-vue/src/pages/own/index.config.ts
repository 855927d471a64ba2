export default definePageConfig({ navigationBarTitleText: 'own' })
