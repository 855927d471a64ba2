// A flow that recovers from what can be mended: through the settings, out of a room, after a while.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { after, deny, failWith, never, soon, succeed } from '../lib/answers.mjs';
import { SENTENCE } from '../lib/causes.mjs';
import { filledIn, WHOLE_CALL } from '../lib/voice-support.mjs';

describe('a refused microphone', () => {
  test('leads through a question to the settings, and on', async () => {
    const { host, page } = await filledIn({ script: { authorize: [soon(deny)] } });
    await page.tap();
    assert.deepEqual(host.names, [
      'request', 'authorize', 'showModal', 'openSetting', 'authorize', 'authorize', 'setEnable1v1Chat', 'join1v1Chat',
    ]);
    assert.deepEqual(host.calls('authorize').slice(1), [
      'authorize {"scope":"scope.record"}',
      'authorize {"scope":"scope.camera"}',
    ]);
    assert.equal(page.data.state, 'InCall');
    // `openSetting` opens only out of a tap, and the confirmation of a modal is one.
    host.assertManners();
  });

  test('and a question answered with no: it is asked once more, and fails', async () => {
    const { host, page } = await filledIn({
      script: { authorize: [soon(deny), soon(deny)], showModal: [soon(succeed({ confirm: false, cancel: true }))] },
    });
    await page.tap();
    assert.deepEqual(host.names, ['request', 'authorize', 'showModal', 'authorize', 'showToast']);
    // More than seven characters, so without an icon.
    assert.deepEqual(host.last('showToast'), { title: '请允许使用麦克风和摄像头', icon: 'none' });
    assert.deepEqual([page.data.state, page.data.error], ['Failed', SENTENCE.Denied]);
    host.assertManners();
  });

  for (const missing of ['showModal', 'openSetting']) {
    test(`on a host without ${missing}`, async () => {
      const wx = (host) => {
        delete host.wx[missing];
        return host.wx;
      };
      const { page } = await filledIn({ wx, script: { authorize: [soon(deny), soon(deny)] } });
      await page.tap();
      assert.deepEqual([page.data.state, page.data.busy], ['Failed', false]);
    });
  }

  test('leaving while the question is shown', async () => {
    const { phone, host, page } = await filledIn({
      script: { authorize: [soon(deny)], showModal: [after(1000, succeed())] },
    });
    await page.tap();
    await page.leave();
    await phone.pass(60_000);
    assert.ok(!host.names.slice(3).includes('authorize'), host.names.join(' '));
    assert.ok(!host.names.includes('join1v1Chat'));
  });
});

describe('a join that fails', () => {
  test('by the system is tried again a second later, twice', async () => {
    const system = soon(failWith(-1000, 'join1v1Chat:fail: -10086'));
    const { phone, host, page } = await filledIn({ script: { join1v1Chat: [system, system, system] } });
    const joins = () => host.calls('join1v1Chat').length;
    await page.tap();
    assert.equal(joins(), 1);
    assert.equal(page.data.state, 'Joining');
    await phone.pass(999);
    assert.equal(joins(), 1);
    await phone.pass(1);
    assert.equal(joins(), 2);
    await phone.pass(1000);
    assert.equal(joins(), 3);
    assert.deepEqual([page.data.state, page.data.error], ['Failed', '系统错误']);
    assert.deepEqual(host.last('showToast'), { title: '加入通话失败', icon: 'error' });
    await phone.pass(60_000);
    assert.equal(joins(), 3);
  });

  test('by the system once comes about at the second try', async () => {
    const { phone, page } = await filledIn({ script: { join1v1Chat: [soon(failWith(-30000))] } });
    await page.tap();
    await phone.pass(1000);
    assert.equal(page.data.state, 'InCall');
    assert.deepEqual(page.events('fail'), []);
  });

  test('since a room is open leaves that room first', async () => {
    const { host, page } = await filledIn({ script: { join1v1Chat: [soon(failWith(-1, 'Already in room!'))] } });
    await page.tap();
    assert.deepEqual(host.names, [...WHOLE_CALL, 'exitVoIPChat', 'join1v1Chat']);
    assert.equal(page.data.state, 'InCall');
  });

  test('since a room is open, on a host that never says that it was left', async () => {
    const { phone, host, page } = await filledIn({
      script: { join1v1Chat: [soon(failWith(-1))], exitVoIPChat: [never] },
    });
    await page.tap();
    await phone.pass(5000);
    assert.deepEqual(host.names, [...WHOLE_CALL, 'exitVoIPChat', 'join1v1Chat']);
    assert.equal(page.data.state, 'InCall');
  });

  test('since the user left is no failure', async () => {
    const { host, page } = await filledIn({ script: { join1v1Chat: [soon(failWith(-3))] } });
    await page.tap();
    assert.deepEqual([page.data.state, page.data.error, page.data.busy], ['Idle', '', false]);
    assert.ok(!host.names.includes('showToast'));
  });
});

test('a camera that enabling misses is asked for again', async () => {
  const { host, page } = await filledIn({ script: { setEnable1v1Chat: [soon(failWith(-30004))] } });
  await page.tap();
  assert.deepEqual(host.names, [
    'request', 'authorize', 'authorize', 'setEnable1v1Chat', 'authorize', 'authorize', 'setEnable1v1Chat', 'join1v1Chat',
  ]);
  assert.equal(page.data.state, 'InCall');
});

test('the time limits are those of the flow', async () => {
  const enabling = await filledIn({ script: { setEnable1v1Chat: [never] } });
  await enabling.page.tap();
  await enabling.phone.pass(9_999);
  assert.equal(enabling.page.data.state, 'Enabling');
  await enabling.phone.pass(1);
  assert.deepEqual([enabling.page.data.state, enabling.page.data.error], ['Failed', SENTENCE.Timeout]);
  const joining = await filledIn({ script: { join1v1Chat: [never] } });
  await joining.page.tap();
  await joining.phone.pass(30_000);
  assert.deepEqual([joining.page.data.state, joining.page.data.error], ['Failed', SENTENCE.Timeout]);
});
