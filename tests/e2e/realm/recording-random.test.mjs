// Random runs of pages that record: each recording is replayed on a computer.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { after, fail, never, soon, succeed } from '../lib/answers.mjs';
import { Phone } from '../lib/phone.mjs';
import { recordsOf, replayed } from '../lib/recording.mjs';
import { fillIn, ROUTE } from '../lib/video-call.mjs';
import { FOUND, ROUTE as VOICE } from '../lib/voice-support.mjs';

const RUNS = 40;
const CALLS = ['authorize', 'exitVoIPChat', 'join1v1Chat', 'openSetting', 'request', 'setEnable1v1Chat', 'showModal'];
const ERRORS = [{ errCode: -1 }, { errMsg: 'auth deny' }, {}, null, 'text', -777, { errCode: '-1000' }, { errno: 104 }, { errno: 5, odd: [1] }];
const ACTS = ['handleCall', 'handleCall', 'handleCall', 'handleHangUp', 'handleDismiss', 'handleReceive', 'handleCancel'];

/** A random number generator. The same seed gives the same numbers. */
function rng(seed) {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

async function run(program, seed) {
  const random = rng(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const phone = new Phone(program);
  const answer = (name) => {
    const chance = random();
    if (chance < 0.1) return never;
    const given = chance < 0.75 ? succeed(name === 'request' ? FOUND : undefined) : fail(pick(ERRORS));
    return pick([soon, soon, (later) => after(pick([20, 3000, 40_000]), later)])(given);
  };
  // Each call takes the next answer.
  for (const name of CALLS) phone.host.script[name] = { shift: () => answer(name) };
  const page = await phone.open(program === 'recorded' ? ROUTE : VOICE);
  if (program === 'recorded') fillIn(page);
  else page.input('customerOpenid', 'oCustomer-0123456789');
  for (let step = 0; step < 40; step += 1) {
    const chance = random();
    if (chance < 0.5) page.act(pick(ACTS));
    else if (chance < 0.6) phone.host.members(...pick([[], ['oC'], ['oC', 'oL']]));
    else if (chance < 0.65) phone.host.interrupted();
    else await phone.pass(pick([0, 10, 2500, 61_000]));
  }
  page.act('handleCopyRecording');
  const text = phone.host.last('setClipboardData').data;
  assert.deepEqual(
    recordsOf(text).flatMap(({ change }) => (change ? [[change.from, change.to]] : [])),
    page.events('change').map(({ from, to }) => [from, to]),
  );
  const binary = program === 'recorded' ? 'video-call' : 'voice-support';
  assert.match(replayed(binary, `random ${program}`, text), /The page matches the recording/, `seed ${seed}`);
}

for (const program of ['recorded', 'recorded-full']) {
  test(`${RUNS} random runs of ${program}`, async () => {
    for (let seed = 1; seed <= RUNS; seed += 1) await run(program, seed);
  });
}
