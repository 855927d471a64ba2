// A call that comes about, from the first key to 结束: what the host is asked for, and what the page shows.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filledIn, ROUTE, WHOLE_CALL } from '../lib/video-call.mjs';
import { Phone } from '../lib/phone.mjs';

test('a page that was just opened waits, with its first values', async () => {
  const phone = new Phone('video-call');
  const page = await phone.open(ROUTE);
  assert.deepEqual({ ...page.data }, {
    listenOpenid: '',
    listenName: 'listener',
    callOpenid: '',
    callName: 'caller',
    state: 'Idle',
    busy: false,
    reachable: false,
    connected: false,
    error: '',
  });
  assert.deepEqual(phone.host.calls(), [], 'nothing is asked of the host before a tap');
  assert.deepEqual(phone.console, []);
});

test('what was typed reaches the host, in the documented order', async () => {
  const { host, page } = await filledIn();
  await page.tap();
  assert.deepEqual(host.log.map(({ name, options }) => [name, options]), [
    ['authorize', { scope: 'scope.record' }],
    ['authorize', { scope: 'scope.camera' }],
    ['setEnable1v1Chat', { enable: true }],
    [
      'join1v1Chat',
      {
        caller: { nickname: '小明', openid: 'oCaller' },
        listener: { nickname: '小红', openid: 'oListener' },
        roomType: 'video',
      },
    ],
  ]);
  assert.equal(page.data.state, 'InCall');
  assert.equal(page.data.busy, false);
  assert.equal(page.data.error, '');
  assert.equal(page.data.reachable, true, 'calls are switched on, so this page can be called too');
  host.assertManners();
  assert.deepEqual(page.component.warnings, []);
});

test('the state goes through each step, and the parent hears of it', async () => {
  const { page } = await filledIn();
  await page.tap();
  assert.deepEqual(page.events('change').map(({ from, to }) => `${from} > ${to}`), [
    'Idle > Authorizing',
    'Authorizing > Enabling',
    'Enabling > Joining',
    'Joining > InCall',
  ]);
  assert.deepEqual(page.events('fail'), []);
});

test('each step waits for the answer to the one before', async () => {
  const { host, page } = await filledIn({ script: { authorize: [() => undefined] } });
  await page.tap();
  assert.deepEqual(host.names, ['authorize']);
  assert.equal(page.data.state, 'Authorizing');
  assert.equal(page.data.busy, true);
});

test('two taps are one call', async () => {
  const { host, page } = await filledIn();
  page.act('handleCall');
  page.act('handleCall');
  await page.tap();
  assert.deepEqual(host.names, WHOLE_CALL);
});

test('a tap in a call does nothing', async () => {
  const { host, page } = await filledIn();
  await page.tap();
  await page.tap();
  assert.deepEqual(host.names, WHOLE_CALL);
  assert.equal(page.data.state, 'InCall');
});

test('结束 leaves the room, and the page can call again', async () => {
  const { host, page } = await filledIn();
  await page.tap();
  await page.hangUp();
  assert.equal(page.data.state, 'Idle');
  assert.deepEqual(host.names, [...WHOLE_CALL, 'exitVoIPChat']);
  await page.tap();
  assert.deepEqual(host.names, [...WHOLE_CALL, 'exitVoIPChat', ...WHOLE_CALL]);
  assert.equal(page.data.state, 'InCall');
  host.assertManners();
});

test('结束 outside a call does nothing', async () => {
  const { host, page } = await filledIn();
  await page.hangUp();
  assert.deepEqual(host.names, []);
  assert.equal(page.data.state, 'Idle');
});

test('a whole call crosses between JavaScript and wasm so often', async (t) => {
  const { phone, page } = await filledIn();
  phone.crossings.import = phone.crossings.export = 0;
  await page.tap();
  const call = { ...phone.crossings };
  await page.hangUp();
  t.diagnostic(`to InCall: ${call.export} calls into the module, ${call.import} out of it`);
  t.diagnostic(`and 结束: ${phone.crossings.export - call.export} into, ${phone.crossings.import - call.import} out of`);
  // It is not the number that matters but that it does not grow unseen: a page that asks the module for
  // each of its fields, or tells it each character, goes far beyond.
  assert.ok(call.export > 0 && call.export <= 20, `${call.export} calls into the module`);
  assert.ok(call.import > 0 && call.import <= 80, `${call.import} calls out of the module`);
});
