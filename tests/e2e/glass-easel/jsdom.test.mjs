// The page in glass-easel, WeChat's newer component engine, with its WXML compiled by that engine's compiler.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JSDOM } from 'jsdom';
import { CLIENT, ENGINE, pageSource } from '../lib/glass-easel.mjs';
import { rendered, until } from '../lib/same-realm.mjs';
import { WHOLE_CALL } from '../lib/video-call.mjs';

const DENIED = { errMsg: 'authorize:fail auth deny' };

/** Opens the page in its own window. */
async function open(program, route, answers) {
  const { window } = new JSDOM('<!doctype html><body></body>', { pretendToBeVisual: true, runScripts: 'outside-only' });
  const warnings = [];
  window.console.warn = window.console.error = (...parts) => warnings.push(parts.join(' '));
  window.matchMedia = () => ({ matches: false, addEventListener: () => {} });
  window.WebAssembly = WebAssembly;
  window.eval(ENGINE);
  window.eval(CLIENT);
  await window.voipOpen(pageSource(program, route, answers));
  return new Opened(window, warnings);
}

class Opened {
  constructor(window, warnings) {
    this.window = window;
    this.warnings = warnings;
  }

  get data() {
    return this.window.page.data;
  }

  /** The names of the host calls, in order. */
  get hostCalls() {
    return [...this.window.wx.log];
  }

  all(selector) {
    return [...this.window.document.querySelectorAll(selector)];
  }

  texts(selector) {
    return this.all(selector).map((node) => node.textContent);
  }

  button(text) {
    return this.all('.button').find((node) => node.textContent === text);
  }

  type(row, value) {
    const input = this.all('.input input')[row];
    input.value = value;
    input.dispatchEvent(new this.window.Event('input', { bubbles: true }));
  }

  /** Taps the element and waits until the page has rendered. */
  async tap(node) {
    for (const type of ['mousedown', 'mouseup']) {
      node.dispatchEvent(new this.window.MouseEvent(type, { bubbles: true, clientX: 1, clientY: 1 }));
    }
    await rendered();
  }

  async until(state) {
    await until(() => this.data.state === state, `the page is ${state} (it is ${this.data.state})`);
  }
}

test('the page shows its rows and calls after inputs and a tap', async () => {
  const page = await open('video-call', 'pages/video-call/index');
  assert.deepEqual(page.texts('.title'), ['视频通话']);
  assert.deepEqual(page.texts('.label'), ['对方openid', '对方昵称', '您的openid', '您的昵称']);
  page.type(0, 'oListener');
  page.type(2, 'oCaller');
  await page.tap(page.button('呼叫'));
  await page.until('InCall');
  assert.deepEqual(page.hostCalls, WHOLE_CALL);
  assert.deepEqual(page.texts('.state').map((text) => text.trim()), ['通话中']);
  assert.equal(page.button('呼叫'), undefined, 'the call button is hidden during a call');
  page.window.wx.members('oCaller', 'oListener');
  assert.deepEqual(page.texts('.state').map((text) => text.trim()), ['对方已接听']);
  await page.tap(page.button('结束'));
  assert.equal(page.data.state, 'Idle');
  assert.equal(page.button('结束'), undefined);
  assert.deepEqual(page.hostCalls, [...WHOLE_CALL, 'exitVoIPChat']);
  assert.deepEqual(page.warnings, []);
});

test('取消 is shown until the call is joined and cancels it', async () => {
  const page = await open('video-call', 'pages/video-call/index', { join1v1Chat: ['never'] });
  assert.equal(page.button('取消'), undefined);
  page.type(0, 'oListener');
  page.type(2, 'oCaller');
  await page.tap(page.button('呼叫'));
  await page.until('Joining');
  await page.tap(page.button('取消'));
  assert.deepEqual([page.data.state, page.data.busy], ['Idle', false]);
  assert.equal(page.button('取消'), undefined);
  await page.tap(page.button('呼叫'));
  await page.until('InCall');
  assert.equal(page.button('取消'), undefined, '结束 ends a call');
  assert.deepEqual(page.warnings, []);
});

test('a failure is shown and can be dismissed', async () => {
  const page = await open('video-call', 'pages/video-call/index', { authorize: [DENIED] });
  page.type(0, 'oListener');
  page.type(2, 'oCaller');
  await page.tap(page.button('呼叫'));
  await page.until('Failed');
  assert.deepEqual(page.texts('.sentence'), ['未授权使用麦克风或摄像头']);
  await page.tap(page.all('.dismiss')[0]);
  assert.equal(page.data.state, 'Idle');
  assert.deepEqual(page.texts('.sentence'), []);
  assert.deepEqual(page.warnings, ['voip: authorize: Denied: authorize:fail auth deny'], 'the console says what failed');
});

test('the picker, the request and 可接听 work', async () => {
  const found = { data: { openid: 'oAgent' } };
  const page = await open('voice-support', 'pages/voice-support/index', { request: [found] });
  assert.deepEqual(page.texts('.picked'), ['语音']);
  await page.tap(page.button('可接听'));
  await until(() => page.data.reachable, 'the page is reachable');
  assert.ok(page.button('停止接听'));
  page.type(1, 'oCustomer');
  await page.tap(page.button('联系客服'));
  await page.until('InCall');
  assert.equal(page.data.agentOpenid, 'oAgent');
  assert.deepEqual(page.warnings, []);
});

test('every type of row works, and text that is special in WXML is shown unchanged', async () => {
  const page = await open('kinds', 'pages/kinds/index');
  assert.deepEqual(page.texts('.title'), [`</view> "{{title}}" & 'a\\b' <!-- 📞`]);
  assert.deepEqual(page.texts('.label').slice(0, 3), ['</view>{{state}}', '对方昵称', '您的\nopenid\t📞']);
  assert.ok(page.button(`{{'呼' + "叫"}} </button>`));
  const [placeholder] = page.all('.input input').map((input) => input.placeholder);
  assert.equal(placeholder, `"' {{error}} < > & \\ 请输入`);
  assert.deepEqual(
    page.all('.input input').map((input) => input.value),
    ['', 'listener', '', 'caller', '"\\ 小', '18', '0.5', '', ''],
  );
  const [loud] = page.all('.switch');
  assert.ok(loud.hasAttribute('checked'));
  loud.click();
  assert.equal(page.data.loud, false);
  page.all('.picker')[0].click();
  assert.deepEqual([page.data.room, page.texts('.picked')], ['video', ['视频']]);
});

test("the tutorial's WXML works unchanged", async () => {
  const page = await open('own-wxml', 'pages/video-call/index');
  page.type(0, 'oListener');
  page.type(2, 'oCaller');
  await page.tap(page.button('呼叫'));
  await page.until('InCall');
});
