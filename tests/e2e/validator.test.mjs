// WeChat's validator in `miniprogram-ci` accepts `app.json` and the pages' JSON. It is 276 MB, so it runs
// only with `cargo xtask e2e --validator`.
import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { miniProgram, PROGRAMS, routesOf } from './lib/built.mjs';
import { appOf, packNpm, pageOf, projectAt } from './lib/validator.mjs';

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
  });
}

describe('invalid JSON is rejected', () => {
  /** A copy of a mini-program with a changed file. */
  function changed(file, change) {
    const folder = mkdtempSync(path.join(SCRATCH, 'invalid-'));
    cpSync(miniProgram('video-call'), folder, { recursive: true });
    const at = path.join(folder, file);
    writeFileSync(at, JSON.stringify(change(JSON.parse(readFileSync(at, 'utf8')))));
    return folder;
  }

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
