// A successful call, from the inputs to 结束: the host calls, and the page's data.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { filledIn, ROUTE, WHOLE_CALL } from '../lib/video-call.mjs';
import { Phone } from '../lib/phone.mjs';

test('an opened page is Idle and has its default values', async () => {
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
    loading: false,
    receiving: false,
    pageDepth: 1,
    error: '',
  });
  assert.deepEqual(phone.host.calls(), [], 'no host call before a tap');
  assert.deepEqual(phone.console, []);
});

test('a call makes its host calls in order, with the values of the inputs', async () => {
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
  assert.equal(page.data.reachable, true, 'the page is enabled, so it can also be called');
  host.assertNoViolations();
  assert.deepEqual(page.component.warnings, []);
});

test('the parent gets an event for each state', async () => {
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

test('each step waits for the previous answer', async () => {
  const { host, page } = await filledIn({ script: { authorize: [() => undefined] } });
  await page.tap();
  assert.deepEqual(host.names, ['authorize']);
  assert.equal(page.data.state, 'Authorizing');
  assert.equal(page.data.busy, true);
});

test('two taps start one call', async () => {
  const { host, page } = await filledIn();
  page.act('handleCall');
  page.act('handleCall');
  await page.tap();
  assert.deepEqual(host.names, WHOLE_CALL);
});

test('a tap during a call is ignored', async () => {
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
  host.assertNoViolations();
});

test('结束 outside a call is ignored', async () => {
  const { host, page } = await filledIn();
  await page.hangUp();
  assert.deepEqual(host.names, []);
  assert.equal(page.data.state, 'Idle');
});

test('the number of calls between JavaScript and wasm is bounded', async (t) => {
  const { phone, page } = await filledIn();
  phone.crossings.import = phone.crossings.export = 0;
  await page.tap();
  const call = { ...phone.crossings };
  await page.hangUp();
  t.diagnostic(`to InCall: ${call.export} calls into the module, ${call.import} out of it`);
  t.diagnostic(`and 结束: ${phone.crossings.export - call.export} into, ${phone.crossings.import - call.import} out of`);
  // The exact number does not matter. A page that crossed for each field or character would exceed it.
  assert.ok(call.export > 0 && call.export <= 20, `${call.export} calls into the module`);
  assert.ok(call.import > 0 && call.import <= 80, `${call.import} calls out of the module`);
});
