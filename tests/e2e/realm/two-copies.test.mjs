// An app with two copies of the glue: that of the mini-program, and the ES module that a bundler puts into a script of the
// project. They share what is the app's: the room, and whether calls are enabled.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parse } from 'acorn';
import { after, succeed } from '../lib/answers.mjs';
import { settled } from '../lib/clock.mjs';
import { hostLike, MODULE, OwnPage } from '../lib/own-page.mjs';
import { Phone } from '../lib/phone.mjs';
import { fillIn, ROUTE, WHOLE_CALL } from '../lib/video-call.mjs';

const FIELDS = { listenOpenid: 'oOther', callOpenid: 'oCaller' };

test('the ES module exports the functions by name and by default', () => {
  const phone = new Phone('video-call');
  const voip = phone.realm.bundled(MODULE);
  for (const name of ['page', 'open', 'receive', 'load']) {
    assert.equal(typeof voip[name], 'function', name);
    assert.equal(voip.default[name], voip[name], name);
  }
  // A mini-program without scripts of its own has no use for `open`.
  assert.deepEqual(Object.keys(phone.realm.load('voip/voip.js')).sort(), ['load', 'page', 'receive']);
});

test('the ES module needs no bundler that knows CommonJS', () => {
  const { body } = parse(MODULE, { ecmaVersion: 2015, sourceType: 'module' });
  assert.deepEqual(body.filter(({ type }) => type.startsWith('Import')), []);
  assert.doesNotMatch(MODULE, /\brequire\b|\bmodule\.exports\b/);
});

/** A phone with a page of the mini-program, and a page of the project's own on a host. */
async function twoCopies(like, { wx } = {}) {
  const phone = new Phone('video-call', wx && { wx });
  const host = hostLike(like, phone);
  const page = await phone.open(ROUTE);
  fillIn(page);
  const own = new OwnPage(phone, ROUTE, { data: FIELDS }, host, phone.realm.bundled(MODULE));
  await settled();
  return { phone, page, own };
}

for (const like of ['wx', 'Taro', 'uni']) {
  describe(`the other copy is on ${like}`, () => {
    test('the room is that of the last call', async () => {
      const { phone, page, own } = await twoCopies(like);
      await page.tap();
      phone.host.members('oC', 'oL');
      assert.deepEqual([page.data.state, page.data.connected], ['InCall', true]);
      await own.act('handleCall');
      assert.deepEqual([page.data.state, own.shown.state], ['Idle', 'InCall']);
      phone.host.members('oC', 'oL');
      assert.deepEqual([page.data.connected, own.shown.connected], [false, true]);
      await page.tap();
      assert.deepEqual([page.data.state, own.shown.state], ['InCall', 'Idle']);
      assert.deepEqual([phone.errors, phone.host.violations], [[], []]);
    });

    test('a call that is joined while the other copy joins is the one that ends', async () => {
      const { phone, page, own } = await twoCopies(like);
      phone.host.script.join1v1Chat = [after(1000, succeed())];
      await page.tap();
      await own.act('handleCall');
      assert.deepEqual([page.data.state, own.shown.state], ['Joining', 'InCall']);
      await phone.pass(1000);
      assert.deepEqual([page.data.state, own.shown.state], ['InCall', 'Idle']);
      await page.hangUp();
      assert.deepEqual(phone.host.names.filter((name) => name === 'exitVoIPChat').length, 1);
    });

    test('the events of the room are listened to once', async () => {
      const { phone, page, own } = await twoCopies(like);
      await page.tap();
      await own.act('handleCall');
      assert.equal(phone.host.listeners, 2);
      await own.act('handleHangUp');
      assert.equal(phone.host.listeners, 0);
    });

    test('the app is reachable for both', async () => {
      const { phone, page, own } = await twoCopies(like);
      await own.act('handleCall');
      assert.deepEqual([page.data.reachable, own.shown.reachable], [true, true]);
      const later = new OwnPage(phone, ROUTE, {}, undefined, phone.realm.bundled(MODULE));
      await settled();
      assert.equal(later.shown.reachable, true);
    });
  });
}

test('each copy has its own module', async () => {
  const { phone } = await twoCopies('wx');
  assert.equal(phone.realm.instances, 2);
});

test('the calls of a page go to its host', async () => {
  const phone = new Phone('video-call');
  const made = [];
  const Taro = { ...hostLike('Taro', phone) };
  for (const name of [...WHOLE_CALL, 'exitVoIPChat']) {
    Taro[name] = (options) => {
      made.push(name);
      return phone.host.wx[name](options);
    };
  }
  const page = await phone.open(ROUTE);
  fillIn(page);
  await page.tap();
  await page.hangUp();
  assert.deepEqual(made, []);
  const own = new OwnPage(phone, ROUTE, { data: FIELDS }, Taro);
  await settled();
  await own.act('handleCall');
  await own.act('handleHangUp');
  assert.deepEqual(made, [...WHOLE_CALL, 'exitVoIPChat']);
});

test('a frozen host does not throw', async () => {
  const { phone, page, own } = await twoCopies('wx', { wx: (host) => Object.freeze(host.wx) });
  await page.tap();
  assert.equal(page.data.state, 'InCall');
  await own.act('handleCall');
  assert.deepEqual([own.shown.state, phone.errors], ['InCall', []]);
});

test('`wx` does not list what the copies share', async () => {
  const { phone } = await twoCopies('wx');
  assert.deepEqual(Object.keys(phone.host.wx).filter((name) => name.startsWith('voip')), []);
});
