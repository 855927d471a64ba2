// The tests of a project that a framework builds, with its own tools.
import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { compiles } from '../lib/compilers.mjs';
import { Project } from '../lib/project.mjs';
import { fromAnOwnInterface, fromTheComponent, fromThePage, validated } from './calls.mjs';

/**
 * `given.section`, `part`, `packages` and `except` are those of `Project`; the other members are:
 *
 * - `configure`: adds the hook as the document says
 * - `out`, `watchOut`, `h5Out`: the folders of the output
 * - `watch`, `h5`, `types`: the commands for watch mode, for a browser, and to check the types
 * - `pages`, `subpackage`: the file that lists the pages of the project; a text in it, and that text with the page `own` in a
 *   subpackage `voip`
 * - `wrong`: a file, a text in it, and that text with a mistake in the name of a property
 */
export function framework(name, given) {
  describe(name, () => {
    let project;

    before(() => {
      project = new Project(name, given);
      given.configure(project);
      project.documented('cargo voip build');
      project.documented('npx ');
    });

    test('a call from the page', () => fromThePage(project.path(given.out)));
    test('a call from the component', () => fromTheComponent(project.path(given.out)));
    test('a call from a user interface of its own', () => fromAnOwnInterface(project.path(given.out)));

    test('the output has what a native mini-program has', () => {
      const [output, ours] = [project.files(given.out), project.files('src/voip/mini-program')];
      assert.ok(ours.includes('voip/app.wasm') && ours.includes('pages/video-call/index.wxml'), ours.join());
      for (const file of ours) assert.ok(output.includes(file), file);
      const { pages } = JSON.parse(project.read(`${given.out}/app.json`));
      assert.deepEqual(pages, ['pages/index/index', 'pages/embed/index', 'pages/own/index', 'pages/video-call/index']);
      assert.deepEqual(output.filter((file) => /voip\.json|plugin|\.d\.ts$/.test(file)), []);
    });

    test("WeChat's compilers accept it", () => compiles(project.path(given.out)));
    validated(() => project.path(given.out));

    test('the types are correct, and a wrong property is an error', () => {
      // `types/` has elements with mistakes that must be errors.
      project.run(given.types);
      const [file, right, mistake] = given.wrong;
      project.change(file, right, mistake);
      assert.throws(() => project.run(given.types), /opneid/i);
      project.change(file, mistake, right);
    });

    test('in watch mode, the pages stay, and new ones are copied', async () => {
      const out = given.watchOut;
      project.remove(out);
      const watch = project.start(given.watch);
      try {
        await project.until(`${out}/voip/app.wasm`, () => true);
        const [source] = project.files('src/pages/index').filter((file) => /\.(tsx|vue)$/.test(file));
        project.change(`src/pages/index/${source}`, '>call<', '>changed<');
        await project.untilSome(out, 'changed');
        await project.until(`${out}/app.json`, (text) => text.includes('pages/video-call/index'));
        project.documented('cargo voip build', ' --record');
        await project.until(`${out}/voip/voip.js`, (text) => text.includes('setClipboardData'));
      } catch (error) {
        throw new Error(`${error.message}\n${watch.printed()}`);
      } finally {
        await watch.end();
      }
      await fromTheComponent(project.path(out));
    });

    test('a build for h5 has nothing of ours', () => {
      project.run(given.h5);
      const files = project.files(given.h5Out);
      assert.ok(files.some((file) => file.endsWith('.js')));
      assert.deepEqual(files.filter((file) => /wasm|wxml|mini-program|video-call/.test(file)), []);
    });

    test('a subpackage that would get the glue fails the build; --under is the way out', () => {
      const [own, room] = [project.path('src/pages/own'), project.path('src/voip/room')];
      const app = project.read(given.pages);
      project.change(given.pages, ...given.subpackage);
      renameSync(own, room);
      assert.throws(() => project.documented('npx '), /voip: voip\/voip\.js is in the subpackage voip\/, .*\n.*--under DIR/);
      project.documented('cargo voip build', ' --under calls');
      project.documented('npx ');
      assert.ok(JSON.parse(project.read(`${given.out}/app.json`)).pages.includes('calls/pages/video-call/index'));
      const output = project.files(given.out);
      for (const file of ['calls/voip/app.wasm', 'voip/room/index.js']) assert.ok(output.includes(file), file);
      renameSync(room, own);
      project.write(given.pages, app);
    });

    test('the pages can be removed', () => {
      project.documented('cargo voip remove');
      assert.deepEqual(project.files('src/voip'), []);
    });
  });
}

const LINE = "plugins: [require.resolve('../src/voip/plugin.cjs')],";

/** A Taro project. */
export function taro(name, given) {
  framework(name, {
    section: 'Taro',
    packages: 'taro',
    except: ['config/index.ts'],
    configure: (project) => {
      assert.equal(project.section.files.get('config/index.ts'), `${LINE}\n`);
      project.change('config/index.ts', 'plugins: [],', LINE);
    },
    pages: 'src/app.config.ts',
    subpackage: [", 'pages/own/index'],", "], subPackages: [{ root: 'voip', pages: ['room/index'] }],"],
    out: 'dist/weapp',
    watchOut: 'dist/weapp',
    h5Out: 'dist/h5',
    watch: 'npx taro build --type weapp --watch',
    h5: 'npx taro build --type h5',
    ...given,
  });
}
