import { taro } from './framework.mjs';

// With vite.
taro('taro-vue', {
  part: 'Vue',
  types: 'npx vue-tsc --project .',
  wrong: ['src/pages/embed/index.vue', 'listen-openid=', 'listen-opneid='],
});
