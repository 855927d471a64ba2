import { taro } from './taro.mjs';

// With webpack5.
taro('taro-react', {
  part: 'React',
  types: 'npx tsc --project .',
  wrong: ['src/wrong.tsx', "export const wrong = <video-call listenOpneid='oListener' />\n"],
});
