// WeChat's validator in `miniprogram-ci` accepts `app.json` and the pages' JSON, and its code-quality check finds nothing. The package
// is 276 MB, so this runs only with `cargo xtask e2e --validator`.
import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { miniProgram, PROGRAMS, routesOf } from './lib/built.mjs';
import { appOf, codeQuality, packNpm, pageOf, projectAt } from './lib/validator.mjs';

/** The checks of code quality. */
const CHECKS = [
  'PACKAGE_SIZE_LIMIT', 'JS_COMPRESS_OPEN', 'WXML_COMPRESS_OPEN', 'WXSS_COMPRESS_OPEN', 'LAZYCODE_LOADING_OPEN', 'IMAGE_AND_AUDIO_LIMIT',
  'CONTAINS_OTHER_PKG_JS', 'CONTAINS_OTHER_PKG_COMPONENTS', 'CONTAINS_UNUSED_PLUGINS', 'CONTAINS_UNUSED_COMPONENTS', 'CONTAINS_UNUSED_CODES',
];

const SCRATCH = mkdtempSync(path.join(os.tmpdir(), 'voip-invalid-'));

for (const program of PROGRAMS) {
  describe(program, () => {
    const folder = miniProgram(program);

    test('app.json', async () => {
      const { __warning__: warning } = await appOf(folder);
      assert.equal(warning, undefined);
    });

    for (const route of routesOf(program)) {
      test(`${route}.json`, async () => {
        const { __warning__: warning } = await pageOf(folder, route);
        assert.equal(warning, undefined);
      });
    }

    test('code quality', () => assert.deepEqual(codeQuality(folder), { checks: CHECKS, failed: [] }));
  });
}

/** A copy of a mini-program with a changed file. */
function changed(file, change) {
  const folder = mkdtempSync(path.join(SCRATCH, 'invalid-'));
  cpSync(miniProgram('video-call'), folder, { recursive: true });
  const at = path.join(folder, file);
  writeFileSync(at, JSON.stringify(change(JSON.parse(readFileSync(at, 'utf8')))));
  return folder;
}

test('the code-quality check finds an unused component, and what is off', () => {
  const folder = changed('app.json', ({ lazyCodeLoading: _, ...app }) => app);
  mkdirSync(path.join(folder, 'components'));
  for (const [ending, text] of [['js', 'Component({})'], ['json', '{"component": true}'], ['wxml', '']]) {
    writeFileSync(path.join(folder, `components/unused.${ending}`), text);
  }
  const page = path.join(folder, 'pages/video-call/index.json');
  writeFileSync(page, JSON.stringify({ ...JSON.parse(readFileSync(page, 'utf8')), usingComponents: { unused: '/components/unused' } }));
  assert.deepEqual(codeQuality(folder).failed, ['LAZYCODE_LOADING_OPEN', 'CONTAINS_UNUSED_COMPONENTS']);
});

describe('invalid JSON is rejected', () => {
  test('a permission that app.json does not support', async () => {
    const folder = changed('app.json', (app) => ({ ...app, permission: { 'scope.record': { desc: '用于通话' } } }));
    const { __warning__: warning } = await appOf(folder);
    assert.match(warning, /scope\.record/);
  });

  test('a window in the JSON of a page', async () => {
    const folder = changed('pages/video-call/index.json', (page) => ({ ...page, window: {} }));
    const { __warning__: warning } = await pageOf(folder, 'pages/video-call/index');
    assert.match(warning, /window/);
  });

  test('a page that does not exist', async () => {
    const folder = changed('app.json', (app) => ({ ...app, pages: [...app.pages, 'pages/nowhere/index'] }));
    await assert.rejects(appOf(folder), /nowhere/);
  });
});

describe('cargo voip build --npm', () => {
  test('WeChat packs the package as it is', async () => {
    const folder = path.join(SCRATCH, 'npm');
    const source = path.join(folder, 'node_modules/video-call');
    cpSync(miniProgram('npm-package'), source, { recursive: true });
    const write = (file, value) => writeFileSync(path.join(folder, file), JSON.stringify(value));
    write('package.json', { name: 'app', version: '1.0.0', dependencies: { 'video-call': '*' } });
    write('project.config.json', { appid: 'wx0000000000000000', compileType: 'miniprogram' });
    write('app.json', { pages: ['index'], usingComponents: { 'video-call': 'video-call/pages/video-call/index' } });
    write('index.json', {});
    for (const file of ['index.js', 'index.wxml']) writeFileSync(path.join(folder, file), '');
    const warnings = await packNpm(projectAt(folder), {});
    assert.deepEqual(warnings, []);
    const packed = path.join(folder, 'miniprogram_npm/video-call');
    const read = (...parts) => readFileSync(path.join(...parts));
    for (const file of ['voip/app.wasm', 'voip/voip.js', 'pages/video-call/index.wxml']) {
      assert.ok(read(packed, file).equals(read(source, 'miniprogram_dist', file)), file);
    }
    assert.match(read(packed, 'pages/video-call/index.js').toString(), /'\/miniprogram_npm\/video-call\/voip\/app\.wasm'/);
    // The component of the package is found.
    await appOf(folder);
  });
});
