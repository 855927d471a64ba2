// The preview in a terminal: its language, its width, and standard input. It needs no browser.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { program } from '../lib/preview.mjs';

const env = (more) => ({ PATH: process.env.PATH, LC_ALL: '', ...more });

function run(args, { env: more = {}, input, name = 'video-call' } = {}) {
  const { stdout, stderr, status } = spawnSync(program(name), args, { encoding: 'utf8', env: env(more), input });
  return { stdout, stderr, status };
}

const CHINESE = { LANG: 'zh_CN.UTF-8' };
/** English words, which are not names in code: two in a row. */
const SENTENCE = /\b[a-z]{2,} (?!ok\b)[a-z]{2,}\b/;

test('the timeline and the summary are in the language of the environment', () => {
  for (const args of [[], ['--fail', 'join=NotOpen'], ['--twice', 'enable'], ['--leave-at', '2s'], ['--cancel-at', '2s'], ['--taps', '2'], ['--set', 'listen_openid='], ['--talk', '1s']]) {
    const english = run(args, { env: { LANG: 'en_US.UTF-8' } });
    const chinese = run(args, { env: CHINESE });
    assert.equal(chinese.status, english.status, args.join(' '));
    assert.match(english.stdout, /Next, try:/);
    assert.match(chinese.stdout, /可以再试：/);
    // What the host says stays as it is, in quotes.
    const lines = chinese.stdout.replaceAll(/"[^"]*"/g, '').split('\n').filter((line) => !line.includes('可以再试'));
    for (const line of lines) assert.doesNotMatch(line, SENTENCE, line);
  }
});

test('the help says which variables count', () => {
  const { stdout } = run(['--help'], { env: CHINESE });
  for (const part of ['LC_ALL, LC_MESSAGES and LANG', 'COLUMNS', '`-` is standard input', '--allow-host']) assert.ok(stdout.includes(part), part);
});

test('lines are wrapped at COLUMNS, and not at all without it', () => {
  const width = (line) => [...line].reduce((sum, letter) => sum + (/[\p{Script=Han}\u3000-\u303f\uff00-\uff60]/u.test(letter) ? 2 : 1), 0);
  const args = ['--fail', 'join=NotOpen', '--twice', 'enable'];
  const widest = (stdout) => Math.max(...stdout.split('\n').filter((line) => !/Next|record · |again/.test(line)).map(width));
  const timeline = ({ stdout }) => stdout.slice(stdout.indexOf('user'), stdout.indexOf('\n  ✗ '));
  for (const columns of ['50', '70']) {
    const wrapped = timeline(run(args, { env: { COLUMNS: columns } }));
    assert.ok(widest(wrapped) <= Number(columns), wrapped);
    assert.equal(wrapped.replaceAll(/\s/g, ''), timeline(run(args)).replaceAll(/\s/g, ''), 'nothing is lost');
  }
  assert.ok(widest(timeline(run(args))) > 100);
});

test('a recording is replayed from standard input', () => {
  const { stdout: recording } = run(['--json']);
  const replayed = run(['--replay', '-'], { input: recording });
  assert.equal(replayed.status, 0, replayed.stderr);
  assert.match(replayed.stdout, /The page matches the recording/);
  assert.match(run(['--replay', '-'], { input: recording, env: CHINESE }).stdout, /页面与录制一致/);
  const wrong = run(['--replay', '-'], { input: 'not a recording' });
  assert.equal(wrong.status, 1);
  assert.match(wrong.stderr, /cannot read `standard input`/);
});
