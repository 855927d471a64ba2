// The size of a mini-program, measured here and compared with the report of `cargo voip build --json`.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { filesOf, miniProgram, PROGRAMS, report } from './lib/built.mjs';

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
    assert.ok(added > 0 && added <= 1.65 * KB, `${added} bytes`);
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
