// What comes after a page was left, or in the middle of something else: the module is entered for no page
// that it has forgotten, and nobody's call ends for another's.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deny, soon } from '../lib/answers.mjs';
import { settled } from '../lib/clock.mjs';
import { Phone } from '../lib/phone.mjs';
import { fillIn, filledIn, ROUTE } from '../lib/video-call.mjs';

const PANICS = 'pages/panics/index';

describe('a page that was left', () => {
  test('hears nothing of its parent, and neither does the page in its place', async () => {
    const phone = new Phone('video-call');
    const gone = await phone.embed(ROUTE);
    await gone.leave();
    const page = await phone.embed(ROUTE);
    fillIn(page);
    gone.component.setProperties({ listenOpenid: 'oSomebodyElse' });
    await page.tap();
    assert.equal(phone.host.last('join1v1Chat').listener.openid, 'oListener');
    assert.deepEqual(phone.errors, []);
  });

  test('says nothing of the call of the next one, though the host cannot be told to be quiet', async () => {
    const wx = (host) => Object.assign(host.wx, { offVoIPChatMembersChanged: () => {}, offVoIPChatInterrupted: () => {} });
    const phone = new Phone('video-call', { wx });
    const gone = await phone.open(ROUTE);
    fillIn(gone);
    await gone.tap();
    phone.host.members('oCaller', 'oListener');
    await gone.leave();
    const page = await phone.open(ROUTE);
    fillIn(page);
    await page.tap();
    phone.host.members('oCaller');
    assert.equal(page.data.state, 'InCall');
  });

  test('as the host is asked to tell how its call goes on: the others are as they were', async () => {
    const { phone, page, host } = await filledIn();
    const other = await phone.open(ROUTE);
    host.wx.onVoIPChatMembersChanged = () => page.component.call('onUnload');
    await page.tap();
    assert.equal(other.data.state, 'Idle');
    assert.deepEqual(phone.errors, []);
  });

  test('as it is shown again after a panic', async () => {
    const phone = new Phone('panics');
    const page = await phone.open(PANICS, { to: 'oL', me: 'oC', way: 'words' });
    await page.tap();
    page.input('way', '');
    const { setData } = page.component.instance;
    page.component.instance.setData = (data) => {
      setData.call(page.component.instance, data);
      if (data.state === 'Idle') page.component.call('onUnload');
    };
    await page.tap();
    assert.deepEqual(phone.host.names, []);
    assert.equal(phone.errors.length, 1, 'that of the panic');
  });
});

test('a try again out of `fail` while the module does not load', async () => {
  const phone = new Phone('video-call');
  const { WXWebAssembly } = phone.realm.context;
  const { instantiate } = WXWebAssembly;
  let loads = 0;
  WXWebAssembly.instantiate = (...given) => {
    loads += 1;
    return loads === 1 ? phone.realm.run('Promise').reject('no network') : instantiate(...given);
  };
  let tries = 0;
  const page = phone.openNow(ROUTE);
  fillIn(page);
  page.component.parent = ({ name }) => {
    tries += 1;
    if (name === 'fail' && tries < 3) page.act('handleCall');
  };
  page.act('handleCall');
  await settled();
  await settled();
  assert.equal(loads, 2);
  assert.equal(page.data.state, 'InCall');
  assert.equal(phone.errors.length, 1);
});

test('a hook that panics as the call is joined leaves the room', async () => {
  const phone = new Phone('panics');
  const page = await phone.open(PANICS, { to: 'oL', me: 'oC', way: 'joined' });
  await page.tap();
  assert.equal(page.data.state, 'Failed');
  assert.equal(phone.host.names.at(-1), 'exitVoIPChat');
});

test('a parent that dismisses a failure as it hears of it hears its sentence all the same', async () => {
  const { page } = await filledIn({ script: { authorize: [soon(deny)] } });
  const heard = [];
  page.component.parent = ({ name, detail }) => {
    if (name === 'fail') heard.push(detail.sentence);
    if (name === 'change' && detail.to === 'Failed') page.act('handleDismiss');
  };
  await page.tap();
  assert.deepEqual(heard, ['未授权使用麦克风或摄像头']);
  assert.equal(page.data.state, 'Idle');
});

test('what a page throws as it is shown does not end its call', async () => {
  const { phone, page } = await filledIn();
  const { instance } = page.component;
  const { setData } = instance;
  let times = 0;
  instance.setData = (data) => {
    times += 1;
    if (times === 1) throw new Error('not now');
    setData.call(instance, data);
  };
  await page.tap();
  assert.equal(page.data.state, 'InCall');
  assert.equal(phone.errors.length, 1);
});

test('a result that is too large is a failure, and soon', async () => {
  const phone = new Phone('voice-support');
  const page = await phone.open('pages/voice-support/index', { customerOpenid: 'oC' });
  const wide = {};
  wide.one = wide;
  wide.other = wide;
  phone.host.wx.request = (options) => options.success(wide);
  await page.tap();
  assert.equal(page.data.state, 'Failed');
  assert.equal(page.data.error, '该客服不在线');
});
