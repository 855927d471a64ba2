// `on_load` and `receive(on_show)`: when the module is notified that the page is opened and shown.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { after, failWith, never, soon, succeed } from '../lib/answers.mjs';
import { settled } from '../lib/clock.mjs';
import { Phone } from '../lib/phone.mjs';
import { FAMILY, familyPage, found, LIST, NOBODY, phoneOf, plain, shown, SON } from '../lib/people.mjs';
import { ROUTE } from '../lib/video-call.mjs';

const LOADED = 'cloud.callFunction {"name":"family","data":{"group":""}}';

test('a page loads its contacts with its query, and shows them without their openids', async () => {
  const { host, page } = await familyPage({ query: { group: '%E5%AE%B6' } });
  assert.deepEqual(host.calls('cloud.callFunction'), ['cloud.callFunction {"name":"family","data":{"group":"家"}}']);
  assert.deepEqual(plain(page.data.family), [SON, NOBODY].map(shown));
  assert.deepEqual([page.data.member, page.data.loading, page.data.error], [true, false, '']);
  assert.doesNotMatch(JSON.stringify(page.setDataCalls), /oSon/);
  host.assertNoViolations();
});

test('the scene of a mini-program code is part of the query', async () => {
  const { host } = await familyPage({ query: { scene: 'group%3Dg1%26reason%3DUrgent' } });
  assert.deepEqual(host.last('cloud.callFunction').data, { group: 'g1' });
});

test('a hostile query is only text', async () => {
  for (const query of [{ group: '%' }, { __proto__: null, scene: '%E4%A' }, { scene: '&&=&group' }, { reason: '<b>', group: '=&' }]) {
    const { host, page } = await familyPage({ query });
    assert.equal(host.calls('cloud.callFunction').length, 1);
    assert.equal(typeof host.last('cloud.callFunction').data.group, 'string');
    assert.deepEqual([page.data.error, page.data.state, page.data.reason], ['', 'Idle', 'Chat']);
    assert.equal(page.phone.errors.length, 0);
  }
  const throwing = 'get scene() { throw new Error(); }';
  const objects = [`{ get group() { throw new Error(); }, ${throwing} }`, '{ group: Object.create(null), scene: Object.create(null) }', 'undefined', 'null', '7'];
  for (const query of objects) {
    const phone = phoneOf();
    const page = phone.embedLater(FAMILY);
    page.component.call('onLoad', phone.realm.run(`(${query})`));
    await settled();
    assert.equal(phone.host.calls('cloud.callFunction').length, 1, query);
    assert.deepEqual([page.data.family.length, phone.errors], [2, []], query);
  }
});

test('a tap waits for the loading, which the data show', async () => {
  const phone = phoneOf();
  phone.host.script['cloud.callFunction'] = [after(1000, found(SON))];
  const page = await phone.open(FAMILY);
  assert.equal(page.data.loading, true);
  await page.tapWith({ voipContact: 0 });
  assert.equal(page.data.state, 'Idle');
  await phone.pass(1000);
  assert.deepEqual([page.data.loading, page.data.family.length], [false, 1]);
});

test('a page that loads says so before its module runs', async () => {
  const phone = phoneOf();
  const page = phone.openNow(FAMILY);
  assert.equal(page.data.loading, true);
  await settled();
  assert.deepEqual([page.data.loading, page.data.family.length], [false, 2]);
  const { data } = phone.openNow(LIST);
  assert.equal(data.loading, false, 'a page without `on_load`');
  const broken = phoneOf();
  broken.realm.context.WXWebAssembly = { instantiate: () => Promise.reject(new Error('no')) };
  const failed = broken.openNow(FAMILY);
  await settled();
  assert.deepEqual([failed.data.loading, failed.data.state], [false, 'Failed']);
});

test('an `on_load` that times out is not logged as a failed step', async () => {
  const phone = phoneOf();
  phone.host.script['cloud.callFunction'] = [never];
  const page = await phone.open(FAMILY);
  await phone.pass(120_000);
  assert.deepEqual([page.data.error, phone.failures, phone.errors], ['等待超时', [], []]);
});

test('a failure is shown, and the next show loads again', async () => {
  const phone = phoneOf();
  phone.host.script['cloud.callFunction'] = [soon(failWith(-501000, 'cloud.callFunction:fail')), soon(found(SON))];
  const page = await phone.open(FAMILY);
  assert.equal(page.data.error, '页面加载失败，请重试');
  assert.equal(page.data.loading, false);
  page.show();
  await settled();
  assert.deepEqual([page.data.error, page.data.family.length], ['', 1]);
  page.show();
  await settled();
  assert.equal(phone.host.calls('cloud.callFunction').length, 2, 'it has succeeded');
});

test('a page that was left while it loads changes nothing', async () => {
  const phone = phoneOf();
  phone.host.script['cloud.callFunction'] = [after(1000, found(SON))];
  const page = await phone.open(FAMILY);
  await page.leave();
  const before = page.setDataCalls.length;
  await phone.pass(5000);
  assert.equal(page.setDataCalls.length, before);
  assert.deepEqual(phone.errors, []);
});

test('a page that was left before its module runs does not load', async () => {
  const phone = phoneOf();
  const page = phone.openNow(FAMILY);
  await page.leave();
  await phone.pass(1000);
  assert.deepEqual(phone.host.names, []);
});

describe('inside another page', () => {
  test('it loads when that page is shown', async () => {
    const phone = phoneOf();
    const page = await phone.embed(FAMILY);
    await phone.pass(0);
    assert.deepEqual(phone.host.calls('cloud.callFunction'), [LOADED]);
    assert.equal(page.data.family.length, 2);
    assert.equal(page.data.reachable, true);
  });

  test('it loads if that page was shown before', async () => {
    const phone = phoneOf();
    const page = phone.embedLater(FAMILY);
    await settled();
    assert.deepEqual(phone.host.names, [], 'a query may follow');
    await phone.pass(0);
    assert.deepEqual(phone.host.calls('cloud.callFunction'), [LOADED]);
    assert.equal(page.data.family.length, 2);
  });
});

test('a show that comes before the query does not load without it', async () => {
  const phone = phoneOf();
  const page = phone.embedLater(FAMILY);
  page.show();
  await settled();
  page.component.call('onLoad', phone.realm.value({ group: 'g' }));
  await phone.pass(0);
  assert.deepEqual(phone.host.calls('cloud.callFunction'), ['cloud.callFunction {"name":"family","data":{"group":"g"}}']);
});

test('a query that comes later than a timer is the one that it loads with', async () => {
  const phone = phoneOf();
  const page = phone.attach(FAMILY);
  await phone.pass(1000);
  assert.deepEqual(phone.host.names, []);
  page.load({ group: 'g' });
  await phone.pass(1000);
  assert.deepEqual(phone.host.calls('cloud.callFunction'), ['cloud.callFunction {"name":"family","data":{"group":"g"}}']);
  assert.deepEqual([page.data.loading, page.data.family.length], [false, 2]);
});

test('after a trap, the next tap opens the page again and loads it with the same query', async () => {
  const { phone, host, page } = await familyPage({ query: { group: 'g' } });
  assert.equal(page.data.family.length, 2);
  page.input('myName', 'panic');
  await page.tapWith({ voipContact: 0 });
  assert.deepEqual([page.data.state, page.data.error], ['Failed', '页面出错了，请重试']);
  assert.deepEqual([page.data.loading, page.data.reachable], [false, false]);
  assert.equal(phone.errors.length, 1);
  page.input('myName', 'me');
  await page.dismiss();
  await settled();
  assert.deepEqual(host.calls('cloud.callFunction').slice(1), ['cloud.callFunction {"name":"family","data":{"group":"g"}}']);
  assert.deepEqual([page.data.state, page.data.family.length, page.data.reachable], ['Idle', 2, true]);
});

describe('receive(on_show)', () => {
  test('enables calls when the page is shown, silently', async () => {
    const { host, page } = await familyPage();
    assert.deepEqual(host.calls('setEnable1v1Chat'), ['setEnable1v1Chat {"enable":true}']);
    assert.deepEqual([page.data.reachable, page.data.busy], [true, false]);
    page.show();
    await settled();
    assert.equal(host.calls('setEnable1v1Chat').length, 1);
  });

  test('停止接听 disables them, and no page enables them again', async () => {
    const { phone, host, page } = await familyPage();
    await page.makeReachable();
    assert.deepEqual(host.calls('setEnable1v1Chat').slice(1), ['setEnable1v1Chat {"enable":false}']);
    assert.equal(page.data.reachable, false);
    page.show();
    const other = await phone.open(FAMILY);
    await settled();
    assert.equal(host.calls('setEnable1v1Chat').length, 2);
    assert.equal(other.data.reachable, false);
    await other.makeReachable();
    assert.deepEqual([page.data.reachable, other.data.reachable], [true, true]);
  });

  test('a late answer counts', async () => {
    const phone = phoneOf();
    phone.host.script.setEnable1v1Chat = [after(600_000, succeed())];
    const page = await phone.open(FAMILY);
    await phone.pass(600_000);
    assert.equal(page.data.reachable, true);
  });

  test('a failure shows no toast', async () => {
    const phone = phoneOf();
    phone.host.script.setEnable1v1Chat = [soon(failWith(-20001))];
    const page = await phone.open(FAMILY);
    assert.equal(page.data.reachable, false);
    assert.deepEqual(phone.host.calls('showToast'), []);
  });
});

for (const [program, route] of [['video-call', ROUTE], ['people', LIST]]) test(`a page with neither is not notified: ${program}`, async () => {
  const phone = new Phone(program);
  const page = await phone.open(route);
  const before = { ...phone.crossings };
  page.show();
  await phone.pass(1000);
  assert.deepEqual(phone.crossings, before);
});

test('a page whose host never answers shows that it loads', async () => {
  const phone = phoneOf();
  phone.host.script['cloud.callFunction'] = [never];
  const page = await phone.open(FAMILY);
  assert.equal(page.data.loading, true);
});
