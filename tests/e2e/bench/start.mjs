// Starts a page in a new process, where nothing is cached. Prints the milliseconds until the page has its
// first data, and until a tap can start a call.
import { minimalPage, GIVEN, ROUTE } from '../lib/minimal-page.mjs';
import { settled } from '../lib/clock.mjs';

const page = minimalPage(process.argv[2], ROUTE, GIVEN);
const start = performance.now();
page.open();
const shown = performance.now() - start;
if (page.data.listenOpenid !== GIVEN.listenOpenid) throw new Error('the page does not have its first data');
await settled();
const ready = performance.now() - start;
page.handleCall();
await settled();
if (page.data.state !== 'InCall') throw new Error('the page does not run');
console.log(JSON.stringify({ shown, ready }));
