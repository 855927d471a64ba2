// `examples/voice-support` in WeChat's component engine: the picker and 可接听.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failWith, never, soon, succeed } from '../lib/answers.mjs';
import { simulated } from '../lib/simulated.mjs';
import { FOUND } from '../lib/voice-support.mjs';

const support = (script = {}) =>
  simulated('voice-support', 'pages/voice-support/index', { request: [soon(succeed(FOUND))], ...script });

test('the picker sets the room type of the call', async () => {
  const page = await support();
  await page.type('您的openid', 'oCustomer');
  assert.match(page.text, /语音/);
  page.all('picker')[0].dispatchEvent('change', { detail: { value: '0' } });
  await page.rendered();
  assert.match(page.text, /视频/);
  await page.tap(page.button('联系客服'));
  await page.until(({ data }) => data.state === 'InCall', 'the call is joined');
  assert.equal(page.host.last('join1v1Chat').roomType, 'video');
});

test('可接听 makes the page reachable', async () => {
  const page = await support();
  await page.tap(page.button('可接听'));
  await page.until(({ data }) => data.reachable, 'the page is reachable');
  await page.rendered();
  assert.ok(page.button('停止接听'));
  assert.deepEqual(page.host.names, ['authorize', 'authorize', 'setEnable1v1Chat']);
});

test('取消 is shown while the page is being made reachable', async () => {
  const page = await support({ authorize: [never] });
  await page.tap(page.button('可接听'));
  await page.rendered();
  await page.tap(page.button('取消'));
  await page.rendered();
  assert.equal(page.button('取消'), undefined);
  assert.equal(page.data.reachable, false);
});

test('a failure of 可接听 is shown', async () => {
  const page = await support({ setEnable1v1Chat: [soon(failWith(-20001))] });
  await page.tap(page.button('可接听'));
  await page.until(() => page.all('sentence').length > 0, 'the error is shown');
  assert.equal(page.textOf('sentence'), '当前设备不支持通话');
  assert.equal(page.data.state, 'Idle');
});
