// Starts a page in a new process, where nothing is cached. Prints the milliseconds until the page has its first data, and
// until a tap can start a call. With a second argument the app has started before, and loaded the module.
import { GIVEN, minimalPage, ROUTE } from '../lib/minimal-page.mjs';
import { settled } from '../lib/clock.mjs';

const [program, preloaded] = process.argv.slice(2);
const page = minimalPage(program, ROUTE, GIVEN);
if (preloaded) page.realm.load('app.js');
// The first wait of a process takes longer.
await settled();
await settled();
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
// The limit of loading is a timer that may be pending.
process.exit();
