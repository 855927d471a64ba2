// A page before its module runs, and a module that does not start.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { throws } from '../lib/answers.mjs';
import { settled } from '../lib/clock.mjs';
import { Phone } from '../lib/phone.mjs';
import { fillIn, ROUTE, WHOLE_CALL } from '../lib/video-call.mjs';

/** A page whose fields the address fills in. */
const KINDS = 'pages/kinds/index';

/** A phone with a replaced `instantiate`. */
function phoneWith(instantiate, program = 'video-call') {
  const phone = new Phone(program);
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

/** An `instantiate` that fails this many times. */
function failing(times, failure = () => Promise.reject(new Error('no memory'))) {
  let loads = 0;
  return (real) => (...given) => {
    loads += 1;
    return loads <= times ? failure() : real(...given);
  };
}

test('inputs and taps before the module runs are applied later, in order', async () => {
  const { arrive, instantiate } = late();
  const phone = phoneWith(instantiate);
  const page = phone.openNow(ROUTE);
  page.input('listenName', '红');
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
  const phone = phoneWith(instantiate, 'kinds');
  const page = phone.openNow(KINDS, { listenName: 'from%20the%20address', listenOpenid: 'oL' });
  page.input('callOpenid', 'oC');
  page.input('listenName', 'typed');
  arrive();
  await settled();
  assert.equal(page.data.listenName, 'typed');
  await page.tap();
  assert.equal(phone.host.last('join1v1Chat').listener.nickname, 'typed');
});

test('the fields of the address are shown before the module runs', async () => {
  const { instantiate } = late();
  const page = phoneWith(instantiate, 'kinds').openNow(KINDS, { listenOpenid: 'oL' });
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
  };
  for (const [name, instantiate] of Object.entries(FAILURES)) {
    test(`is an error on the page and on the console if ${name}`, async () => {
      const phone = phoneWith(instantiate);
      const page = await phone.open(ROUTE);
      await phone.pass(100);
      assert.equal(page.data.state, 'Failed');
      assert.equal(page.data.error, '页面加载失败，请点击重试');
      assert.equal(phone.errors.length, 1, phone.errors.join('\n'));
      assert.match(phone.errors[0], /^voip: \/voip\/app\.wasm: ./, 'a message for the developer');
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

  for (const [name, failure] of [
    ['rejects', () => Promise.reject(new Error('no memory'))],
    ['throws', throws(new Error('no memory'))],
    ['resolves without an instance', () => Promise.resolve()],
  ]) {
    test(`is loaded a second time at once if the host ${name}`, async () => {
      const phone = phoneWith(failing(1, failure));
      const page = phone.openNow(ROUTE);
      fillIn(page);
      await page.tap();
      assert.deepEqual([page.data.state, page.events('fail')], ['InCall', []]);
      assert.deepEqual(phone.errors, []);
    });
  }

  test('is loaded a second time if the host does not answer, and then fails', async () => {
    let loads = 0;
    const phone = phoneWith(() => () => new Promise(() => (loads += 1)));
    const page = await phone.open(ROUTE);
    fillIn(page);
    await page.tap();
    await phone.pass(60_000);
    assert.deepEqual([loads, page.data.state, page.data.error], [2, 'Failed', '页面加载失败，请点击重试']);
    assert.equal(phone.errors.length, 1);
    assert.deepEqual(phone.host.names, []);
  });

  test('is ignored if it comes after its time limit', async () => {
    const hosts = [late(), late(), late()];
    let loads = 0;
    const phone = phoneWith((real) => (...given) => hosts[loads++].instantiate(real)(...given));
    const page = await phone.open(ROUTE);
    await phone.pass(60_000);
    fillIn(page);
    await page.tap();
    hosts[0].arrive();
    hosts[1].arrive();
    await settled();
    assert.deepEqual([page.data.state, phone.host.names], ['Failed', []]);
    hosts[2].arrive();
    await settled();
    assert.deepEqual([page.data.state, page.data.error, phone.host.names], ['InCall', '', WHOLE_CALL]);
    await phone.pass(60_000);
    assert.equal(page.data.state, 'InCall');
  });

  test('is loaded again by a tap, which then calls', async () => {
    const phone = phoneWith(failing(2));
    const page = await phone.open(ROUTE);
    assert.deepEqual([page.data.state, page.data.error], ['Failed', '页面加载失败，请点击重试']);
    fillIn(page);
    await page.tap();
    assert.deepEqual(phone.host.names, WHOLE_CALL);
    assert.deepEqual([page.data.state, page.data.error], ['InCall', '']);
    assert.equal(phone.errors.length, 1);
  });

  test('is loaded again by the next page', async () => {
    const phone = phoneWith(failing(2));
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

describe('a page of another build than its module', () => {
  const MISMATCH = '页面与程序版本不一致，请重新构建';
  /** An `instantiate` whose module has other exports. */
  const exporting = (change) => (real) => (...given) =>
    real(...given).then(({ instance }) => ({ instance: { exports: change({ ...instance.exports }) } }));
  const BUILDS = {
    'the module has another ABI': (exports) => ({ ...exports, voip_abi: () => 99 }),
    'the fields of its page are others': (exports) =>
      Object.fromEntries(Object.entries(exports).map(([name, value]) => [name.startsWith('open ') ? `${name}0` : name, value])),
    'it does not have the page': (exports) =>
      Object.fromEntries(Object.entries(exports).filter(([name]) => !name.startsWith('open '))),
  };
  for (const [name, change] of Object.entries(BUILDS)) {
    test(`says so and calls nobody: ${name}`, async () => {
      const phone = phoneWith(exporting(change));
      const page = await phone.open(ROUTE);
      assert.equal(page.data.error, MISMATCH);
      assert.equal(phone.errors.length, 1);
      assert.match(phone.errors[0], /different builds: run cargo voip build again/);
      fillIn(page);
      await page.tap();
      assert.equal(page.data.error, MISMATCH);
      assert.deepEqual(phone.host.names, []);
    });
  }

  test('does not stop the other pages of the module', async () => {
    const without = exporting((exports) =>
      Object.fromEntries(Object.entries(exports).filter(([name]) => !name.startsWith('open pages/second/index'))),
    );
    const phone = new Phone('two-pages');
    const { WXWebAssembly } = phone.realm.context;
    WXWebAssembly.instantiate = without(WXWebAssembly.instantiate);
    const sound = await phone.open(ROUTE);
    const other = await phone.open('pages/second/index');
    assert.equal(other.data.error, MISMATCH);
    fillIn(sound);
    await sound.tap();
    assert.equal(sound.data.state, 'InCall');
  });
});

describe('a module that is loaded as the app starts', () => {
  const load = (phone) => phone.realm.load('voip/voip.js').load('/voip/app.wasm');

  test('serves the pages that open later', async () => {
    const phone = new Phone('video-call');
    load(phone);
    await settled();
    assert.equal(phone.realm.instances, 1);
    const page = phone.openNow(ROUTE);
    fillIn(page);
    page.act('handleCall');
    assert.deepEqual(phone.host.names, ['authorize'], 'the tap calls at once');
    await settled();
    assert.equal(page.data.state, 'InCall');
    assert.equal(phone.realm.instances, 1);
  });

  test('is loaded by its page if that has failed', async () => {
    const phone = phoneWith(failing(2));
    load(phone);
    await settled();
    assert.equal(phone.errors.length, 1);
    const page = await phone.open(ROUTE);
    fillIn(page);
    await page.tap();
    assert.equal(page.data.state, 'InCall');
  });
});
