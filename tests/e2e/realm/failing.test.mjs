// Every failure that the host documents, and every shape in which the field has seen one.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deny, fail, failWith, soon, succeed, throws } from '../lib/answers.mjs';
import { settled } from '../lib/clock.mjs';
import { DOCUMENTED, SENTENCE } from '../lib/causes.mjs';
import { assertFailed, filledIn, STEPS, WHOLE_CALL } from '../lib/video-call.mjs';

const [AUTHORIZING, ENABLING, JOINING] = STEPS;

/** Taps, with this answer to the step's host call. */
async function failing(step, answer) {
  const made = await filledIn({ script: { [step.call]: [answer] } });
  await made.page.tap();
  return made;
}

test('a refused microphone stops the call there', async () => {
  const made = await failing(AUTHORIZING, soon(deny));
  assertFailed(made, AUTHORIZING, {
    cause: 'Denied',
    sentence: SENTENCE.Denied,
    message: 'authorize:fail auth deny',
  });
  assert.deepEqual(made.host.names, ['authorize', 'showToast'], 'nothing is asked after the refusal');
});

test('a refused camera stops the call there', async () => {
  const made = await filledIn({ script: { authorize: [soon(succeed()), soon(deny)] } });
  await made.page.tap();
  assertFailed(made, AUTHORIZING, { cause: 'Denied', sentence: SENTENCE.Denied });
  assert.deepEqual(made.host.calls('authorize'), [
    'authorize {"scope":"scope.record"}',
    'authorize {"scope":"scope.camera"}',
  ]);
  assert.deepEqual(made.host.names, ['authorize', 'authorize', 'showToast']);
});

for (const step of STEPS) {
  describe(`a documented code in ${step.call}`, () => {
    for (const { cause, code, sentence } of DOCUMENTED) {
      test(`${code} is ${cause}`, async () => {
        const message = `${step.call}:fail ${cause}`;
        const made = await failing(step, soon(failWith(code, message)));
        assertFailed(made, step, { cause, code, sentence, message });
        assert.equal(made.host.names.filter((name) => name === step.call).length, 1, 'nothing is tried again');
      });
    }

    test('a code that nobody documents is kept', async () => {
      const made = await failing(step, soon(failWith(-4242, 'who knows')));
      assertFailed(made, step, { cause: 'Other', code: -4242, sentence: SENTENCE.Other, message: 'who knows' });
    });
  });
}

/** Shapes in which the field has seen an error: the step, what came, and what it means. */
const SHAPES = [
  ['a code that is text', ENABLING, { errCode: '-20001', errMsg: 'device not support' }, 'DeviceNotSupported'],
  ['errno in the place of errCode', JOINING, { errno: -20002, errMsg: 'on call' }, 'OnCall'],
  ['errno that is text', JOINING, { errno: '-30004', errMsg: 'no camera' }, 'NoCamera'],
  ['a bare text', AUTHORIZING, 'authorize:fail auth deny', 'Denied'],
  ['a bare text that says nothing known', JOINING, 'join1v1Chat:fail', 'Other'],
  ['errMsg alone', JOINING, { errMsg: 'join1v1Chat:fail jsapi has no permission' }, 'Other'],
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
  ['words that are no text', JOINING, { errCode: -20003, errMsg: 42 }, 'OccupiedByOther'],
  ['a code beyond an i32', JOINING, { errCode: 1e12, errMsg: 'far away' }, 'Other'],
  ['a code that is no number', JOINING, { errCode: 'E_BUSY', errMsg: 'busy' }, 'Other'],
  ['nothing but null', JOINING, null, 'Other'],
];

describe('the shape of an error', () => {
  for (const [name, step, error, cause] of SHAPES) {
    test(name, async () => {
      const made = await failing(step, soon(fail(error)));
      const words = typeof error === 'string' ? error : error?.errMsg;
      const sentence = SENTENCE[cause];
      assertFailed(made, step, { cause, sentence, ...(typeof words === 'string' && { message: words }) });
    });
  }

  test('no error at all', async () => {
    const made = await failing(JOINING, soon(fail()));
    assertFailed(made, JOINING, { cause: 'Other', sentence: SENTENCE.Other, message: '' });
  });
});

describe('a host without the call', () => {
  for (const step of STEPS) {
    test(`${step.call} is not there`, async () => {
      const wx = (host) => {
        delete host.wx[step.call];
        return host.wx;
      };
      const made = await filledIn({ wx });
      await made.page.tap();
      assertFailed(made, step, { cause: 'Unsupported', sentence: SENTENCE.Unsupported });
    });
  }

  for (const step of [ENABLING, JOINING]) {
    test(`canIUse says that there is no ${step.call}`, async () => {
      const wx = (host) => Object.assign(host.wx, { canIUse: (name) => !name.startsWith(step.call) });
      const made = await filledIn({ wx });
      await made.page.tap();
      assertFailed(made, step, { cause: 'Unsupported', sentence: SENTENCE.Unsupported });
      assert.ok(!made.host.names.includes(step.call), 'a call that the host has not is not made');
    });
  }

  test('there is no canIUse to ask: the call is made', async () => {
    const wx = (host) => {
      delete host.wx.canIUse;
      return host.wx;
    };
    const { host, page } = await filledIn({ wx });
    await page.tap();
    assert.equal(page.data.state, 'InCall');
    assert.deepEqual(host.names, WHOLE_CALL);
  });

  test('canIUse throws: the call is made, or fails, and the page goes on', async () => {
    const wx = (host) => Object.assign(host.wx, { canIUse: () => { throw new Error('not now'); } });
    const { phone, page } = await filledIn({ wx });
    await page.tap();
    assert.deepEqual(phone.errors, [], 'the module is not given up for it');
    assert.ok(['Failed', 'InCall'].includes(page.data.state));
    assert.equal(page.data.busy, false);
  });

  test('there is no showToast: the failure is shown all the same', async () => {
    const wx = (host) => {
      delete host.wx.showToast;
      return host.wx;
    };
    const { page } = await filledIn({ wx, script: { authorize: [soon(deny)] } });
    await page.tap();
    assert.deepEqual([page.data.state, page.data.error], ['Failed', SENTENCE.Denied]);
  });

  test('there are no events about the room: the call comes about and can be ended', async () => {
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

test('showToast that throws does not keep the failure from being shown', async () => {
  const { page } = await filledIn({
    script: { authorize: [soon(deny)], showToast: [throws(new Error('no window'))] },
  });
  await page.tap();
  assert.deepEqual([page.data.state, page.data.error, page.data.busy], ['Failed', SENTENCE.Denied, false]);
});

test('a failure is dismissed', async () => {
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

test('a parent that calls again from the event of the failure is not lost', async () => {
  // What a subscriber does while it is being told happens after everyone was told.
  const { phone, page } = await filledIn({ script: { authorize: [soon(deny)] } });
  let again = true;
  page.component.parent = ({ name }) => {
    if (name !== 'fail' || !again) return;
    again = false;
    page.act('handleDismiss');
  };
  await page.tap();
  await settled();
  assert.deepEqual(phone.errors, []);
  assert.equal(page.data.busy, false);
  assert.ok(['Idle', 'Failed'].includes(page.data.state));
});
