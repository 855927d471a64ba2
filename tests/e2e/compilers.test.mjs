// WeChat's compilers, as its developer tools run them, accept every WXML and WXSS file.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { filesOf, miniProgram, PROGRAMS, ROOT } from './lib/built.mjs';

const FOLDER = { darwin: 'mac', linux: 'linux', win32: 'windows' }[process.platform];
const BIN = path.join(path.dirname(createRequire(import.meta.url).resolve('miniprogram-compiler')), 'bin', FOLDER);
const SCRATCH = mkdtempSync(path.join(os.tmpdir(), 'voip-compilers-'));

/** Runs a compiler. `status` is 0 if it accepts the file. */
function run(name, given, cwd) {
  const program = path.join(BIN, process.platform === 'win32' ? `${name}.exe` : name);
  // The package does not set the executable bit.
  chmodSync(program, 0o755);
  const { status, stdout, stderr } = spawnSync(program, given, { cwd, encoding: 'utf8' });
  return { status, output: stdout, errors: stderr };
}

const wcc = (folder, file) => run('wcc', ['-d', '-cc', '0', file, '-gn', '$gwx'], folder);
const wcsc = (folder, file) => run('wcsc', ['-js', file, '-o', path.join(SCRATCH, 'wxss.js')], folder);

function assertAccepted({ status, errors }) {
  assert.equal(status, 0, errors);
}

for (const program of PROGRAMS) {
  describe(program, () => {
    const folder = miniProgram(program);
    for (const file of filesOf(program, '.wxml')) test(file, () => assertAccepted(wcc(folder, file)));
    for (const file of filesOf(program, '.wxss')) test(file, () => assertAccepted(wcsc(folder, file)));
  });
}

test("the tutorial's own WXML", () => {
  assertAccepted(wcc(path.join(ROOT, 'tests/e2e/pages/own-wxml/src'), 'index.wxml'));
});

// The compilers reject invalid files.
for (const [invalid, compiler, file, text] of [
  ['a tag without an end', wcc, 'tag.wxml', '<view><text></view>'],
  ['an expression without an end', wcc, 'expression.wxml', '<view>{{ state </view>'],
  ['a rule inside a rule', wcsc, 'nested.wxss', '.a { .b { color: red } }'],
]) {
  test(`${invalid} is rejected`, () => {
    writeFileSync(path.join(SCRATCH, file), text);
    assert.notEqual(compiler(SCRATCH, file).status, 0);
  });
}
