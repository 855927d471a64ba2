// The size of a mini-program, measured here and compared with the report of `cargo voip build --json`.
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { built, filesOf, miniProgram, PROGRAMS, report, ROOT } from './lib/built.mjs';

const KB = 1024;

/** The list of the files that `cargo voip` wrote. It is not uploaded to WeChat. */
const FILE_LIST = 'voip/voip.json';

const bytesOf = (program, file) => readFileSync(path.join(miniProgram(program), file));
const brotliOf = (program) => uploaded(program).reduce((sum, file) => sum + brotliCompressSync(bytesOf(program, file)).length, 0);
const uploaded = (program) => filesOf(program, '').filter((file) => path.extname(file) && file !== FILE_LIST);

describe('video-call', () => {
  const { before, after } = report('video-call').wasm;

  test('the module before wasm-opt', (t) => {
    t.diagnostic(`${before} bytes`);
    assert.ok(before <= 24 * KB, `${before} bytes`);
  });

  test('the module after wasm-opt', (t) => {
    const bytes = bytesOf('video-call', 'voip/app.wasm').length;
    t.diagnostic(`${bytes} bytes`);
    assert.equal(bytes, after);
    assert.ok(bytes <= 18 * KB, `${bytes} bytes`);
  });

  test('all files, each compressed by brotli', (t) => {
    const sizes = uploaded('video-call').map((file) => [file, brotliCompressSync(bytesOf('video-call', file)).length]);
    for (const [file, size] of sizes) t.diagnostic(`${String(size).padStart(6)} ${file}`);
    const sum = sizes.reduce((all, [, size]) => all + size, 0);
    t.diagnostic(`${String(sum).padStart(6)} in total`);
    assert.ok(sum <= 16.5 * KB, `${sum} bytes`);
  });
});

for (const [recorded, program] of [['recorded', 'video-call'], ['recorded-voice', 'voice-support'], ['recorded-full', 'voice-support']]) {
  test(`the recorder adds little: ${recorded}`, (t) => {
    const added = brotliOf(recorded) - brotliOf(program);
    t.diagnostic(`${added} bytes`);
    assert.ok(added > 0 && added <= 1.75 * KB, `${added} bytes`);
    assert.equal(report(recorded).record, recorded === 'recorded-full' ? 'full' : true);
  });
}

test('a second page with its own handler adds little', (t) => {
  const added = report('two-pages').wasm.after - report('video-call').wasm.after;
  t.diagnostic(`${added} bytes`);
  assert.ok(added <= 3.25 * KB, `${added} bytes`);
});

for (const program of PROGRAMS) {
  test(`the report of ${program} is correct`, () => {
    const reported = report(program);
    assert.deepEqual(
      reported.files.map(({ path: file }) => file).sort(),
      filesOf(program, '').filter((file) => path.extname(file)).sort(),
      'the report lists exactly the files',
    );
    for (const { path: file, bytes, brotli } of reported.files) {
      const content = bytesOf(program, file);
      assert.equal(bytes, content.length, file);
      const compressed = brotliCompressSync(content).length;
      // Two brotli encoders give slightly different sizes.
      assert.ok(Math.abs(brotli - compressed) <= 16 + compressed / 20, `${file}: ${brotli} reported, ${compressed} measured`);
    }
    assert.deepEqual(reported.warnings, []);
  });
}

/** The document with the table of what each feature adds. */
const DOCUMENT = path.join(ROOT, 'docs/sizes.md');

/** Each page of `pages/sizes`: the page that it is compared with, and the feature that it has besides. */
const FEATURES = [
  ['integer', 'base', 'a field of type `u32`'],
  ['decimal', 'base', 'a field of type `f64`'],
  ['text', 'base', 'a field of type `String`'],
  ['query', 'text', '`query`, besides such a field'],
  ['choice', 'base', 'a choice field'],
  ['contacts', 'base', 'a field of contacts'],
  ['recovery', 'base', 'recovery edges: `via`, `retry`, `after`'],
  ['toast', 'base', '`toast("…")`'],
  ['long-toast', 'toast', '`toast("…", 5s)`, besides `toast`'],
  ['limits', 'base', '`ring` and `within` in InCall'],
  ['receive', 'base', '`receive`'],
  ['on-show', 'receive', '`receive(on_show)`, besides `receive`'],
  ['receive-only', 'base', '`receive(only)`, without the fields'],
  ['spawn', 'base', '`spawn`'],
  ['on-load', 'base', '`on_load`'],
  ['handler', 'base', 'a handler with the steps of a call'],
  ['update', 'handler', '`call.update(…)`'],
  ['sleep', 'handler', '`call.host().sleep(…)`'],
  ['ended', 'handler', '`call.answered()` and `call.ended()`'],
  ['request', 'handler', 'a host call whose answer is ignored'],
  ['answer', 'handler', 'a host call, and an update with its answer'],
  ['loaded-contacts', 'base', 'contacts that `on_load` reads from a server'],
];

test('the document says what each feature adds', (t) => {
  const sizeOf = (page) => {
    const module = readFileSync(built('sizes', page, 'voip/app.wasm'));
    return [module.length, brotliCompressSync(module).length];
  };
  const thousands = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ',');
  const base = sizeOf('base');
  const rows = [['the page without any of them', ...base]];
  for (const [page, without, feature] of FEATURES) {
    const [wasm, brotli] = sizeOf(page).map((size, at) => size - sizeOf(without)[at]);
    rows.push([feature, wasm, brotli]);
  }
  const table = [['feature', 'wasm', 'brotli'], ['---', '---:', '---:'], ...rows]
    .map((row) => `| ${row.map((cell) => typeof cell === 'number' ? thousands(cell) : cell).join(' | ')} |\n`).join('');
  t.diagnostic(`\n${table}`);

  const document = readFileSync(DOCUMENT, 'utf8');
  const [, written] = /\n\n(\| feature \|[^]*?\n)\n/.exec(document);
  const cells = written.trim().split('\n').slice(2).map((line) => line.split('|').slice(1, -1).map((cell) => cell.trim()));
  const number = (cell) => Number(cell.replaceAll(',', ''));
  // The compiler orders and inlines functions differently in another folder and in another version.
  const isNear = (text, measured) => Math.abs(number(text) - measured) <= Math.max(200, measured / 10);
  const isCurrent = cells.length === rows.length
    && rows.every(([feature, ...sizes], at) => cells[at][0] === feature && sizes.every((size, column) => isNear(cells[at][column + 1], size)));
  if (!isCurrent && process.env.UPDATE_EXPECT) return writeFileSync(DOCUMENT, document.replace(written, () => table));
  assert.ok(isCurrent, `docs/sizes.md is out of date: replace its table with the following, or run this with UPDATE_EXPECT=1\n\n${table}`);
});
