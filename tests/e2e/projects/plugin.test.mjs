// The build hooks, on outputs that Taro and uni-app could have written. Most of their code is the same.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
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

  /** Taro, which runs the hook. `finish` is the end of a build. */
  function taro(more = { modifyViteConfig: () => {} }) {
    const hooks = {};
    require(project.path('src/voip/plugin.cjs'))({
      onBuildFinish: (hook) => { hooks.finish = hook; },
      paths: { outputPath: project.path('dist') },
      ...more,
    });
    return hooks;
  }

  /** The `app.json` after a build that has written this one, and these files. */
  function built(app, { env = 'weapp', finished = {}, builds = 1, more, files = {} } = {}) {
    project.remove('dist');
    process.env.TARO_ENV = env;
    const { finish } = taro(more);
    project.write('dist/app.json', typeof app === 'string' ? app : JSON.stringify(app));
    for (const [file, text] of Object.entries(files)) project.write(`dist/${file}`, text);
    for (let build = 0; build < builds; build += 1) finish(finished);
    return JSON.parse(project.read('dist/app.json').replace(/^\ufeff/, ''));
  }

  /** Asserts that a build fails with this message, and changes nothing. */
  function refused(app, message, files = {}) {
    assert.throws(() => built(app, { files }), ({ message: text }) => {
      assert.match(text.replaceAll('\\', '/').replaceAll(path.relative('', project.path('dist')), 'dist'), message);
      return true;
    });
    assert.equal(project.read('dist/app.json'), typeof app === 'string' ? app : JSON.stringify(app));
    for (const [file, text] of Object.entries(files)) assert.equal(project.read(`dist/${file}`), text);
    assert.deepEqual(project.files('dist').sort(), ['app.json', ...Object.keys(files)].sort(), 'nothing was copied');
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

  const SET_ROUTE = 'set another route in #\\[voip_page\\]';

  test('refuses a page that the project has itself', () => {
    refused({ pages: ['a', ROUTE] }, new RegExp(`^voip: .* has a page of its own at ${ROUTE}\nhelp: ${SET_ROUTE}$`));
  });

  test('refuses to overwrite a file of the project: at the path of a page or of the glue', () => {
    for (const file of [`${ROUTE}.js`, `${ROUTE}.wxss`, 'voip/voip.js']) {
      refused({ pages: ['a'] }, new RegExp(`^voip: .*files of its own.*: dist/${file}\nhelp: ${SET_ROUTE}, or .*--under DIR$`), { [file]: 'mine' });
    }
    refused({ pages: ['a'] }, /index\.js, dist\/pages\/video-call\/index\.wxml\n/, { [`${ROUTE}.js`]: 'a', [`${ROUTE}.wxml`]: 'b' });
    refused({ pages: ['a'] }, new RegExp(`^voip: dist/${ROUTE}\\.js: EISDIR`), { [`${ROUTE}.js/mine.js`]: 'a folder' });
  });

  test('refuses an independent subpackage, and one with the glue in it', () => {
    const app = (root, independent) => ({ pages: ['a'], subPackages: [{ root, independent, pages: ['b'] }] });
    refused(app('pages', true), new RegExp(`^voip: the page ${ROUTE} is in the independent subpackage pages/, .*\nhelp: .* --under pages; or ${SET_ROUTE}$`));
    for (const root of ['voip', '/voip/']) {
      for (const independent of [undefined, true]) {
        refused(app(root, independent), /^voip: voip\/voip\.js is in the subpackage voip\/, .*cannot load it\nhelp: .* --under DIR$/);
      }
    }
  });

  test('what is wrong with app.json is named', () => {
    const wrong = (text, message) => refused(text, new RegExp(`^voip: dist/app\\.json: .*${message}`));
    wrong('{"pages": [', 'JSON');
    wrong('{ // pages\n"pages": ["a"]}', 'JSON');
    for (const text of ['null', '[]', '"a"', '{"window": {}}', '{"pages": "a"}']) wrong(text, 'expected an object with the array `pages`$');
    for (const key of ['subpackages', 'subPackages']) {
      wrong(`{"pages": ["a"], "${key}": {"root": "b"}}`, `expected an array for \`${key}\`$`);
      for (const each of ['null', '"b"', '{}', '{"root": "b"}', '{"pages": []}', '{"root": 1, "pages": []}']) {
        wrong(`{"pages": ["a"], "${key}": [${each}]}`, `expected objects with \`root\` and \`pages\` in \`${key}\`$`);
      }
    }
  });

  test('a byte order mark stays', () => {
    assert.deepEqual(built('\ufeff{"pages":["a"]}'), { pages: ['a', ROUTE] });
    assert.ok(project.read('dist/app.json').startsWith('\ufeff{'));
    assert.deepEqual(built({ pages: ['a'], subpackages: null }).pages, ['a', ROUTE]);
  });

  test('with --under, the pages are in a folder, which may be an independent subpackage', () => {
    const packages = (root, pages) => [{ root, independent: true, pages: ['b', ...pages] }];
    project.documented('cargo voip build', ' --under calls');
    try {
      assert.deepEqual(built({ pages: ['a'], subpackages: packages('calls', []) }), { pages: ['a'], subpackages: packages('calls', [ROUTE]) });
      assert.ok(project.files('dist').includes(`calls/${ROUTE}.js`) && project.files('dist').includes('calls/voip/app.wasm'));
      assert.match(project.read(`dist/calls/${ROUTE}.js`), /module: '\/calls\/voip\/app\.wasm'/);
      assert.match(project.read('src/voip/video-call.js'), /module: '\/calls\/voip\/app\.wasm'/);
      const app = { pages: ['a'], subpackages: packages('voip', []) };
      assert.deepEqual(built(app), { ...app, pages: ['a', `calls/${ROUTE}`] });
    } finally {
      project.documented('cargo voip build');
    }
    assert.deepEqual(project.files('src/voip/mini-program/calls'), []);
  });

  test('an output that Taro keeps has the pages of the last build, and files of others stay', () => {
    const page = project.path(`src/voip/mini-program/${ROUTE}.js`);
    const now = fs.readFileSync(page, 'utf8');
    fs.writeFileSync(page, 'of an earlier build');
    built({ pages: ['a'] });
    fs.writeFileSync(page, now);
    // Another process.
    const build = () => {
      project.write('dist/app.json', '{"pages":["a"]}');
      taro().finish({});
    };
    build();
    assert.equal(project.read(`dist/${ROUTE}.js`), now);
    project.write(`dist/${ROUTE}.js`, 'mine');
    assert.throws(build, /files of its own .*index\.js\n/);
    assert.equal(project.read(`dist/${ROUTE}.js`), 'mine');
    project.write(`dist/${ROUTE}.js`, now);
    project.write('dist/.cargo-voip-hook', '{');
    build();
    assert.ok(project.read('dist/.cargo-voip-hook').includes(`"${ROUTE}.js"`));
  });

  test('names the files of cargo voip that are missing', () => {
    const list = project.read('src/voip/voip.json');
    const within = (file) => `src/voip/${file}`;
    for (const file of ['mini-program/voip/app.wasm', `mini-program/${ROUTE}.js`, `mini-program/${ROUTE}.wxml`, 'voip.js'].map(within)) {
      const bytes = fs.readFileSync(project.path(file));
      project.remove(file);
      refused({ pages: ['a'] }, new RegExp(`^voip: .*/${file} is missing\nhelp: run \`cargo voip build --into\` again$`));
      fs.writeFileSync(project.path(file), bytes);
    }
    project.write('src/voip/voip.json', `\ufeff${list}`);
    assert.deepEqual(built({ pages: ['a'] }), { pages: ['a', ROUTE] });
    project.write('src/voip/voip.json', `<<<<<<<\n${list}`);
    refused({ pages: ['a'] }, /^voip: .*voip\.json: [^]*JSON/);
    project.write('src/voip/voip.json', list);
  });

  test('does nothing for another platform and after an error', () => {
    for (const env of ['h5', 'alipay', 'tt', 'rn']) assert.deepEqual(built({ pages: ['a'] }, { env }), { pages: ['a'] });
    assert.deepEqual(built({ pages: ['a'] }, { finished: { error: new Error('syntax') } }), { pages: ['a'] });
    assert.deepEqual(project.files('dist'), ['app.json']);
  });

  test('in watch mode, a page of the project at the same route is left as it is', () => {
    mock.method(fs, 'watchFile', () => {});
    const printed = mock.method(console, 'error', () => {});
    const said = () => printed.mock.calls.map((call) => call.arguments[0]);
    try {
      built({ pages: ['a'] });
      const { finish } = taro();
      project.write('dist/app.json', '{"pages":["a"]}');
      finish({ isWatch: true });
      // Taro does not write files again that have not changed.
      finish({ isWatch: true });
      const module = project.path('src/voip/mini-program/voip/app.wasm');
      const bytes = fs.readFileSync(module);
      fs.writeFileSync(module, 'a new module');
      finish({ isWatch: true });
      assert.ok(project.read('dist/voip/app.wasm') === 'a new module');
      fs.writeFileSync(module, bytes);
      assert.deepEqual(said(), []);

      project.write('dist/app.json', JSON.stringify({ pages: ['a', ROUTE] }));
      project.write(`dist/${ROUTE}.js`, 'mine');
      for (let build = 0; build < 2; build += 1) finish({ isWatch: true });
      assert.equal(project.read(`dist/${ROUTE}.js`), 'mine');
      assert.equal(said().length, 2);
      for (const text of said()) assert.match(text, /^voip: this project has files of its own .*index\.js\n/);
      // The page of the project has another route now.
      project.remove(`dist/${ROUTE}.js`);
      project.write('dist/app.json', '{"pages":["a"]}');
      finish({ isWatch: true });
      assert.ok(project.read('dist/app.json').includes(ROUTE));
    } finally {
      mock.restoreAll();
    }
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
      assert.match(printed.mock.calls[0].arguments[0], /^voip: .*app\.json: .*JSON/);

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

  test('does not overwrite a file of the project', () => {
    const { closeBundle } = plugin();
    project.write('dist/app.json', '{"pages":["a"]}');
    project.write(`dist/${ROUTE}.js`, 'mine');
    assert.throws(closeBundle, /^Error: voip: this project has files of its own .*index\.js\n/);
    assert.equal(project.read(`dist/${ROUTE}.js`), 'mine');
    project.remove('dist');
  });

  test('puts its scripts into a chunk, but not those of a subpackage in the same folder', () => {
    const { manualChunks } = plugin().outputOptions({ manualChunks: () => 'other' });
    const chunk = (file) => manualChunks(project.path('src/voip', file), {});
    assert.deepEqual(['voip.js', 'video-call.js', 'room/index.js', 'room.vue'].map(chunk), ['common/voip', 'common/voip', 'other', 'other']);
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
