// Pages that call one of many people: contacts, and the dataset of a tap.
import assert from 'node:assert/strict';
import { cpSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { describe, test } from 'node:test';
import { failWith, never, soon } from '../lib/answers.mjs';
import { miniProgram, output } from '../lib/built.mjs';
import { settled } from '../lib/clock.mjs';
import { FAMILY, familyPage, LIST, phoneOf, plain, SON } from '../lib/people.mjs';

const listener = ({ host }) => host.last('join1v1Chat')?.listener;

/** The page with an own WXML, and who calls. */
async function listPage(query = { me: 'oMe' }) {
  const phone = phoneOf();
  const page = await phone.open(LIST, query);
  return { phone, host: phone.host, page };
}

describe('a contact', () => {
  test('is called by the index of its row', async () => {
    const made = await familyPage();
    await made.page.tapWith({ voipContact: 0 });
    assert.deepEqual(listener(made), SON);
    assert.deepEqual(made.host.last('join1v1Chat').caller, { nickname: 'caller', openid: 'oMe' });
    assert.equal(made.page.data.state, 'InCall');
    made.host.assertNoViolations();
  });

  test('is called by the detail of a custom event', async () => {
    const made = await familyPage();
    made.page.act('handleCall', { voipContact: '0' });
    await settled();
    assert.deepEqual(listener(made), SON);
  });

  test('without an openid, or that does not exist, is not called', async () => {
    for (const voipContact of [1, 2, '1']) {
      const { host, page } = await familyPage();
      const before = host.names.length;
      await page.tapWith({ voipContact });
      assert.equal(page.data.state, 'Idle', String(voipContact));
      assert.equal(host.names.length, before, String(voipContact));
      assert.deepEqual(page.phone.errors, []);
    }
  });

  test('is a whole number: anything else is an error', async () => {
    const { host, page } = await familyPage();
    const before = host.names.length;
    const cases = [[0], '00', ' 0', '0x0', '+0', '0.0', -1, 0.5, 2 ** 31, 1e20, NaN, Infinity, 'x', '', null, undefined, true, false, {}, []];
    for (const voipContact of cases) {
      for (const tap of [() => page.tapWith({ voipContact }), () => page.act('handleCall', { voipContact })]) {
        await tap();
        await settled();
        assert.deepEqual([page.data.state, page.data.error], ['Idle', '请正确填写联系人'], JSON.stringify(voipContact));
        await page.dismiss();
        assert.equal(page.data.error, '');
      }
    }
    await page.tapWith({ voipContact: 'x' });
    assert.deepEqual([host.names.length, page.phone.errors], [before, []]);
    await page.tapWith({ voipContact: '0' });
    assert.deepEqual([page.data.state, page.data.error], ['InCall', '']);
  });

  test('cannot be set from outside', async () => {
    const { host, page } = await familyPage();
    const { family } = page.data;
    const before = host.names.length;
    await page.tapWith({ family: [SON] });
    assert.equal(page.component.has('handleChangeFamily'), false);
    assert.equal(page.phone.definition(FAMILY).properties.family, undefined);
    assert.deepEqual(page.data.family, family);
    assert.equal(host.names.length, before, 'and there is no main button');
  });

  test('is one of 500, which are shown once', async () => {
    const family = Array.from({ length: 500 }, (_, index) => ({ ...SON, openid: `o${index}`, nickname: `第${index}号` }));
    const made = await familyPage({ family });
    assert.equal(made.page.data.family.length, 500);
    const shown = made.page.setDataCalls.filter((changes) => changes.family !== undefined);
    assert.equal(shown.length, 1);
    await made.page.tapWith({ voipContact: 499 });
    assert.equal(listener(made).openid, 'o499');
    assert.equal(made.page.setDataCalls.filter((changes) => changes.family !== undefined).length, 1);
  });

  test('an invalid row of the form is said first', async () => {
    const made = await listPage();
    made.page.input('level', 'x');
    for (const dataset of [{ voipContact: 0 }, { openid: 'oFirst' }]) await made.page.tapWith(dataset);
    assert.deepEqual([made.page.data.error, made.host.names], ['请正确填写级别', []]);
  });

  test('an answer of the server that is not a list is an error of the page', async () => {
    const phone = phoneOf();
    phone.host.script['cloud.callFunction'] = [soon((call) => call.succeed({ result: { me: 'oMe', family: 'x' } }))];
    const page = await phone.open(FAMILY);
    assert.deepEqual(plain([page.data.family, page.data.loading]), [[], false]);
    assert.equal(page.data.error, '页面加载失败，请重试');
  });
});

describe('the dataset of a tap', () => {
  test('sets fields, then calls', async () => {
    const made = await listPage();
    await made.page.tapWith({ openid: ' oFirst ', name: '一号', level: '3', urgent: true });
    assert.deepEqual(listener(made), { openid: 'oFirst', nickname: '一号' });
    const { openid, name, level, urgent } = made.page.data;
    assert.deepEqual({ openid, name, level, urgent }, { openid: 'oFirst', name: '一号', level: '3', urgent: true });
  });

  test('is the detail of a custom event too, and not the position of a tap', async () => {
    const made = await listPage();
    made.page.act('handleCall', { openid: 'oFirst', name: 7 });
    await settled();
    assert.deepEqual(listener(made), { openid: 'oFirst', nickname: '7' });
    const other = await listPage();
    other.page.act('handleCall', { x: 1, y: 2, openid: 'oFirst' });
    await settled();
    assert.equal(listener(other), undefined);
  });

  test('has foreign keys, which are ignored', async () => {
    const made = await listPage();
    await made.page.tapWith({ openid: 'oFirst', state: 'InCall', busy: true, error: 'x', constructor: 1, id: {}, people: [SON] });
    assert.deepEqual(listener(made), { openid: 'oFirst', nickname: '客服' });
    assert.deepEqual(plain(made.page.data.people), []);
  });

  test('with a wrong type makes no call, and changes nothing', async () => {
    const cases = [['level', {}], ['level', 'x'], ['level', -1], ['level', NaN], ['level', []], ['name', {}], ['name', NaN], ['urgent', 'x'], ['urgent', 1]];
    for (const [key, value] of cases) {
      const { host, page } = await listPage();
      const before = page.data[key];
      await page.tapWith({ openid: 'oFirst', [key]: value });
      assert.match(page.data.error, /^请正确填写/, `${key} ${JSON.stringify(value)}`);
      assert.deepEqual([host.names, page.data[key]], [[], before]);
      await page.tapWith({ openid: 'oSecond' });
      assert.equal(listener({ host }).openid, 'oSecond', 'the next tap calls');
    }
  });

  test('without a value empties the field', async () => {
    for (const openid of [null, undefined, '']) {
      const { host, page } = await listPage();
      await page.tapWith({ openid: 'oFirst' });
      await page.hangUp();
      const before = host.names.length;
      await page.tapWith({ openid });
      assert.equal(host.names.length, before);
      assert.equal(page.data.openid, '');
      assert.match(page.data.error, /^请/);
    }
  });

  test('does not change a call', async () => {
    const { host, page } = await listPage();
    host.script.join1v1Chat = [never];
    await page.tapWith({ openid: 'oFirst' });
    await page.tapWith({ openid: 'oSecond', name: '二号' });
    assert.deepEqual([page.data.openid, page.data.name], ['oFirst', '客服']);
    assert.equal(host.calls('join1v1Chat').length, 1);
  });

  test('before the module runs is applied later', async () => {
    const phone = phoneOf();
    const page = phone.openNow(LIST, { me: 'oMe' });
    page.act('handleCall', { x: 1, y: 1 }, { openid: 'oFirst' });
    await settled();
    assert.equal(listener({ host: phone.host }).openid, 'oFirst');
  });

  test('may be missing, or throw', async () => {
    const { host, page } = await listPage();
    const events = ['undefined', '({})', '({ currentTarget: null, detail: 7 })', '({ get currentTarget() { throw new Error(); } })'];
    for (const event of events) page.component.call('handleCall', page.phone.realm.run(event));
    await settled();
    assert.deepEqual(host.names, []);
    assert.match(page.data.error, /^请/);
  });
});

describe('files beside the source', () => {
  test('the script adds data, methods and hooks', async () => {
    const { phone, host, page } = await listPage();
    assert.equal(page.data.greeting, '您好 oMe');
    assert.equal(page.data.me, 'oMe', 'the onLoad of the page runs too');
    assert.equal(page.data.agents.length, 2);
    assert.deepEqual(page.component.call('onShareAppMessage'), phone.realm.value({ title: '客服' }));
    page.act('ask');
    await settled();
    assert.equal(page.data.reachable, true);
    assert.deepEqual(host.names, ['showModal', 'authorize', 'authorize', 'setEnable1v1Chat']);
  });
});

test('a method of the script that the page replaces is on the console', async () => {
  const folder = output('replaced-method');
  rmSync(folder, { recursive: true, force: true });
  cpSync(miniProgram('people'), folder, { recursive: true });
  writeFileSync(path.join(folder, 'pages/list/index.own.js'), 'exports.methods = { onLoad: function () {}, handleCall: function () {} };');
  const phone = phoneOf([], { program: folder });
  await phone.open(LIST);
  assert.deepEqual(phone.console, [{ level: 'warn', text: 'index.own.js: handleCall is a method of the page, which replaces this one' }]);
});

describe('choices', () => {
  test('take the index of a picker, and the name', async () => {
    const { page } = await familyPage();
    assert.deepEqual([page.data.reason, page.data.sex], ['Chat', '']);
    for (const [key, index, value] of [['reason', '1', 'Urgent'], ['reason', 0, 'Chat'], ['sex', 2, 'Male'], ['sex', '0', ''], ['reason', 'Urgent', 'Urgent']]) {
      page.input(key, index);
      assert.deepEqual([page.data[key], page.data.error], [value, '']);
    }
  });

  test('are set by the address, which a wrong name does not', async () => {
    assert.equal((await familyPage({ query: { reason: 'Urgent' } })).page.data.reason, 'Urgent');
    const { page } = await familyPage({ query: { reason: '急事' } });
    assert.deepEqual([page.data.reason, page.data.error], ['Chat', '']);
  });
});

test('a namespace of the host that does not exist is a failure of the loading', async () => {
  const phone = phoneOf([], { wx: (host) => (delete host.wx.cloud, host.wx) });
  const page = await phone.open(FAMILY);
  assert.equal(page.data.error, '页面加载失败，请重试');
});

test('a task that fails is on the console alone', async () => {
  const { phone, host, page } = await familyPage();
  await page.tapWith({ voipContact: 0 });
  host.script.request = [soon(failWith(0, 'request:fail timeout'))];
  await page.hangUp();
  await phone.pass(100);
  assert.equal(host.calls('request').length, 1);
  assert.deepEqual([page.data.state, page.data.error], ['Idle', '']);
  assert.deepEqual(phone.errors, ['voip: report: Other: request:fail timeout']);
});

test('a task is not started again while it runs', async () => {
  const { phone, host, page } = await familyPage();
  host.script.request = [never];
  for (let calls = 0; calls < 2; calls += 1) {
    await page.tapWith({ voipContact: 0 });
    await page.hangUp();
  }
  assert.equal(host.calls('request').length, 1);
  assert.deepEqual(phone.errors, ['voip: report: it still runs, so it was not started again']);
  await page.leave();
});

test('去系统设置 opens the settings of WeChat', async () => {
  const { host, page } = await familyPage();
  host.script.authorize = [soon(failWith(0, 'authorize:fail wechat has no camera'))];
  await page.tapWith({ voipContact: 0 });
  assert.equal(page.data.error, '微信没有摄像头权限');
  page.act('handleOpenSettings');
  assert.equal(host.calls('openAppAuthorizeSetting').length, 1);
  assert.equal(page.data.state, 'Failed', 'it only leads there');
});

test('a toast has its duration', async () => {
  const { host, page } = await familyPage();
  host.script.authorize = [soon(failWith(0, 'authorize:fail auth deny'))];
  await page.tapWith({ voipContact: 0 });
  assert.deepEqual(host.last('showToast'), { title: '请允许使用麦克风和摄像头', icon: 'none', duration: 5000 });
});
