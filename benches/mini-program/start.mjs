// Starts a page in a new process, where nothing is cached. Prints the milliseconds of CPU time until a tap can start a call.
// With a second argument the app has started before, and what it loads is loaded.
import { settled } from '../../tests/e2e/lib/clock.mjs';
import { Alone } from './flow.mjs';

const [program, preloaded] = process.argv.slice(2);
const page = new Alone(program);
if (preloaded) page.launch();
// The first waits of a process take longer.
await settled();
await settled();
const before = process.cpuUsage();
if (!preloaded) page.launch();
page.open();
await settled();
const { user, system } = process.cpuUsage(before);
await page.filledIn().flow();
console.log((user + system) / 1000);
