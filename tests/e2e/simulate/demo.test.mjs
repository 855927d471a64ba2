// The crate that `cargo voip new` writes, built unchanged, in WeChat's component engine.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { routesOf } from '../lib/built.mjs';
import { simulated } from '../lib/simulated.mjs';

test('the page calls after its fields are set and its button is tapped', async () => {
  const page = await simulated('demo', routesOf('demo')[0]);
  assert.ok(page.all('label').length > 0);
  for (const [row, input] of page.all('input').entries()) {
    input.dispatchEvent('input', { detail: { value: `value ${row}` } });
  }
  await page.rendered();
  await page.tap(page.all('button')[0]);
  await page.until(({ data }) => data.state === 'InCall', 'the call is joined');
});
