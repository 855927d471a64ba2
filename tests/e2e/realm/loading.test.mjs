// A page before its module runs, and a module that does not start.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { settled } from '../lib/clock.mjs';
import { Phone } from '../lib/phone.mjs';
import { fillIn, ROUTE, WHOLE_CALL } from '../lib/video-call.mjs';

/** A phone with a replaced `instantiate`. */
function phoneWith(instantiate) {
  const phone = new Phone('video-call');
  const real = phone.realm.context.WXWebAssembly.instantiate;
  phone.realm.context.WXWebAssembly = { instantiate: instantiate(real, phone) };
  return phone;
}

/** An `instantiate` that waits until `arrive` is called. */
function late() {
  let arrive;
  const waits = new Promise((resolve) => (arrive = resolve));
  return { arrive, instantiate: (real) => (...given) => waits.then(() => real(...given)) };
}

/** The exports of a module that cannot open a page. */
function withoutPages(exports) {
  return Object.fromEntries(Object.entries(exports).filter(([name]) => !name.startsWith('open ')));
}

test('inputs and taps before the module runs are applied later, in order', async () => {
  const { arrive, instantiate } = late();
  const phone = phoneWith(instantiate);
  const page = phone.openNow(ROUTE, { listenName: '%E7%BA%A2' });
  page.input('listenOpenid', 'first');
  page.input('listenOpenid', 'oListener');
  page.input('callOpenid', 'oCaller');
  page.act('handleCall');
  await settled();
  assert.deepEqual(phone.host.names, []);
  arrive();
  await settled();
  assert.deepEqual(phone.host.names, WHOLE_CALL);
  assert.deepEqual(phone.host.last('join1v1Chat').listener, { nickname: '红', openid: 'oListener' });
  assert.equal(page.data.state, 'InCall');
});

test('an input before the module runs overrides the address', async () => {
  const { arrive, instantiate } = late();
  const phone = phoneWith(instantiate);
  const page = phone.openNow(ROUTE, { listenName: 'from%20the%20address', listenOpenid: 'oL', callOpenid: 'oC' });
  page.input('listenName', 'typed');
  arrive();
  await settled();
  assert.equal(page.data.listenName, 'typed');
  await page.tap();
  assert.equal(phone.host.last('join1v1Chat').listener.nickname, 'typed');
});

test('the fields of the address are shown before the module runs', async () => {
  const { instantiate } = late();
  const page = phoneWith(instantiate).openNow(ROUTE, { listenOpenid: 'oL' });
  assert.equal(page.data.listenOpenid, 'oL');
});

test('two taps before the module runs start one call', async () => {
  const { arrive, instantiate } = late();
  const phone = phoneWith(instantiate);
  const page = phone.openNow(ROUTE);
  fillIn(page);
  page.act('handleCall');
  page.act('handleCall');
  arrive();
  await settled();
  assert.deepEqual(phone.host.names, WHOLE_CALL);
});

describe('a module that does not start', () => {
  const FAILURES = {
    'the host rejects it': () => () => Promise.reject(new Error('CompileError: invalid wasm file')),
    'the host rejects it with a text': () => () => Promise.reject('LinkError'),
    'the host throws': () => () => {
      throw new TypeError('instantiate failed');
    },
    'there is no instance': () => () => Promise.resolve(undefined),
    'it has another ABI version': (real) => (...given) =>
      real(...given).then(({ instance }) => ({ instance: { exports: { ...instance.exports, voip_abi: () => 99 } } })),
    'it does not have the page': (real) => (...given) =>
      real(...given).then(({ instance }) => ({ instance: { exports: withoutPages(instance.exports) } })),
  };
  for (const [name, instantiate] of Object.entries(FAILURES)) {
    test(`is an error on the page and on the console if ${name}`, async () => {
      const phone = phoneWith(instantiate);
      const page = await phone.open(ROUTE);
      await phone.pass(100);
      assert.equal(page.data.state, 'Failed');
      assert.match(page.data.error, /\p{Script=Han}/u, 'a message for the user');
      assert.equal(phone.errors.length, 1, phone.errors.join('\n'));
      assert.match(phone.errors[0], /^voip: /, 'a message for the developer');
      fillIn(page);
      await page.tap();
      await page.hangUp();
      await page.leave();
      await phone.pass(60_000);
      assert.deepEqual(phone.host.names, []);
    });
  }

  test('is an error if there is no WXWebAssembly', async () => {
    const phone = new Phone('video-call');
    delete phone.realm.context.WXWebAssembly;
    const page = await phone.open(ROUTE);
    await phone.pass(100);
    assert.equal(page.data.state, 'Failed');
    assert.match(page.data.error, /\p{Script=Han}/u);
    assert.equal(phone.errors.length, 1);
  });

  test('is loaded again by the next page', async () => {
    let loads = 0;
    const phone = phoneWith((real) => (...given) => {
      loads += 1;
      return loads === 1 ? Promise.reject(new Error('no memory')) : real(...given);
    });
    const first = await phone.open(ROUTE);
    assert.equal(first.data.state, 'Failed');
    const second = await phone.open(ROUTE);
    fillIn(second);
    await second.tap();
    assert.equal(second.data.state, 'InCall');
  });

  test('drops an earlier tap', async () => {
    const { arrive, instantiate } = late();
    const phone = phoneWith((real) => (...given) => instantiate(real)(...given).then(() => Promise.reject(new Error('late'))));
    const page = phone.openNow(ROUTE);
    fillIn(page);
    page.act('handleCall');
    arrive();
    await settled();
    assert.deepEqual([page.data.state, page.data.busy], ['Failed', false]);
    assert.deepEqual(phone.host.names, []);
  });
});

test('`instantiate` may also resolve to the Instance, as in the type declarations', async () => {
  const phone = phoneWith((real) => (...given) => real(...given).then(({ instance }) => instance));
  const page = await phone.open(ROUTE);
  fillIn(page);
  await page.tap();
  assert.equal(page.data.state, 'InCall');
});
