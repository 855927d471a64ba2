// Events of a joined call: members and interruptions.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { settled } from '../lib/clock.mjs';
import { filledIn, WHOLE_CALL } from '../lib/video-call.mjs';
import { filledIn as support } from '../lib/voice-support.mjs';

async function inCall() {
  const made = await filledIn();
  await made.page.tap();
  return made;
}

test('two members: the call is connected', async () => {
  const { host, page } = await inCall();
  assert.equal(page.data.connected, false, 'after the join, the call rings');
  host.members('oCaller', 'oListener');
  await settled();
  assert.deepEqual([page.data.state, page.data.connected], ['InCall', true]);
});

test('one member before the answer: the call still rings', async () => {
  const { host, page } = await inCall();
  host.members('oCaller');
  await settled();
  assert.deepEqual([page.data.state, page.data.connected], ['InCall', false]);
});

for (const rest of [['oCaller'], []]) {
  test(`${rest.length} members after the answer: the call ends`, async () => {
    const { host, page } = await inCall();
    host.members('oCaller', 'oListener');
    host.members(...rest);
    await settled();
    assert.deepEqual([page.data.state, page.data.connected, page.data.error], ['Idle', false, '']);
    assert.deepEqual(host.names, WHOLE_CALL, 'the room has ended and is not left');
    assert.equal(host.listeners, 0);
  });
}

test('a repeated members event sets nothing', async () => {
  const { host, page } = await inCall();
  const before = page.setDataCalls.length;
  host.members('oCaller', 'oListener');
  host.members('oCaller', 'oListener');
  await settled();
  assert.deepEqual(page.setDataCalls.slice(before), [{ connected: true }]);
});

test('events before and after a call are ignored', async () => {
  const { host, page } = await filledIn();
  host.members('a', 'b');
  host.members('a');
  host.interrupted();
  assert.equal(page.data.state, 'Idle');
  await page.tap();
  await page.hangUp();
  host.members('a', 'b');
  host.members();
  host.interrupted();
  await settled();
  assert.deepEqual([page.data.state, page.data.connected, page.data.error], ['Idle', false, '']);
});

test('the second call does not get events of the first', async () => {
  const { host, page } = await inCall();
  host.members('oCaller', 'oListener');
  await page.hangUp();
  assert.equal(page.data.connected, false);
  await page.tap();
  host.members('oCaller');
  await settled();
  assert.deepEqual([page.data.state, page.data.connected], ['InCall', false]);
  assert.equal(host.listeners, 2, 'one listener for each event');
});

test('an interruption ends the call without a failure if the flow has no edge for it', async () => {
  const { host, page } = await inCall();
  host.interrupted();
  await settled();
  assert.equal(page.data.state, 'Idle');
  assert.equal(host.listeners, 0);
});

test('an interruption is a failure if the flow has an edge for it', async () => {
  const { host, page } = await support();
  await page.tap();
  host.members('oCustomer', 'oAgent');
  host.interrupted({ errCode: -4, errMsg: 'a phone call came in' });
  await settled();
  assert.deepEqual([page.data.state, page.data.connected, page.data.error], ['Failed', false, '通话被中断']);
  assert.deepEqual(host.last('showToast'), { title: '通话中断', icon: 'error' });
  const [failure] = page.events('fail');
  assert.deepEqual([failure.cause, failure.message], ['Interrupted', 'a phone call came in']);
});

for (const invalid of [{}, { openIdList: null }, { openIdList: 'oCaller,oListener' }, { errCode: -1 }]) {
  test(`an invalid members event is ignored: ${JSON.stringify(invalid)}`, async () => {
    const { phone, host, page } = await inCall();
    const [listener] = host.listenersOf('onVoIPChatMembersChanged');
    listener(phone.realm.value(invalid));
    await settled();
    assert.deepEqual([page.data.state, page.data.connected], ['InCall', false]);
    assert.deepEqual(phone.errors, []);
  });
}

test('an interruption without an error also ends the call', async () => {
  const { phone, host, page } = await inCall();
  const [listener] = host.listenersOf('onVoIPChatInterrupted');
  listener();
  await settled();
  assert.equal(page.data.state, 'Idle');
  assert.deepEqual(phone.errors, []);
});
