// When and how often the host answers: at once, late, never, twice, both ways, and with promises besides.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { after, all, fail, failWith, never, rejectsToo, resolvesToo, soon, succeed } from '../lib/answers.mjs';
import { SENTENCE } from '../lib/causes.mjs';
import { settled } from '../lib/clock.mjs';
import { assertFailed, filledIn, STEPS, WHOLE_CALL } from '../lib/video-call.mjs';

const [, ENABLING, JOINING] = STEPS;
const BUSY = failWith(-20003);

/** Each way of answering more than once, and whether the call comes about. */
const MORE_THAN_ONCE = [
  ['succeeds twice', [succeed(), succeed()], true],
  ['succeeds, then fails', [succeed(), BUSY], true],
  ['fails, then succeeds', [BUSY, succeed()], false],
  ['fails twice', [BUSY, failWith(-1)], false],
];

/** When the second answer comes. */
const WHEN = [
  ['inside the call', (first, second) => all(first, second)],
  ['soon, in one go', (first, second) => soon(all(first, second))],
  ['inside the call and later', (first, second) => all(first, after(50, second))],
  ['later, one after the other', (first, second) => all(after(10, first), after(2000, second))],
];

for (const step of STEPS) {
  describe(`${step.call} that`, () => {
    for (const [name, answers, comesAbout] of MORE_THAN_ONCE) {
      for (const [when, together] of WHEN) {
        test(`${name}, ${when}`, async () => {
          const made = await filledIn({ script: { [step.call]: [together(...answers)] } });
          await made.page.tap();
          await made.phone.pass(5000);
          assert.deepEqual(made.phone.errors, []);
          made.host.assertManners();
          if (comesAbout) {
            assert.deepEqual(made.host.names, WHOLE_CALL, 'the second answer changes nothing');
            assert.equal(made.page.data.state, 'InCall');
          } else {
            assertFailed(made, step, { cause: 'OccupiedByOther', code: -20003, sentence: '通话功能正被占用' });
            const before = WHOLE_CALL.slice(0, WHOLE_CALL.indexOf(step.call) + 1);
            // A join that failed and then succeeds all the same rings at the other side: it may be left.
            const rest = made.host.names.filter((call) => call !== 'exitVoIPChat');
            assert.deepEqual(rest, [...before, 'showToast']);
          }
        });
      }
    }
  });
}

test('every answer comes inside its call', async () => {
  const script = Object.fromEntries(STEPS.map(({ call }) => [call, [succeed(), succeed()]]));
  const { host, page } = await filledIn({ script });
  page.act('handleCall');
  assert.deepEqual(host.names, WHOLE_CALL, 'with nothing to wait for nothing is waited for');
  assert.equal(page.data.state, 'InCall');
});

test('every answer comes after a while', async () => {
  const script = Object.fromEntries(STEPS.map(({ call }) => [call, [after(3000, succeed()), after(3000, succeed())]]));
  const { phone, host, page } = await filledIn({ script });
  await page.tap();
  await phone.pass(20_000);
  assert.deepEqual(host.names, WHOLE_CALL);
  assert.equal(page.data.state, 'InCall');
});

describe('time', () => {
  for (const [step, limit] of [
    [ENABLING, 15_000],
    [JOINING, 60_000],
  ]) {
    test(`${step.call} has ${limit / 1000} s`, async () => {
      const made = await filledIn({ script: { [step.call]: [never] } });
      await made.page.tap();
      await made.phone.pass(limit - 1);
      assert.equal(made.page.data.state, step.state);
      assert.equal(made.page.data.busy, true);
      await made.phone.pass(1);
      assertFailed(made, step, { cause: 'Timeout', sentence: SENTENCE.Timeout });
    });

    test(`${step.call} that answers in its last moment is in time`, async () => {
      const { phone, page } = await filledIn({ script: { [step.call]: [after(limit - 1, succeed())] } });
      await page.tap();
      await phone.pass(limit * 2);
      assert.equal(page.data.state, 'InCall');
    });
  }

  test('a person reading a question has all the time there is', async () => {
    const day = 24 * 60 * 60 * 1000;
    const { phone, page } = await filledIn({ script: { authorize: [after(day, succeed())] } });
    await page.tap();
    await phone.pass(day - 1);
    assert.equal(page.data.state, 'Authorizing');
    await phone.pass(1);
    assert.equal(page.data.state, 'InCall');
  });

  test('an answer to setEnable1v1Chat after its time has no effect', async () => {
    const { phone, host, page } = await filledIn({ script: { setEnable1v1Chat: [after(20_000, succeed())] } });
    await page.tap();
    await phone.pass(60_000);
    assert.equal(page.data.state, 'Failed');
    assert.deepEqual(host.names, ['authorize', 'authorize', 'setEnable1v1Chat', 'showToast']);
  });

  test('a join that succeeds after its time is left again, once', async () => {
    const { phone, host, page } = await filledIn({
      script: { join1v1Chat: [all(after(70_000, succeed()), after(71_000, succeed()))] },
    });
    await page.tap();
    await phone.pass(120_000);
    assert.equal(page.data.state, 'Failed');
    assert.deepEqual(host.names, [...WHOLE_CALL, 'showToast', 'exitVoIPChat']);
  });

  test('nothing is left ringing once a call is over', async () => {
    const { phone, page } = await filledIn();
    await page.tap();
    await page.hangUp();
    await phone.pass(1);
    // Timers of answered calls may stand until the next call takes them away, but do nothing.
    const before = { ...page.data };
    const sets = page.setDataCalls.length;
    await phone.pass(10 * 60_000);
    assert.deepEqual({ ...page.data }, before);
    assert.equal(page.setDataCalls.length, sets);
    assert.equal(phone.clock.pending, 0);
  });
});

describe('a promise besides the callbacks', () => {
  /** The reasons of the promises that nobody took care of while `run` ran. */
  async function unhandled(run) {
    const reasons = [];
    const listen = (reason) => reasons.push(reason);
    process.on('unhandledRejection', listen);
    try {
      await run();
      // Node tells of them one turn after the microtasks.
      await settled();
      await settled();
    } finally {
      process.off('unhandledRejection', listen);
    }
    return reasons;
  }

  test('rejects: nobody is left to complain', async () => {
    const error = { errCode: -20003, errMsg: 'join1v1Chat:fail' };
    for (const step of STEPS) {
      const reasons = await unhandled(async () => {
        const made = await filledIn({ script: { [step.call]: [rejectsToo(error, fail(error))] } });
        await made.page.tap();
        assertFailed(made, step, { cause: 'OccupiedByOther', sentence: '通话功能正被占用' });
      });
      assert.deepEqual(reasons, [], step.call);
    }
  });

  test('rejects, from every other call of the host', async () => {
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

  test('resolves: the callbacks count', async () => {
    const { host, page } = await filledIn({
      script: { join1v1Chat: [resolvesToo({ errMsg: 'join1v1Chat:ok' }, soon(failWith(-20003)))] },
    });
    await page.tap();
    assert.equal(page.data.state, 'Failed');
    assert.deepEqual(host.names, [...WHOLE_CALL, 'showToast']);
  });
});
