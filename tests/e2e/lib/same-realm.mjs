import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Clock } from './clock.mjs';
import { Host } from './host.mjs';

/**
 * Sets the host's globals in the test's own realm, for engines that run a page's scripts there.
 */
export function hostInThisRealm(folder) {
  const host = new Host(new Clock());
  host.realm = { value: (plain) => plain, run: () => Promise };
  globalThis.wx = host.wx;
  globalThis.getCurrentPages = () => [{}];
  globalThis.WXWebAssembly = {
    instantiate: async (file, imports) =>
      WebAssembly.instantiate(readFileSync(path.join(folder, file)), imports),
  };
  return host;
}

// Timers in this realm are real. A time limit of one minute must not keep the test process alive.
const real = globalThis.setTimeout;
globalThis.setTimeout = (callback, delay, ...rest) => {
  const timer = real(callback, delay, ...rest);
  if (delay > 1000) timer.unref();
  return timer;
};

/** Waits until an engine has delivered an event and rendered. */
export function rendered() {
  return pause(10);
}

/** Resolves once `seen()` is true, for engines that render asynchronously. */
export async function until(seen, what) {
  for (let tries = 0; tries < 200; tries += 1) {
    if (seen()) return;
    await pause(5);
  }
  throw new Error(`waited one second until ${what}`);
}
