// Answers and events that no host should give: no page gets stuck, and no exception reaches the host.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fail } from '../lib/answers.mjs';
import { filledIn, ROUTE, STEPS, WHOLE_CALL } from '../lib/video-call.mjs';
import { filledIn as support } from '../lib/voice-support.mjs';

/** Values that are made in the realm of the phone. */
const ODD = {
  'getters that throw': "({ get errMsg() { throw new Error('no'); }, get errCode() { throw 1; }, get errno() { throw null; }, get openIdList() { throw 1; }, get confirm() { throw 1; } })",
  'a proxy that throws': "new Proxy({}, { get() { throw new Error('no'); }, ownKeys() { throw new Error('no'); } })",
  'a circular object': '(() => { const it = { errMsg: {} }; it.errMsg.it = it; it.errCode = it; return it; })()',
  'a text that cannot be made': '({ errMsg: Object.create(null), errCode: Object.create(null) })',
  'a symbol': "Symbol('answer')",
  'a function': '() => {}',
  'a number': '7',
  'NaN codes': '({ errCode: NaN, errno: Infinity, errMsg: NaN })',
  'a list': '[[]]',
};

/** Gives the value to a callback, which must not throw. */
const give = (source, way) => (call, options) => {
  const value = call.realm.run(source);
  assert.doesNotThrow(() => options[way](value));
  assert.doesNotThrow(() => options[way === 'fail' ? 'success' : 'fail'](value));
};

/** A page whose host calls with this name answer by themselves. */
async function answering(name, answer, filled = filledIn) {
  const made = await filled();
  made.host.wx[name] = (options) => answer(made.phone, options);
  return made;
}

for (const [name, source] of Object.entries(ODD)) {
  describe(name, () => {
    for (const step of STEPS) {
      for (const way of ['success', 'fail']) {
        test(`in ${way} of ${step.call}`, async () => {
          const { phone, page } = await answering(step.call, give(source, way));
          await page.tap();
          await phone.pass(120_000);
          assert.ok(['Failed', 'InCall'].includes(page.data.state), page.data.state);
          assert.ok(way === 'success' || page.data.state === 'Failed');
          assert.equal(page.data.busy, false);
          assert.deepEqual(phone.errors, []);
        });
      }
    }

    test('as the result of a request of the handler', async () => {
      const { phone, page } = await answering('request', give(source, 'success'), support);
      await page.tap();
      assert.deepEqual([page.data.state, page.data.busy], ['Failed', false]);
      assert.deepEqual(phone.errors, []);
    });

    test('as the answer of the modal', async () => {
      const { phone, host, page } = await answering('showModal', give(source, 'success'), support);
      host.script.authorize = [fail('auth deny'), fail('auth deny')];
      await page.tap();
      assert.equal(page.data.state, 'Failed');
      assert.deepEqual(phone.errors, []);
    });

    test('as an event', async () => {
      const { phone, host, page } = await filledIn();
      await page.tap();
      const value = phone.realm.run(source);
      const [members] = host.listenersOf('onVoIPChatMembersChanged');
      const [interrupted] = host.listenersOf('onVoIPChatInterrupted');
      assert.doesNotThrow(() => members(value));
      assert.deepEqual([page.data.state, page.data.connected], ['InCall', false]);
      assert.doesNotThrow(() => interrupted(value));
      assert.equal(page.data.state, 'Idle');
      assert.deepEqual(phone.errors, []);
    });
  });
}

describe('a message of a megabyte', () => {
  for (const letter of ['x', '😀']) {
    test(`is cut, at the end of a character: ${letter}`, async () => {
      const errMsg = `a${letter.repeat(500_000)}`;
      const { phone, page } = await filledIn({ script: { join1v1Chat: [fail({ errCode: -1000, errMsg })] } });
      await page.tap();
      const [{ message, cause }] = page.events('fail');
      assert.equal(cause, 'System');
      assert.ok(message.length > 1900 && message.length <= 2000);
      assert.ok(errMsg.startsWith(message) && !message.includes('\ufffd'));
      assert.ok(phone.failures[0].length < 2100);
    });
  }

  test('in an interruption is cut', async () => {
    const { host, page } = await support();
    await page.tap();
    host.interrupted({ errMsg: 'x'.repeat(1_000_000) });
    assert.equal(page.events('fail')[0].message.length, 2000);
  });
});

test('a host that throws when it is asked for events', async () => {
  const wx = ({ wx }) => {
    for (const name of Object.keys(wx).filter((each) => /^o(n|ff)VoIP/.test(each))) {
      wx[name] = () => {
        throw new Error('no events');
      };
    }
    return wx;
  };
  const { phone, host, page } = await filledIn({ wx });
  await page.tap();
  assert.equal(page.data.state, 'InCall');
  await page.hangUp();
  assert.equal(page.data.state, 'Idle');
  assert.deepEqual(host.names, [...WHOLE_CALL, 'exitVoIPChat']);
  assert.deepEqual(phone.errors, []);
});

test('answers and events after the page was left', async () => {
  const { phone, host, page } = await filledIn();
  let join;
  host.wx.join1v1Chat = (options) => void (join = options);
  await page.tap();
  const members = host.listenersOf('onVoIPChatMembersChanged')[0];
  const interrupted = host.listenersOf('onVoIPChatInterrupted')[0];
  await page.leave();
  const odd = phone.realm.run(ODD['getters that throw']);
  for (const call of [() => members(odd), () => interrupted(odd), () => join.fail(odd), () => join.success(odd), () => members(odd)]) {
    assert.doesNotThrow(call);
  }
  assert.deepEqual(phone.errors, []);
  assert.equal(host.listeners, 0);
  const next = await phone.open(ROUTE);
  assert.equal(next.data.state, 'Idle');
});
