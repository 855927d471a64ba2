// `examples/voice-support`: its handler makes a request, and the page can become reachable.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { after, all, fail, failWith, never, soon, succeed } from '../lib/answers.mjs';
import { Phone } from '../lib/phone.mjs';
import { filledIn, FOUND, WHOLE_CALL } from '../lib/voice-support.mjs';

test('the handler requests an agent and calls it', async () => {
  const { host, page } = await filledIn();
  await page.tap();
  assert.deepEqual(host.names, WHOLE_CALL);
  assert.deepEqual(host.last('request'), { url: 'https://support.example/agents', data: { agent: '8001' } });
  assert.deepEqual(host.last('join1v1Chat'), {
    caller: { nickname: 'customer', openid: 'oCustomer' },
    listener: { nickname: '8001', openid: 'oAgent', headImage: 'https://support.example/8001.png' },
    roomType: 'voice',
  });
  assert.equal(page.data.state, 'InCall');
  assert.equal(page.data.agentOpenid, 'oAgent', 'a field that the handler sets is in the data');
  assert.equal(page.data.agentPicture, 'https://support.example/8001.png');
  host.assertNoViolations();
});

test('a mini-program code names the agent', async () => {
  const page = await new Phone('voice-support').open('pages/voice-support/index', { scene: 'agent%3D8002%26customer%3Dx' });
  assert.deepEqual([page.data.agent, page.data.customer], ['8002', 'customer']);
});

test('two taps during the request start one call', async () => {
  // The state is Idle during the request. Only `busy` shows that a call has started.
  const { phone, host, page } = await filledIn({ script: { request: [after(1000, succeed(FOUND))] } });
  page.act('handleCall');
  assert.deepEqual([page.data.state, page.data.busy], ['Idle', true]);
  page.act('handleCall');
  await phone.pass(1000);
  page.act('handleCall');
  assert.deepEqual(host.names, WHOLE_CALL);
});

test('the picker selects voice or video', async () => {
  const { host, page } = await filledIn();
  assert.equal(page.data.kind, 'voice');
  const values = page.phone.definition('pages/voice-support/index');
  assert.ok(values.methods.handleChangeKind, 'the picker has its handler');
  // A picker gives the selected index, as text.
  for (const index of ['0', '1']) page.input('kind', index);
  const last = page.data.kind;
  page.input('kind', '0');
  const first = page.data.kind;
  assert.deepEqual(new Set([first, last]), new Set(['video', 'voice']));
  page.input('kind', first === 'video' ? 0 : 1);
  assert.equal(page.data.kind, 'video');
  await page.tap();
  assert.equal(host.last('join1v1Chat').roomType, 'video');
});

test('a call without a picture has no headImage', async () => {
  const found = { statusCode: 200, data: { openid: 'oAgent' } };
  const { host, page } = await filledIn({ script: { request: [soon(succeed(found))] } });
  await page.tap();
  assert.deepEqual(host.last('join1v1Chat').listener, { nickname: '8001', openid: 'oAgent' });
});

test('special characters reach the server and come back unchanged', async () => {
  const name = '李雷 "O\'Neil" 👩‍👩‍👧 \\ \u202e';
  const found = { statusCode: 200, data: { openid: 'o👍"\\', extra: { deep: [1, null, { a: [] }] } }, header: { x: 'y' } };
  const { host, page } = await filledIn({ script: { request: [soon(succeed(found))] } });
  page.input('agent', name);
  await page.tap();
  assert.deepEqual(host.last('request').data, { agent: name });
  assert.equal(page.data.agentOpenid, 'o👍"\\');
  assert.equal(host.last('join1v1Chat').listener.openid, 'o👍"\\');
});

describe('the server', () => {
  const cases = [
    ['fails', soon(fail({ errMsg: 'request:fail timeout', errno: 5 }))],
    ['returns another type', soon(succeed({ statusCode: 500, data: 'Internal Server Error' }))],
    ['returns an openid that is not a text', soon(succeed({ statusCode: 200, data: { openid: 7 } }))],
    ['returns nothing', soon(succeed({ statusCode: 204, data: null }))],
  ];
  for (const [name, answer] of cases) {
    test(`${name}: the page shows its own message and does not call`, async () => {
      const { host, page } = await filledIn({ script: { request: [answer] } });
      await page.tap();
      assert.deepEqual(
        [page.data.state, page.data.error, page.data.busy],
        ['Failed', '该客服不在线', false],
      );
      assert.deepEqual(host.names, ['request']);
      assert.equal(page.events('fail')[0].sentence, '该客服不在线');
    });
  }

  test('does not answer for one minute: the page fails', async () => {
    const { phone, host, page } = await filledIn({ script: { request: [never] } });
    await page.tap();
    assert.equal(page.data.busy, true);
    await phone.pass(59_999);
    assert.equal(page.data.busy, true);
    await phone.pass(1);
    assert.deepEqual([page.data.state, page.data.error], ['Failed', '该客服不在线']);
    assert.deepEqual(host.names, ['request']);
  });

  test('answers after the page was left: the answer is ignored', async () => {
    const { phone, host, page } = await filledIn({ script: { request: [after(1000, succeed(FOUND))] } });
    await page.tap();
    await page.leave();
    await phone.pass(5000);
    assert.deepEqual(host.names, ['request']);
  });

  test('cannot be reached on a host without `request`: the page fails', async () => {
    const wx = (host) => {
      delete host.wx.request;
      return host.wx;
    };
    const { page } = await filledIn({ wx });
    await page.tap();
    assert.deepEqual([page.data.state, page.data.error], ['Failed', '该客服不在线']);
  });
});

describe('可接听', () => {
  test('authorizes and enables, and starts no call', async () => {
    const { host, page } = await filledIn();
    await page.makeReachable();
    assert.deepEqual(host.names, ['authorize', 'authorize', 'setEnable1v1Chat']);
    assert.deepEqual([page.data.state, page.data.busy, page.data.reachable], ['Idle', false, true]);
    assert.deepEqual(page.events(), []);
  });

  test('shows a failure, and the page stays Idle', async () => {
    const { host, page } = await filledIn({ script: { setEnable1v1Chat: [soon(failWith(-20001))] } });
    await page.makeReachable();
    assert.deepEqual([page.data.state, page.data.error, page.data.reachable], ['Idle', '当前设备不支持通话', false]);
    assert.deepEqual(host.last('showToast'), { title: '开启通话失败', icon: 'error' });
    await page.dismiss();
    assert.equal(page.data.error, '');
  });

  test('queues a tap meanwhile', async () => {
    const { phone, host, page } = await filledIn({ script: { setEnable1v1Chat: [after(1000, succeed())] } });
    page.act('handleReceive');
    await page.tap();
    assert.deepEqual(host.names, ['authorize', 'authorize', 'setEnable1v1Chat']);
    await phone.pass(1000);
    assert.equal(page.data.state, 'InCall');
    assert.deepEqual(host.names.slice(3), WHOLE_CALL);
  });

  test('does not exist on a page without `receive`', async () => {
    const page = await new Phone('video-call').open('pages/video-call/index');
    if (page.component.has('handleReceive')) await page.makeReachable();
    assert.deepEqual([page.data.reachable, page.phone.host.names], [false, []]);
  });

  test('has no effect a second time meanwhile', async () => {
    const { host, page } = await filledIn({ script: { authorize: [all(succeed(), succeed())] } });
    page.act('handleReceive');
    await page.makeReachable();
    assert.deepEqual(host.calls('setEnable1v1Chat'), ['setEnable1v1Chat {"enable":true}']);
  });

  test('of a reachable page disables calls, and its failure leaves them enabled', async () => {
    const { host, page } = await filledIn({ script: { setEnable1v1Chat: [succeed(), failWith(-20001), succeed(), succeed()] } });
    await page.makeReachable();
    await page.makeReachable();
    assert.deepEqual([page.data.reachable, page.data.state], [true, 'Idle']);
    await page.makeReachable();
    assert.equal(page.data.reachable, false);
    await page.makeReachable();
    assert.equal(page.data.reachable, true);
    assert.deepEqual(host.calls('setEnable1v1Chat').map((call) => /true|false/.exec(call)[0]), ['true', 'false', 'false', 'true']);
  });
});
