// `voip.open`: a page without a `Component`, with a user interface of its own.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { after, deny, never, soon, succeed } from '../lib/answers.mjs';
import { settled } from '../lib/clock.mjs';
import { declarationOf, glueWithOpen, hostLike, OwnPage } from '../lib/own-page.mjs';
import { FAMILY, phoneOf, SON, NOBODY, plain } from '../lib/people.mjs';
import { Phone } from '../lib/phone.mjs';
import { FIELDS, INITIAL, ROUTE, WHOLE_CALL } from '../lib/video-call.mjs';

for (const like of ['wx', 'Taro', 'uni']) {
  describe(`on ${like}`, () => {
    /** A phone and its own page. */
    async function opened({ script = {}, view = { data: FIELDS } } = {}) {
      const phone = new Phone('video-call');
      Object.assign(phone.host.script, script);
      const page = new OwnPage(phone, ROUTE, view, hostLike(like, phone));
      await settled();
      return { phone, host: phone.host, page };
    }

    test('places a call and ends it', async () => {
      const { phone, host, page } = await opened();
      assert.deepEqual(page.shown, { ...INITIAL, ...FIELDS });
      await page.act('handleCall');
      assert.deepEqual(host.names, WHOLE_CALL);
      const { listener, caller } = host.last('join1v1Chat');
      assert.deepEqual([listener, caller], [
        { nickname: '小红', openid: 'oListener' }, { nickname: '小明', openid: 'oCaller' },
      ]);
      assert.deepEqual([page.shown.state, page.shown.busy], ['InCall', false]);
      phone.host.members('oC', 'oL');
      assert.equal(page.shown.connected, true);
      await page.act('handleHangUp');
      assert.equal(page.shown.state, 'Idle');
      assert.equal(host.names.at(-1), 'exitVoIPChat');
      assert.deepEqual(page.changes(), ['Idle>Authorizing', 'Authorizing>Enabling', 'Enabling>Joining', 'Joining>InCall', 'InCall>Idle']);
      assert.deepEqual([phone.errors, host.violations], [[], []]);
    });

    test('shows a failure, and calls again', async () => {
      const { host, page } = await opened({ script: { authorize: [soon(deny)] } });
      await page.act('handleCall');
      assert.deepEqual([page.shown.state, page.shown.error], ['Failed', '未授权使用麦克风或摄像头']);
      const [failure] = page.events('fail');
      assert.deepEqual([failure.cause, failure.sentence], ['Denied', '未授权使用麦克风或摄像头']);
      await page.act('handleCall');
      assert.deepEqual([page.shown.state, page.shown.error], ['InCall', '']);
      host.assertNoViolations();
    });

    test('cancels', async () => {
      const { page } = await opened({ script: { setEnable1v1Chat: [never] } });
      await page.act('handleCall');
      assert.deepEqual([page.shown.state, page.shown.busy], ['Enabling', true]);
      await page.act('handleCancel');
      assert.deepEqual([page.shown.state, page.shown.busy], ['Idle', false]);
    });

    test('changes its fields', async () => {
      const { host, page } = await opened({ view: {} });
      await page.act('handleCall');
      assert.equal(page.shown.error, '请填写对方openid');
      page.handle.set({ listenOpenid: ' oL ', callOpenid: 'oC', unknown: 1 });
      page.act('handleChangeListenName', { detail: { value: 'Ann' } });
      assert.deepEqual([page.shown.listenOpenid, page.shown.listenName, page.handle.data.listenName], ['oL', 'Ann', 'Ann']);
      await page.act('handleCall');
      assert.deepEqual(host.last('join1v1Chat').listener, { nickname: 'Ann', openid: 'oL' });
    });

    test('is left during a call', async () => {
      const { phone, host, page } = await opened();
      await page.act('handleCall');
      page.handle.leave();
      await settled();
      // The call goes on, as that of a page that is left.
      assert.deepEqual(host.names, WHOLE_CALL);
      const before = page.calls.length;
      page.handle.set({ listenName: 'late' });
      await page.act('handleCall');
      page.handle.leave();
      assert.deepEqual([page.calls.length, phone.errors, host.names], [before, [], WHOLE_CALL]);
    });

    test('is left while it joins', async () => {
      const { phone, host, page } = await opened({ script: { join1v1Chat: [after(1000, succeed())] } });
      await page.act('handleCall');
      page.handle.leave();
      await phone.pass(1000);
      assert.deepEqual(host.names, [...WHOLE_CALL, 'exitVoIPChat']);
    });
  });
}

describe('nothing means the initial value', () => {
  for (const nothing of [undefined, null, {}]) {
    test(`as the page opens, in a change and in a tap: ${JSON.stringify(nothing)}`, async () => {
      const phone = new Phone('video-call');
      const page = new OwnPage(phone, ROUTE, { data: { ...FIELDS, listenName: nothing } });
      assert.equal(page.shown.listenName, 'listener');
      await settled();
      page.handle.set({ callName: nothing });
      assert.equal(page.shown.callName, 'caller');
      if (nothing && typeof nothing === 'object') return;
      await page.act('handleCall', { currentTarget: { dataset: { listenName: nothing } } });
      assert.equal(phone.host.last('join1v1Chat').listener.nickname, 'listener');
      assert.deepEqual(phone.errors, []);
    });
  }

  test('of a choice whose first variant is not the initial one', async () => {
    const phone = new Phone('kinds');
    const page = new OwnPage(phone, 'pages/kinds/index');
    await settled();
    page.handle.set({ room: 'video' });
    assert.equal(page.shown.room, 'video');
    page.handle.set({ room: null });
    assert.equal(page.shown.room, 'voice');
  });
});

test('a change before the join counts, as in the form of the page', async () => {
  for (const own of [true, false]) {
    const phone = new Phone('video-call');
    phone.host.script.setEnable1v1Chat = [after(1000, succeed())];
    const page = own ? new OwnPage(phone, ROUTE, { data: FIELDS }) : await phone.openFilled(ROUTE, FIELDS);
    await settled();
    page.act('handleCall');
    await settled();
    if (own) page.handle.set({ listenOpenid: 'oOther' });
    else page.input('listenOpenid', 'oOther');
    await phone.pass(1000);
    assert.equal(phone.host.last('join1v1Chat').listener.openid, 'oOther', own ? 'its own' : 'the form');
  }
});

describe('a value that a choice does not have', () => {
  for (const value of ['', ' ', false, true, 2, 'attic', 'length', 'toString', '00']) {
    test(`is an error: ${JSON.stringify(value)}`, async () => {
      for (const change of ['set', 'handleChangeRoom']) {
        const phone = new Phone('kinds');
        const page = new OwnPage(phone, 'pages/kinds/index', { data: { listenOpenid: 'oL', callOpenid: 'oC' } });
        await settled();
        if (change === 'set') page.handle.set({ room: value });
        else page.act(change, { detail: { value } });
        assert.equal(page.shown.error, '请正确填写通话方式', change);
        await page.act('handleCall');
        assert.deepEqual([phone.host.names, page.shown.error], [[], '请正确填写通话方式'], change);
      }
    });
  }

  test('is not the index that a picker gives', async () => {
    const page = new OwnPage(new Phone('kinds'), 'pages/kinds/index');
    await settled();
    for (const [value, room] of [[0, 'video'], ['1', 'voice'], ['0', 'video']]) {
      page.handle.handleChangeRoom({ detail: { value } });
      assert.deepEqual([page.shown.room, page.shown.error], [room, '']);
    }
  });
});

test('the parameters of an address set only the fields that ask for them', async () => {
  const phone = new Phone('video-call');
  const page = new OwnPage(phone, ROUTE, { data: FIELDS });
  await settled();
  page.handle.load({ from: 'share' });
  await page.act('handleCall');
  assert.equal(phone.host.last('join1v1Chat').listener.openid, FIELDS.listenOpenid);
});

test('a number that the user types is shown as that text', async () => {
  const phone = new Phone('kinds');
  const page = new OwnPage(phone, 'pages/kinds/index');
  await settled();
  assert.equal(page.handle.data.age, 18);
  page.handle.handleChangeAge({ detail: { value: '42' } });
  assert.equal(page.handle.data.age, '42');
  assert.equal(page.shown.error, '');
});

test('loads with the query, is shown, and calls a contact', async () => {
  const phone = phoneOf();
  const page = new OwnPage(phone, FAMILY);
  page.handle.load(phone.realm.value({}));
  page.handle.show();
  assert.equal(page.shown.loading, true);
  await settled();
  await phone.pass(0);
  await settled();
  assert.equal(page.shown.loading, false);
  assert.deepEqual(plain(page.shown.family).map(({ callable }) => callable), [true, false]);
  assert.equal(phone.host.calls('cloud.callFunction').length, 1);
  await page.act('handleCall', { detail: { voipContact: 0 } });
  assert.equal(phone.host.last('join1v1Chat').listener.openid, SON.openid);
  assert.equal(NOBODY.openid, '');
});

test('loads without a query, as an embedded component does', async () => {
  const phone = phoneOf();
  const page = new OwnPage(phone, FAMILY);
  await settled();
  await phone.pass(0);
  await settled();
  assert.equal(plain(page.shown.family).length, 2);
});

describe('contacts', () => {
  async function loaded() {
    const phone = phoneOf();
    const page = new OwnPage(phone, FAMILY);
    await settled();
    await phone.pass(0);
    await settled();
    return { phone, page };
  }

  for (const voipContact of [1, 2, '2', 'x', null]) {
    test(`the console names one that cannot be called: ${JSON.stringify(voipContact)}`, async () => {
      for (const event of [{ detail: { voipContact } }, { currentTarget: { dataset: { voipContact } }, detail: { x: 1 } }]) {
        const { phone, page } = await loaded();
        await page.act('handleCall', event);
        assert.deepEqual(phone.errors, [`voip: ${FAMILY}: voipContact ${voipContact} is not a contact that can be called`]);
        assert.equal(page.shown.state, 'Idle');
      }
    });
  }

  test('the console names one on a page without contacts', async () => {
    const phone = new Phone('video-call');
    const page = new OwnPage(phone, ROUTE, { data: FIELDS });
    await settled();
    await page.act('handleCall', { detail: { voipContact: 0 } });
    assert.equal(phone.errors.length, 1);
  });

  test('a tap during a call is not a mistake', async () => {
    const { phone, page } = await loaded();
    await page.act('handleCall', { detail: { voipContact: 0 } });
    await page.act('handleCall', { detail: { voipContact: 1 } });
    assert.deepEqual([page.shown.state, phone.errors], ['InCall', []]);
  });

  test('the list of the view is its own', async () => {
    const { page } = await loaded();
    page.shown.family.length = 1;
    page.shown.family[0].callable = false;
    assert.deepEqual(plain(page.handle.data.family).map(({ callable }) => callable), [true, false]);
  });
});

test('with a host of its own, the glue needs neither `wx` nor `getCurrentPages`', async () => {
  const phone = new Phone('video-call');
  const host = hostLike('Taro', phone);
  const declaration = declarationOf(phone, ROUTE);
  const voip = glueWithOpen(phone);
  phone.realm.run('delete this.wx; delete this.getCurrentPages');
  voip.load(declaration.module, host);
  const page = new OwnPage(phone, ROUTE, { data: FIELDS }, host);
  page.handle.load(phone.realm.value({}));
  let cause = 'none';
  voip.receive({}, (found) => (cause = found), host);
  await settled();
  assert.deepEqual([cause, page.shown.pageDepth], [undefined, 0]);
  await page.act('handleCall');
  assert.deepEqual([page.shown.state, phone.errors], ['InCall', []]);
});
