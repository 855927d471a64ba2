// How a joined call goes on, as far as the host tells: answered, hung up, interrupted.
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

test('two members: the other side has answered', async () => {
  const { host, page } = await inCall();
  assert.equal(page.data.connected, false, 'a join that succeeded is ringing');
  host.members('oCaller', 'oListener');
  await settled();
  assert.deepEqual([page.data.state, page.data.connected], ['InCall', true]);
});

test('one member before the answer is the caller alone, still ringing', async () => {
  const { host, page } = await inCall();
  host.members('oCaller');
  await settled();
  assert.deepEqual([page.data.state, page.data.connected], ['InCall', false]);
});

for (const rest of [['oCaller'], []]) {
  test(`${rest.length} members after the answer: the other side hung up`, async () => {
    const { host, page } = await inCall();
    host.members('oCaller', 'oListener');
    host.members(...rest);
    await settled();
    assert.deepEqual([page.data.state, page.data.connected, page.data.error], ['Idle', false, '']);
    assert.deepEqual(host.names, WHOLE_CALL, 'the room is over already: it need not be left');
    assert.equal(host.listeners, 0);
  });
}

test('each change of the members is told once', async () => {
  const { host, page } = await inCall();
  const before = page.setDataCalls.length;
  host.members('oCaller', 'oListener');
  host.members('oCaller', 'oListener');
  await settled();
  assert.deepEqual(page.setDataCalls.slice(before), [{ connected: true }]);
});

test('events about the room before and after a call mean nothing', async () => {
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

test('a second call hears of itself, not of the first', async () => {
  const { host, page } = await inCall();
  host.members('oCaller', 'oListener');
  await page.hangUp();
  assert.equal(page.data.connected, false);
  await page.tap();
  host.members('oCaller');
  await settled();
  assert.deepEqual([page.data.state, page.data.connected], ['InCall', false]);
  assert.equal(host.listeners, 2, 'one listener for each event, whatever came before');
});

test('an interruption ends the call; where the flow names no cause it is an end like any other', async () => {
  const { host, page } = await inCall();
  host.interrupted();
  await settled();
  assert.equal(page.data.state, 'Idle');
  assert.equal(host.listeners, 0);
});

test('an interruption is a failure where the flow says so', async () => {
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

for (const strange of [{}, { openIdList: null }, { openIdList: 'oCaller,oListener' }, { errCode: -1 }]) {
  test(`an event that is strange means nothing: ${JSON.stringify(strange)}`, async () => {
    const { phone, host, page } = await inCall();
    const [listener] = host.listenersOf('onVoIPChatMembersChanged');
    listener(phone.realm.value(strange));
    await settled();
    assert.deepEqual([page.data.state, page.data.connected], ['InCall', false]);
    assert.deepEqual(phone.errors, []);
  });
}

test('an interruption without an error ends the call all the same', async () => {
  const { phone, host, page } = await inCall();
  const [listener] = host.listenersOf('onVoIPChatInterrupted');
  listener();
  await settled();
  assert.equal(page.data.state, 'Idle');
  assert.deepEqual(phone.errors, []);
});
