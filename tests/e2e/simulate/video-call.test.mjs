// The page in WeChat's component engine, with its WXML compiled by WeChat's compiler: it renders and
// handles inputs and taps.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deny, never, soon } from '../lib/answers.mjs';
import { simulated } from '../lib/simulated.mjs';
import { WHOLE_CALL } from '../lib/video-call.mjs';

const open = (script) => simulated('video-call', 'pages/video-call/index', script);

async function fillIn(page) {
  await page.type('对方openid', 'oListener');
  await page.type('您的openid', 'oCaller');
}

test('the page shows its title, four rows and a button', async () => {
  const page = await open();
  assert.equal(page.textOf('title'), '视频通话');
  assert.deepEqual(page.all('label').map(({ dom }) => dom.textContent), [
    '对方openid', '对方昵称', '您的openid', '您的昵称',
  ]);
  assert.equal(page.all('input').length, 4);
  assert.ok(page.button('呼叫'));
  assert.equal(page.button('结束'), undefined);
});

test('the page calls after inputs and a tap', async () => {
  const page = await open();
  await fillIn(page);
  await page.type('对方昵称', '小红');
  await page.tap(page.button('呼叫'));
  await page.until(({ data }) => data.state === 'InCall', 'the call is joined');
  assert.deepEqual(page.host.names, WHOLE_CALL);
  assert.deepEqual(page.host.last('join1v1Chat').listener, { nickname: '小红', openid: 'oListener' });
});

test('the page shows what it waits for', async () => {
  for (const [call, text] of [
    ['authorize', '正在请求授权…'],
    ['setEnable1v1Chat', '正在开启通话…'],
    ['join1v1Chat', '正在呼叫…'],
  ]) {
    const page = await open({ [call]: [never] });
    await fillIn(page);
    await page.tap(page.button('呼叫'));
    assert.match(page.textOf('state'), new RegExp(text));
  }
});

test('结束 is shown during a call and ends it', async () => {
  const page = await open();
  await fillIn(page);
  await page.tap(page.button('呼叫'));
  await page.until(({ data }) => data.state === 'InCall', 'the call is joined');
  await page.rendered();
  assert.match(page.textOf('state'), /通话中/);
  page.host.members('oCaller', 'oListener');
  await page.rendered();
  assert.match(page.textOf('state'), /对方已接听/);
  await page.tap(page.button('结束'));
  assert.equal(page.data.state, 'Idle');
  assert.equal(page.button('结束'), undefined);
  assert.equal(page.host.names.at(-1), 'exitVoIPChat');
});

test('取消 is shown until the call is joined and cancels it', async () => {
  const page = await open({ join1v1Chat: [never] });
  assert.equal(page.button('取消'), undefined);
  await fillIn(page);
  await page.tap(page.button('呼叫'));
  await page.until(({ data }) => data.state === 'Joining', 'the call is being joined');
  await page.rendered();
  await page.tap(page.button('取消'));
  assert.deepEqual([page.data.state, page.data.busy], ['Idle', false]);
  assert.equal(page.button('取消'), undefined);
  await page.tap(page.button('呼叫'));
  await page.until(({ data }) => data.state === 'InCall', 'the call is joined');
  await page.rendered();
  assert.equal(page.button('取消'), undefined, '结束 ends a call');
});

test('a failure is shown and can be dismissed', async () => {
  const page = await open({ authorize: [soon(deny)] });
  await fillIn(page);
  await page.tap(page.button('呼叫'));
  await page.until(({ data }) => data.state === 'Failed', 'the call has failed');
  await page.until(() => page.all('sentence').length > 0, 'the error is shown');
  assert.equal(page.textOf('sentence'), '未授权使用麦克风或摄像头');
  await page.tap(page.all('dismiss')[0]);
  assert.equal(page.data.state, 'Idle');
  assert.equal(page.all('sentence').length, 0);
});

test('the error names an empty field', async () => {
  const page = await open();
  await page.tap(page.button('呼叫'));
  await page.until(() => page.all('sentence').length > 0, 'the error is shown');
  assert.equal(page.textOf('sentence'), '请填写对方openid');
  assert.deepEqual(page.host.names, []);
});
