// WeChat's compilers, as its developer tools run them, accept every WXML and WXSS file.
import assert from 'node:assert/strict';
import { mkdtempSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { describe, test } from 'node:test';
import { filesOf, miniProgram, PROGRAMS, ROOT } from './lib/built.mjs';
import { assertAccepted, wcc, wcsc } from './lib/compilers.mjs';

const SCRATCH = mkdtempSync(path.join(os.tmpdir(), 'voip-compilers-'));

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
