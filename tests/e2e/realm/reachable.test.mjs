// Being called: pages that only receive, and an app that is reachable as it starts.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { after, deny, failWith, soon, succeed, throws } from '../lib/answers.mjs';
import { settled } from '../lib/clock.mjs';
import { DESK, FAMILY, LIST, phoneOf } from '../lib/people.mjs';

const ENABLED = ['authorize {"scope":"scope.record"}', 'authorize {"scope":"scope.camera"}', 'setEnable1v1Chat {"enable":true}'];

describe('receive(only)', () => {
  test('enables calls when it is shown, and makes none', async () => {
    const phone = phoneOf();
    const page = await phone.open(DESK, { doctor: '张医生' });
    assert.deepEqual(phone.host.calls(), ENABLED);
    assert.deepEqual([page.data.state, page.data.reachable, page.data.doctor], ['Idle', true, '张医生']);
    await page.tapWith({ voipContact: 0 });
    assert.deepEqual(phone.host.calls(), ENABLED);
    await page.makeReachable();
    assert.deepEqual([page.data.state, page.data.reachable], ['Idle', false]);
    await page.makeReachable();
    assert.deepEqual([page.data.state, page.data.reachable], ['Idle', true]);
  });

  test('shows a failure of its button', async () => {
    const phone = phoneOf();
    phone.host.script.setEnable1v1Chat = [soon(failWith(-20001)), soon(failWith(-20001))];
    const page = await phone.open(DESK);
    assert.deepEqual([page.data.error, phone.host.calls('showToast')], ['当前设备不支持通话', []], 'no toast by itself');
    await page.makeReachable();
    assert.deepEqual([page.data.state, page.data.error], ['Idle', '当前设备不支持通话']);
    assert.equal(phone.host.last('showToast').title, '开启失败');
  });

  test('shows that it is being made reachable, which can be cancelled', async () => {
    const phone = phoneOf();
    phone.host.script.setEnable1v1Chat = [soon(failWith(-20001)), after(1000, succeed())];
    const page = await phone.open(DESK);
    await page.makeReachable();
    assert.equal(page.data.receiving, true);
    await page.cancel();
    assert.equal(page.data.receiving, false);
  });
});

describe('voip.receive', () => {
  /** Calls it in `app.js`. */
  function receive(phone, options) {
    const called = [];
    phone.realm.load('voip/voip.js').receive(phone.realm.value(options), (...given) => void called.push(given));
    return called;
  }

  test('asks for the scopes, enables calls, and tells the pages', async () => {
    const phone = phoneOf();
    const page = await phone.open(LIST);
    const called = receive(phone, { scopes: ['scope.record', 'scope.camera'], backgroundType: 2 });
    await settled();
    assert.deepEqual(phone.host.calls(), [...ENABLED.slice(0, 2), 'setEnable1v1Chat {"enable":true,"backgroundType":2}']);
    assert.deepEqual(called, [[undefined]]);
    assert.equal(page.data.reachable, true);
    assert.equal((await phone.open(LIST)).data.reachable, true, 'a page that opens later');
    phone.host.assertNoViolations();
  });

  test('gives the cause of a failure, and shows nothing', async () => {
    const cases = [
      [{ authorize: [deny] }, 'Denied'],
      [{ authorize: [throws(new Error('x'))] }, 'Other'],
      [{ setEnable1v1Chat: [failWith(-20001)] }, 'DeviceNotSupported'],
      [{ setEnable1v1Chat: [soon(succeed({ errCode: -20000 }))] }, 'NotOpen'],
    ];
    for (const [script, cause] of cases) {
      const phone = phoneOf();
      const page = await phone.open(LIST);
      Object.assign(phone.host.script, script);
      const called = receive(phone, { scopes: ['scope.record'] });
      await settled();
      assert.deepEqual(called, [[cause]]);
      assert.deepEqual([page.data.reachable, page.data.error, phone.host.calls('showToast')], [false, '', []]);
    }
  });

  test('needs no options', async () => {
    for (const options of [undefined, null, {}]) {
      const phone = phoneOf();
      const page = await phone.open(LIST);
      const called = receive(phone, options);
      await settled();
      assert.deepEqual([phone.host.calls(), called, page.data.reachable], [['setEnable1v1Chat {"enable":true}'], [[undefined]], true]);
    }
  });

  test('can disable calls', async () => {
    const phone = phoneOf();
    const page = await phone.open(LIST);
    for (const enable of [false, true, false]) {
      receive(phone, { enable });
      await settled();
      assert.equal(phone.host.last('setEnable1v1Chat').enable, enable);
      assert.deepEqual([page.data.reachable, (await phone.open(LIST)).data.reachable], [enable, enable]);
    }
  });

  test('calls back once', async () => {
    const phone = phoneOf();
    phone.host.script.setEnable1v1Chat = [(call) => (call.succeed(), call.fail({ errCode: -1 }))];
    const called = receive(phone, {});
    await settled();
    assert.deepEqual([called, phone.host.names], [[[undefined]], ['setEnable1v1Chat']]);
  });
});

test('that calls were disabled is a fact of the app', async () => {
  const phone = phoneOf();
  const first = await phone.open(FAMILY);
  await first.makeReachable();
  await first.leave();
  const enabled = phone.host.calls('setEnable1v1Chat').length;
  const desk = await phone.open(DESK);
  assert.equal(desk.data.reachable, false);
  assert.equal(phone.host.calls('setEnable1v1Chat').length, enabled);
});
