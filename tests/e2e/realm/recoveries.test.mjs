// Recovery edges: through the settings, by leaving a room, and with a delay.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { after, deny, failWith, never, soon, succeed } from '../lib/answers.mjs';
import { SENTENCE } from '../lib/causes.mjs';
import { filledIn, WHOLE_CALL } from '../lib/voice-support.mjs';

describe('a denied microphone', () => {
  test('opens a modal and the settings, and then the call continues', async () => {
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
    // `openSetting` works only in a tap. The confirmation of a modal counts as one.
    host.assertNoViolations();
  });

  test('fails after a second denial if the user cancels the modal', async () => {
    const { host, page } = await filledIn({
      script: { authorize: [soon(deny), soon(deny)], showModal: [soon(succeed({ confirm: false, cancel: true }))] },
    });
    await page.tap();
    assert.deepEqual(host.names, ['request', 'authorize', 'showModal', 'authorize', 'showToast']);
    // More than seven characters, so the toast has no icon.
    assert.deepEqual(host.last('showToast'), { title: '请允许使用麦克风和摄像头', icon: 'none' });
    assert.deepEqual([page.data.state, page.data.error], ['Failed', SENTENCE.Denied]);
    host.assertNoViolations();
  });

  for (const missing of ['showModal', 'openSetting']) {
    test(`fails on a host without ${missing}`, async () => {
      const wx = (host) => {
        delete host.wx[missing];
        return host.wx;
      };
      const { page } = await filledIn({ wx, script: { authorize: [soon(deny), soon(deny)] } });
      await page.tap();
      assert.deepEqual([page.data.state, page.data.busy], ['Failed', false]);
    });
  }

  test('stops if the page is left while the modal is open', async () => {
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
  test('with a system error is retried twice after one second', async () => {
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

  test('with one system error succeeds at the first retry', async () => {
    const { phone, page } = await filledIn({ script: { join1v1Chat: [soon(failWith(-30000))] } });
    await page.tap();
    await phone.pass(1000);
    assert.equal(page.data.state, 'InCall');
    assert.deepEqual(page.events('fail'), []);
  });

  test('because a room is open is retried after leaving it', async () => {
    const { host, page } = await filledIn({ script: { join1v1Chat: [soon(failWith(-1, 'Already in room!'))] } });
    await page.tap();
    assert.deepEqual(host.names, [...WHOLE_CALL, 'exitVoIPChat', 'join1v1Chat']);
    assert.equal(page.data.state, 'InCall');
  });

  test('because a room is open is retried after 5 s if exitVoIPChat gets no answer', async () => {
    const { phone, host, page } = await filledIn({
      script: { join1v1Chat: [soon(failWith(-1))], exitVoIPChat: [never] },
    });
    await page.tap();
    await phone.pass(5000);
    assert.deepEqual(host.names, [...WHOLE_CALL, 'exitVoIPChat', 'join1v1Chat']);
    assert.equal(page.data.state, 'InCall');
  });

  test('because the user left is not a failure', async () => {
    const { host, page } = await filledIn({ script: { join1v1Chat: [soon(failWith(-3))] } });
    await page.tap();
    assert.deepEqual([page.data.state, page.data.error, page.data.busy], ['Idle', '', false]);
    assert.ok(!host.names.includes('showToast'));
  });
});

test('a camera that is missing when enabling is requested again', async () => {
  const { host, page } = await filledIn({ script: { setEnable1v1Chat: [soon(failWith(-30004))] } });
  await page.tap();
  assert.deepEqual(host.names, [
    'request', 'authorize', 'authorize', 'setEnable1v1Chat', 'authorize', 'authorize', 'setEnable1v1Chat', 'join1v1Chat',
  ]);
  assert.equal(page.data.state, 'InCall');
});

test('the flow sets the time limits', async () => {
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
