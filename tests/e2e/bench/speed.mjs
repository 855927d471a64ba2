// `cargo xtask bench phone`: compares a page of `#[voip_page]` with a handwritten page that does the same
// work. Both run alternately in a phone's realm, on a host that answers immediately.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { callOnce, minimalPage, GIVEN, ROUTE } from '../lib/minimal-page.mjs';
import { settled } from '../lib/clock.mjs';

const BY_HAND = fileURLToPath(new URL('by-hand', import.meta.url));
const START = fileURLToPath(new URL('start.mjs', import.meta.url));
const ROUNDS = 21;
const CALLS = 10_000;

/** Microseconds of one call: tap, two scopes, enable, join, 结束. */
async function timeOfCall(page) {
  const start = performance.now();
  for (let calls = 0; calls < CALLS; calls += 1) await callOnce(page);
  return ((performance.now() - start) / CALLS) * 1000;
}

const starts = (...given) => JSON.parse(execFileSync(process.execPath, [START, ...given], { encoding: 'utf8' }));

function median(times) {
  return times.sort((one, other) => one - other)[Math.floor(times.length / 2)];
}

async function compare(what, unit, measureMacro, measureByHand) {
  const times = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    times[0].push(await measureMacro());
    times[1].push(await measureByHand());
  }
  const [macro, byHand] = times.map(median);
  console.log(`${what} by #[voip_page]: ${macro.toFixed(2)} ${unit}`);
  console.log(`${what} by hand:         ${byHand.toFixed(2)} ${unit}`);
  console.log(`ratio:                  ${(macro / byHand).toFixed(2)}`);
}

const pages = ['video-call', BY_HAND].map((program) => minimalPage(program, ROUTE, GIVEN));
for (const page of pages) page.open();
await settled();
for (const page of pages) await timeOfCall(page);
await compare('a flow', 'µs', () => timeOfCall(pages[0]), () => timeOfCall(pages[1]));
await compare('first data', 'ms', () => starts('video-call').shown, () => starts(BY_HAND).shown);
await compare('a page that calls, cold', 'ms', () => starts('video-call').ready, () => starts(BY_HAND).ready);
await compare(
  'a page that calls, preloaded', 'ms',
  () => starts('video-call', 'preloaded').ready,
  () => starts(BY_HAND, 'preloaded').ready,
);
