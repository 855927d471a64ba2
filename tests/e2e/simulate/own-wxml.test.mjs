// The tutorial's own WXML, in WeChat's component engine: it fits a page of ours unchanged.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulated } from '../lib/simulated.mjs';
import { WHOLE_CALL } from '../lib/video-call.mjs';

test('it works unchanged', async () => {
  const page = await simulated('own-wxml', 'pages/video-call/index');
  assert.deepEqual(page.all('space').length, 2, 'this is its own WXML, and not a generated one');
  await page.type('对方openid', 'oListener');
  await page.type('您的openid', 'oCaller');
  await page.tap(page.button('呼叫'));
  await page.until(({ data }) => data.state === 'InCall', 'the call is joined');
  assert.deepEqual(page.host.names, WHOLE_CALL);
});
