import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Clock } from './clock.mjs';
import { Host } from './host.mjs';

/**
 * For engines that run a page's scripts in this very realm: the host's globals, set here.
 */
export function hostHere(folder) {
  const host = new Host(new Clock());
  host.realm = { value: (plain) => plain, run: () => Promise };
  globalThis.wx = host.wx;
  globalThis.WXWebAssembly = {
    instantiate: async (file, imports) =>
      WebAssembly.instantiate(readFileSync(path.join(folder, file)), imports),
  };
  return host;
}

// The engines' own timers are real, and so are the page's. A time limit of a minute must not keep a
// process of tests alive that long.
const real = globalThis.setTimeout;
globalThis.setTimeout = (callback, delay, ...rest) => {
  const timer = real(callback, delay, ...rest);
  if (delay > 1000) timer.unref();
  return timer;
};

/** Waits as long as an engine takes to hand on an event and to render. */
export function rest() {
  return pause(10);
}

/** Resolves once `seen()` is true; for engines that render when it suits them. */
export async function until(seen, what) {
  for (let tries = 0; tries < 200; tries += 1) {
    if (seen()) return;
    await pause(5);
  }
  throw new Error(`waited for a second, and not: ${what}`);
}
