// Before the module runs, and when it never does.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { settled } from '../lib/clock.mjs';
import { Phone } from '../lib/phone.mjs';
import { fillIn, ROUTE, WHOLE_CALL } from '../lib/video-call.mjs';

/** A phone on which `instantiate` does as it is told. */
function phoneWith(instantiate) {
  const phone = new Phone('video-call');
  const real = phone.realm.context.WXWebAssembly.instantiate;
  phone.realm.context.WXWebAssembly = { instantiate: instantiate(real, phone) };
  return phone;
}

/** `instantiate` that has to wait until `arrive` is called. */
function late() {
  let arrive;
  const waits = new Promise((resolve) => (arrive = resolve));
  return { arrive, instantiate: (real) => (...given) => waits.then(() => real(...given)) };
}

test('what is typed and tapped before the module runs is kept, in its order', async () => {
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

test('what is typed before the module runs goes over what the address says', async () => {
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

test('the address is on the page before the module runs', async () => {
  const { instantiate } = late();
  const page = phoneWith(instantiate).openNow(ROUTE, { listenOpenid: 'oL' });
  assert.equal(page.data.listenOpenid, 'oL');
});

test('two taps before the module runs are one call', async () => {
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
  const WAYS = {
    'is refused': () => () => Promise.reject(new Error('CompileError: invalid wasm file')),
    'is refused with a text': () => () => Promise.reject('LinkError'),
    'makes the host throw': () => () => {
      throw new TypeError('instantiate is not for you');
    },
    'gives nothing': () => () => Promise.resolve(undefined),
    'is of another build': (real) => (...given) =>
      real(...given).then(({ instance }) => ({ instance: { exports: { ...instance.exports, voip_abi: () => 99 } } })),
    'has no such page': (real) => (...given) =>
      real(...given).then(({ instance }) => ({ instance: { exports: { ...instance.exports, [`open ${ROUTE}`]: undefined } } })),
  };
  for (const [name, instantiate] of Object.entries(WAYS)) {
    test(`since it ${name}, says so on the page and on the console`, async () => {
      const phone = phoneWith(instantiate);
      const page = await phone.open(ROUTE);
      await phone.pass(100);
      assert.equal(page.data.state, 'Failed');
      assert.match(page.data.error, /\p{Script=Han}/u, 'a sentence for the user');
      assert.equal(phone.errors.length, 1, phone.errors.join('\n'));
      assert.match(phone.errors[0], /^voip: /, 'and one for the developer');
      fillIn(page);
      await page.tap();
      await page.hangUp();
      await page.leave();
      await phone.pass(60_000);
      assert.deepEqual(phone.host.names, []);
    });
  }

  test('since there is no WXWebAssembly, says so', async () => {
    const phone = new Phone('video-call');
    delete phone.realm.context.WXWebAssembly;
    const page = await phone.open(ROUTE);
    await phone.pass(100);
    assert.equal(page.data.state, 'Failed');
    assert.match(page.data.error, /\p{Script=Han}/u);
    assert.equal(phone.errors.length, 1);
  });

  test('is tried again by the next page', async () => {
    let tries = 0;
    const phone = phoneWith((real) => (...given) => {
      tries += 1;
      return tries === 1 ? Promise.reject(new Error('no memory')) : real(...given);
    });
    const first = await phone.open(ROUTE);
    assert.equal(first.data.state, 'Failed');
    const second = await phone.open(ROUTE);
    fillIn(second);
    await second.tap();
    assert.equal(second.data.state, 'InCall');
  });

  test('keeps a tap no longer: it fails with the page', async () => {
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

test('an Instance itself, as the types have it, is taken as well', async () => {
  const phone = phoneWith((real) => (...given) => real(...given).then(({ instance }) => instance));
  const page = await phone.open(ROUTE);
  fillIn(page);
  await page.tap();
  assert.equal(page.data.state, 'InCall');
});
