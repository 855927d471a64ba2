// WeChat's linter for Skyline accepts the markup and the styles of every page: a page that is used inside one of Skyline looks the
// same. It runs only with `cargo xtask e2e --validator`.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { miniProgram, PROGRAMS, ROOT, routesOf } from './lib/built.mjs';

const LINTER = path.join(ROOT, 'tests/e2e/node_modules/skylint/dist/cli.mjs');

/** What Skyline cannot do, and a page with `"renderer": "webview"` may. */
const WEBVIEW = 'scroll-view-not-found,switch';

/** Warnings and errors. */
const LEVEL = '2';

/** The questions that the linter asks, and the answers. */
const ANSWERS = [['请输入工程的根目录', ''], ['是否进行', 'n'], ['是否重新扫描', 'n']];

/** What the linter prints about all pages. */
function lint(program, change = () => {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'voip-skyline-'));
  cpSync(miniProgram(program), folder, { recursive: true });
  // The linter reads only pages of Skyline.
  const app = path.join(folder, 'app.json');
  writeFileSync(app, JSON.stringify({ ...JSON.parse(readFileSync(app, 'utf8')), renderer: 'skyline' }));
  change(folder);
  const linter = spawn('node', [LINTER, '--log-level', LEVEL, '--ignore', WEBVIEW], { cwd: folder });
  let printed = '';
  let asked = 0;
  linter.stdout.on('data', (text) => {
    printed += text;
    for (; ANSWERS.slice(asked).some(([question]) => printed.includes(question)); asked += 1) {
      const [question, answer] = ANSWERS[asked];
      if (printed.includes(question)) linter.stdin.write(`${answer}\n`);
    }
  });
  return new Promise((done) => linter.on('close', () => done(printed)));
}

const findings = (printed) => printed.split('\n').filter((line) => /@[a-z]+(-[a-z]+)* /.test(line));

for (const program of PROGRAMS) {
  test(program, async () => {
    const printed = await lint(program);
    for (const route of routesOf(program)) assert.ok(printed.includes(route), printed);
    assert.deepEqual(findings(printed), [], printed);
  });
}

test('the linter finds a row without a direction', async () => {
  const printed = await lint('video-call', (folder) => {
    const styles = path.join(folder, 'pages/video-call/index.wxss');
    writeFileSync(styles, readFileSync(styles, 'utf8').replace('flex-direction: row;', ''));
  });
  assert.match(findings(printed).join(), /display-flex/);
});
