// The crate that `cargo voip new` writes, built as it is, in WeChat's component engine.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { routesOf } from '../lib/built.mjs';
import { simulated } from '../lib/simulated.mjs';

test('its rows are filled in, its button is tapped, and it calls', async () => {
  const page = await simulated('demo', routesOf('demo')[0]);
  assert.ok(page.all('label').length > 0);
  for (const [row, input] of page.all('input').entries()) {
    input.dispatchEvent('input', { detail: { value: `value ${row}` } });
  }
  await page.rest();
  await page.tap(page.all('button')[0]);
  await page.until(({ data }) => data.state === 'InCall', 'the call is joined');
});
