// WeChat's compilers, as its developer tools run them.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';

const FOLDER = { darwin: 'mac', linux: 'linux', win32: 'windows' }[process.platform];
const BIN = path.join(path.dirname(createRequire(import.meta.url).resolve('miniprogram-compiler')), 'bin', FOLDER);
const SCRATCH = mkdtempSync(path.join(os.tmpdir(), 'voip-compiled-'));

/** Runs a compiler. `status` is 0 if it accepts the file. */
function run(name, given, cwd) {
  const program = path.join(BIN, process.platform === 'win32' ? `${name}.exe` : name);
  // The package does not set the executable bit.
  chmodSync(program, 0o755);
  const { status, stdout, stderr } = spawnSync(program, given, { cwd, encoding: 'utf8' });
  return { status, output: stdout, errors: stderr };
}

/** The compiler of WXML. */
export const wcc = (folder, file) => run('wcc', ['-d', '-cc', '0', file, '-gn', '$gwx'], folder);
/** The compiler of WXSS. */
export const wcsc = (folder, file) => run('wcsc', ['-js', file, '-o', path.join(SCRATCH, 'wxss.js')], folder);

export function assertAccepted({ status, errors }) {
  assert.equal(status, 0, errors);
}

/** Asserts that a whole mini-program compiles. Its WXML may import other files of it. */
export function compiles(folder) {
  const files = readdirSync(folder, { recursive: true });
  const ending = (...endings) => files.filter((file) => endings.some((each) => file.endsWith(each)));
  assert.ok(ending('.wxml').length > 0);
  assertAccepted(run('wcc', ['-d', '-cc', '0', ...ending('.wxml', '.wxs'), '-gn', '$gwx'], folder));
  for (const file of ending('.wxss')) assertAccepted(wcsc(folder, file));
}
