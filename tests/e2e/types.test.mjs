// The generated scripts match WeChat's type declarations and are ES5, which the oldest phones can parse.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { parse } from 'acorn';
import { built, filesOf, miniProgram, output, PROGRAMS, RECORDING, ROOT } from './lib/built.mjs';

const PROJECT = path.join(ROOT, 'tests/e2e');
const TSC = createRequire(import.meta.url).resolve('typescript/package.json').replace('package.json', 'bin/tsc');

/** The command, in the workspace of the test pages. */
function cargoVoip(...given) {
  assert.ok(process.env.VOIP_CARGO_VOIP, 'run `cargo xtask e2e`, which builds cargo-voip');
  const { status, stderr } = spawnSync(process.env.VOIP_CARGO_VOIP, ['voip', ...given], { cwd: path.join(PROJECT, 'pages'), encoding: 'utf8' });
  assert.equal(status, 0, stderr);
}

/** Strict options without the DOM and with the library of ES2018, as in a mini-program. */
const STRICT = {
  strict: true,
  allowJs: true,
  checkJs: true,
  noEmit: true,
  noImplicitReturns: true,
  noFallthroughCasesInSwitch: true,
  skipLibCheck: true,
  target: 'es2018',
  lib: ['es2018'],
  module: 'commonjs',
  moduleResolution: 'bundler',
  typeRoots: [path.join(PROJECT, 'node_modules')],
};

/** The errors of the compiler. */
function typeErrors(name, files, options = {}) {
  const folder = output('types', name);
  mkdirSync(folder, { recursive: true });
  const project = path.join(folder, 'tsconfig.json');
  writeFileSync(project, JSON.stringify({ compilerOptions: { ...STRICT, ...options }, files }));
  const { stdout, stderr } = spawnSync(process.execPath, [TSC, '--pretty', 'false', '--project', project], { encoding: 'utf8' });
  return stdout + stderr;
}

/** The glue of this mini-program before it is minified. Its comments declare types. */
const sourceOf = (program) => built(RECORDING.includes(program) ? 'glue-that-records.js' : 'glue.js');

/** The scripts of a mini-program, with the comments of the glue, and without the one that turns the type checker off. */
function commented(program) {
  return filesOf(program, '.js').map((file) => {
    const copy = output('types', program, 'scripts', file);
    mkdirSync(path.dirname(copy), { recursive: true });
    const text = readFileSync(file === 'voip/voip.js' ? sourceOf(program) : path.join(miniProgram(program), file), 'utf8');
    writeFileSync(copy, text.replace('@ts-nocheck', ''));
    return copy;
  });
}

const WECHAT = { types: ['miniprogram-api-typings'] };

for (const program of PROGRAMS) {
  describe(program, () => {
    const scripts = filesOf(program, '.js').map((file) => path.join(miniProgram(program), file));

    test('its scripts match the types of WeChat', () => {
      assert.equal(typeErrors(program, commented(program), WECHAT), '');
    });

    test('its glue is the minified one', () => {
      const minified = RECORDING.includes(program) ? 'voip.recording.min.js' : 'voip.min.js';
      const written = readFileSync(path.join(miniProgram(program), 'voip/voip.js'), 'utf8');
      assert.equal(written, readFileSync(path.join(ROOT, 'voip-runtime/src/wx', minified), 'utf8'));
    });

    for (const script of scripts) {
      test(`${path.relative(miniProgram(program), script)} is ES5`, () => {
        parse(readFileSync(script, 'utf8'), { ecmaVersion: 5, sourceType: 'script' });
      });
    }
  });
}

test('`voip.open` matches the types of WeChat', () => {
  const file = output('types', 'open.js');
  writeFileSync(file, readFileSync(built('glue.js'), 'utf8') + readFileSync(built('glue-open.js'), 'utf8'));
  assert.equal(typeErrors('open', [file], WECHAT), '');
});

test('the options of host calls match the types of WeChat', () => {
  assert.equal(typeErrors('wx', [path.join(PROJECT, 'types/wx.ts')], WECHAT), '');
});

test('`voip.page(page, Taro)` matches the types of Taro', () => {
  const file = output('types', 'taro.ts');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, readFileSync(path.join(PROJECT, 'types/taro.ts'), 'utf8').replace('GLUE', built('glue.js')));
  const taro = path.join(PROJECT, 'node_modules/@tarojs/taro/types/index.d.ts');
  assert.equal(typeErrors('taro', [file], { ...WECHAT, paths: { '@tarojs/taro': [taro] } }), '');
});

describe('a native project in TypeScript', () => {
  const folder = output('types', 'native');
  const here = (...parts) => path.join(folder, 'miniprogram', ...parts);
  const scripts = () => readdirSync(here(), { recursive: true }).filter((file) => /\.[jt]s$/.test(file)).map((file) => here(file));

  before(() => {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(here('pages/own'), { recursive: true });
    writeFileSync(path.join(folder, 'tsconfig.json'), '{}');
    writeFileSync(path.join(folder, 'project.config.json'), '{ "miniprogramRoot": "miniprogram/" }');
    writeFileSync(here('app.json'), '{ "pages": ["pages/own/index"] }');
    writeFileSync(here('pages/own/index.ts'), readFileSync(path.join(PROJECT, 'types/native.ts')));
    cargoVoip('build', '--package', 'kinds', '--wasm', built('cargo/wasm32v1-none/release/kinds.wasm'), '--into', folder);
  });

  test('gets the types of the glue and of the pages', () => {
    assert.deepEqual(scripts().map((file) => path.relative(here(), file)).sort(), [
      'pages/kinds/index.d.ts', 'pages/kinds/index.js', 'pages/own/index.ts', 'voip/voip.d.ts', 'voip/voip.js',
    ]);
  });

  test('has `open` in its glue', () => {
    assert.match(readFileSync(here('voip/voip.js'), 'utf8'), /exports\.open=/);
  });

  test('a page of its own matches them, and what is wrong is an error', () => {
    assert.equal(typeErrors('native', [here('pages/own/index.ts')], { ...WECHAT, checkJs: false, skipLibCheck: false }), '');
  });

  test('with exact optional properties, `undefined` stands for the initial value too', () => {
    const exact = { ...WECHAT, checkJs: false, exactOptionalPropertyTypes: true };
    assert.equal(typeErrors('exact', [here('pages/own/index.ts')], exact), '');
  });

  test('the generated scripts have no errors where the project checks scripts', () => {
    assert.equal(typeErrors('native', scripts(), WECHAT), '');
  });

  test('without TypeScript there are no types', () => {
    const plain = output('types', 'plain');
    rmSync(plain, { recursive: true, force: true });
    mkdirSync(plain, { recursive: true });
    writeFileSync(path.join(plain, 'app.json'), '{ "pages": [] }');
    cargoVoip('build', '--package', 'kinds', '--wasm', built('cargo/wasm32v1-none/release/kinds.wasm'), '--into', plain);
    assert.deepEqual(readdirSync(plain, { recursive: true }).filter((file) => file.endsWith('.ts')), []);
  });
});

test('an npm package has types, which are found by its name', () => {
  const folder = output('types', 'npm');
  rmSync(folder, { recursive: true, force: true });
  const wasm = built('cargo/wasm32v1-none/release/kinds.wasm');
  cargoVoip('build', '--package', 'kinds', '--wasm', wasm, '--npm', '--out', path.join(folder, 'node_modules/kinds'));
  const page = readFileSync(path.join(PROJECT, 'types/native.ts'), 'utf8');
  const file = path.join(folder, 'index.ts');
  writeFileSync(file, page.replaceAll("'../../voip/voip'", "'kinds/voip/voip'").replace("'../kinds/index'", "'kinds/pages/kinds/index'"));
  assert.equal(typeErrors('npm', [file], { ...WECHAT, checkJs: false }), '');
  const glue = readFileSync(path.join(folder, 'node_modules/kinds/miniprogram_dist/voip/voip.js'), 'utf8');
  assert.match(glue, /exports\.open=/);
});

test('a wrong option is a type error', () => {
  const file = output('types', 'wrong.js');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, "wx.join1v1Chat({ roomType: 'smoke signals' });\n");
  assert.match(typeErrors('wrong', [file], WECHAT), /smoke signals/);
});
