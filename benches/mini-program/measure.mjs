// Measures the generated page and its rivals in one run, in turn. Prints the measures as `benches/src/measure.rs` reads them.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { settled } from '../../tests/e2e/lib/clock.mjs';
import { Phone } from '../../tests/e2e/lib/phone.mjs';
import { fillIn } from '../../tests/e2e/lib/video-call.mjs';
import { buildRivals, folderOf, GENERATED, ROUTE } from './build.mjs';
import { inEngine, scriptsAlone } from './flow.mjs';

/** The programs, by the name of the subject in the table. The first is what the others are compared with. */
const SUBJECTS = { 'by hand': 'tutorial', voip_page: GENERATED, robot3: 'robot3', XState: 'xstate' };

/** Flows that are timed together, so that the time is long enough, and short enough that hardly anything interrupts it. */
const FLOWS = 20;
const WARM_UP = 500;

/** Measures each subject once in each round, so that what slows the machine down slows all of them down. */
async function inTurn(rounds, measure) {
  const samples = Object.fromEntries(Object.keys(SUBJECTS).map((subject) => [subject, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const subject of Object.keys(SUBJECTS)) samples[subject].push(await measure(subject));
  }
  return samples;
}

/** A measure, of `samples` or of one value for each subject. */
function measure(name, unit, samples, goal) {
  const values = Object.entries(samples).map(([subject, given]) => {
    const sorted = [given].flat().toSorted((one, other) => one - other);
    const at = (part) => sorted[Math.floor((sorted.length - 1) * part)];
    return { subject, median: at(0.5), range: [at(0), at(1)] };
  });
  return { name, unit, ...(goal && { goal }), values };
}

const eachOf = (of) => Object.fromEntries(Object.entries(SUBJECTS).map(([subject, program]) => [subject, of(program)]));

/** Microseconds of CPU time of a flow. */
async function flows(open, rounds) {
  const flow = {};
  for (const [subject, program] of Object.entries(SUBJECTS)) {
    flow[subject] = await open(program);
    for (let flows = 0; flows < WARM_UP; flows += 1) await flow[subject]();
  }
  return inTurn(rounds, async (subject) => {
    const before = process.cpuUsage();
    for (let flows = 0; flows < FLOWS; flows += 1) await flow[subject]();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / FLOWS;
  });
}

const START = fileURLToPath(new URL('start.mjs', import.meta.url));

/** Milliseconds until a page that is opened in a new process can call. */
function starts(rounds, ...preloaded) {
  return inTurn(rounds, (subject) => JSON.parse(execFileSync(process.execPath, [START, SUBJECTS[subject], ...preloaded], { encoding: 'utf8' })).ready);
}

/** How often a page leaves its script during a flow. */
async function crossings(program) {
  let calls = 0;
  const counted = (host) => new Proxy(host.wx, {
    get(wx, name) {
      const value = wx[name];
      if (typeof value !== 'function') return value;
      return (...given) => {
        calls += 1;
        return value(...given);
      };
    },
  });
  const phone = new Phone(folderOf(program), { wx: counted });
  const page = await phone.open(ROUTE);
  fillIn(page);
  const before = { calls, setData: page.setDataCalls.length, wasm: phone.crossings.import + phone.crossings.export };
  await page.tap();
  phone.host.members('oCaller', 'oListener');
  await settled();
  await page.hangUp();
  return {
    wx: calls - before.calls,
    setData: page.setDataCalls.length - before.setData,
    wasm: phone.crossings.import + phone.crossings.export - before.wasm,
  };
}

/** The list of the files that `cargo voip` wrote is not uploaded. */
const NOT_UPLOADED = /^voip\/voip\.json$|^project\.config\.json$/;

/** The files of a program that are uploaded, each one alone. */
function uploaded(program) {
  const folder = folderOf(program);
  const files = readdirSync(folder, { recursive: true }).filter((file) => path.extname(file) && !NOT_UPLOADED.test(file));
  return files.map((file) => readFileSync(path.join(folder, file)));
}

const sizeOf = (program) => uploaded(program).reduce((sum, file) => sum + file.length, 0);
const compressedSizeOf = (program) => uploaded(program).reduce((sum, file) => sum + brotliCompressSync(file).length, 0);

const rounds = Number(process.argv[2] ?? 0);
await buildRivals();
const crossed = {};
for (const [subject, program] of Object.entries(SUBJECTS)) crossed[subject] = await crossings(program);
const crossedBy = (what) => Object.fromEntries(Object.entries(crossed).map(([subject, counts]) => [subject, counts[what]]));
const compressed = eachOf(compressedSizeOf);

console.log(JSON.stringify([
  measure('phone: a flow that is rendered', 'µs', await flows(inEngine, rounds || 301), 0.6),
  measure('phone: a flow, scripts alone', 'µs', await flows(scriptsAlone, rounds || 1001)),
  measure('phone: `setData` calls in a flow', '', crossedBy('setData')),
  measure('phone: calls of `wx` in a flow', '', crossedBy('wx')),
  measure('phone: start, preloaded', 'ms', await starts(rounds || 41, 'preloaded'), 1.1),
  measure('phone: start, cold', 'ms', await starts(rounds || 41)),
  measure('phone: upload', 'B', eachOf(sizeOf)),
  measure('phone: upload, brotli', 'B', compressed),
  measure('phone: upload, brotli, beside XState', 'B', { XState: compressed.XState, voip_page: compressed.voip_page }, 1.2),
]));
console.error(`crossings of the module in a flow: ${crossed.voip_page.wasm}`);
process.exit();
