// `docs/projects.md` and `docs/projects.zh.md`: every command has a test that runs it, and both have the same code.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { ROOT } from '../lib/built.mjs';

/** The commands, and the file with `documented(…)`, which runs them. The crate is created before the tests. */
const RUN = {
  'cargo voip new video-call': undefined,
  'cargo voip build --into ../my-mini-program': 'native.test.mjs',
  'cargo voip remove --into ../my-mini-program': 'native.test.mjs',
  'cargo voip build --into ../my-ts-app': 'native.test.mjs',
  'cargo voip remove --into ../my-ts-app': 'native.test.mjs',
  'cargo voip build --into ../my-taro-app': 'framework.mjs',
  'npx taro build --type weapp': 'framework.mjs',
  'cargo voip remove --into ../my-taro-app': 'framework.mjs',
  'cargo voip build --into ../my-uni-app': 'framework.mjs',
  'npx uni build -p mp-weixin': 'framework.mjs',
  'cargo voip remove --into ../my-uni-app': 'framework.mjs',
};

const read = (file) => readFileSync(path.join(ROOT, file), 'utf8');
const blocks = (file) => [...read(file).matchAll(/^```(\w+)\n([^]*?)^```$/gm)].map(([, language, code]) => ({ language, code }));

test('every command has a test', () => {
  const commands = blocks('docs/projects.md').filter(({ language }) => language === 'sh').flatMap(({ code }) => code.trim().split('\n'));
  assert.deepEqual(commands, Object.keys(RUN));
  for (const [command, file] of Object.entries(RUN)) {
    const [start] = command.match(/^(cargo voip \w+|npx )/);
    if (file) assert.ok(read(`tests/e2e/projects/${file}`).includes(`project.documented('${start}'`), `${file}: ${command}`);
  }
});

test('the documents in English and Chinese have the same code', () => {
  assert.deepEqual(blocks('docs/projects.zh.md'), blocks('docs/projects.md'));
});
