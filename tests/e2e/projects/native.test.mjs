// Native projects: the pages are added once, and stay.
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import { createRequire } from 'node:module';
import { before, describe, test } from 'node:test';
import { built } from '../lib/built.mjs';
import { compiles } from '../lib/compilers.mjs';
import { Project } from '../lib/project.mjs';
import { until } from '../lib/until.mjs';
import { fromAnOwnInterface, fromTheComponent, fromThePage, JOINED, validated } from './calls.mjs';

const require = createRequire(import.meta.url);

/** The files of the pages in the folder with `app.json`, without their types. */
const PAGES = [
  'pages/video-call/index.js', 'pages/video-call/index.json', 'pages/video-call/index.wxml', 'pages/video-call/index.wxss',
  'voip/app.wasm', 'voip/voip.js', 'voip/voip.json',
];

function adds(project, folder, types) {
  const before = project.files(folder);
  project.documented('cargo voip build');
  const added = project.files(folder).filter((file) => !before.includes(file));
  assert.deepEqual(added.sort(), [...PAGES, ...types].sort());
}

function removes(project, folder, app) {
  project.documented('cargo voip remove');
  assert.deepEqual(project.files(folder).filter((file) => /video-call|voip/.test(file)), []);
  assert.equal(project.read(`${folder}/app.json`), app);
}

describe('native', () => {
  const project = new Project('native', { section: 'Native' });
  const app = project.read('app.json');
  test('the documented command adds the pages', () => adds(project, '.', []));
  test('a call from the page', () => fromThePage(project.folder));
  test('a call from the component', () => fromTheComponent(project.folder));
  test("WeChat's compilers accept it", () => compiles(project.folder));
  validated(() => project.folder);
  test('the pages can be removed', () => removes(project, '.', app));
});

describe('TypeScript', () => {
  const project = new Project('ts-native', { section: 'TypeScript' });
  const app = project.read('miniprogram/app.json');
  const typescript = (where, ...more) => {
    // WeChat's devtools compile each script where it is.
    const [tsc, types] = ['typescript/package.json', 'miniprogram-api-typings/package.json'].map((name) => require.resolve(name));
    where.run(`node ${tsc.replace('package.json', 'bin/tsc')} --typeRoots ${types.replace('/miniprogram-api-typings/package.json', '')} ${more.join(' ')}`);
  };

  before(() => {
    adds(project, 'miniprogram', ['pages/video-call/index.d.ts', 'voip/voip.d.ts']);
    typescript(project, '--project .');
  });

  test('a call from the page', () => fromThePage(project.path('miniprogram')));
  test('a call from the component', () => fromTheComponent(project.path('miniprogram')));
  test('a call from a user interface of its own', () => fromAnOwnInterface(project.path('miniprogram')));
  test("WeChat's compilers accept it", () => compiles(project.path('miniprogram')));
  validated(() => project.path('miniprogram'));

  test('a wrong property is an error', () => {
    project.change('miniprogram/pages/own/index.ts', 'callOpenid:', 'callOpneid:');
    assert.throws(() => typescript(project, '--project . --noEmit'), /callOpneid/);
  });

  test('in watch mode, a change of the Rust source is in the next call', async () => {
    const watched = new Project('ts-native', { section: 'TypeScript', folder: 'ts-watched' });
    const crate = watched.path('calls');
    cpSync(built('projects', 'video-call'), crate, { recursive: true });
    const change = (file, from, to) => watched.change(`calls/${file}`, from, to);
    // cargo would take a package with the same name for the same one. The paths are one folder longer.
    change('Cargo.toml', 'name = "video-call"', 'name = "watched"');
    watched.write('calls/Cargo.toml', watched.read('calls/Cargo.toml').replaceAll('"../', '"../../'));
    const watch = watched.start('cargo voip build --into .. --watch', crate);
    const builds = () => watch.printed().split('Waiting for a change').length - 1;
    try {
      await until(builds, 1, 'it was built', 240_000);
      change('src/lib.rs', 'default = "listener"', 'default = "changed"');
      await until(builds, 2, 'it was built again', 240_000);
    } catch (error) {
      throw new Error(`${error.message}\n${watch.printed()}`);
    } finally {
      await watch.end();
    }
    typescript(watched, '--project .');
    await fromThePage(watched.path('miniprogram'), { ...JOINED, listener: { ...JOINED.listener, nickname: 'changed' } });
  });

  test('the pages can be removed', () => removes(project, 'miniprogram', app));
});
