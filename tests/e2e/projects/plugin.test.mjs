// The build hooks, on outputs that Taro and uni-app could have written. Most of their code is the same.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { describe, mock, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Project } from '../lib/project.mjs';

const require = createRequire(import.meta.url);

// The route in a folder that may be a subpackage.
const ROUTE = 'pages/video-call/index';

describe('the hook of Taro', () => {
  const project = new Project('taro-react', { section: 'Taro', part: 'React', folder: 'plugin' });
  // The hook is CommonJS.
  project.change('package.json', '"private": true', '"private": true, "type": "module"');
  project.documented('cargo voip build');

  /** The `app.json` after a build that has written this one. */
  function built(app, { env = 'weapp', finished = {}, builds = 1, more = { modifyViteConfig: () => {} } } = {}) {
    project.remove('dist');
    project.write('dist/app.json', JSON.stringify(app));
    const hooks = [];
    process.env.TARO_ENV = env;
    require(project.path('src/voip/plugin.cjs'))({
      onBuildFinish: (hook) => hooks.push(hook),
      paths: { outputPath: project.path('dist') },
      ...more,
    });
    for (let build = 0; build < builds; build += 1) hooks[0](finished);
    return JSON.parse(project.read('dist/app.json'));
  }

  test('adds the pages, once', () => {
    assert.deepEqual(built({ pages: ['a'], window: {} }, { builds: 3 }), { pages: ['a', ROUTE], window: {} });
    assert.ok(project.files('dist').includes('voip/app.wasm'));
  });

  test('adds them where Taro has no vite', () => {
    assert.deepEqual(built({ pages: ['a'] }, { more: {} }), { pages: ['a', ROUTE] });
  });

  test('adds them to the subpackage of their folder; WeChat prefers the key in lower case', () => {
    const packages = (pages) => [{ root: 'page', pages: ['b'] }, { root: '/pages/', pages: ['x', ...pages] }, { root: 'pages/other', pages: [] }];
    const added = packages(['video-call/index']);
    assert.deepEqual(built({ pages: ['a'], subPackages: packages([]) }), { pages: ['a'], subPackages: added });
    assert.deepEqual(
      built({ pages: ['a'], subPackages: packages([]), subpackages: packages([]) }),
      { pages: ['a'], subPackages: packages([]), subpackages: added },
    );
  });

  test('refuses an independent subpackage, and a page that the project has itself', () => {
    const independent = { pages: ['a'], subpackages: [{ root: 'pages', independent: true, pages: [] }] };
    assert.throws(() => built(independent), /independent subpackage pages.*\nhelp: set another route in #\[voip_page\]/);
    assert.throws(
      () => built({ pages: ['a', ROUTE] }),
      /has a page of its own at pages\/video-call\/index\nhelp: set another route in #\[voip_page\]/,
    );
    assert.deepEqual(project.files('dist'), ['app.json'], 'nothing was copied');
  });

  test('does nothing for another platform and after an error', () => {
    for (const env of ['h5', 'alipay', 'tt', 'rn']) assert.deepEqual(built({ pages: ['a'] }, { env }), { pages: ['a'] });
    assert.deepEqual(built({ pages: ['a'] }, { finished: { error: new Error('syntax') } }), { pages: ['a'] });
    assert.deepEqual(project.files('dist'), ['app.json']);
  });

  test('in watch mode, neither a file that Taro is writing nor a removal ends Taro', () => {
    const watch = mock.method(fs, 'watchFile', () => {});
    const printed = mock.method(console, 'error', () => {});
    try {
      built({ pages: ['a'] }, { finished: { isWatch: true } });
      const [file, , changed] = watch.mock.calls[0].arguments;
      assert.equal(file, project.path('src/voip/voip.json'));
      project.write('dist/app.json', '{"pages": [');
      changed();
      assert.match(printed.mock.calls[0].arguments[0], /JSON/);

      project.documented('cargo voip remove');
      assert.deepEqual(built({ pages: ['a'] }, { finished: { isWatch: true } }), { pages: ['a'] });
      watch.mock.calls.at(-1).arguments[2]();
      assert.deepEqual(project.files('dist'), ['app.json']);
      assert.equal(printed.mock.callCount(), 1);
    } finally {
      mock.restoreAll();
    }
  });
});

describe('the hook of uni-app', async () => {
  const project = new Project('uni-app', { section: 'uni-app', folder: 'uni-plugin' });
  // vite imports the hook as a part of its configuration; Node needs the type.
  project.change('package.json', '"private": true', '"private": true, "type": "module"');
  project.documented('cargo voip build');
  process.env.UNI_INPUT_DIR = project.path('src');
  process.env.UNI_OUTPUT_DIR = project.path('dist');
  const { default: voip } = await import(pathToFileURL(project.path('src/voip/plugin.js')));

  function plugin(platform = 'mp-weixin') {
    process.env.UNI_PLATFORM = platform;
    return voip();
  }

  const PAGES = `{"usingComponents":{"video-call":"/${ROUTE}"}}`;

  test('does nothing for another platform', () => {
    for (const platform of ['h5', 'app', 'mp-alipay', 'mp-toutiao']) assert.deepEqual(plugin(platform), { name: 'voip' });
  });

  test('names the component as uni-app and WeChat expect, and keeps the bytes of other plugins', () => {
    const { transform, generateBundle } = plugin();
    const source = transform.handler(PAGES, 'pages-json-js');
    assert.match(source, /wxcomponents/);
    const bytes = Buffer.from('{"a":"b/voip/mini-program/c"}');
    const bundle = { page: { fileName: 'page.json', source }, other: { fileName: 'other.json', source: bytes } };
    generateBundle({}, bundle);
    assert.deepEqual(bundle.page.source, PAGES);
    assert.equal(bundle.other.source, bytes);
  });

  test('after a removal, it adds nothing', () => {
    const { transform, closeBundle } = plugin();
    project.write('dist/app.json', '{"pages":["a"]}');
    closeBundle();
    assert.ok(project.read('dist/app.json').includes(ROUTE));
    project.documented('cargo voip remove');
    project.write('dist/app.json', '{"pages":["a"]}');
    assert.equal(transform.handler(PAGES, 'pages-json-js'), PAGES);
    closeBundle();
    assert.equal(project.read('dist/app.json'), '{"pages":["a"]}');
  });
});
