// `cargo xtask bench phone`: our page against the tutorial's, written by hand and mended to do the same
// work. Both in the realm of a phone, on a host that answers inside each call, in one run, in turn.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { bare, flow, QUERY, ROUTE } from '../lib/bare.mjs';
import { settled } from '../lib/clock.mjs';

const BY_HAND = fileURLToPath(new URL('by-hand', import.meta.url));
const START = fileURLToPath(new URL('start.mjs', import.meta.url));
const ROUNDS = 21;
const FLOWS = 10_000;

/** Microseconds a whole flow: tap, two scopes, enable, join, 结束. */
async function flows(page) {
  const start = performance.now();
  for (let calls = 0; calls < FLOWS; calls += 1) await flow(page);
  return ((performance.now() - start) / FLOWS) * 1000;
}

const starts = (program) => JSON.parse(execFileSync(process.execPath, [START, program], { encoding: 'utf8' }));

function median(times) {
  return times.sort((one, other) => one - other)[Math.floor(times.length / 2)];
}

async function compare(what, unit, ours, theirs) {
  const times = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    times[0].push(await ours());
    times[1].push(await theirs());
  }
  const [our, their] = times.map(median);
  console.log(`${what} by #[voip_page]: ${our.toFixed(2)} ${unit}`);
  console.log(`${what} by hand:         ${their.toFixed(2)} ${unit}`);
  console.log(`ratio:                  ${(our / their).toFixed(2)}`);
}

const pages = ['video-call', BY_HAND].map((program) => bare(program, ROUTE, QUERY));
for (const page of pages) page.open();
await settled();
for (const page of pages) await flows(page);
await compare('a flow', 'µs', () => flows(pages[0]), () => flows(pages[1]));
await compare('first data', 'ms', () => starts('video-call').shown, () => starts(BY_HAND).shown);
await compare('a page that calls', 'ms', () => starts('video-call').ready, () => starts(BY_HAND).ready);
