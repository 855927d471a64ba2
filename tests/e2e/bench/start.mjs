// One start of a page in a process of its own, where nothing is warm: prints the milliseconds until the
// page has its first data, and until a tap would call.
import { bare, QUERY, ROUTE } from '../lib/bare.mjs';
import { settled } from '../lib/clock.mjs';

const page = bare(process.argv[2], ROUTE, QUERY);
const start = performance.now();
page.open();
const shown = performance.now() - start;
if (page.data.listenOpenid !== QUERY.listenOpenid) throw new Error('the page has not its first data');
await settled();
const ready = performance.now() - start;
page.handleCall();
await settled();
if (page.data.state !== 'InCall') throw new Error('the page does not run');
console.log(JSON.stringify({ shown, ready }));
