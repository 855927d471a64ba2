// The server stops and starts, as it does when the page is built again: the forms keep their values.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { open, serve } from '../lib/preview.mjs';
import { until } from '../lib/until.mjs';

const TYPED = { listen_openid: 'oSomebody', listen_name: '小红', call_name: '小明 <b>' };

const fillIn = async (phone) => {
  for (const [field, value] of Object.entries(TYPED)) await phone.fill(field, value);
};

const isFilledIn = async (phone) => {
  for (const [field, value] of Object.entries(TYPED)) await until(() => phone.value(field), value, `${field} keeps its value`);
};

test('a lost connection is reported and restored, and the form keeps its values', async () => {
  const first = await serve('video-call');
  const tab = await open(first, 'speed=5&b.join=NotOpen');
  const { a, b } = tab;
  await fillIn(a);
  await a.tap();
  await a.dialog('permission');
  await first.kill();
  await tab.notice(/connection/i);
  const second = await serve('video-call', first.port);
  assert.equal(second.port, first.port);
  await (await tab.notice(/A new run began/)).locator('[data-notice-close]').click();
  await tab.noNotice();
  await a.idle();
  await isFilledIn(a);
  assert.equal(tab.settings()['b.join'], 'NotOpen');
  // The page has the values too, and the settings still apply.
  await a.tap();
  await a.allowAll();
  await a.state('InCall');
  const { listener, caller } = a.records('call').at(-1).options;
  assert.deepEqual(listener, { nickname: TYPED.listen_name, openid: TYPED.listen_openid });
  assert.equal(caller.nickname, TYPED.call_name);
  await a.end();
  await a.idle();
  await b.tap();
  await b.allowAll();
  await b.state('Failed');
  await tab.close();
  await second.kill();
});

test('the form keeps its values after a reload, a new run and a killed app', async () => {
  const server = await serve('video-call');
  const tab = await open(server, 'speed=5');
  await fillIn(tab.a);
  await until(() => tab.a.records('input').length >= 3, true);
  await tab.reload();
  await isFilledIn(tab.a);
  await tab.newRun();
  await isFilledIn(tab.a);
  await tab.a.happens('kill');
  await tab.a.closeFaults();
  await tab.a.start();
  await isFilledIn(tab.a);
  tab.assertQuiet();
  await tab.close();
});

test('tabs do not share their forms', async () => {
  const server = await serve('video-call');
  const tab = await open(server);
  await fillIn(tab.a);
  const other = await open(server);
  assert.notEqual(await other.a.value('call_name'), TYPED.call_name);
  await other.close();
  await tab.close();
});

test('a server that serves another page is used', async () => {
  const first = await serve('video-call');
  const tab = await open(first, 'speed=5');
  await fillIn(tab.a);
  await first.kill();
  await tab.notice(/connection/i);
  await serve('voice-support', first.port);
  await tab.a.find('[name=agent]').waitFor();
  assert.equal(await tab.a.find('[name=listen_openid]').count(), 0);
  // The other page was reachable at once; this one is not.
  await tab.b.find('[data-bell=off]').waitFor();
  await tab.a.talking(tab.b);
  await tab.close();
});
