// Leaving the page at every moment: nothing has an effect afterwards. Only a late join is left, because the
// other phone would keep ringing.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { after, failWith, soon, succeed } from '../lib/answers.mjs';
import { filledIn, STEPS, WHOLE_CALL } from '../lib/video-call.mjs';
import { filledIn as support } from '../lib/voice-support.mjs';

/** The host calls up to each step. */
const CALLS_UP_TO = {
  authorize: ['authorize'],
  setEnable1v1Chat: ['authorize', 'authorize', 'setEnable1v1Chat'],
  join1v1Chat: WHOLE_CALL,
};

/** Leaves the page while the step is pending. Its answer comes one second later. */
async function leftDuring(step, answer) {
  const made = await filledIn({ script: { [step.call]: [after(1000, answer)] } });
  await made.page.tap();
  assert.equal(made.page.data.state, step.state);
  const shown = made.page.setDataCalls.length;
  const events = made.page.events().length;
  await made.page.leave();
  await made.phone.pass(10 * 60_000);
  assert.equal(made.page.setDataCalls.length, shown, 'no `setData` after leaving');
  assert.equal(made.page.events().length, events, 'no event after leaving');
  assert.deepEqual(made.page.component.warnings, []);
  assert.deepEqual(made.phone.errors, []);
  return made;
}

for (const step of STEPS) {
  test(`leaving during ${step.call}, which then fails`, async () => {
    const { host } = await leftDuring(step, failWith(-20003));
    assert.deepEqual(host.names, CALLS_UP_TO[step.call], 'no toast, no next step');
  });

  test(`leaving during ${step.call}, which then succeeds`, async () => {
    const { host } = await leftDuring(step, succeed());
    const joined = step.call === 'join1v1Chat';
    assert.deepEqual(host.names, [...CALLS_UP_TO[step.call], ...(joined ? ['exitVoIPChat'] : [])]);
  });
}

test('leaving during a join that succeeds twice leaves the room once', async () => {
  const { host } = await leftDuring(STEPS[2], (call) => {
    call.succeed();
    call.succeed();
  });
  assert.deepEqual(host.names, [...WHOLE_CALL, 'exitVoIPChat']);
});

test('leaving during the first authorize makes no second one', async () => {
  const made = await filledIn({ script: { authorize: [after(1000, succeed())] } });
  await made.page.tap();
  await made.page.leave();
  await made.phone.pass(5000);
  assert.deepEqual(made.host.names, ['authorize']);
});

test('leaving a joined call does not hang up', async () => {
  const { host, page } = await filledIn();
  await page.tap();
  await page.leave();
  assert.deepEqual(host.names, WHOLE_CALL);
  host.members('oCaller', 'oListener');
  host.members('oCaller');
  assert.deepEqual(host.names, WHOLE_CALL);
  assert.equal(host.listeners, 0, 'the listeners are removed');
});

test('leaving a page with `on_leave = hang_up` hangs up', async () => {
  const { host, page } = await support();
  await page.tap();
  assert.equal(page.data.state, 'InCall');
  await page.leave();
  assert.equal(host.names.at(-1), 'exitVoIPChat');
  assert.equal(host.calls('exitVoIPChat').length, 1);
});

test('leaving while the module loads', async () => {
  const { phone } = await filledIn();
  const page = phone.openNow('pages/video-call/index');
  page.act('handleCall');
  await page.leave();
  await phone.pass(60_000);
  assert.deepEqual(phone.host.names, []);
  assert.deepEqual(phone.errors, []);
});

describe('after leaving', () => {
  test('taps and inputs are ignored', async () => {
    const { phone, host, page } = await filledIn();
    await page.leave();
    const shown = page.setDataCalls.length;
    page.act('handleCall');
    page.act('handleHangUp');
    page.act('handleDismiss');
    page.act('handleReceive');
    page.input('callName', 'late');
    await phone.pass(60_000);
    assert.deepEqual(host.names, []);
    assert.equal(page.setDataCalls.length, shown);
    assert.deepEqual(phone.errors, []);
  });

  test('leaving again has no effect', async () => {
    const { phone, host, page } = await filledIn({ script: { join1v1Chat: [after(1000, succeed())] } });
    await page.tap();
    await page.leave();
    await page.leave();
    await phone.pass(5000);
    assert.deepEqual(host.names, [...WHOLE_CALL, 'exitVoIPChat']);
  });

  test('the page can be opened again and can call', async () => {
    const { phone, host, page } = await filledIn({ script: { authorize: [soon(failWith(-1000))] } });
    await page.tap();
    await page.leave();
    const next = await phone.openFilled('pages/video-call/index', { listenOpenid: 'oL', callOpenid: 'oC' });
    assert.equal(next.data.state, 'Idle');
    assert.equal(next.data.error, '');
    host.log.length = 0;
    await next.tap();
    assert.deepEqual(host.names, WHOLE_CALL);
    assert.equal(next.data.state, 'InCall');
    assert.equal(phone.realm.instances, 1);
  });
});
