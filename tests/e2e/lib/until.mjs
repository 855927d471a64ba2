import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

/** How long tests wait, in milliseconds, before they fail. */
export const PATIENCE = 20_000;

/**
 * Resolves with the result of `read` once it equals `wanted`, or `wanted(result)` is true.
 */
export async function until(read, wanted, what = 'it is as wanted', patience = PATIENCE) {
  const fits = typeof wanted === 'function' ? wanted : (seen) => same(seen, wanted);
  const start = Date.now();
  for (;;) {
    const seen = await read();
    if (fits(seen)) return seen;
    if (Date.now() - start > patience) {
      if (typeof wanted !== 'function') assert.deepEqual(seen, wanted, what);
      assert.fail(`timeout while waiting until ${what}; last value: ${JSON.stringify(seen)}`);
    }
    await pause(15);
  }
}

function same(one, other) {
  try {
    assert.deepEqual(one, other);
    return true;
  } catch {
    return false;
  }
}
