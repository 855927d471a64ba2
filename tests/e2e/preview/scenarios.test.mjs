// Scenarios: a run that is saved as a file of the crate, and files that are written by hand.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { output } from '../lib/built.mjs';
import { keepSocket, open, program, serve } from '../lib/preview.mjs';
import { until } from '../lib/until.mjs';

const BY_HAND = `{"scenario":1,"page":"VideoCall","title":"拒绝后重试","settings":"a.authorize=Denied,once","expect":{"state":"InCall"}}
{"at":0,"input":"tap"}
{"at":2000,"input":"dismiss"}
{"at":3000,"input":"tap"}
`;

let crate;
let folder;
let server;

before(async () => {
  crate = mkdtempSync(path.join(os.tmpdir(), 'voip-crate-'));
  folder = path.join(crate, 'scenarios');
  mkdirSync(folder);
  mkdirSync(output('screens'), { recursive: true });
  server = await serve('video-call', 0, [], crate);
});

after(() => rmSync(crate, { recursive: true }));

const files = () => readdirSync(folder).sort();
const write = (name, text) => writeFileSync(path.join(folder, `${name}.jsonl`), text);

async function inTab(query, doing, options = {}) {
  const tab = await open(server, query, options);
  await doing(tab, tab.a, tab.b);
  tab.assertQuiet();
  await tab.close();
}

async function picture(tab, name) {
  await tab.frame();
  await tab.page.screenshot({ path: output('screens', `preview-scenario-${name}.png`) });
}

/** Opens the menu, and returns the item of the scenario. */
async function item(tab, name) {
  await tab.find('[data-presets-toggle]').click();
  const found = tab.find(`[data-scenario="${name}"]`);
  await found.waitFor();
  return found;
}

const verdict = (tab, text) => tab.find('[data-verdict]').filter({ hasText: text }).waitFor();

/** A call on A that fails, because calls are not open for the mini-program. */
async function fail(tab, a) {
  await a.tap();
  await a.allowAll();
  await a.state('Failed');
}

/** Fills in the dialog, and saves. */
async function save(tab, letter, { name, title }) {
  await tab.find(`[data-save-scenario=${letter}]`).click();
  await tab.find('input[name=scenario-name]').fill(name);
  if (title) await tab.find('input[name=scenario-title]').fill(title);
  await tab.find('[data-save]').click();
}

/** Plays the scenario as `cargo run -- --scenario NAME` does. */
function inTerminal(name) {
  const { status, stdout, stderr } = spawnSync(program('video-call'), ['--scenario', name], { env: { ...process.env, CARGO_MANIFEST_DIR: crate }, encoding: 'utf8' });
  return { status, text: stdout + stderr };
}

test('a call is placed, saved as a scenario, listed, and played again here, from a link and in the terminal', () =>
  inTab('a.join=NotOpen&speed=5', async (tab, a) => {
    await fail(tab, a);
    await tab.find('[data-save-scenario=a]').click();
    // What the screen shows is what it must show.
    assert.equal(await tab.find('select[name=expect-state]').inputValue(), 'Failed');
    assert.equal(await tab.find('select[name=expect-cause]').inputValue(), 'NotOpen');
    assert.equal(await tab.find('input[name=scenario-name]').inputValue(), 'not-open');
    await picture(tab, 'save');
    await tab.find('input[name=scenario-title]').fill('Calls are not open');
    await tab.find('[data-save]').click();
    await tab.find('.notice-good').filter({ hasText: path.join(folder, 'not-open.jsonl') }).waitFor();
    assert.equal(await tab.find('dialog').count(), 0);
    const [header, ...lines] = readFileSync(path.join(folder, 'not-open.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line));
    assert.deepEqual(header, { scenario: 1, voip: 4, page: 'VideoCall', title: 'Calls are not open', settings: 'a.join=NotOpen', expect: { state: 'Failed', cause: 'NotOpen' } });
    assert.ok(lines.length > 8);

    await tab.newRun();
    await a.idle();
    const listed = await item(tab, 'not-open');
    assert.match(await listed.innerText(), /Calls are not open\s+not-open → Failed \(NotOpen\)/);
    await picture(tab, 'menu');
    await listed.click();
    await verdict(tab, 'As expected: Failed (NotOpen)');
    await a.state('Failed');
    await picture(tab, 'as-expected');
    assert.equal(tab.settings().scenario, 'not-open');
    assert.equal(tab.settings()['a.join'], 'NotOpen');

    // The link plays it too. After the replay, the phones have its settings.
    await tab.reload();
    await verdict(tab, 'As expected');
    await tab.find('[data-replay-do=leave]').click();
    await a.idle();
    assert.equal(tab.settings().scenario, undefined);
    await fail(tab, a);

    const played = inTerminal('not-open');
    assert.equal(played.status, 0, played.text);
    assert.match(played.text, /As expected: Failed \(NotOpen\)/);
  }));

test('a scenario that is written by hand is listed and played with its settings', async () => {
  write('by-hand', BY_HAND);
  write('wrong', BY_HAND.replace('"InCall"', '"Idle"'));
  await inTab('lang=zh', async (tab, a) => {
    await (await item(tab, 'by-hand')).click();
    await verdict(tab, '符合预期：InCall (已接听)');
    await a.state('InCall');
    assert.deepEqual(a.changes().slice(0, 3), ['Idle → Authorizing', 'Authorizing → Failed (Denied)', 'Failed → Idle']);
    assert.equal(tab.settings()['a.authorize'], 'Denied,once');
    await (await item(tab, 'wrong')).click();
    await verdict(tab, '不符合预期：应为 Idle，实际为 InCall (已接听)');
    await picture(tab, 'not-as-expected');
  });
  assert.equal(inTerminal('by-hand').status, 0);
  const wrong = inTerminal('wrong');
  assert.equal(wrong.status, 1);
  assert.match(wrong.text, /line 1: expected Idle, found InCall \(connected\)/);
  const missing = inTerminal('missing');
  assert.equal(missing.status, 2);
  assert.match(missing.text, /no scenario `missing`: .* by-hand, .*wrong/);
});

test('an invalid scenario says why in the list, and does not hide the others', async () => {
  write('good', BY_HAND);
  write('conflict', BY_HAND.replace('{"at":0', '<<<<<<< HEAD\n{"at":0'));
  write('older', BY_HAND.replace('"tap"', '{"set":{"field":"ward","value":"x"}}'));
  write('newer', BY_HAND.replace('"scenario":1', '"scenario":7'));
  write('other', BY_HAND.replace('VideoCall', 'VoiceCall'));
  for (const [lang, expected] of [
    ['en', { conflict: 'line 2: a merge conflict is not resolved', older: 'line 2: the page `VideoCall` has no field `ward`', newer: 'line 1: unsupported version 7', other: 'found one of `VoiceCall`' }],
    ['zh', { conflict: '第 2 行：合并冲突还没有解决', older: '第 2 行：页面 `VideoCall` 没有字段 `ward`', newer: '第 1 行：不支持场景版本 7', other: '场景属于页面 `VoiceCall`' }],
  ]) {
    await inTab(`lang=${lang}`, async (tab) => {
      for (const [name, why] of Object.entries(expected)) {
        const found = tab.find(`[data-scenario="${name}"]`);
        if (!(await found.count())) await item(tab, name);
        assert.ok((await found.innerText()).includes(why), `${name}: ${await found.innerText()}`);
        assert.ok(await found.isDisabled());
      }
      await picture(tab, `invalid-${lang}`);
      await tab.find('[data-scenario="good"]').click();
      await tab.find('[data-verdict=true]').waitFor();
    }, { colorScheme: lang === 'zh' ? 'dark' : 'light' });
  }
  await inTab('scenario=conflict', async (tab) => tab.notice('cannot play the scenario `conflict`: line 2: a merge conflict'));
  for (const name of ['conflict', 'older', 'newer', 'other']) rmSync(path.join(folder, `${name}.jsonl`));
});

test('a scenario is replaced only after the user has said so, with the expectation that the user chose', () =>
  inTab('a.join=NotOpen&speed=5', async (tab, a) => {
    write('mine', BY_HAND);
    await fail(tab, a);
    await save(tab, 'a', { name: 'mine' });
    await tab.find('.save-why').filter({ hasText: 'scenarios/mine.jsonl exists' }).waitFor();
    await picture(tab, 'exists');
    assert.equal(readFileSync(path.join(folder, 'mine.jsonl'), 'utf8'), BY_HAND);
    // Another name does not replace this one.
    await tab.find('input[name=scenario-name]').fill('mine-2');
    await until(() => tab.find('[data-save]').innerText(), 'Save', 'the button saves');
    await tab.find('input[name=scenario-name]').fill('mine');
    // A scenario that fails as it is saved, only if the user says so.
    await tab.find('select[name=expect-state]').selectOption('InCall');
    await tab.find('[data-save]').click();
    await tab.find('.save-why').filter({ hasText: 'ends in Failed (NotOpen), not in InCall' }).waitFor();
    assert.equal(await tab.find('[data-save]').innerText(), 'Save anyway');
    await tab.find('select[name=expect-state]').selectOption('Failed');
    await until(() => tab.find('[data-save]').innerText(), 'Save', 'the button saves');
    await tab.find('select[name=expect-cause]').selectOption('');
    await tab.find('[data-save]').click();
    await tab.find('.save-why').waitFor();
    await tab.find('[data-save]').click();
    await until(() => readFileSync(path.join(folder, 'mine.jsonl'), 'utf8') !== BY_HAND, true, 'the scenario was replaced');
    const header = JSON.parse(readFileSync(path.join(folder, 'mine.jsonl'), 'utf8').split('\n')[0]);
    assert.deepEqual(header.expect, { state: 'Failed' });
    assert.ok(!files().includes('mine-2.jsonl'));
  }));

test('a hostile name is refused by the form and by the server', () =>
  inTab('', async (tab) => {
    const before = files();
    await save(tab, 'a', { name: '../../outside' });
    assert.ok(await tab.find('input[name=scenario-name]').evaluate((input) => !input.validity.valid));
    const send = (name) => tab.page.evaluate((name) => window.socket.send(JSON.stringify({
      saveScenario: { phone: 0, name, title: '', settings: '', expect: { state: 'Idle' }, overwrite: true },
    })), name);
    for (const name of ['../../outside', '/tmp/outside', 'a\\b', 'nul', '.']) {
      await send(name);
      await tab.find('.save-why').filter({ hasText: `invalid name \`${name}\`` }).waitFor();
    }
    await tab.page.keyboard.press('Escape');
    await send('a/b');
    await tab.notice('invalid name `a/b`');
    assert.deepEqual(files(), before);
    assert.deepEqual(readdirSync(crate), ['scenarios']);
  }, { watch: keepSocket }));

test('a preview that does not know its crate downloads the scenario', async () => {
  const alone = await serve();
  const tab = await open(alone, 'a.join=NotOpen&speed=5');
  await fail(tab, tab.a);
  await tab.find('[data-save-scenario=a]').click();
  await tab.find('dialog').filter({ hasText: 'the file is downloaded' }).waitFor();
  const [file] = await Promise.all([tab.page.waitForEvent('download'), tab.find('[data-save]').click()]);
  assert.equal(file.suggestedFilename(), 'not-open.jsonl');
  assert.match(readFileSync(await file.path(), 'utf8'), /^\{"scenario":1,"voip":4,/);
  await until(() => tab.find('dialog').count(), 0, 'the dialog is closed');
  await tab.find('[data-presets-toggle]').click();
  assert.equal(await tab.find('[data-scenarios]').count(), 0);
  tab.assertQuiet();
  await tab.close();
});
