// Measures the generated page and its rivals in one run, in turn. Prints the measures as `benches/src/phone.rs` reads them.
import { execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync } from 'node:zlib';
import { settled } from '../../tests/e2e/lib/clock.mjs';
import { Phone } from '../../tests/e2e/lib/phone.mjs';
import { fillIn } from '../../tests/e2e/lib/video-call.mjs';
import { buildRivals, buildTaro, folderOf, GENERATED, ROUTE } from './build.mjs';

/** The programs, by the name of the subject in the table. The first is what the others are compared with. */
const SUBJECTS = { 'by hand': 'tutorial', voip_page: GENERATED, robot3: 'robot3', XState: 'xstate' };

/** Measures each subject once in each round, so that what slows the machine down slows all of them down. */
async function inTurn(rounds, measure) {
  const samples = Object.fromEntries(Object.keys(SUBJECTS).map((subject) => [subject, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const subject of Object.keys(SUBJECTS)) samples[subject].push(await measure(subject));
  }
  return samples;
}

/** A measure, of the samples of each subject, or of one value. */
function measure(name, unit, values, goal = null) {
  return { name, unit, goal, samples: Object.entries(values).map(([subject, value]) => [subject, [value].flat()]) };
}

const FLOWS = fileURLToPath(new URL('flows.mjs', import.meta.url));

/** Microseconds of CPU time of a flow. */
async function flows(way, rounds) {
  const processes = {};
  for (const [subject, program] of Object.entries(SUBJECTS)) {
    processes[subject] = fork(FLOWS, [program, way]);
    await once(processes[subject], 'message');
  }
  const samples = await inTurn(rounds, async (subject) => {
    processes[subject].send('measure');
    return (await once(processes[subject], 'message'))[0];
  });
  for (const process of Object.values(processes)) process.kill();
  return samples;
}

const START = fileURLToPath(new URL('start.mjs', import.meta.url));

/** Milliseconds of CPU time until a page that is opened in a new process can call. */
function starts(rounds, ...preloaded) {
  return inTurn(rounds, (subject) => Number(execFileSync(process.execPath, [START, SUBJECTS[subject], ...preloaded])));
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
const NOT_UPLOADED = /^voip\/voip\.json$|^project\.config\.json$|\.LICENSE\.txt$/;

/** The files of a program that are uploaded, each one alone. */
function uploaded(folder) {
  const files = readdirSync(folder, { recursive: true }).filter((file) => path.extname(file) && !NOT_UPLOADED.test(file));
  return files.map((file) => readFileSync(path.join(folder, file)));
}

const sum = (numbers) => numbers.reduce((all, each) => all + each, 0);
const sizeOf = (folder) => sum(uploaded(folder).map((file) => file.length));
const compressedSizeOf = (folder) => sum(uploaded(folder).map((file) => brotliCompressSync(file).length));

const rounds = Number(process.argv[2] ?? 0);
await buildRivals();
const crossed = {};
for (const [subject, program] of Object.entries(SUBJECTS)) crossed[subject] = await crossings(program);
const crossedBy = (what) => Object.fromEntries(Object.entries(crossed).map(([subject, counts]) => [subject, counts[what]]));
const taro = buildTaro();
const sizesBy = (of) => ({
  ...Object.fromEntries(Object.entries(SUBJECTS).map(([subject, program]) => [subject, of(folderOf(program))])),
  ...(taro && { Taro: of(taro) }),
});
const compressed = sizesBy(compressedSizeOf);

console.log(JSON.stringify([
  measure('phone: a flow that is rendered', 'µs', await flows('inEngine', rounds || 101), 0.6),
  measure('phone: a flow, scripts alone', 'µs', await flows('scriptsAlone', rounds || 301)),
  measure('phone: `setData` calls in a flow', '', crossedBy('setData')),
  measure('phone: calls of `wx` in a flow', '', crossedBy('wx')),
  measure('phone: calls into and out of the module in a flow', '', { voip_page: crossed.voip_page.wasm }),
  measure('phone: start, preloaded', 'ms', await starts(rounds || 31, 'preloaded'), 1.1),
  measure('phone: start, cold', 'ms', await starts(rounds || 31)),
  measure('phone: upload', 'B', sizesBy(sizeOf)),
  measure('phone: upload, brotli', 'B', compressed),
  measure('phone: upload, brotli, beside XState', 'B', { XState: compressed.XState, voip_page: compressed.voip_page }, 1.2),
]));
process.exit();
