// 取消: the user stops what is in progress, whatever the host does.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { after, failWith, never, soon, succeed } from '../lib/answers.mjs';
import { filledIn, STEPS, WHOLE_CALL } from '../lib/video-call.mjs';
import { filledIn as support, WHOLE_CALL as SUPPORT_CALL } from '../lib/voice-support.mjs';

/** A host whose app holds calls in `wx.onNeedPrivacyAuthorization` and never resolves them. */
const HELD = Object.fromEntries(STEPS.map(({ call }) => [call, [never]]));

for (const step of STEPS) {
  test(`ends ${step.call} that never answers`, async () => {
    const { phone, host, page } = await filledIn({ script: { [step.call]: [never] } });
    await page.tap();
    assert.deepEqual([page.data.state, page.data.busy], [step.state, true]);
    await page.cancel();
    assert.deepEqual([page.data.state, page.data.busy, page.data.error], ['Idle', false, '']);
    await phone.pass(60 * 60_000);
    assert.deepEqual([page.data.state, page.data.error], ['Idle', '']);
    assert.deepEqual(phone.failures, []);
    await page.tap();
    assert.equal(page.data.state, 'InCall');
    host.assertNoViolations();
  });
}

test('an app that never resolves what it holds for the privacy guideline leaves nobody stuck', async () => {
  const { phone, host, page } = await support({ script: { ...HELD, authorize: [never, never] } });
  await page.tap();
  await page.cancel();
  assert.deepEqual([page.data.state, page.data.busy], ['Idle', false]);
  await page.makeReachable();
  await page.cancel();
  assert.deepEqual([page.data.state, page.data.busy, page.data.reachable], ['Idle', false, false]);
  await phone.pass(60 * 60_000);
  host.script = { request: host.script.request };
  await page.tap();
  assert.equal(page.data.state, 'InCall');
});

test('a join that succeeds after it was cancelled is left', async () => {
  const { phone, host, page } = await filledIn({ script: { join1v1Chat: [after(1000, succeed())] } });
  await page.tap();
  await page.cancel();
  await phone.pass(1000);
  assert.deepEqual(host.names, [...WHOLE_CALL, 'exitVoIPChat']);
  assert.deepEqual([page.data.state, host.listeners], ['Idle', 0]);
});

test('ends a request of the handler', async () => {
  const { phone, host, page } = await support();
  host.script.request = [after(1000, succeed())];
  await page.tap();
  await page.cancel();
  assert.deepEqual([page.data.state, page.data.busy], ['Idle', false]);
  await phone.pass(5000);
  assert.deepEqual(host.names, SUPPORT_CALL.slice(0, 1));
});

describe('while the page is being made reachable', () => {
  test('`receiving` says so, until it has ended', async () => {
    for (const [script, reachable, error] of [
      [{}, true, ''],
      [{ authorize: [failWith(-30000)] }, false, '微信返回了未知错误'],
      [{ setEnable1v1Chat: [never] }, false, '等待超时'],
    ]) {
      const { phone, page } = await support({ script });
      assert.equal(page.data.receiving, false);
      await page.makeReachable();
      assert.equal(page.data.receiving, !reachable && script.authorize === undefined, JSON.stringify(script));
      await phone.pass(60_000);
      assert.deepEqual([page.data.receiving, page.data.reachable, page.data.error], [false, reachable, error]);
    }
  });

  test('it is cancelled, and can be tried again', async () => {
    const { page } = await support({ script: { authorize: [never] } });
    await page.makeReachable();
    assert.equal(page.data.receiving, true);
    await page.cancel();
    assert.equal(page.data.receiving, false);
    await page.makeReachable();
    assert.deepEqual([page.data.receiving, page.data.reachable], [false, true]);
  });

  test('a tap that waits for it is busy instead', async () => {
    const { page } = await support({ script: { setEnable1v1Chat: [after(1000, succeed())] } });
    await page.makeReachable();
    await page.tap();
    assert.deepEqual([page.data.receiving, page.data.busy], [false, true]);
    await page.phone.pass(5000);
    assert.deepEqual([page.data.receiving, page.data.state], [false, 'InCall']);
  });
});

test('ends a delay between two joins', async () => {
  const { phone, host, page } = await support({ script: { join1v1Chat: [soon(failWith(-1000))] } });
  await page.tap();
  assert.equal(page.data.state, 'Joining');
  await page.cancel();
  await phone.pass(5000);
  assert.equal(page.data.state, 'Idle');
  assert.equal(host.calls('join1v1Chat').length, 1);
});

describe('has no effect', () => {
  test('in a call', async () => {
    const { host, page } = await filledIn();
    await page.tap();
    await page.cancel();
    assert.deepEqual([page.data.state, host.names], ['InCall', WHOLE_CALL]);
  });

  test('without a call', async () => {
    const { phone, page } = await filledIn();
    await page.cancel();
    assert.equal(page.data.state, 'Idle');
    assert.deepEqual(phone.errors, []);
  });
});
