// WeChat's own compilers, the ones that its developer tools run, take every WXML and WXSS.
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

/** What the compiler says; `status` is 0 if it takes the file. */
function run(name, given, cwd) {
  const program = path.join(BIN, process.platform === 'win32' ? `${name}.exe` : name);
  // The package comes without this bit.
  chmodSync(program, 0o755);
  const { status, stdout, stderr } = spawnSync(program, given, { cwd, encoding: 'utf8' });
  return { status, output: stdout, complaint: stderr };
}

const wcc = (folder, file) => run('wcc', ['-d', '-cc', '0', file, '-gn', '$gwx'], folder);
const wcsc = (folder, file) => run('wcsc', ['-js', file, '-o', path.join(SCRATCH, 'wxss.js')], folder);

function assertTaken({ status, complaint }) {
  assert.equal(status, 0, complaint);
}

for (const program of PROGRAMS) {
  describe(program, () => {
    const folder = miniProgram(program);
    for (const file of filesOf(program, '.wxml')) test(file, () => assertTaken(wcc(folder, file)));
    for (const file of filesOf(program, '.wxss')) test(file, () => assertTaken(wcsc(folder, file)));
  });
}

test("the tutorial's own WXML", () => {
  assertTaken(wcc(path.join(ROOT, 'tests/e2e/pages/own-wxml/src'), 'index.wxml'));
});

// Their consent means something only if they refuse what is wrong.
for (const [wrong, compiler, file, text] of [
  ['a tag without its end', wcc, 'tag.wxml', '<view><text></view>'],
  ['an expression without its end', wcc, 'expression.wxml', '<view>{{ state </view>'],
  ['a rule inside a rule', wcsc, 'nested.wxss', '.a { .b { color: red } }'],
]) {
  test(`${wrong} is refused`, () => {
    writeFileSync(path.join(SCRATCH, file), text);
    assert.notEqual(compiler(SCRATCH, file).status, 0);
  });
}
