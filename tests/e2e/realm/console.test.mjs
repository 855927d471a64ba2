// What the console says: one line for each failure of a step and for an interruption, in the words of the host.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { after, all, deny, fail, failWith, never, soon } from '../lib/answers.mjs';
import { fillIn, filledIn, STEPS } from '../lib/video-call.mjs';
import { filledIn as support } from '../lib/voice-support.mjs';

/** The lines of the console after a tap. */
async function lines(script, filled = filledIn) {
  const { phone, page } = await filled({ script });
  await page.tap();
  await phone.pass(5000);
  assert.deepEqual(phone.errors, []);
  return phone.failures;
}

test('a call that succeeds says nothing', async () => {
  assert.deepEqual(await lines({}), []);
});

test('a failure has the step, the cause, the code and the words of the host', async () => {
  assert.deepEqual(await lines({ join1v1Chat: [soon(failWith(-20002, 'join1v1Chat:fail on call'))] }), [
    'voip: join1v1Chat: OnCall (-20002): join1v1Chat:fail on call',
  ]);
  assert.deepEqual(await lines({ authorize: [soon(deny)] }), ['voip: authorize: Denied: authorize:fail auth deny']);
  assert.deepEqual(await lines({ setEnable1v1Chat: [soon(fail({ errno: 1000 }))] }), ['voip: setEnable1v1Chat: System (1000)']);
  assert.deepEqual(await lines({ join1v1Chat: [soon(fail())] }), ['voip: join1v1Chat: Other']);
});

test('a failure is said once', async () => {
  const twice = all(failWith(-20002, 'on call'), failWith(-20003, 'occupied'));
  assert.deepEqual(await lines({ join1v1Chat: [twice] }), ['voip: join1v1Chat: OnCall (-20002): on call']);
});

test('a failure that the flow recovers from is said too', async () => {
  const system = soon(failWith(-1000, '-10086'));
  assert.deepEqual(await lines({ join1v1Chat: [system, system] }, support), [
    'voip: join1v1Chat: System (-1000): -10086',
    'voip: join1v1Chat: System (-1000): -10086',
  ]);
});

for (const [step, limit] of [[STEPS[1], 15_000], [STEPS[2], 60_000]]) {
  test(`a time limit of ${step.call} is a failure, and its late answer is not another one`, async () => {
    const { phone, page } = await filledIn({ script: { [step.call]: [after(limit + 1000, failWith(-20003))] } });
    await page.tap();
    await phone.pass(limit + 5000);
    assert.deepEqual(phone.failures, [`voip: ${step.call}: Timeout`]);
  });
}

test('making the page reachable says its failures', async () => {
  for (const [answer, line] of [
    [soon(failWith(-20001, 'device not support')), 'voip: setEnable1v1Chat: DeviceNotSupported (-20001): device not support'],
    [never, 'voip: setEnable1v1Chat: Timeout'],
  ]) {
    const { phone, page } = await support({ script: { setEnable1v1Chat: [answer] } });
    await page.makeReachable();
    await phone.pass(60_000);
    assert.deepEqual(phone.failures, [line]);
  }
});

describe('an interruption', () => {
  for (const filled of [filledIn, support]) {
    test(`is said once (${filled.name})`, async () => {
      const { phone, host, page } = await filled();
      await page.tap();
      host.interrupted({ errCode: -4, errMsg: 'a phone call came in' });
      host.interrupted({ errCode: -4, errMsg: 'a phone call came in' });
      assert.deepEqual(phone.failures, ['voip: onVoIPChatInterrupted: Interrupted (-4): a phone call came in']);
    });
  }
});

test('other calls of the host say nothing', async () => {
  const { phone, page } = await support({
    script: { request: [soon(fail({ errMsg: 'request:fail' }))], showToast: [fail({ errMsg: 'fail' })], exitVoIPChat: [fail('no')] },
  });
  await page.tap();
  assert.equal(page.data.state, 'Failed');
  await page.tap();
  await page.hangUp();
  assert.deepEqual(phone.failures, []);
});

test('a page that was left says nothing', async () => {
  const { phone, page } = await filledIn({ script: { join1v1Chat: [after(1000, failWith(-1000))] } });
  await page.tap();
  await page.leave();
  await phone.pass(5000);
  assert.deepEqual(phone.failures, []);
});

test('a console that throws stops nothing', async () => {
  const { phone, host, page } = await filledIn({ script: { join1v1Chat: [soon(failWith(-20002))] } });
  phone.realm.context.console.error = () => {
    throw new Error('the log is full');
  };
  page.component.parent = () => {
    throw new Error('the parent throws');
  };
  await page.tap();
  assert.deepEqual([page.data.state, page.data.busy], ['Failed', false]);
  fillIn(page);
  await page.tap();
  assert.equal(page.data.state, 'InCall');
  host.interrupted();
  assert.equal(page.data.state, 'Idle');
});

