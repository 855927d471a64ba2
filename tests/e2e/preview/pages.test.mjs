// A preview of several pages: a patient's page that calls, and a desk that is only called.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { open, serve } from '../lib/preview.mjs';
import { until } from '../lib/until.mjs';

let server;

before(async () => {
  server = await serve('consultation');
});

const picker = (phone) => phone.find('.head-page');
const titles = (phone) => phone.find('.nav-title').innerText();

test('each phone shows its own page: A calls, and B is called', async () => {
  const tab = await open(server, 'speed=20');
  const { a, b } = tab;
  assert.deepEqual([await titles(a), await titles(b)], ['在线问诊', '接诊台']);
  assert.deepEqual(await picker(a).locator('option').allInnerTexts(), ['在线问诊', '接诊台']);
  assert.equal(await a.find('[data-node=InCall]').count(), 1);
  assert.equal(await b.find('[data-node=InCall]').count(), 0, 'the diagram is that of its page');
  await b.allowAll();
  await b.find('[data-do=stopReceiving]').waitFor();
  await a.tap();
  await a.allowAll();
  await b.call('incoming');
  await b.pickUp();
  await a.call('talking');
  assert.equal(await titles(b), '接诊台');
  tab.assertQuiet();
  await tab.close();
});

test('the page of a phone can be chosen, and the link keeps it', async () => {
  const tab = await open(server, 'speed=20');
  const { a, b } = tab;
  await a.fill('my_name', '小李');
  await picker(a).selectOption('Desk');
  await until(() => titles(a), '接诊台');
  assert.equal(tab.settings()['a.page'], 'Desk');
  assert.equal(await titles(b), '接诊台');
  assert.equal(await a.find('[data-do=tap]').count(), 0);
  await a.find('[data-do=receive], [data-do=stopReceiving]').first().waitFor();
  // What was typed on the other page is still there.
  await picker(a).selectOption('Patient');
  await until(() => titles(a), '在线问诊');
  assert.equal(await a.value('my_name'), '小李');
  await picker(b).selectOption('Patient');
  await until(() => titles(b), '在线问诊');
  await tab.reload();
  assert.deepEqual([await titles(a), await titles(b)], ['在线问诊', '在线问诊']);
  await tab.choosePreset('twice');
  assert.equal(await titles(b), '在线问诊', 'a preset does not change the page');
  assert.equal(await a.value('my_name'), '小李');
  tab.assertQuiet();
  await tab.close();
});

test('a link to an unknown page names the pages', async () => {
  const tab = await open(server, 'b.page=Desc');
  await tab.notice('b.page: unknown value `Desc`, expected one of Patient, Desk: did you mean `Desk`?');
  assert.equal(await titles(tab.b), '接诊台');
  await tab.close();
});

test('a preview of one page has no picker', async () => {
  const tab = await open(await serve('video-call'));
  assert.equal(await picker(tab.a).count(), 0);
  await tab.close();
});
