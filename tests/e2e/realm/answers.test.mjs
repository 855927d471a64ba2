// When and how often the host answers: immediately, late, never, twice, contradictorily, and with promises.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { after, all, fail, failWith, never, rejectsToo, resolvesToo, soon, succeed } from '../lib/answers.mjs';
import { SENTENCE } from '../lib/causes.mjs';
import { settled } from '../lib/clock.mjs';
import { assertFailed, filledIn, STEPS, WHOLE_CALL } from '../lib/video-call.mjs';

const [, ENABLING, JOINING] = STEPS;
// In words, since `authorize` documents no codes.
const BUSY = failWith(-20003, 'occupied by other');

/** Pairs of answers, and whether the call succeeds. */
const MORE_THAN_ONCE = [
  ['succeeds twice', [succeed(), succeed()], true],
  ['succeeds, then fails', [succeed(), BUSY], true],
  ['fails, then succeeds', [BUSY, succeed()], false],
  ['fails twice', [BUSY, failWith(-1)], false],
];

/** The times of the two answers. */
const WHEN = [
  ['inside the call', (first, second) => all(first, second)],
  ['after the call, together', (first, second) => soon(all(first, second))],
  ['inside the call and later', (first, second) => all(first, after(50, second))],
  ['later, one after the other', (first, second) => all(after(10, first), after(2000, second))],
];

for (const step of STEPS) {
  describe(`${step.call} that`, () => {
    for (const [name, answers, callSucceeds] of MORE_THAN_ONCE) {
      for (const [when, together] of WHEN) {
        test(`${name}, ${when}`, async () => {
          const made = await filledIn({ script: { [step.call]: [together(...answers)] } });
          await made.page.tap();
          await made.phone.pass(5000);
          assert.deepEqual(made.phone.errors, []);
          made.host.assertNoViolations();
          if (callSucceeds) {
            assert.deepEqual(made.host.names, WHOLE_CALL, 'the second answer is ignored');
            assert.equal(made.page.data.state, 'InCall');
          } else {
            assertFailed(made, step, { cause: 'OccupiedByOther', code: -20003, sentence: '通话功能正被占用' });
            const before = WHOLE_CALL.slice(0, WHOLE_CALL.indexOf(step.call) + 1);
            // A join that fails and then succeeds makes the other phone ring, so its room may be left.
            const rest = made.host.names.filter((call) => call !== 'exitVoIPChat');
            assert.deepEqual(rest, [...before, 'showToast']);
          }
        });
      }
    }
  });
}

test('every answer comes inside its host call', async () => {
  const script = Object.fromEntries(STEPS.map(({ call }) => [call, [succeed(), succeed()]]));
  const { host, page } = await filledIn({ script });
  page.act('handleCall');
  assert.deepEqual(host.names, WHOLE_CALL, 'the call is joined without waiting');
  assert.equal(page.data.state, 'InCall');
});

test('every answer comes later', async () => {
  const script = Object.fromEntries(STEPS.map(({ call }) => [call, [after(3000, succeed()), after(3000, succeed())]]));
  const { phone, host, page } = await filledIn({ script });
  await page.tap();
  await phone.pass(20_000);
  assert.deepEqual(host.names, WHOLE_CALL);
  assert.equal(page.data.state, 'InCall');
});

describe('time limits', () => {
  for (const [step, limit] of [
    [ENABLING, 15_000],
    [JOINING, 60_000],
  ]) {
    test(`${step.call} has a limit of ${limit / 1000} s`, async () => {
      const made = await filledIn({ script: { [step.call]: [never] } });
      await made.page.tap();
      await made.phone.pass(limit - 1);
      assert.equal(made.page.data.state, step.state);
      assert.equal(made.page.data.busy, true);
      await made.phone.pass(1);
      assertFailed(made, step, { cause: 'Timeout', sentence: SENTENCE.Timeout });
    });

    test(`an answer to ${step.call} just before the limit is in time`, async () => {
      const { phone, page } = await filledIn({ script: { [step.call]: [after(limit - 1, succeed())] } });
      await page.tap();
      await phone.pass(limit * 2);
      assert.equal(page.data.state, 'InCall');
    });
  }

  test('authorize has no limit', async () => {
    const day = 24 * 60 * 60 * 1000;
    const { phone, page } = await filledIn({ script: { authorize: [after(day, succeed())] } });
    await page.tap();
    await phone.pass(day - 1);
    assert.equal(page.data.state, 'Authorizing');
    await phone.pass(1);
    assert.equal(page.data.state, 'InCall');
  });

  test('an answer to setEnable1v1Chat after its limit is ignored', async () => {
    const { phone, host, page } = await filledIn({ script: { setEnable1v1Chat: [after(20_000, succeed())] } });
    await page.tap();
    await phone.pass(60_000);
    assert.equal(page.data.state, 'Failed');
    assert.deepEqual(host.names, ['authorize', 'authorize', 'setEnable1v1Chat', 'showToast']);
  });

  test('a late join is left once', async () => {
    const { phone, host, page } = await filledIn({
      script: { join1v1Chat: [all(after(70_000, succeed()), after(71_000, succeed()))] },
    });
    await page.tap();
    await phone.pass(120_000);
    assert.equal(page.data.state, 'Failed');
    assert.deepEqual(host.names, [...WHOLE_CALL, 'showToast', 'exitVoIPChat']);
  });

  test('no timer is pending after a call', async () => {
    const { phone, page } = await filledIn();
    await page.tap();
    await page.hangUp();
    await phone.pass(1);
    // Timers of answered calls may be pending until the next call clears them, but have no effect.
    const before = { ...page.data };
    const sets = page.setDataCalls.length;
    await phone.pass(10 * 60_000);
    assert.deepEqual({ ...page.data }, before);
    assert.equal(page.setDataCalls.length, sets);
    assert.equal(phone.clock.pending, 0);
  });
});

describe('a host call that also returns a promise', () => {
  /** The reasons of the unhandled rejections during `run`. */
  async function unhandled(run) {
    const reasons = [];
    const listen = (reason) => reasons.push(reason);
    process.on('unhandledRejection', listen);
    try {
      await run();
      // Node reports them one turn after the microtasks.
      await settled();
      await settled();
    } finally {
      process.off('unhandledRejection', listen);
    }
    return reasons;
  }

  test('a rejection is handled', async () => {
    const error = { errCode: -20003, errMsg: 'fail occupied by other' };
    for (const step of STEPS) {
      const reasons = await unhandled(async () => {
        const made = await filledIn({ script: { [step.call]: [rejectsToo(error, fail(error))] } });
        await made.page.tap();
        assertFailed(made, step, { cause: 'OccupiedByOther', sentence: '通话功能正被占用' });
      });
      assert.deepEqual(reasons, [], step.call);
    }
  });

  test('a rejection of every other host call is handled', async () => {
    const error = { errMsg: 'fail' };
    const reasons = await unhandled(async () => {
      const { page } = await filledIn({
        script: {
          exitVoIPChat: [rejectsToo(error, fail(error))],
          authorize: [succeed(), succeed(), fail(error)],
          showToast: [rejectsToo(error, fail(error))],
        },
      });
      await page.tap();
      await page.hangUp();
      await page.tap();
      assert.equal(page.data.state, 'Failed');
    });
    assert.deepEqual(reasons, []);
  });

  test('a resolved promise is ignored: the callbacks count', async () => {
    const { host, page } = await filledIn({
      script: { join1v1Chat: [resolvesToo({ errMsg: 'join1v1Chat:ok' }, soon(failWith(-20003)))] },
    });
    await page.tap();
    assert.equal(page.data.state, 'Failed');
    assert.deepEqual(host.names, [...WHOLE_CALL, 'showToast']);
  });
});
