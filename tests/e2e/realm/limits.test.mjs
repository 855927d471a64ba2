// The limits of a call: `ring`, on devices that report members, and `within`.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { settled } from '../lib/clock.mjs';
import { DESK, FAMILY, familyPage, LIST, phoneOf } from '../lib/people.mjs';

const KEY = 'voip.members';

async function inCall(options) {
  const made = await familyPage(options);
  await made.page.tapWith({ voipContact: 0 });
  assert.equal(made.page.data.state, 'InCall');
  return made;
}

/** A host whose storage has this. */
const knowing = { wx: (host) => (host.storage.set(KEY, true), host.wx) };

describe('a call that rings too long', () => {
  test('ends on a device that has reported members', async () => {
    const { phone, host, page } = await inCall(knowing);
    await phone.pass(44_999);
    assert.equal(page.data.state, 'InCall');
    await phone.pass(1);
    assert.deepEqual([page.data.state, page.data.error], ['Failed', '无人接听']);
    assert.equal(host.calls('exitVoIPChat').length, 1);
    assert.deepEqual(phone.failures, []);
  });

  test('rings on where nobody knows, until the device reports members', async () => {
    const { phone, host, page } = await inCall();
    await phone.pass(60_000);
    assert.equal(page.data.state, 'InCall');
    host.members('oMe');
    await settled();
    assert.equal(host.storage.get(KEY), true);
    assert.deepEqual(host.calls('setStorage').length, 1);
    await page.hangUp();
    await page.tapWith({ voipContact: 0 });
    await phone.pass(45_000);
    assert.equal(page.data.error, '无人接听', 'the next call');
    assert.equal(host.calls('setStorage').length, 1, 'it is written once');
  });

  test('is a fact for the pages that open later, and for the other open ones', async () => {
    const { phone, host } = await inCall();
    const other = await phone.open(FAMILY);
    host.members('oMe', 'oSon');
    const third = await phone.open(FAMILY);
    for (const page of [other, third]) {
      await page.tapWith({ voipContact: 0 });
      await phone.pass(45_000);
      assert.equal(page.data.error, '无人接听');
    }
  });

  const BROKEN = {
    'throws': (host) => Object.assign(host.wx, { getStorageSync: () => { throw new Error('disk'); }, setStorage: () => { throw new Error('disk'); } }),
    'is missing': (host) => (delete host.wx.getStorageSync, delete host.wx.setStorage, host.wx),
  };
  for (const [name, wx] of Object.entries(BROKEN)) {
    test(`is a fact of this run of the app if the storage ${name}`, async () => {
      const { phone, host, page } = await inCall({ wx });
      host.members('oMe');
      await phone.pass(45_000);
      assert.equal(page.data.error, '无人接听');
      assert.deepEqual(phone.errors, []);
    });
  }

  test('is not known where the storage returns a promise', async () => {
    const { phone, page } = await inCall({ wx: (host) => Object.assign(host.wx, { getStorageSync: () => Promise.resolve('') }) });
    await phone.pass(60_000);
    assert.equal(page.data.state, 'InCall');
  });

  test('an event without a list says nothing', async () => {
    const { phone, host, page } = await inCall();
    host.listenersOf('onVoIPChatMembersChanged').forEach((listener) => listener(phone.realm.value({ openIdList: 'oMe' })));
    await phone.pass(45_000);
    assert.equal(page.data.state, 'InCall');
    assert.equal(host.storage.size, 0);
  });
});

test('an answered call rings no more, and ends at its limit', async () => {
  const { phone, host, page } = await inCall(knowing);
  host.members('oMe', 'oSon');
  await phone.pass(60_000);
  assert.deepEqual([page.data.state, page.data.connected], ['InCall', true]);
  await phone.pass(29 * 60_000);
  assert.equal(page.data.state, 'Idle');
  assert.equal(host.last('showToast').title, '通话时间已到');
  assert.deepEqual(phone.failures, [], 'no step has failed');
});

test('a page without `ring` does not touch the storage', async () => {
  const read = [];
  const wx = (host) => Object.assign(host.wx, { getStorageSync: (key) => void read.push(key) });
  const phone = phoneOf([], { wx });
  const page = await phone.open(LIST, { me: 'oMe' });
  await phone.open(DESK);
  await page.tapWith({ openid: 'oFirst' });
  phone.host.members('oMe', 'oFirst');
  assert.deepEqual([read, phone.host.calls('setStorage')], [[], []]);
});

test('a limit that slept in the background fires when the app is shown', async () => {
  const { phone, page } = await inCall(knowing);
  phone.clock.sleep(44_000);
  page.show();
  assert.equal(page.data.state, 'InCall', 'not before it is due');
  phone.clock.sleep(1_000);
  assert.equal(page.data.state, 'InCall', 'timers sleep');
  const { pending } = phone.clock;
  page.show();
  assert.equal(phone.clock.pending, pending - 1);
  assert.deepEqual([page.data.state, page.data.error], ['Failed', '无人接听']);
  await phone.pass(60_000);
  assert.equal(page.events('fail').length, 1, 'it fires once');
});
