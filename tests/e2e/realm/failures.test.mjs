// Every documented failure of the host, and every known shape of an error.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deny, fail, failWith, soon, succeed, throws } from '../lib/answers.mjs';
import { settled } from '../lib/clock.mjs';
import { DOCUMENTED, SENTENCE } from '../lib/causes.mjs';
import { assertFailed, filledIn, STEPS, WHOLE_CALL } from '../lib/video-call.mjs';

const [AUTHORIZING, ENABLING, JOINING] = STEPS;

/** Taps on a page whose host call of this step gets this answer. */
async function failing(step, answer) {
  const made = await filledIn({ script: { [step.call]: [answer] } });
  await made.page.tap();
  return made;
}

test('a denied microphone fails the call', async () => {
  const made = await failing(AUTHORIZING, soon(deny));
  assertFailed(made, AUTHORIZING, {
    cause: 'Denied',
    sentence: SENTENCE.Denied,
    message: 'authorize:fail auth deny',
  });
  assert.deepEqual(made.host.names, ['authorize', 'showToast'], 'no host call after the denial');
});

test('a denied camera fails the call', async () => {
  const made = await filledIn({ script: { authorize: [soon(succeed()), soon(deny)] } });
  await made.page.tap();
  assertFailed(made, AUTHORIZING, { cause: 'Denied', sentence: SENTENCE.Denied });
  assert.deepEqual(made.host.calls('authorize'), [
    'authorize {"scope":"scope.record"}',
    'authorize {"scope":"scope.camera"}',
  ]);
  assert.deepEqual(made.host.names, ['authorize', 'authorize', 'showToast']);
});

// `authorize` has no codes of its own.
for (const step of [ENABLING, JOINING]) {
  describe(`a documented code in ${step.call}`, () => {
    for (const { cause, code, sentence } of DOCUMENTED) {
      // `authorize` documents no codes: there, they may have other meanings.
      const expected = step === AUTHORIZING ? { cause: 'Other', sentence: SENTENCE.Other } : { cause, sentence };
      test(`${code} is ${expected.cause}`, async () => {
        const message = `${step.call}:fail ${cause}`;
        const made = await failing(step, soon(failWith(code, message)));
        assertFailed(made, step, { ...expected, code, message });
        assert.equal(made.host.names.filter((name) => name === step.call).length, 1, 'no retry');
      });
    }

  });
}

for (const step of STEPS) {
  test(`an undocumented code of ${step.call} is kept`, async () => {
    const made = await failing(step, soon(failWith(-4242, 'unknown')));
    assertFailed(made, step, { cause: 'Other', code: -4242, sentence: SENTENCE.Other, message: 'unknown' });
  });
}

/** Known shapes of an error: the step, the error and its cause. */
const SHAPES = [
  ['a code that is text', ENABLING, { errCode: '-20001', errMsg: 'device not support' }, 'DeviceNotSupported'],
  ['errno instead of errCode', JOINING, { errno: -20002, errMsg: 'on call' }, 'OnCall'],
  ['errno that is text', JOINING, { errno: '-30004', errMsg: 'no camera' }, 'NoCamera'],
  ['a bare text', AUTHORIZING, 'authorize:fail auth deny', 'Denied'],
  ['an unknown bare text', JOINING, 'join1v1Chat:fail', 'Other'],
  ['errMsg alone', JOINING, { errMsg: 'join1v1Chat:fail jsapi has no permission' }, 'NotOpen'],
  ["Android's colon", AUTHORIZING, { errMsg: 'authorize:fail:auth deny' }, 'Denied'],
  ['auth denied', AUTHORIZING, { errMsg: 'authorize:fail auth denied', errno: 103 }, 'Denied'],
  ['system deny', AUTHORIZING, { errCode: -12006, errMsg: 'authorize:fail auth deny' }, 'Denied'],
  ['errno 104', AUTHORIZING, { errno: 104, errMsg: 'authorize:fail privacy permission is not authorized' }, 'PrivacyRefused'],
  [
    'an undeclared scope',
    AUTHORIZING,
    { errno: 112, errMsg: 'authorize:fail api scope is not declared in the privacy agreement' },
    'PrivacyUndeclared',
  ],
  [
    'a system error with inner text',
    JOINING,
    { errCode: -1000, errMsg: 'join1v1Chat:fail: -10086, -5, join room callback failed: 13, ' },
    'System',
  ],
  ['a message that is not a text', JOINING, { errCode: -20003, errMsg: 42 }, 'OccupiedByOther'],
  ['a code beyond an i32', JOINING, { errCode: 1e12, errMsg: 'far away' }, 'Other'],
  ['a code that is not a number', JOINING, { errCode: 'E_BUSY', errMsg: 'busy' }, 'Other'],
  ['null', JOINING, null, 'Other'],
];

describe('the shape of an error', () => {
  for (const [name, step, error, cause] of SHAPES) {
    test(name, async () => {
      const made = await failing(step, soon(fail(error)));
      const message = typeof error === 'string' ? error : error?.errMsg;
      const sentence = SENTENCE[cause];
      assertFailed(made, step, { cause, sentence, ...(typeof message === 'string' && { message }) });
    });
  }

  test('no error at all', async () => {
    const made = await failing(JOINING, soon(fail()));
    assertFailed(made, JOINING, { cause: 'Other', sentence: SENTENCE.Other, message: '' });
  });
});

describe('a host without the call', () => {
  for (const step of STEPS) {
    test(`${step.call} does not exist`, async () => {
      const wx = (host) => {
        delete host.wx[step.call];
        return host.wx;
      };
      const made = await filledIn({ wx });
      await made.page.tap();
      assertFailed(made, step, { cause: 'Unsupported', sentence: SENTENCE.Unsupported });
    });
  }

  // On phones it says no of calls that work.
  for (const [name, canIUse] of [['returns false', () => false], ['throws', throws(new Error('not now'))], ['does not exist']]) {
    test(`canIUse ${name}: the calls are made`, async () => {
      const { host, page } = await filledIn({ wx: ({ wx }) => Object.assign(wx, { canIUse }) });
      await page.tap();
      assert.equal(page.data.state, 'InCall');
      assert.deepEqual(host.names, WHOLE_CALL);
    });
  }

  test('showToast does not exist: the failure is still shown', async () => {
    const wx = (host) => {
      delete host.wx.showToast;
      return host.wx;
    };
    const { page } = await filledIn({ wx, script: { authorize: [soon(deny)] } });
    await page.tap();
    assert.deepEqual([page.data.state, page.data.error], ['Failed', SENTENCE.Denied]);
  });

  test('the events do not exist: a call can start and end', async () => {
    const wx = (host) => {
      for (const name of Object.keys(host.wx)) if (/^o(n|ff)VoIP/.test(name)) delete host.wx[name];
      return host.wx;
    };
    const { phone, page } = await filledIn({ wx });
    await page.tap();
    assert.equal(page.data.state, 'InCall');
    await page.hangUp();
    assert.equal(page.data.state, 'Idle');
    assert.deepEqual(phone.errors, []);
  });
});

for (const step of STEPS) {
  test(`${step.call} throws`, async () => {
    const made = await failing(step, throws(new TypeError('the bridge is broken')));
    assert.equal(made.page.data.state, 'Failed');
    assert.equal(made.page.data.busy, false);
    assert.notEqual(made.page.data.error, '');
    assert.match(made.page.events('fail')[0].message, /the bridge is broken/);
    assert.equal(made.host.last('showToast').title, step.toast);
  });
}

test('showToast throws: the failure is still shown', async () => {
  const { page } = await filledIn({
    script: { authorize: [soon(deny)], showToast: [throws(new Error('no window'))] },
  });
  await page.tap();
  assert.deepEqual([page.data.state, page.data.error, page.data.busy], ['Failed', SENTENCE.Denied, false]);
});

test('a failure can be dismissed', async () => {
  const { page } = await failing(AUTHORIZING, soon(deny));
  await page.dismiss();
  assert.deepEqual([page.data.state, page.data.error], ['Idle', '']);
});

test('a tap on a failed page calls again', async () => {
  const { host, page } = await failing(AUTHORIZING, soon(deny));
  host.log.length = 0;
  await page.tap();
  assert.deepEqual(host.names, WHOLE_CALL);
  assert.deepEqual([page.data.state, page.data.error], ['InCall', '']);
});

test('a parent can dismiss a failure in its event', async () => {
  // Actions in a subscriber run after all subscribers have got the event.
  const { phone, page } = await filledIn({ script: { authorize: [soon(deny)] } });
  let first = true;
  page.component.parent = ({ name }) => {
    if (name !== 'fail' || !first) return;
    first = false;
    page.act('handleDismiss');
  };
  await page.tap();
  await settled();
  assert.deepEqual(phone.errors, []);
  assert.equal(page.data.busy, false);
  assert.ok(['Idle', 'Failed'].includes(page.data.state));
});
