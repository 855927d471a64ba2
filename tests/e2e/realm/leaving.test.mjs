// The user goes back, at every moment there is: nothing has an effect after it, but for the one thing
// that must. A join that succeeds late is left again, or the other phone rings for nobody.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { after, failWith, soon, succeed } from '../lib/answers.mjs';
import { filledIn, STEPS, WHOLE_CALL } from '../lib/video-call.mjs';
import { filledIn as support } from '../lib/voice-support.mjs';

/** What each step's host was asked for when its answer is still to come. */
const ASKED = {
  authorize: ['authorize'],
  setEnable1v1Chat: ['authorize', 'authorize', 'setEnable1v1Chat'],
  join1v1Chat: WHOLE_CALL,
};

/** Leaves while the step waits; its answer comes a second later. */
async function leftDuring(step, answer) {
  const made = await filledIn({ script: { [step.call]: [after(1000, answer)] } });
  await made.page.tap();
  assert.equal(made.page.data.state, step.state);
  const shown = made.page.setDataCalls.length;
  const told = made.page.events().length;
  await made.page.leave();
  await made.phone.pass(10 * 60_000);
  assert.equal(made.page.setDataCalls.length, shown, 'a page that is gone is not shown anything');
  assert.equal(made.page.events().length, told, 'and its parent is told nothing');
  assert.deepEqual(made.page.component.warnings, []);
  assert.deepEqual(made.phone.errors, []);
  return made;
}

for (const step of STEPS) {
  test(`leaving during ${step.call}, which then fails`, async () => {
    const { host } = await leftDuring(step, failWith(-20003));
    assert.deepEqual(host.names, ASKED[step.call], 'no toast, no next step');
  });

  test(`leaving during ${step.call}, which then succeeds`, async () => {
    const { host } = await leftDuring(step, succeed());
    const joined = step.call === 'join1v1Chat';
    assert.deepEqual(host.names, [...ASKED[step.call], ...(joined ? ['exitVoIPChat'] : [])]);
  });
}

test('leaving during a join that succeeds twice leaves the room once', async () => {
  const { host } = await leftDuring(STEPS[2], (call) => {
    call.succeed();
    call.succeed();
  });
  assert.deepEqual(host.names, [...WHOLE_CALL, 'exitVoIPChat']);
});

test('leaving in the scope between the two questions asks no second one', async () => {
  const made = await filledIn({ script: { authorize: [after(1000, succeed())] } });
  await made.page.tap();
  await made.page.leave();
  await made.phone.pass(5000);
  assert.deepEqual(made.host.names, ['authorize']);
});

test('leaving a joined call lets it go on in the small window', async () => {
  const { host, page } = await filledIn();
  await page.tap();
  await page.leave();
  assert.deepEqual(host.names, WHOLE_CALL);
  host.members('oCaller', 'oListener');
  host.members('oCaller');
  assert.deepEqual(host.names, WHOLE_CALL);
  assert.equal(host.listeners, 0, 'nobody listens any more for a page that is gone');
});

test('where the page says so, leaving ends a joined call', async () => {
  const { host, page } = await support();
  await page.tap();
  assert.equal(page.data.state, 'InCall');
  await page.leave();
  assert.equal(host.names.at(-1), 'exitVoIPChat');
  assert.equal(host.calls('exitVoIPChat').length, 1);
});

test('leaving while the module is on its way', async () => {
  const { phone } = await filledIn();
  const page = phone.openNow('pages/video-call/index');
  page.act('handleCall');
  await page.leave();
  await phone.pass(60_000);
  assert.deepEqual(phone.host.names, []);
  assert.deepEqual(phone.errors, []);
});

describe('after leaving', () => {
  test('a finger that was still on the button does nothing', async () => {
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

  test('leaving twice is leaving once', async () => {
    const { phone, host, page } = await filledIn({ script: { join1v1Chat: [after(1000, succeed())] } });
    await page.tap();
    await page.leave();
    await page.leave();
    await phone.pass(5000);
    assert.deepEqual(host.names, [...WHOLE_CALL, 'exitVoIPChat']);
  });

  test('the page can be opened anew and calls', async () => {
    const { phone, host, page } = await filledIn({ script: { authorize: [soon(failWith(-1000))] } });
    await page.tap();
    await page.leave();
    const again = await phone.open('pages/video-call/index', { listenOpenid: 'oL', callOpenid: 'oC' });
    assert.equal(again.data.state, 'Idle');
    assert.equal(again.data.error, '');
    host.log.length = 0;
    await again.tap();
    assert.deepEqual(host.names, WHOLE_CALL);
    assert.equal(again.data.state, 'InCall');
    assert.equal(phone.realm.instances, 1);
  });
});
