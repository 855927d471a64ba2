// A success of a step that carries a failure is a failure.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { after, all, failWith, never, soon, succeed } from '../lib/answers.mjs';
import { SENTENCE } from '../lib/causes.mjs';
import { Phone } from '../lib/phone.mjs';
import { assertFailed, fillIn, filledIn, ROUTE, STEPS, WHOLE_CALL } from '../lib/video-call.mjs';

const [AUTHORIZING, ENABLING, JOINING] = STEPS;

const CARRIED = [
  ['an error code', ENABLING, { errCode: -20001, errMsg: 'ok' }, 'DeviceNotSupported'],
  ['an error code that is text', JOINING, { errCode: '-20002' }, 'OnCall'],
  ['an errno', AUTHORIZING, { errno: 103 }, 'Denied'],
  ['a message of a failure', AUTHORIZING, { errMsg: 'authorize:fail auth deny' }, 'Denied'],
  ['a message of a failure of the join', JOINING, { errMsg: 'join1v1Chat:fail' }, 'Other'],
];
for (const [name, step, result, cause] of CARRIED) {
  test(`of ${step.call}, with ${name}`, async () => {
    const made = await filledIn({ script: { [step.call]: [soon(succeed(result))] } });
    await made.page.tap();
    assertFailed(made, step, { cause, sentence: SENTENCE[cause] });
    assert.equal(made.phone.failures.length, 1);
    assert.equal(made.page.data.reachable, step === JOINING);
  });
}

for (const result of [{ errCode: 0, errno: '0', errMsg: 'join1v1Chat:ok' }, { errCode: null }, { errMsg: '' }]) {
  test(`is a success without a failure: ${JSON.stringify(result)}`, async () => {
    const { host, page } = await filledIn({ script: Object.fromEntries(STEPS.map(({ call }) => [call, [soon(succeed(result))]])) });
    await page.tap();
    assert.equal(page.data.state, 'InCall');
    assert.deepEqual(host.names, WHOLE_CALL);
  });
}

describe('such a join', () => {
  const ODD = succeed({ errCode: -1000, errMsg: 'join1v1Chat:ok' });

  test('leaves the room before it fails, so before the next join', async () => {
    const { phone, host, page } = await filledIn({ script: { join1v1Chat: [soon(ODD)], exitVoIPChat: [after(100, succeed())] } });
    await page.tap();
    assert.deepEqual(host.names, [...WHOLE_CALL, 'exitVoIPChat']);
    assert.equal(page.data.state, 'Joining');
    await phone.pass(100);
    assert.equal(page.data.state, 'Failed');
    await page.tap();
    assert.equal(page.data.state, 'InCall');
    assert.equal(host.calls('exitVoIPChat').length, 1);
  });

  for (const [name, exit] of [
    ['fails', failWith(-1)],
    ['answers twice', all(succeed(), succeed())],
    ['throws', () => { throw new Error('no bridge'); }],
  ]) {
    test(`fails if the exit ${name}`, async () => {
      const { phone, page } = await filledIn({ script: { join1v1Chat: [soon(ODD)], exitVoIPChat: [exit] } });
      await page.tap();
      assert.deepEqual([page.data.state, page.events('fail').length], ['Failed', 1]);
      assert.deepEqual(phone.errors, []);
    });
  }

  test('fails after five seconds if the exit has no answer', async () => {
    const { phone, page } = await filledIn({ script: { join1v1Chat: [soon(ODD)], exitVoIPChat: [never] } });
    await page.tap();
    await phone.pass(4999);
    assert.equal(page.data.state, 'Joining');
    await phone.pass(1);
    assert.equal(page.data.state, 'Failed');
  });

  test('leaves the room if its page was left', async () => {
    const { phone, host, page } = await filledIn({ script: { join1v1Chat: [after(100, ODD)] } });
    await page.tap();
    await page.leave();
    await phone.pass(1000);
    assert.deepEqual(host.names, [...WHOLE_CALL, 'exitVoIPChat']);
  });

  test('does not end the call of another page', async () => {
    const phone = new Phone('video-call');
    const [first, second] = [await phone.open(ROUTE), await phone.open(ROUTE)];
    [first, second].forEach(fillIn);
    await first.tap();
    phone.host.script.join1v1Chat = [soon(ODD)];
    await second.tap();
    assert.deepEqual([first.data.state, second.data.state], ['InCall', 'Failed']);
    assert.deepEqual(phone.host.calls('exitVoIPChat'), []);
  });
});
