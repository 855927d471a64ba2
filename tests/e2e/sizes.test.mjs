// What a mini-program weighs, measured here and held against what `cargo voip build --json` says.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { brotliCompressSync } from 'node:zlib';
import { filesOf, miniProgram, PROGRAMS, report } from './lib/built.mjs';

const KB = 1024;

/** The list of the files that `cargo voip` wrote; it is never uploaded to WeChat. */
const OURS = 'voip/voip.json';

const bytesOf = (program, file) => readFileSync(path.join(miniProgram(program), file));
const uploaded = (program) => filesOf(program, '').filter((file) => path.extname(file) && file !== OURS);

describe('video-call', () => {
  const { before, after } = report('video-call').wasm;

  test('its module, before wasm-opt', (t) => {
    t.diagnostic(`${before} bytes`);
    assert.ok(before <= 24 * KB, `${before} bytes`);
  });

  test('its module, after wasm-opt', (t) => {
    const bytes = bytesOf('video-call', 'voip/app.wasm').length;
    t.diagnostic(`${bytes} bytes`);
    assert.equal(bytes, after);
    assert.ok(bytes <= 17 * KB, `${bytes} bytes`);
  });

  test('all of it, each file compressed by brotli', (t) => {
    const weights = uploaded('video-call').map((file) => [file, brotliCompressSync(bytesOf('video-call', file)).length]);
    for (const [file, weight] of weights) t.diagnostic(`${String(weight).padStart(6)} ${file}`);
    const sum = weights.reduce((all, [, weight]) => all + weight, 0);
    t.diagnostic(`${String(sum).padStart(6)} in all`);
    assert.ok(sum <= 15 * KB, `${sum} bytes`);
  });
});

test('a second page with a handler of its own adds little', (t) => {
  const adds = report('two-pages').wasm.after - report('video-call').wasm.after;
  t.diagnostic(`${adds} bytes`);
  assert.ok(adds <= 3 * KB, `${adds} bytes`);
});

for (const program of PROGRAMS) {
  test(`what is said of ${program} is so`, () => {
    const said = report(program);
    assert.deepEqual(
      said.files.map(({ path: file }) => file).sort(),
      filesOf(program, '').filter((file) => path.extname(file)).sort(),
      'each of its files, and no other',
    );
    for (const { path: file, bytes, brotli } of said.files) {
      const content = bytesOf(program, file);
      assert.equal(bytes, content.length, file);
      const compressed = brotliCompressSync(content).length;
      // Two encoders of one format differ a little.
      assert.ok(Math.abs(brotli - compressed) <= 16 + compressed / 20, `${file}: ${brotli} said, ${compressed} measured`);
    }
    assert.deepEqual(said.warnings, []);
  });
}
