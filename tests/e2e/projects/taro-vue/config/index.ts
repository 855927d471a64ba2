import { defineConfig } from '@tarojs/cli'

export default defineConfig<'vite'>({
  projectName: 'taro-vue',
  date: '2026-11-28',
  designWidth: 750,
  deviceRatio: { 640: 1.17, 750: 1, 375: 2, 828: 0.905 },
  sourceRoot: 'src',
  outputRoot: `dist/${process.env.TARO_ENV}`,
  plugins: [],
  framework: 'vue3',
  compiler: 'vite',
  mini: {},
  // Faster builds.
  terser: { enable: false },
  csso: { enable: false },
  h5: { publicPath: '/' }
})
