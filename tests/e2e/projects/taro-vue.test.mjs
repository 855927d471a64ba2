import { taro } from './taro.mjs';

// With vite.
taro('taro-vue', {
  part: 'Vue',
  types: 'npx vue-tsc --project .',
  wrong: ['src/wrong.vue', '<template><video-call :listenOpneid="\'oListener\'" /></template>\n<script setup lang="ts"></script>\n'],
});
