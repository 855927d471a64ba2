// The build hook of Taro, on outputs that Taro could have written. The one of uni-app has the same code.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { describe, test } from 'node:test';
import { Project } from '../lib/project.mjs';

const require = createRequire(import.meta.url);

describe('the hook', () => {
  const project = new Project('taro-react', { section: 'Taro', part: 'React', folder: 'plugin' });
  project.documented('cargo voip build');
  // The route in a folder that may be a subpackage.
  const ROUTE = 'pages/video-call/index';

  /** The `app.json` after a build that has written this one. */
  function built(app, { env = 'weapp', finished = {}, builds = 1 } = {}) {
    project.remove('dist');
    project.write('dist/app.json', JSON.stringify(app));
    const hooks = [];
    process.env.TARO_ENV = env;
    require(project.path('src/voip/plugin.js'))({
      onBuildFinish: (hook) => hooks.push(hook),
      modifyViteConfig: () => {},
      paths: { outputPath: project.path('dist') },
    });
    for (let build = 0; build < builds; build += 1) hooks[0](finished);
    return JSON.parse(project.read('dist/app.json'));
  }

  test('adds the pages, once', () => {
    assert.deepEqual(built({ pages: ['a'], window: {} }, { builds: 3 }), { pages: ['a', ROUTE], window: {} });
    assert.ok(project.files('dist').includes('voip/app.wasm'));
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
    assert.throws(() => built(independent), /independent subpackage pages/);
    assert.throws(() => built({ pages: ['a', ROUTE] }), /has a page of its own at pages\/video-call\/index/);
    assert.deepEqual(project.files('dist'), ['app.json'], 'nothing was copied');
  });

  test('does nothing for another platform and after an error', () => {
    assert.deepEqual(built({ pages: ['a'] }, { env: 'h5' }), { pages: ['a'] });
    assert.deepEqual(built({ pages: ['a'] }, { finished: { error: new Error('syntax') } }), { pages: ['a'] });
    assert.deepEqual(project.files('dist'), ['app.json']);
  });
});
