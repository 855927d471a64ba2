// Re-entrancy, and events after a page was left: the module is never called for a closed page, and one
// page's events do not end another page's call.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deny, soon } from '../lib/answers.mjs';
import { settled } from '../lib/clock.mjs';
import { Phone } from '../lib/phone.mjs';
import { fillIn, filledIn, ROUTE } from '../lib/video-call.mjs';

const PANICS = 'pages/panics/index';

describe('a page that was left', () => {
  test('ignores its parent, which also does not affect the next page', async () => {
    const phone = new Phone('video-call');
    const left = await phone.embed(ROUTE);
    await left.leave();
    const page = await phone.embed(ROUTE);
    fillIn(page);
    left.component.setProperties({ listenOpenid: 'oSomebodyElse' });
    await page.tap();
    assert.equal(phone.host.last('join1v1Chat').listener.openid, 'oListener');
    assert.deepEqual(phone.errors, []);
  });

  test('does not affect the next call, even if its listeners cannot be removed', async () => {
    const wx = (host) => Object.assign(host.wx, { offVoIPChatMembersChanged: () => {}, offVoIPChatInterrupted: () => {} });
    const phone = new Phone('video-call', { wx });
    const left = await phone.open(ROUTE);
    fillIn(left);
    await left.tap();
    phone.host.members('oCaller', 'oListener');
    await left.leave();
    const page = await phone.open(ROUTE);
    fillIn(page);
    await page.tap();
    phone.host.members('oCaller');
    assert.equal(page.data.state, 'InCall');
  });

  test('during the subscription to events does not affect the other pages', async () => {
    const { phone, page, host } = await filledIn();
    const other = await phone.open(ROUTE);
    host.wx.onVoIPChatMembersChanged = () => page.component.call('onUnload');
    await page.tap();
    assert.equal(other.data.state, 'Idle');
    assert.deepEqual(phone.errors, []);
  });

  test('when it becomes Idle after a panic makes no host call', async () => {
    const phone = new Phone('panics');
    const page = await phone.openFilled(PANICS, { to: 'oL', me: 'oC', way: 'handler' });
    await page.tap();
    page.input('way', '');
    const { setData } = page.component.instance;
    page.component.instance.setData = (data) => {
      setData.call(page.component.instance, data);
      if (data.state === 'Idle') page.component.call('onUnload');
    };
    await page.tap();
    assert.deepEqual(phone.host.names, []);
    assert.equal(phone.errors.length, 1, 'only the error of the panic');
  });
});

test('a parent can tap again in the `fail` event of a module that did not load', async () => {
  const phone = new Phone('video-call');
  const { WXWebAssembly } = phone.realm.context;
  const { instantiate } = WXWebAssembly;
  let loads = 0;
  WXWebAssembly.instantiate = (...given) => {
    loads += 1;
    return loads <= 2 ? phone.realm.run('Promise').reject('no network') : instantiate(...given);
  };
  let events = 0;
  const page = phone.openNow(ROUTE);
  fillIn(page);
  page.component.parent = ({ name }) => {
    events += 1;
    if (name === 'fail' && events < 3) page.act('handleCall');
  };
  page.act('handleCall');
  await settled();
  await settled();
  assert.equal(loads, 3);
  assert.equal(page.data.state, 'InCall');
  assert.equal(phone.errors.length, 1);
});

test('a hook that panics when the call is joined leaves the room', async () => {
  const phone = new Phone('panics');
  const page = await phone.openFilled(PANICS, { to: 'oL', me: 'oC', way: 'joined' });
  await page.tap();
  assert.equal(page.data.state, 'Failed');
  assert.equal(phone.host.names.at(-1), 'exitVoIPChat');
});

test('a parent that dismisses a failure in its event still gets the sentence', async () => {
  const { page } = await filledIn({ script: { authorize: [soon(deny)] } });
  const sentences = [];
  page.component.parent = ({ name, detail }) => {
    if (name === 'fail') sentences.push(detail.sentence);
    if (name === 'change' && detail.to === 'Failed') page.act('handleDismiss');
  };
  await page.tap();
  assert.deepEqual(sentences, ['未授权使用麦克风或摄像头']);
  assert.equal(page.data.state, 'Idle');
});

test('a parent that acts in an event gets the later ones after that', async () => {
  const { page } = await filledIn({ script: { authorize: [soon(deny)] } });
  const order = [];
  page.component.parent = ({ name, detail }) => {
    if (name === 'change' && detail.to === 'Failed') page.act('handleDismiss');
    order.push(name === 'fail' ? name : `${detail.from}>${detail.to}`);
  };
  await page.tap();
  assert.deepEqual(order, ['Idle>Authorizing', 'Authorizing>Failed', 'fail', 'Failed>Idle']);
});

test('an error in `setData` does not end the call', async () => {
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

test('a result that is too large is a failure', async () => {
  const phone = new Phone('voice-support');
  const page = await phone.openFilled('pages/voice-support/index', { customerOpenid: 'oC' });
  const wide = {};
  wide.one = wide;
  wide.other = wide;
  phone.host.wx.request = (options) => options.success(wide);
  await page.tap();
  assert.equal(page.data.state, 'Failed');
  assert.equal(page.data.error, '该客服不在线');
});
