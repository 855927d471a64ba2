// Random runs: pages are opened, used and left in any order, also inside callbacks, on a host with random
// answers. The module is called only for open pages, closes a page only outside its own calls, and never
// traps. Between these, at most one page is in the room, and all agree on whether calls are enabled. In the end nothing
// listens.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { miniProgram } from '../lib/built.mjs';
import { settled } from '../lib/clock.mjs';
import { Phone } from '../lib/phone.mjs';
import { disagreement } from '../lib/rules.mjs';

const RUNS = 150;
const PAGE_FUNCTIONS = ['voip_input', 'voip_act', 'voip_close', 'voip_succeed', 'voip_fail', 'voip_event'];
const CALLS = ['authorize', 'exitVoIPChat', 'join1v1Chat', 'openSetting', 'request', 'setEnable1v1Chat', 'showModal', 'showToast'];
const ERRORS = [{ errCode: -1 }, { errMsg: 'auth deny' }, {}, null, 'text', { errCode: '-1000' }, { errno: 104 }];

/** A random number generator. The same seed gives the same numbers. */
function rng(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Wraps the module's functions. Calls `report` for each flaw. */
function checked(exports, report) {
  const open = new Set();
  let depth = 0;
  const check = (name, call) => (...given) => {
    const [page] = given;
    if (PAGE_FUNCTIONS.includes(name) && page !== 0 && !open.has(page)) report(`${name} of a closed page`);
    if (name === 'voip_close') {
      if (depth > 0) report('a page is closed during a call of the module');
      open.delete(page);
    }
    depth += 1;
    try {
      const result = call(...given);
      if (name.startsWith('open ')) open.add(result);
      return result;
    } catch (error) {
      report(`${name} traps: ${error.message}`);
      throw error;
    } finally {
      depth -= 1;
    }
  };
  return Object.fromEntries(
    Object.entries(exports).map(([name, value]) => [name, typeof value === 'function' ? check(name, value) : value]),
  );
}

async function run(program, seed) {
  const random = rng(seed);
  const pick = (list) => list[Math.floor(random() * list.length)];
  const { pages: routes } = JSON.parse(readFileSync(`${miniProgram(program)}/app.json`, 'utf8'));
  const phone = new Phone(program);
  const { WXWebAssembly } = phone.realm.context;
  const { instantiate } = WXWebAssembly;
  const flaws = [];
  WXWebAssembly.instantiate = async (file, imports) => {
    const { instance } = await instantiate(file, imports);
    return { instance: { exports: checked(instance.exports, (flaw) => flaws.push(flaw)) } };
  };

  const pages = [];
  const pending = [];
  let depth = 0;
  const act = () => {
    if (depth > 3) return;
    depth += 1;
    const page = pick(pages);
    const chance = random();
    if (!page || chance < 0.12) {
      const opened = phone.openNow(pick(routes));
      for (const key of ['listenOpenid', 'callOpenid', 'customerOpenid']) {
        if (opened.component.has(`handleChange${key[0].toUpperCase()}${key.slice(1)}`)) opened.input(key, 'oX');
      }
      opened.component.parent = () => void (random() < 0.15 && act());
      pages.push(opened);
    } else if (chance < 0.5) {
      page.act(pick(['handleCall', 'handleCall', 'handleCall', 'handleHangUp', 'handleDismiss', 'handleReceive', 'handleCancel']));
    } else if (chance < 0.7) {
      const [key] = pick(Object.entries(phone.definition(routes[0]).properties));
      page.component.setProperties({ [key]: pick(['', 'a', 'ü'.repeat(300), 3, true]) });
    } else if (chance < 0.85) {
      page.component.call('onUnload');
      page.isLeft = true;
      if (random() < 0.5) page.component.lifetime('detached');
    } else if (chance < 0.95) {
      phone.host.members(...pick([[], ['oC'], ['oC', 'oL']]));
    } else {
      phone.host.interrupted();
    }
    depth -= 1;
  };
  for (const name of CALLS) {
    phone.host.wx[name] = (options) => {
      const succeed = () => {
        if (random() < 0.1) act();
        options.success?.(phone.realm.value({ confirm: random() < 0.7, data: { openid: 'oA' } }));
      };
      const answer = () => {
        if (random() < 0.9) succeed();
        else options.fail?.(phone.realm.value(pick(ERRORS)));
        if (random() < 0.15) succeed();
      };
      if (random() < 0.1) act();
      const way = random();
      if (way < 0.4) answer();
      else if (way < 0.9) pending.push(answer);
      else throw new Error('the host throws');
    };
  }

  for (let step = 0; step < 60; step += 1) {
    const chance = random();
    if (chance < 0.5) act();
    else if (chance < 0.8 && pending.length) pending.splice(Math.floor(random() * pending.length), 1)[0]();
    else if (chance < 0.9) await phone.pass(pick([10, 2500, 61_000]));
    else await settled();
    const open = pages.filter(({ isLeft, component }) => !isLeft && component.instance.voip.number);
    const wrong = disagreement(open);
    if (wrong) flaws.push(wrong);
  }
  // At last all pages are left, and everything is answered.
  for (const page of pages) page.component.call('onUnload');
  for (let answer = pending.shift(); answer; answer = pending.shift()) answer();
  await phone.pass(60_000);
  for (let answer = pending.shift(); answer; answer = pending.shift()) answer();
  await phone.pass(60_000);
  if (phone.host.listeners > 0) flaws.push(`${phone.host.listeners} listeners remain`);
  assert.deepEqual(flaws, [], `seed ${seed}`);
  assert.deepEqual(phone.errors, [], `seed ${seed}`);
}

for (const program of ['video-call', 'voice-support', 'recorded-full']) {
  test(`${RUNS} random runs of ${program}`, async () => {
    for (let seed = 1; seed <= RUNS; seed += 1) await run(program, seed);
  });
}
