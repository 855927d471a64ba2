// Recordings: download, replay, and copy as a Rust test; and files that are not recordings.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { before, describe, test } from 'node:test';
import { promisify } from 'node:util';
import { output, ROOT } from '../lib/built.mjs';
import { open, openNewRun, program, serve } from '../lib/preview.mjs';
import { until } from '../lib/until.mjs';

const run = promisify(execFile);
const JOINED = ['Idle → Authorizing', 'Authorizing → Enabling', 'Enabling → Joining', 'Joining → InCall'];

/** A recording of a phone, by a build that did not know `errno` 103. */
const PHONE = [
  { voip: 4, page: 'VideoCall', redacted: true },
  { note: 'show', at: 0 },
  { input: { set: { field: 'listenOpenid', value: 'openid#1' } }, at: 1 },
  { input: { set: { field: 'callOpenid', value: 'openid#2' } }, at: 2 },
  { input: 'tap', at: 900 },
  { change: { from: 'Idle', to: 'Authorizing', message: '' }, at: 901 },
  { call: { number: 0, name: 'authorize', own: false, options: { scope: 'scope.record' } }, at: 902 },
  { answer: { to: 0, cause: 'Other(103)', message: 'authorize:fail', raw: { errno: 103, errMsg: 'authorize:fail' } }, at: 990 },
  { change: { from: 'Authorizing', to: 'Failed', cause: 'Other(103)', message: 'authorize:fail' }, at: 990 },
  { call: { number: 1, name: 'showToast', own: false, options: { title: '唤起授权失败' } }, at: 991 },
];

let video;
let voice;

before(async () => {
  [video, voice] = await Promise.all([serve('video-call'), serve('voice-support')]);
});

const inTab = (name, doing, query = 'speed=5') =>
  test(name, async () => {
    const tab = await openNewRun(video, query);
    await doing(tab, tab.a, tab.b);
    tab.assertQuiet();
  });

/** Clicks the download button of the phone; resolves with `{ name, text }`. */
async function download(tab, letter, modifiers = []) {
  const [file] = await Promise.all([tab.page.waitForEvent('download'), tab.find(`[data-download=${letter}]`).click({ modifiers })]);
  return { name: file.suggestedFilename(), text: readFileSync(await file.path(), 'utf8') };
}

/** Selects a file to replay. */
async function give(tab, text, name = 'recording.jsonl') {
  const buffer = Buffer.isBuffer(text) ? text : Buffer.from(text);
  await tab.find('input[name=replay]').setInputFiles({ name, mimeType: 'application/json', buffer });
}

const banner = (tab, selector) => tab.find(`[data-replay] ${selector}`);

/** Plays the replay to its end, and ends it; resolves with the changes of the phone. */
async function replayed(tab, phone) {
  await banner(tab, '[data-replay-do=end]').click();
  await banner(tab, '[data-replay-do=end]:disabled').waitFor();
  const changes = phone.changes();
  await banner(tab, '[data-replay-do=leave]').click();
  await until(() => tab.find('[data-replay]').count(), 0, 'the replay has ended');
  return changes;
}

describe('a recording', () => {
  inTab('can be downloaded and replayed line by line, and the phones are unchanged after it', async (tab, a, b) => {
    await a.talking(b);
    await b.hangUp();
    await a.idle();
    const { name, text } = await download(tab, 'a');
    assert.match(name, /^VideoCall-a-\d{8}-\d{6}\.jsonl$/, 'named by page and time');
    const lines = text.trim().split('\n').map((line) => JSON.parse(line));
    assert.deepEqual(lines[0], { voip: 4, page: 'VideoCall' });
    assert.equal(lines.filter((line) => line.change).length, 5);

    // The phones are in other states when it is replayed.
    await b.tap();
    await b.dialog('permission');
    await a.fill('call_name', 'as it was');
    await until(() => a.records('input').at(-1)?.set?.value, 'as it was');
    const done = a.changes().length;
    await give(tab, text, 'mine.jsonl');
    await tab.find('[data-replay]').filter({ hasText: 'mine.jsonl' }).waitFor();
    await a.state('Idle');
    // The phone and the diagram show the line that was played last, and not what the page does next.
    const firstChange = lines.findIndex((line) => line.change);
    for (let played = 1; played < firstChange; played += 1) await banner(tab, '[data-replay-do=step]').click();
    await tab.rows({ kind: 'input', of: 'a', text: 'taps' }).last().waitFor();
    assert.deepEqual(await a.lit(), { node: ['Idle'], edge: [] });
    assert.equal(await a.root.getAttribute('data-state'), 'Idle');
    await banner(tab, '[data-replay-do=step]').click();
    await a.state('Authorizing');
    assert.deepEqual(await a.lit(), { node: ['Authorizing'], edge: ['Idle>Authorizing'] });
    assert.ok(await a.find('[data-do=tap]').isDisabled(), 'the page cannot be used during a replay');
    const changes = await replayed(tab, a);
    assert.deepEqual(changes.slice(done), [...JOINED, 'InCall → Idle']);

    await a.state('Idle');
    assert.equal(await a.value('call_name'), 'as it was');
    await b.dialog('permission');
    await b.allowAll();
    await a.call('incoming');
  });

  inTab('has aliases instead of openids, unless Shift is pressed', async (tab, a) => {
    await a.tap();
    await a.allowAll();
    await a.state('InCall');
    const short = await download(tab, 'a');
    assert.doesNotMatch(short.text, /openid-of-phone/);
    assert.match(short.text, /openid#1/);
    const full = await download(tab, 'a', ['Shift']);
    assert.match(full.text, /openid-of-phone-a/);
    await give(tab, full.text);
    await tab.find('[data-replay]').waitFor();
    assert.ok((await replayed(tab, a)).length >= 8);
  });

  inTab('of one phone can be dropped on the other phone', async (tab, a, b) => {
    await a.tap();
    await a.dialog('permission');
    await a.refuse();
    await a.state('Failed');
    const { text } = await download(tab, 'a');
    await tab.newRun();
    await b.root.evaluate((target, contents) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([contents], 'dropped.jsonl'));
      for (const type of ['dragenter', 'dragover', 'drop']) {
        target.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }));
      }
    }, text);
    await tab.find('[data-replay]').filter({ hasText: 'dropped.jsonl' }).waitFor();
    await banner(tab, '[data-replay-do=end]').click();
    await b.state('Failed');
    await a.state('Idle');
    await banner(tab, '[data-replay-do=leave]').click();
    await b.state('Idle');
  });

  inTab('of each phone can be replayed', async (tab, a, b) => {
    await a.talking(b);
    await b.hangUp();
    await a.idle();
    await b.talking(a);
    await b.end();
    await b.idle();
    const files = { a: await download(tab, 'a'), b: await download(tab, 'b') };
    const before = { a: a.changes(), b: b.changes() };
    await tab.newRun();
    for (const phone of [a, b]) {
      await give(tab, files[phone.letter].text, `${phone.letter}.jsonl`);
      await tab.find('[data-replay]').filter({ hasText: `${phone.letter}.jsonl` }).waitFor();
      await banner(tab, '[data-replay-do=end]').click();
      await tab.find('[data-replay]').filter({ hasText: 'Matches the recording' }).waitFor();
      // A selected file is replayed on the left phone.
      assert.deepEqual(a.changes().slice(-before[phone.letter].length), before[phone.letter]);
      await banner(tab, '[data-replay-do=leave]').click();
      await until(() => tab.find('[data-replay]').count(), 0);
    }
  });

  inTab('of the terminal can be replayed in the browser', async (tab, a) => {
    mkdirSync(output('recordings'), { recursive: true });
    const file = output('recordings', 'terminal.jsonl');
    await run(program('video-call'), ['--record', file]);
    await give(tab, readFileSync(file));
    await tab.find('[data-replay]').waitFor();
    assert.deepEqual(await replayed(tab, a), [...JOINED, 'InCall → Idle']);
  });

  inTab('of the browser can be replayed in the terminal', async (tab, a, b) => {
    await a.talking(b);
    await a.end();
    await a.idle();
    mkdirSync(output('recordings'), { recursive: true });
    const file = output('recordings', 'browser.jsonl');
    writeFileSync(file, (await download(tab, 'a')).text);
    const { stdout } = await run(program('video-call'), ['--replay', file]);
    assert.match(stdout, /InCall → Idle/);
  });

  inTab('of a phone shows what is classified differently now', async (tab, a) => {
    await give(tab, PHONE.map((line) => JSON.stringify(line)).join('\n'), 'phone.jsonl');
    const answers = banner(tab, '[data-reclassified]');
    await answers.waitFor();
    assert.match(await answers.innerText(), /line 8: authorize was recorded as Other\(103\) and is Denied now: errno 103/);
    await tab.language('zh');
    await until(() => answers.innerText(), (text) => /第 8 行：authorize 录制时为 Other\(103\)，现在为 Denied/.test(text));
    await tab.language('en');
    await banner(tab, '[data-replay-do=end]').click();
    await tab.find('[data-replay]').filter({ hasText: 'Matches the recording' }).waitFor();
    await tab.rows({ kind: 'note', text: 'the page is shown' }).waitFor();
    const row = tab.rows({ kind: 'answer', text: 'authorize:fail' });
    await row.getByRole('button').click();
    await row.filter({ hasText: '"errno": 103' }).waitFor();
    await banner(tab, '[data-replay-do=leave]').click();
    await a.idle();
  });

  inTab('that the page does not match shows the divergence', async (tab, a) => {
    await a.tap();
    await a.allowAll();
    await a.state('InCall');
    const { text } = await download(tab, 'a');
    await tab.newRun();
    await give(tab, text.replace('"to":"Enabling"', '"to":"Failed"'));
    await tab.find('[data-replay]').waitFor();
    await banner(tab, '[data-replay-do=end]').click();
    const shown = tab.find('[data-replay]').filter({ hasText: 'Does not match the recording' });
    await shown.waitFor();
    assert.match(await shown.innerText(), /line \d+[^]*Failed[^]*Enabling|line \d+[^]*Enabling[^]*Failed/);
    await banner(tab, '[data-replay-do=leave]').click();
    await a.idle();
  });
});

describe('a file that is not a recording of this page', () => {
  let whole;

  before(async () => {
    const tab = await openNewRun(video, 'speed=5');
    await tab.a.calling(tab.b);
    whole = (await download(tab, 'a')).text;
  });

  const refused = (name, contents, pattern) =>
    inTab(`${name} is refused with a notice, and the phones are unchanged`, async (tab, a) => {
      await a.tap();
      await a.dialog('permission');
      await give(tab, contents());
      await tab.notice(pattern);
      assert.equal(await tab.find('[data-replay]').count(), 0);
      await a.dialog('permission');
      await a.refuse();
      await a.state('Failed');
      await tab.find('[data-notice-close]').first().click();
      await tab.noNotice();
    });

  refused('a recording of another page', () => whole.replace('"VideoCall"', '"VoiceSupport"'), /VoiceSupport/);
  refused('a recording of a newer version', () => whole.replace('"voip":4', '"voip":99'), /99|version/);
  refused('a recording that is cut off within a line', () => whole.slice(0, whole.lastIndexOf('"')), /line|cut/);
  refused('another text', () => 'Dear diary,\ntoday I called nobody.\n', /recording/);
  refused('another JSON file', () => '{"name":"x"}\n{"a":1}\n', /recording/);
  refused('a picture', () => Buffer.from([137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 255, 254]), /recording|read/);
  refused('an empty file', () => '', /recording|empty/);
  refused('a file of more than 2 MB', () => 'x'.repeat(2 * 1024 * 1024 + 1), /2(\.0)? MB/);

  inTab('a recording with an unknown field is replayed up to that line', async (tab, a) => {
    await give(tab, `${whole.split('\n')[0]}\n{"at":0,"input":{"set":{"field":"nowhere","value":"x"}}}\n`);
    await tab.find('[data-replay]').waitFor();
    await banner(tab, '[data-replay-do=end]').click();
    await tab.find('[data-replay]').filter({ hasText: /Does not match the recording[^]*nowhere/ }).waitFor();
    await banner(tab, '[data-replay-do=leave]').click();
    await a.idle();
  });

  inTab('a recording that is cut off between lines is replayed to its end', async (tab, a) => {
    const lines = whole.trimEnd().split('\n');
    await give(tab, `${lines.slice(0, -4).join('\n')}\n`);
    await tab.find('[data-replay]').waitFor();
    const changes = await replayed(tab, a);
    assert.ok(changes.length > 0 && changes.length < JOINED.length);
  });
});

describe('a test in Rust', () => {
  const copy = async (tab, letter) => {
    await tab.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    // Remove what another test has copied.
    await tab.page.evaluate(() => navigator.clipboard.writeText(''));
    await tab.find(`[data-copy-test=${letter}]`).click();
    return await until(() => tab.page.evaluate(() => navigator.clipboard.readText()), (text) => text !== '', 'it is copied');
  };

  test('is copied for a recording, compiles without warnings, and passes', { timeout: 280_000 }, async () => {
    const tests = [];
    const record = async (server, query, doing, letters = ['a']) => {
      const tab = await open(server, query);
      await doing(tab, tab.a, tab.b);
      for (const letter of letters) tests.push(await copy(tab, letter));
      tab.assertQuiet();
      await tab.close();
    };
    await record(video, 'speed=5', async (tab, a, b) => {
      await a.talking(b);
      await b.hangUp();
      await a.idle();
      await a.tap();
      await b.call('incoming');
      await a.end();
      await a.idle();
    }, ['a', 'b']);
    await record(video, 'speed=20', async (tab, a) => {
      await a.fill('call_name', '"); panic!("\\{小明}\n');
      await a.tap();
      await a.dialog('permission');
      await a.refuse();
      await a.state('Failed');
      await a.dismiss();
      await a.idle();
    });
    await record(video, 'speed=100&a.enable=late:10s,twice&a.join=never', async (tab, a) => {
      await a.tap();
      await a.allowAll();
      await a.state('Failed');
    });
    await record(voice, 'speed=20&a.join=System', async (tab, a) => {
      await a.tap();
      await a.allowAll();
      await a.state('Failed');
    });
    await record(voice, 'speed=20&a.join=AlreadyInRoom,once&b.phone=callable', async (tab, a, b) => {
      await a.tap();
      await a.dialog('permission');
      await a.refuse();
      await a.dialog('askSettings');
      await a.allow();
      await a.turn('scope.record');
      await a.leaveSettings();
      await a.allowAll(['摄像头']);
      await b.call('incoming');
      await b.pickUp();
      await a.call('talking');
      await a.happens('interrupt');
      await a.state('Failed');
    });
    await compile(tests);
  });

  inTab('is shown for copying by hand if the browser denies access to the clipboard', async (tab, a) => {
    await a.tap();
    await a.dialog('permission');
    await tab.page.evaluate(() => Object.defineProperty(navigator, 'clipboard', { value: { writeText: () => Promise.reject(new Error('no')) } }));
    await tab.find('[data-copy-test=a]').click();
    const text = tab.find('dialog[open] textarea');
    await text.waitFor();
    assert.match(await text.inputValue(), /#\[test\]/);
    await tab.page.keyboard.press('Escape');
    await tab.reload();
  }, 'speed=20');
});

/** Compiles and runs a crate with the tests. */
async function compile(tests) {
  const folder = output('copied-test');
  mkdirSync(path.join(folder, 'src'), { recursive: true });
  const at = (place) => JSON.stringify(path.join(ROOT, place));
  writeFileSync(path.join(folder, 'Cargo.toml'), `[package]
name = "copied-test"
edition = "2024"

[dependencies]
video-call = { path = ${at('examples/video-call')} }
voice-support = { path = ${at('examples/voice-support')} }
voip-runtime = { path = ${at('voip-runtime')}, features = ["sim"] }

[workspace]
`);
  writeFileSync(path.join(folder, 'Cargo.lock'), readFileSync(path.join(ROOT, 'Cargo.lock')));
  const modules = tests.map((text, index) => `mod copied_${index} {\n${text}\n}\n`);
  writeFileSync(path.join(folder, 'src/lib.rs'), `#![cfg(test)]\n#![deny(warnings)]\n\n${modules.join('\n')}`);
  const { stdout } = await run(process.env.VOIP_CARGO ?? 'cargo', ['test', '--offline'], {
    cwd: folder,
    env: { ...process.env, CARGO_TARGET_DIR: process.env.VOIP_TARGET },
    maxBuffer: 1 << 24,
  }).catch((error) => assert.fail(`${error.stdout}\n${error.stderr}`));
  assert.match(stdout, new RegExp(`${tests.length} passed`));
}
