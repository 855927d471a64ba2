// Starts a page in a new process, where nothing is cached. Prints the milliseconds until the page has its initial data, and
// until a tap can start a call. With a second argument the app has started before, and what it loads is loaded.
import { settled } from '../../tests/e2e/lib/clock.mjs';
import { Alone } from './flow.mjs';

const [program, preloaded] = process.argv.slice(2);
const page = new Alone(program);
if (preloaded) page.launch();
// The first waits of a process take longer.
await settled();
await settled();
const start = performance.now();
if (!preloaded) page.launch();
const data = page.open();
const shown = performance.now() - start;
if (data.state !== 'Idle') throw new Error('the page does not have its initial data');
await settled();
const ready = performance.now() - start;
await page.filledIn().flow();
console.log(JSON.stringify({ shown, ready }));
