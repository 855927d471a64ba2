// Recordings of pages that are open at the same time, or after a module was given up: each is that of its page alone.
import assert from 'node:assert/strict';
import { cpSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { after, fail, soon, succeed } from '../lib/answers.mjs';
import { miniProgram, output } from '../lib/built.mjs';
import { settled } from '../lib/clock.mjs';
import { Phone } from '../lib/phone.mjs';
import { printed, recordsOf, replayed } from '../lib/recording.mjs';
import { fillIn, ROUTE } from '../lib/video-call.mjs';
import { FOUND, ROUTE as VOICE } from '../lib/voice-support.mjs';

/** The recording of a page as it is copied. */
function copied(phone, page) {
  page.act('handleCopyRecording');
  return phone.host.last('setClipboardData').data;
}

/** Asserts that the recording has the changes of this page, and is replayed at the desk. */
function assertReplayed(binary, name, text, page) {
  const changes = recordsOf(text).flatMap(({ change }) => (change ? [[change.from, change.to]] : []));
  const shown = page.events('change').map(({ from, to }) => [from, to]);
  assert.deepEqual(changes, shown.slice(shown.length - changes.length));
  assert.match(replayed(binary, name, text), /The page matches the recording/);
}

test('a recording that is full leaves those of other pages alone', async () => {
  const phone = new Phone('recorded');
  const [full, other] = [await phone.open(ROUTE), await phone.open(ROUTE)];
  [full, other].forEach(fillIn);
  for (let calls = 0; calls < 400; calls += 1) {
    full.input('listenName', `小红 ${'x'.repeat(900)} ${calls}`);
    await full.tap();
    await full.hangUp();
  }
  await other.tap();
  await full.tap();
  await full.hangUp();
  await settled();
  assertReplayed('video-call', 'beside a full one', copied(phone, other), other);
});

test('what comes late for a module that was given up is not in the next recording', async () => {
  const phone = new Phone('recorded-full');
  const { instantiate } = phone.realm.context.WXWebAssembly;
  let stops = false;
  const act = (exports) => (...given) => {
    if (stops) throw new Error('unreachable');
    exports.voip_act(...given);
  };
  phone.realm.context.WXWebAssembly = {
    instantiate: (...given) =>
      instantiate(...given).then(({ instance: { exports } }) => ({ instance: { exports: { ...exports, voip_act: act(exports) } } })),
  };
  phone.host.script.request = [after(2000, fail({ errMsg: 'request:fail' })), after(3000, succeed(FOUND))];
  const page = await phone.open(VOICE);
  page.input('customerOpenid', 'oCustomer-0123456789');
  await page.tap();
  stops = true;
  await page.cancel();
  assert.equal(page.data.state, 'Failed');
  stops = false;
  await page.tap();
  await phone.pass(10_000);
  assert.equal(page.data.state, 'InCall');
  assertReplayed('voice-support', 'after a module', copied(phone, page), page);
});

test('a recording is in the realtime log if the console throws', async () => {
  const pieces = [];
  const broken = () => {
    throw new Error('no console');
  };
  const phone = new Phone('recorded', { globals: { console: { info: broken, error: broken } } });
  phone.host.wx.getRealtimeLogManager = () => ({ info: (piece) => void pieces.push(piece) });
  phone.host.script.authorize = [soon(fail({ errMsg: 'authorize:fail auth deny' }))];
  const page = await phone.open(ROUTE);
  fillIn(page);
  await page.tap();
  assert.equal(page.data.state, 'Failed');
  await page.tap();
  await page.hangUp();
  assertReplayed('video-call', 'without a console', pieces.join(''), page);
});

test('a page of a build that does not record works with a glue that records', async () => {
  const mixed = output('mixed');
  cpSync(miniProgram('voice-support'), mixed, { recursive: true });
  cpSync(path.join(miniProgram('recorded'), 'voip/voip.js'), path.join(mixed, 'voip/voip.js'));
  const phone = new Phone(mixed);
  phone.host.script.request = [soon(succeed(FOUND))];
  const page = await phone.open(VOICE);
  page.input('customer', '小红');
  page.input('customerOpenid', 'oCustomer-0123456789');
  await page.tap();
  await page.hangUp();
  assert.deepEqual([page.events('change').length, phone.errors], [5, []]);
  for (const word of ['小红', 'oCustomer']) assert.ok(!printed(phone).includes(word), word);
});
