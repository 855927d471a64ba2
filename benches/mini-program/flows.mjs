// Runs flows of a page, in a process of its own: the garbage of one page would be collected in the time of another. Answers each
// message with the microseconds of CPU time of a flow.
import { inEngine, scriptsAlone } from './flow.mjs';

/** How many flows are timed together: long enough to be measured, and short enough that hardly anything interrupts it. */
const FLOWS = 50;
/** How often before the first time is taken. */
const WARM_UP = 40;

const [program, way] = process.argv.slice(2);
const { flow, rest } = await { inEngine, scriptsAlone }[way](program);

async function measure() {
  const before = process.cpuUsage();
  for (let flows = 0; flows < FLOWS; flows += 1) await flow();
  rest();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / FLOWS;
}

for (let times = 0; times < WARM_UP; times += 1) await measure();
process.on('message', async () => process.send(await measure()));
process.send('ready');
