// The support line, whose handler asks its own server, and which can be called.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { after, all, fail, failWith, never, soon, succeed } from '../lib/answers.mjs';
import { Phone } from '../lib/phone.mjs';
import { filledIn, FOUND, WHOLE_CALL } from '../lib/voice-support.mjs';

test('the handler asks its server, and calls whom that names', async () => {
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
  assert.equal(page.data.agentOpenid, 'oAgent', 'what the handler sets is in the data of the page');
  assert.equal(page.data.agentPicture, 'https://support.example/8001.png');
  host.assertManners();
});

test('two taps are one call, also while the page asks its own server', async () => {
  // The state is Idle all that while: that a call is under way is `busy` alone.
  const { phone, host, page } = await filledIn({ script: { request: [after(1000, succeed(FOUND))] } });
  page.act('handleCall');
  assert.deepEqual([page.data.state, page.data.busy], ['Idle', true]);
  page.act('handleCall');
  await phone.pass(1000);
  page.act('handleCall');
  assert.deepEqual(host.names, WHOLE_CALL);
});

test('the picker decides between voice and video', async () => {
  const { host, page } = await filledIn();
  assert.equal(page.data.kind, 'voice');
  const values = page.phone.definition('pages/voice-support/index');
  assert.ok(values.methods.handleChangeKind, 'the picker has its handler');
  // A picker gives the index of what was picked, as text.
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

test('a picture that the server has not is left out of the call', async () => {
  const found = { statusCode: 200, data: { openid: 'oAgent' } };
  const { host, page } = await filledIn({ script: { request: [soon(succeed(found))] } });
  await page.tap();
  assert.deepEqual(host.last('join1v1Chat').listener, { nickname: '8001', openid: 'oAgent' });
});

test("an agent's name of any kind reaches the server, and the server's words the page", async () => {
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
    ['gives something else', soon(succeed({ statusCode: 500, data: 'Internal Server Error' }))],
    ['gives an openid that is no text', soon(succeed({ statusCode: 200, data: { openid: 7 } }))],
    ['gives nothing', soon(succeed({ statusCode: 204, data: null }))],
  ];
  for (const [name, answer] of cases) {
    test(`${name}: the page says so in its own words, and calls nobody`, async () => {
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

  test('says nothing for a minute', async () => {
    const { phone, host, page } = await filledIn({ script: { request: [never] } });
    await page.tap();
    assert.equal(page.data.busy, true);
    await phone.pass(59_999);
    assert.equal(page.data.busy, true);
    await phone.pass(1);
    assert.deepEqual([page.data.state, page.data.error], ['Failed', '该客服不在线']);
    assert.deepEqual(host.names, ['request']);
  });

  test('answers after the page was left', async () => {
    const { phone, host, page } = await filledIn({ script: { request: [after(1000, succeed(FOUND))] } });
    await page.tap();
    await page.leave();
    await phone.pass(5000);
    assert.deepEqual(host.names, ['request']);
  });

  test('is a server of an old host that has no request', async () => {
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
  test('asks and enables, and is no call', async () => {
    const { host, page } = await filledIn();
    await page.receive();
    assert.deepEqual(host.names, ['authorize', 'authorize', 'setEnable1v1Chat']);
    assert.deepEqual([page.data.state, page.data.busy, page.data.reachable], ['Idle', false, true]);
    assert.deepEqual(page.events(), []);
  });

  test('that fails is shown, but the page is not Failed', async () => {
    const { host, page } = await filledIn({ script: { setEnable1v1Chat: [soon(failWith(-20001))] } });
    await page.receive();
    assert.deepEqual([page.data.state, page.data.error, page.data.reachable], ['Idle', '当前设备不支持通话', false]);
    assert.deepEqual(host.last('showToast'), { title: '开启通话失败', icon: 'error' });
    await page.dismiss();
    assert.equal(page.data.error, '');
  });

  test('and a tap meanwhile: the call waits for it', async () => {
    const { phone, host, page } = await filledIn({ script: { setEnable1v1Chat: [after(1000, succeed())] } });
    page.act('handleReceive');
    await page.tap();
    assert.deepEqual(host.names, ['authorize', 'authorize', 'setEnable1v1Chat']);
    await phone.pass(1000);
    assert.equal(page.data.state, 'InCall');
    assert.deepEqual(host.names.slice(3), WHOLE_CALL);
  });

  test('is not there on a page that does not receive', async () => {
    const page = await new Phone('video-call').open('pages/video-call/index');
    if (page.component.has('handleReceive')) await page.receive();
    assert.deepEqual([page.data.reachable, page.phone.host.names], [false, []]);
  });

  test('twice is once', async () => {
    const { host, page } = await filledIn({ script: { authorize: [all(succeed(), succeed())] } });
    page.act('handleReceive');
    await page.receive();
    await page.receive();
    assert.equal(host.calls('setEnable1v1Chat').length, 1);
  });
});
