import { taro } from './framework.mjs';

// With webpack5.
taro('taro-react', {
  part: 'React',
  types: 'npx tsc --project .',
  wrong: ['src/pages/embed/index.tsx', 'listenOpenid=', 'listenOpneid='],
});
