// One room in one app: which page has it, whose call ends, and to whom its events go.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { after, failWith, never, soon, succeed } from '../lib/answers.mjs';
import { settled } from '../lib/clock.mjs';
import { Phone } from '../lib/phone.mjs';
import { fillIn, ROUTE } from '../lib/video-call.mjs';
import * as support from '../lib/voice-support.mjs';

/** Two open pages, the first of which is in a call that is connected. */
async function twoPages(join) {
  const phone = new Phone('video-call');
  const pages = [await phone.open(ROUTE), await phone.open(ROUTE)];
  pages.forEach(fillIn);
  await pages[0].tap();
  phone.host.members('oCaller', 'oListener');
  phone.host.script.join1v1Chat = [join];
  return { phone, host: phone.host, pages, first: pages[0], second: pages[1] };
}

const shown = ({ data }) => [data.state, data.connected];
const exits = (host) => host.calls('exitVoIPChat').length;

describe('a page that joins while another page is in a call', () => {
  test('takes the room when its join succeeds: then the other call has ended', async () => {
    const { phone, host, first, second } = await twoPages(after(1000, succeed()));
    await second.tap();
    assert.deepEqual(shown(first), ['InCall', true], 'the join may fail');
    await phone.pass(1000);
    assert.deepEqual([first, second].map(shown), [['Idle', false], ['InCall', false]]);
    assert.equal(first.data.error, '');
    assert.equal(exits(host), 0);
  });

  test('does not end the other call when its join fails', async () => {
    const { host, first, second } = await twoPages(soon(failWith(-1000)));
    await second.tap();
    assert.deepEqual([first, second].map(shown), [['InCall', true], ['Failed', false]]);
    host.members('oCaller');
    assert.deepEqual(shown(first), ['Idle', false], 'the first page still has the events of its call');
    assert.equal(exits(host), 0);
  });

  test('has the events from then on', async () => {
    const { host, first, second } = await twoPages(soon(succeed()));
    await second.tap();
    await first.tap();
    await first.hangUp();
    await second.tap();
    host.members('oCaller', 'oListener');
    assert.deepEqual([first, second].map(shown), [['Idle', false], ['InCall', true]]);
    host.members('oCaller');
    assert.deepEqual(shown(second), ['Idle', false]);
    assert.equal(host.listeners, 0);
  });

  test('does not take the events of the other call', async () => {
    const { phone, host, first, second } = await twoPages(after(1000, succeed()));
    await second.tap();
    host.members('oCaller');
    assert.deepEqual([first, second].map(shown), [['Idle', false], ['Joining', false]]);
    await phone.pass(1000);
    assert.deepEqual(shown(second), ['InCall', false]);
    host.members('oCaller');
    assert.deepEqual(shown(second), ['InCall', false], 'its own call has not been answered yet');
  });

  test('is connected if the members came before its answer', async () => {
    const { phone, host, second } = await twoPages(after(1000, succeed()));
    await second.tap();
    host.members('oCaller', 'oOther');
    await phone.pass(1000);
    assert.deepEqual(shown(second), ['InCall', true]);
  });

  test('keeps the room when the other page is left', async () => {
    const { host, first, second } = await twoPages(soon(succeed()));
    await second.tap();
    await first.leave();
    host.members('oCaller', 'oListener');
    assert.deepEqual(shown(second), ['InCall', true]);
  });
});

describe('leaving the room', () => {
  test('before a join ends the call of the page that has it, if the host says that it was left', async () => {
    const phone = new Phone('voice-support');
    const { host } = phone;
    host.script.request = Array.from({ length: 9 }, () => soon(succeed(support.FOUND)));
    const pages = [await phone.open(support.ROUTE), await phone.open(support.ROUTE)];
    pages.forEach((page) => page.input('customerOpenid', 'oC'));
    const [first, second] = pages;
    await first.tap();
    host.script.join1v1Chat = [soon(failWith(-1, 'Already in room!')), never];
    host.script.exitVoIPChat = [after(100, failWith(-1)), after(100, succeed())];
    await second.tap();
    await phone.pass(100);
    assert.deepEqual([first, second].map(shown), [['InCall', false], ['Joining', false]], 'the room was not left');
    await phone.pass(60_000);
    host.script.join1v1Chat = [soon(failWith(-1, 'Already in room!')), never];
    await second.tap();
    assert.deepEqual(shown(first), ['InCall', false]);
    await phone.pass(100);
    assert.deepEqual([first, second].map(shown), [['Idle', false], ['Joining', false]]);
  });

  test('for an older join is not asked for while another page has the room', async () => {
    const phone = new Phone('video-call');
    const { host } = phone;
    const pages = [await phone.open(ROUTE), await phone.open(ROUTE)];
    pages.forEach(fillIn);
    const [first, second] = pages;
    // Two joins of the first page: the older one succeeds late, while the newer one is on its way.
    host.script.join1v1Chat = [after(61_000, succeed()), after(4000, failWith(-1000)), after(1000, succeed())];
    await first.tap();
    await phone.pass(60_000);
    assert.equal(first.data.state, 'Failed');
    host.script.exitVoIPChat = [succeed()];
    await first.tap();
    assert.equal(first.data.state, 'Joining');
    await second.tap();
    const before = exits(host);
    await phone.pass(10_000);
    assert.deepEqual([first.data.state, second.data.state], ['Failed', 'InCall']);
    assert.equal(exits(host), before, 'it would end the call of the second page');
  });

  test('is asked for when the join of a left page succeeds, whoever was in a call', async () => {
    const { phone, host, first, second } = await twoPages(after(1000, succeed()));
    await second.tap();
    await second.leave();
    await phone.pass(1000);
    assert.equal(exits(host), 1);
    assert.deepEqual(shown(first), ['Idle', false], 'there is one room, and it was left');
    assert.equal(host.listeners, 0);
  });
});

describe('the order of members events and of the answer to the join', () => {
  const TWO = ['oCaller', 'oListener'];
  const ONE = ['oCaller'];
  /** What happens: members, or the answer to the join. */
  const ORDERS = [
    ['two before', [TWO, 'answer'], ['InCall', true]],
    ['two before, twice', [TWO, TWO, 'answer', TWO], ['InCall', true]],
    ['two before, then one', [TWO, ONE, 'answer'], ['InCall', false]],
    ['one before, then two', [ONE, TWO, 'answer'], ['InCall', true]],
    ['one before', [ONE, 'answer', ONE], ['InCall', false]],
    ['two after', ['answer', TWO], ['InCall', true]],
    ['two after, then one', ['answer', TWO, ONE], ['Idle', false]],
    ['two before, one after', [TWO, 'answer', ONE], ['Idle', false]],
    ['two before, none after', [TWO, 'answer', []], ['Idle', false]],
    ['one after, then two', ['answer', ONE, TWO], ['InCall', true]],
    ['two after the end', ['answer', TWO, ONE, TWO], ['Idle', false]],
    ['odd ones', ['answer', null, 'oCaller,oListener', undefined, TWO, {}], ['InCall', true]],
  ];
  for (const together of [true, false]) {
    for (const [name, order, expected] of ORDERS) {
      test(`${name}${together ? ', in one turn' : ''}`, async () => {
        const phone = new Phone('video-call');
        const { host } = phone;
        const page = await phone.open(ROUTE);
        fillIn(page);
        let join;
        host.script.join1v1Chat = [(call) => void (join = call)];
        await page.tap();
        assert.equal(host.listeners, 2, 'the page listens before the join is answered');
        for (const what of order) {
          if (what === 'answer') join.succeed();
          else if (Array.isArray(what)) host.members(...what);
          else for (const listener of host.listenersOf('onVoIPChatMembersChanged')) listener(phone.realm.value({ openIdList: what }));
          if (!together) await settled();
        }
        await settled();
        assert.deepEqual(shown(page), expected);
        assert.equal(host.listeners, page.data.state === 'InCall' ? 2 : 0);
        assert.deepEqual(phone.errors, []);
      });
    }
  }

  test('inside the answer', async () => {
    const phone = new Phone('video-call');
    const page = await phone.open(ROUTE);
    fillIn(page);
    phone.host.script.join1v1Chat = [
      (call) => {
        phone.host.members(...TWO);
        call.succeed();
        phone.host.members(...TWO);
      },
    ];
    await page.tap();
    assert.deepEqual(shown(page), ['InCall', true]);
  });
});

test('a late join does not take the room from the newer call of its page', async () => {
  const phone = new Phone('video-call');
  const page = await phone.open(ROUTE);
  fillIn(page);
  phone.host.script.join1v1Chat = [after(70_000, succeed())];
  await page.tap();
  await phone.pass(60_000);
  assert.equal(page.data.state, 'Failed');
  await page.tap();
  assert.equal(page.data.state, 'InCall');
  await phone.pass(10_000);
  phone.host.members('oCaller', 'oListener');
  assert.deepEqual(shown(page), ['InCall', true]);
  phone.host.members('oCaller');
  assert.deepEqual(shown(page), ['Idle', false]);
  assert.equal(phone.host.listeners, 0);
});

test('a page listens while its join is on its way, and not after it has failed', async () => {
  const phone = new Phone('video-call');
  const page = await phone.open(ROUTE);
  fillIn(page);
  phone.host.script.join1v1Chat = [after(1000, failWith(-1000))];
  await page.tap();
  assert.equal(phone.host.listeners, 2);
  await phone.pass(1000);
  assert.equal(phone.host.listeners, 0);
});
