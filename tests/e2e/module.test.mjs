// The module uses only the first version of wasm, as iOS requires: Binaryen's validator accepts it. And
// `cargo voip check` rejects modules that a phone rejects, with the reason.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import binaryen from 'binaryen';
import { built, miniProgram, output, PROGRAMS, ROOT, routesOf } from './lib/built.mjs';

/** The fingerprint in the script of a page. */
function fingerprintOf(program, route) {
  const script = readFileSync(path.join(miniProgram(program), `${route}.js`), 'utf8');
  return /fingerprint: '([0-9a-f]{8})'/.exec(script)[1];
}

for (const program of PROGRAMS) {
  describe(program, () => {
    const bytes = readFileSync(path.join(miniProgram(program), 'voip/app.wasm'));
    const compiled = new WebAssembly.Module(bytes);

    test('is the first version of wasm', () => {
      const module = binaryen.readBinary(bytes);
      module.setFeatures(binaryen.Features.MVP);
      assert.ok(module.validate(), 'see the errors of Binaryen on the standard error');
      module.dispose();
    });

    test('imports only functions of `voip`', () => {
      for (const entry of WebAssembly.Module.imports(compiled)) {
        assert.deepEqual([entry.module, entry.kind], ['voip', 'function'], entry.name);
      }
    });

    test('exports one memory and functions, among them one for each page', () => {
      const exports = WebAssembly.Module.exports(compiled);
      assert.deepEqual(exports.filter(({ kind }) => kind === 'memory').map(({ name }) => name), ['memory']);
      assert.deepEqual(exports.filter(({ kind }) => !['memory', 'function'].includes(kind)), []);
      assert.deepEqual(
        exports.map(({ name }) => name).filter((name) => name.startsWith('open ')).sort(),
        routesOf(program).map((route) => `open ${route} ${fingerprintOf(program, route)}`).sort(),
      );
    });

    test('passes no 64-bit integer, which would be a BigInt in JavaScript', () => {
      const module = binaryen.readBinary(bytes);
      const crossing = [...WebAssembly.Module.exports(compiled).filter(({ kind }) => kind === 'function')]
        .map(({ name }) => binaryen.getExportInfo(module.getExport(name)).value)
        .concat(importedFunctions(module));
      for (const name of crossing) {
        const { params, results } = binaryen.getFunctionInfo(module.getFunction(name));
        const types = [...binaryen.expandType(params), ...binaryen.expandType(results)];
        assert.ok(!types.includes(binaryen.i64), name);
      }
      module.dispose();
    });

    test('has no section that a phone does not need', () => {
      for (const name of ['voip', 'name', 'producers', 'target_features', '.debug_info']) {
        assert.deepEqual(WebAssembly.Module.customSections(compiled, name), [], name);
      }
    });
  });
}

test('Binaryen rejects a later feature', () => {
  const module = binaryen.parseText('(module (memory 1) (func (memory.fill (i32.const 0) (i32.const 0) (i32.const 0))))');
  module.setFeatures(binaryen.Features.MVP);
  assert.ok(!module.validate());
  module.dispose();
});

function importedFunctions(module) {
  return Array.from({ length: module.getNumFunctions() }, (_, index) => module.getFunctionByIndex(index))
    .map((reference) => binaryen.getFunctionInfo(reference))
    .filter((info) => info.base)
    .map((info) => info.name);
}

describe('cargo voip check rejects', () => {
  /** The errors of `cargo voip check` for the module. */
  function errorsOf(file) {
    assert.ok(process.env.VOIP_CARGO_VOIP, 'run `cargo xtask e2e`, which builds cargo-voip');
    const given = ['voip', 'check', '--package', 'video-call', '--wasm', file];
    const { status, stdout, stderr } = spawnSync(process.env.VOIP_CARGO_VOIP, given, { cwd: ROOT, encoding: 'utf8' });
    assert.equal(status, 1, stdout + stderr);
    return stderr;
  }

  /** Writes a module from its text, with all features of wasm. */
  function write(name, text) {
    const module = binaryen.parseText(text);
    module.setFeatures(binaryen.Features.All);
    mkdirSync(output('modules'), { recursive: true });
    const file = output('modules', `${name}.wasm`);
    writeFileSync(file, module.emitBinary());
    module.dispose();
    return file;
  }

  test('a module of wasm32-unknown-unknown, and names the right target', () => {
    assert.match(errorsOf(built('elsewhere.wasm')), /wasm32v1-none/);
  });

  for (const [feature, expected, text] of [
    ['bulk memory', /bulk/i, '(module (memory 1) (func (memory.fill (i32.const 0) (i32.const 0) (i32.const 0))))'],
    ['a reference type', /reference/i, '(module (table 1 externref))'],
    ['sign extension', /sign/i, '(module (func (param i32) (result i32) (i32.extend8_s (local.get 0))))'],
    ['a SIMD vector', /simd|vector|v128/i, '(module (func (result v128) (v128.const i64x2 0 0)))'],
    ['two results', /multi|result/i, '(module (func (result i32 i32) (i32.const 0) (i32.const 0)))'],
    [
      'a saturating conversion', /satur|trunc|float/i,
      '(module (func (param f32) (result i32) (i32.trunc_sat_f32_s (local.get 0))))',
    ],
    ['an imported mutable global', /global/i, '(module (import "voip" "x" (global (mut i32))))'],
    ['an unknown import', /env|import/i, '(module (import "env" "abort" (func)))'],
  ]) {
    test(feature, () => {
      const name = feature.replaceAll(' ', '-');
      assert.match(errorsOf(write(name, text)), expected);
    });
  }

  test('a file that is not wasm', () => {
    mkdirSync(output('modules'), { recursive: true });
    const file = output('modules', 'text.wasm');
    writeFileSync(file, 'hello');
    assert.match(errorsOf(file), /wasm/);
  });
});
