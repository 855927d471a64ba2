// `setData` is the most expensive call of a mini-program: it sends data to another thread and renders. So
// it must contain only what has changed.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { after, deny, soon, succeed } from '../lib/answers.mjs';
import { Phone } from '../lib/phone.mjs';
import { filledIn, STEPS } from '../lib/video-call.mjs';
import { filledIn as support } from '../lib/voice-support.mjs';

/** The keys that a `setData` call set to their current value. */
function unchanged(before, calls) {
  const data = { ...before };
  return calls.flatMap((changes) =>
    Object.entries(changes).flatMap(([key, value]) => {
      const same = data[key] === value;
      data[key] = value;
      return same ? [`${key}: ${JSON.stringify(value)}`] : [];
    }),
  );
}

for (const [name, script] of [
  ['that succeeds', {}],
  ['with late answers', Object.fromEntries(STEPS.map(({ call }) => [call, [after(100, succeed())]]))],
  ['that is denied', { authorize: [soon(deny)] }],
]) {
  test(`a call ${name} sets only what has changed`, async () => {
    const { phone, host, page } = await filledIn({ script });
    const before = { ...page.data };
    page.setDataCalls.length = 0;
    await page.tap();
    await phone.pass(1000);
    host.members('oCaller', 'oListener');
    await page.hangUp();
    await page.dismiss();
    assert.deepEqual(unchanged(before, page.setDataCalls), []);
    assert.ok(page.setDataCalls.every((changes) => Object.keys(changes).length > 0), 'no call is empty');
  });
}

test('changes in one turn are set by one `setData`', async () => {
  const script = Object.fromEntries(STEPS.map(({ call }) => [call, [succeed(), succeed()]]));
  const { page } = await filledIn({ script });
  page.setDataCalls.length = 0;
  page.act('handleCall');
  // The host answers every call immediately, so only the last state is set.
  assert.deepEqual(page.setDataCalls, [{ state: 'InCall', reachable: true }].map((last) => ({ ...last, ...busyIn(page) })));
});

/** `busy` is false again at the end of the turn. It may be set or not. */
function busyIn(page) {
  return 'busy' in page.setDataCalls[0] ? { busy: false } : {};
}

test('opening a page sets only its depth: the default values are in its data', async () => {
  for (const [program, route] of [
    ['video-call', 'pages/video-call/index'],
    ['voice-support', 'pages/voice-support/index'],
    ['kinds', 'pages/kinds/index'],
  ]) {
    const page = await new Phone(program).open(route);
    assert.deepEqual(page.setDataCalls, [{ pageDepth: 1 }], program);
  }
});

test('a field that the handler sets is set once', async () => {
  const { page } = await support();
  const before = { ...page.data };
  page.setDataCalls.length = 0;
  await page.tap();
  assert.deepEqual(unchanged(before, page.setDataCalls), []);
  const openids = page.setDataCalls.filter((changes) => 'agentOpenid' in changes);
  assert.equal(openids.length, 1);
});

test('the data contains only the documented keys', async () => {
  const { page } = await filledIn();
  await page.tap();
  assert.deepEqual(Object.keys(page.data).sort(), [
    'busy', 'callName', 'callOpenid', 'connected', 'error', 'listenName', 'listenOpenid', 'loading', 'pageDepth', 'reachable',
    'receiving', 'state',
  ]);
});
