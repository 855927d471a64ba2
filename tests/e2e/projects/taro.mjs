// The tests of a Taro project, whichever bundler and framework it has.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { assertAccepted, wcc, wcsc } from '../lib/compilers.mjs';
import { Project } from '../lib/project.mjs';
import { fromAnOwnInterface, fromTheComponent, fromThePage } from './calls.mjs';

const LINE = "plugins: [require.resolve('../src/voip/plugin.js')],";

/** `types` is the command that checks the types; `wrong` a page with a property that the component does not have. */
export function taro(name, { part, types, wrong }) {
  describe(name, () => {
    let project;
    const output = () => project.path('dist/weapp');
    const pages = () => JSON.parse(project.read('dist/weapp/app.json')).pages;

    before(() => {
      project = new Project(name, { section: 'Taro', part, packages: 'taro', except: ['config/index.ts'] });
      assert.equal(project.section.files.get('config/index.ts'), `${LINE}\n`);
      project.change('config/index.ts', 'plugins: [],', LINE);
      assert.ok(project.documented('cargo voip build').includes(LINE));
      project.documented('npx taro build');
    });

    test('a call from the page', () => fromThePage(output()));
    test('a call from the component', () => fromTheComponent(output()));
    test('a call from a user interface of its own', () => fromAnOwnInterface(output()));

    test('the output has what a native mini-program has', () => {
      const ours = project.files('src/voip/mini-program');
      assert.ok(ours.includes('voip/app.wasm') && ours.includes('pages/video-call/index.wxml'), ours.join());
      for (const file of ours) assert.ok(project.files('dist/weapp').includes(file), file);
      assert.deepEqual(pages(), ['pages/index/index', 'pages/embed/index', 'pages/own/index', 'pages/video-call/index']);
      assert.ok(!project.files('dist/weapp').some((file) => /voip\.json|plugin\.js|\.d\.ts$/.test(file)));
    });

    test("WeChat's compilers accept it", () => {
      for (const file of project.files('dist/weapp')) {
        if (file.endsWith('.wxml')) assertAccepted(wcc(output(), file));
        if (file.endsWith('.wxss')) assertAccepted(wcsc(output(), file));
      }
    });

    test('the types are correct, and a wrong property is an error', () => {
      project.run(types);
      const [file, text] = wrong;
      project.write(file, text);
      assert.throws(() => project.run(types), /listenOpneid/);
      project.remove(file);
    });

    test('in watch mode, the pages stay, and new ones are copied', async () => {
      const watch = project.start('npx taro build --type weapp --watch');
      try {
        const [source] = project.files('src/pages/index').filter((file) => /\.(tsx|vue)$/.test(file));
        project.remove('dist/weapp');
        await project.until('dist/weapp/voip/app.wasm', () => true);
        project.change(`src/pages/index/${source}`, '>call<', '>changed<');
        await project.untilSome('dist/weapp', 'changed');
        await project.until('dist/weapp/app.json', (text) => text.includes('pages/video-call/index'));
        // Another version of the pages.
        project.documented('cargo voip build', ' --record');
        await project.until('dist/weapp/voip/voip.js', (text) => text.includes('setClipboardData'));
      } finally {
        await watch.end();
      }
      await fromTheComponent(output());
    });

    test('a build for h5 has nothing of ours', () => {
      project.run('npx taro build --type h5');
      const files = project.files('dist/h5');
      assert.ok(files.includes('index.html'));
      assert.deepEqual(files.filter((file) => /voip|video-call|wasm|wxml/.test(file)), []);
    });

    test('the pages can be removed', () => {
      project.documented('cargo voip remove');
      assert.deepEqual(project.files('src/voip'), []);
    });
  });
}
