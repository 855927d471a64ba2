// Time travel: a row of the timeline or the slider shows what both phones showed at that moment.
import assert from 'node:assert/strict';
import { writeFileSync, readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { open, serve } from '../lib/preview.mjs';
import { Socket } from '../lib/socket.mjs';
import { until } from '../lib/until.mjs';

let server;

before(async () => {
  server = await serve('video-call');
});

const lit = (phone) => phone.find('[data-node][data-lit]').getAttribute('data-node');
const isNow = (tab) => tab.find('[data-past]').count().then((count) => count === 0);
const change = (tab, text) => tab.find('[data-kind=change][data-of=a]').filter({ hasText: text }).first();

/** Both phones are in a call. */
async function inCall(query) {
  const tab = await open(server, query);
  await tab.a.talking(tab.b);
  return tab;
}

test('a row shows both phones at its moment, backwards and forwards, and Escape returns', async () => {
  const tab = await inCall('speed=5');
  const { a, b } = tab;
  await change(tab, 'Joining').locator('.event-line').click();
  await until(() => a.root.getAttribute('data-state'), 'Joining');
  assert.equal(await lit(a), 'Joining');
  assert.equal(await a.find('[data-edge="Enabling>Joining"][data-lit]').count(), 1);
  assert.equal(await b.find('[data-call]').count(), 0, 'B does not ring yet');
  assert.equal(await change(tab, 'Joining').getAttribute('aria-current'), 'true');
  assert.match(await tab.find('[data-past]').innerText(), /This is the past.*paused/s);
  // An earlier row, and a later one.
  await tab.find('[data-kind=call]').filter({ hasText: 'scope.record' }).first().locator('.event-line').click();
  await a.dialog('permission');
  assert.equal(await lit(a), 'Authorizing');
  await tab.find('[data-kind=chat]').last().locator('.event-line').click();
  await b.call('talking');
  await tab.page.keyboard.press('Escape');
  await until(() => isNow(tab), true);
  assert.equal(await a.root.getAttribute('data-state'), 'InCall');
  await a.call('talking');
  tab.assertQuiet();
  await tab.close();
});

test('a past moment takes no input, and the run waits', async () => {
  const tab = await open(server, 'a.enable=never');
  const { a } = tab;
  await a.tap();
  await a.allowAll();
  await a.state('Enabling');
  await change(tab, 'Authorizing').locator('.event-line').click();
  await until(() => a.root.getAttribute('data-state'), 'Authorizing');
  for (const button of await a.find('.chips button, .acts button, [data-do=leave], [data-answer]').all()) assert.ok(await button.isDisabled());
  assert.ok(await tab.find('[data-time=step]').isDisabled());
  const clock = () => tab.find('output.clock').innerText();
  const records = tab.records.length;
  // The keys of the phones do nothing either.
  await tab.page.keyboard.press('1');
  const past = await clock();
  await tab.frame();
  assert.equal(await clock(), past);
  assert.equal(tab.records.length, records);
  await tab.find('[data-past-do=now]').click();
  await until(() => isNow(tab), true);
  await a.state('Enabling');
  // The run goes on.
  await until(async () => (await clock()) !== past, true);
  await a.find('[data-available=cancel]').click();
  await a.idle();
  tab.assertQuiet();
  await tab.close();
});

test('each row within one millisecond shows its own state', async () => {
  const tab = await inCall('pace=instant');
  const rows = tab.find('[data-kind=change][data-of=a]');
  const times = await rows.locator('time').allInnerTexts();
  assert.ok(new Set(times).size < times.length, 'some changes are in the same millisecond');
  const states = await rows.locator('.state').allInnerTexts();
  for (let index = states.length - 1; index >= 0; index -= 1) {
    await rows.nth(index).locator('.event-line').click();
    await until(() => tab.a.root.getAttribute('data-state'), states[index].trim());
  }
  await tab.close();
});

test('the slider goes over all rows, and its end is now; the fields are those of the moment', async () => {
  const tab = await open(server);
  const { a } = tab;
  for (const name of ['x', 'xy', 'xyz']) await a.fill('call_name', name);
  await until(() => tab.find('[data-kind=input]').filter({ hasText: 'xyz' }).count(), (count) => count > 0);
  const slider = tab.find('[name=moment]');
  const to = (place) => slider.evaluate((input, at) => {
    input.value = at === 'end' ? input.max : Number(input.max) - at;
    input.dispatchEvent(new Event('input', { bubbles: true }));
  }, place);
  await to(2);
  await until(() => a.value('call_name'), 'xy');
  await to(3);
  await until(() => a.value('call_name'), 'x');
  await slider.focus();
  await tab.page.keyboard.press('ArrowRight');
  await until(() => a.value('call_name'), 'xy');
  await to('end');
  await until(() => isNow(tab), true);
  assert.equal(await a.value('call_name'), 'xyz');
  await a.fill('call_name', 'now');
  await until(() => tab.find('[data-kind=input]').filter({ hasText: 'now' }).count(), (count) => count > 0);
  await tab.close();
});

test('at the first moment both phones show their page', async () => {
  const tab = await open(server);
  await tab.find('[name=moment]').focus();
  await tab.page.keyboard.press('Home');
  await until(() => tab.find('[data-past=shown]').count(), 1);
  for (const phone of [tab.a, tab.b]) {
    await phone.find('[data-available=tap]').waitFor();
    assert.equal(await phone.find('[data-do=start]').count(), 0);
  }
  await tab.close();
});

test('with a filter the slider goes over the rows that are shown', async () => {
  const tab = await inCall('speed=20');
  const slider = tab.find('[name=moment]');
  const marked = () => tab.find('[aria-current=true]').evaluateAll((rows) => rows.map((row) => row.innerText.replace(/\s+/g, ' ')));
  await tab.find('[data-filter=changes]').click();
  await tab.find('[data-filter=a]').click();
  await slider.focus();
  const found = [];
  for (let step = 0; step < 6; step += 1) {
    await tab.page.keyboard.press('ArrowLeft');
    found.push(await until(async () => (await marked())[0], (text) => text !== undefined && text !== found.at(-1)));
  }
  const edges = found.flatMap((text) => text.match(/\w+→\w+/) ?? []);
  const changes = tab.a.changes().map((change) => change.replace(' → ', '→'));
  assert.ok(edges.length > 2, String(found));
  assert.deepEqual(edges, changes.toReversed().slice(0, edges.length));
  // The filter hides the row of the moment, and all others.
  await tab.find('input[data-filter=text]').fill('zzzz');
  await until(() => slider.isDisabled(), true);
  await tab.find('[data-past-do=now]').click();
  await until(() => isNow(tab), true);
  await tab.close();
});

test('the lines of a replayed recording have moments too', async () => {
  const recorded = await inCall('speed=5');
  const download = recorded.page.waitForEvent('download');
  await recorded.find('[data-download=a]').click();
  const file = await (await download).path();
  const tab = await open(server);
  const named = `${file}.jsonl`;
  writeFileSync(named, readFileSync(file));
  await tab.find('input[name=replay]').setInputFiles(named);
  await tab.find('[data-replay-do=end]').click();
  await until(() => tab.a.root.getAttribute('data-state'), 'InCall');
  await change(tab, 'Enabling').locator('.event-line').click();
  await until(() => tab.a.root.getAttribute('data-state'), 'Enabling');
  assert.equal(await lit(tab.a), 'Enabling');
  await change(tab, 'InCall').locator('.event-line').click();
  await until(() => tab.a.root.getAttribute('data-state'), 'InCall');
  assert.equal(await tab.find('[data-replay]').count(), 1, 'the replay goes on');
  await tab.page.keyboard.press('Escape');
  await until(() => isNow(tab), true);
  await tab.find('[data-replay-do=leave]').click();
  await until(() => tab.a.root.getAttribute('data-state'), 'Idle');
  await tab.close();
  await recorded.close();
});

test('a long run keeps the latest moments, and says which are dropped', async () => {
  const socket = await Socket.open(server);
  await socket.begin('pace=instant');
  for (let taps = 0; taps < 13_000; taps += 100) {
    for (let count = 0; count < 99; count += 1) socket.send({ input: { phone: 0, input: 'show' } });
    await socket.send({ input: { phone: 0, input: 'show' } });
  }
  await socket.settled();
  const { keptFrom } = await socket.next('update', (update) => update.keptFrom > 0);
  socket.send({ moment: 0 });
  assert.equal((await socket.next('moment')).moment, null);
  socket.send({ moment: keptFrom + 1000 });
  const { moment } = await socket.next('moment', ({ position }) => position > keptFrom);
  assert.equal(moment.phones.length, 2);
  await socket.close();
});
