// `setData` is the dearest call of a mini-program: it goes to another thread and renders. So it carries
// what has changed and nothing else.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { after, deny, soon, succeed } from '../lib/answers.mjs';
import { Phone } from '../lib/phone.mjs';
import { filledIn, STEPS } from '../lib/video-call.mjs';
import { filledIn as support } from '../lib/voice-support.mjs';

/** Replays each `setData` over `before`, and gives those keys that it set to what they were. */
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
  ['that comes about', {}],
  ['answered after a while', Object.fromEntries(STEPS.map(({ call }) => [call, [after(100, succeed())]]))],
  ['that is refused', { authorize: [soon(deny)] }],
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
    assert.ok(page.setDataCalls.every((changes) => Object.keys(changes).length > 0), 'none is empty');
  });
}

test('what changes in one go is set in one go', async () => {
  const script = Object.fromEntries(STEPS.map(({ call }) => [call, [succeed(), succeed()]]));
  const { page } = await filledIn({ script });
  page.setDataCalls.length = 0;
  page.act('handleCall');
  // The host answered every call inside it: the user has only ever seen the page before and after.
  assert.deepEqual(page.setDataCalls, [{ state: 'InCall', reachable: true }].map((last) => ({ ...last, ...busyIn(page) })));
});

/** `busy` came and went in that one go, so it need not be set, but may. */
function busyIn(page) {
  return 'busy' in page.setDataCalls[0] ? { busy: false } : {};
}

test('a page that was just opened sets nothing: its first values stand in its data', async () => {
  for (const [program, route] of [
    ['video-call', 'pages/video-call/index'],
    ['voice-support', 'pages/voice-support/index'],
    ['kinds', 'pages/kinds/index'],
  ]) {
    const page = await new Phone(program).open(route);
    assert.deepEqual(page.setDataCalls, [], program);
  }
});

test('what the handler sets is set once, beside what else changed', async () => {
  const { page } = await support();
  const before = { ...page.data };
  page.setDataCalls.length = 0;
  await page.tap();
  assert.deepEqual(unchanged(before, page.setDataCalls), []);
  const openids = page.setDataCalls.filter((changes) => 'agentOpenid' in changes);
  assert.equal(openids.length, 1);
});

test('data is plain: no member of the page or the module is in it', async () => {
  const { page } = await filledIn();
  await page.tap();
  assert.deepEqual(Object.keys(page.data).sort(), [
    'busy', 'callName', 'callOpenid', 'connected', 'error', 'listenName', 'listenOpenid', 'reachable', 'state',
  ]);
});
