import assert from 'node:assert/strict';
import { setTimeout as pause } from 'node:timers/promises';

/** How long anything may take before a test gives it up; nothing is measured by it. */
export const PATIENCE = 20_000;

/**
 * Resolves with what `read` gives, once that is `wanted` (a value, or a function that says so).
 */
export async function until(read, wanted, what = 'it is as wanted', patience = PATIENCE) {
  const fits = typeof wanted === 'function' ? wanted : (seen) => same(seen, wanted);
  const start = Date.now();
  for (;;) {
    const seen = await read();
    if (fits(seen)) return seen;
    if (Date.now() - start > patience) {
      if (typeof wanted !== 'function') assert.deepEqual(seen, wanted, what);
      assert.fail(`waited in vain until ${what}; last seen: ${JSON.stringify(seen)}`);
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
