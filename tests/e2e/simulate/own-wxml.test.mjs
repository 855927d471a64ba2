// The tutorial's WXML with a page of `#[voip_page]`, in WeChat's component engine.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { simulated } from '../lib/simulated.mjs';
import { WHOLE_CALL } from '../lib/video-call.mjs';

test('the tutorial\'s WXML works unchanged', async () => {
  const page = await simulated('own-wxml', 'pages/video-call/index');
  assert.deepEqual(page.all('space').length, 2, 'the WXML is not the generated one');
  await page.type('对方openid', 'oListener');
  await page.type('您的openid', 'oCaller');
  await page.tap(page.button('呼叫'));
  await page.until(({ data }) => data.state === 'InCall', 'the call is joined');
  assert.deepEqual(page.host.names, WHOLE_CALL);
});
