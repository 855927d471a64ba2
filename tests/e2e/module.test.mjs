// The module as iOS takes it: the first version of wasm, by Binaryen's validator, which knows nothing of
// ours. And `cargo voip` refuses what a phone would, and says why.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import binaryen from 'binaryen';
import { built, miniProgram, output, PROGRAMS, ROOT, routesOf } from './lib/built.mjs';

for (const program of PROGRAMS) {
  describe(program, () => {
    const bytes = readFileSync(path.join(miniProgram(program), 'voip/app.wasm'));
    const compiled = new WebAssembly.Module(bytes);

    test('is the first version of wasm', () => {
      const module = binaryen.readBinary(bytes);
      module.setFeatures(binaryen.Features.MVP);
      assert.ok(module.validate(), 'Binaryen says what is wrong on the standard error');
      module.dispose();
    });

    test('imports functions of `voip` alone', () => {
      for (const entry of WebAssembly.Module.imports(compiled)) {
        assert.deepEqual([entry.module, entry.kind], ['voip', 'function'], entry.name);
      }
    });

    test('exports functions and a memory, one function for each page', () => {
      const exports = WebAssembly.Module.exports(compiled);
      assert.deepEqual(exports.filter(({ kind }) => kind === 'memory').map(({ name }) => name), ['memory']);
      assert.deepEqual(exports.filter(({ kind }) => !['memory', 'function'].includes(kind)), []);
      assert.deepEqual(
        exports.map(({ name }) => name).filter((name) => name.startsWith('open ')).sort(),
        routesOf(program).map((route) => `open ${route}`).sort(),
      );
    });

    test('crosses no 64-bit integer, which is a BigInt in JavaScript', () => {
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

    test('carries no section that a phone does not need', () => {
      for (const name of ['voip', 'name', 'producers', 'target_features', '.debug_info']) {
        assert.deepEqual(WebAssembly.Module.customSections(compiled, name), [], name);
      }
    });
  });
}

test('Binaryen refuses what came after it, so its consent means something', () => {
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

describe('a module that a phone refuses is refused here', () => {
  /** What `cargo voip check` says to the module. */
  function complaint(file) {
    assert.ok(process.env.VOIP_CARGO_VOIP, 'run `cargo xtask e2e`, which builds cargo-voip');
    const given = ['voip', 'check', '--package', 'video-call', '--wasm', file];
    const { status, stdout, stderr } = spawnSync(process.env.VOIP_CARGO_VOIP, given, { cwd: ROOT, encoding: 'utf8' });
    assert.equal(status, 1, stdout + stderr);
    return stderr;
  }

  /** A module with this text, of all that wasm has by now. */
  function written(name, text) {
    const module = binaryen.parseText(text);
    module.setFeatures(binaryen.Features.All);
    mkdirSync(output('modules'), { recursive: true });
    const file = output('modules', `${name}.wasm`);
    writeFileSync(file, module.emitBinary());
    module.dispose();
    return file;
  }

  test("rustc's for browsers: it says how to compile for a phone", () => {
    assert.match(complaint(built('elsewhere.wasm')), /wasm32v1-none/);
  });

  for (const [feature, words, text] of [
    ['bulk memory', /bulk/i, '(module (memory 1) (func (memory.fill (i32.const 0) (i32.const 0) (i32.const 0))))'],
    ['a reference type', /reference/i, '(module (table 1 externref))'],
    ['sign extension', /sign/i, '(module (func (param i32) (result i32) (i32.extend8_s (local.get 0))))'],
    ['a vector', /simd|vector|v128/i, '(module (func (result v128) (v128.const i64x2 0 0)))'],
    ['two results', /multi|result/i, '(module (func (result i32 i32) (i32.const 0) (i32.const 0)))'],
    [
      'a conversion that saturates', /satur|trunc|float/i,
      '(module (func (param f32) (result i32) (i32.trunc_sat_f32_s (local.get 0))))',
    ],
    ['a global that can change and is imported', /global/i, '(module (import "voip" "x" (global (mut i32))))'],
    ['an import of nobody', /env|import/i, '(module (import "env" "abort" (func)))'],
  ]) {
    test(feature, () => {
      const name = feature.replaceAll(' ', '-');
      assert.match(complaint(written(name, text)), words);
    });
  }

  test('no wasm at all', () => {
    mkdirSync(output('modules'), { recursive: true });
    const file = output('modules', 'text.wasm');
    writeFileSync(file, 'hello');
    assert.match(complaint(file), /wasm/);
  });
});
