// One start of a page in a process of its own, where nothing is warm: prints its milliseconds.
import { bare, QUERY, ROUTE } from '../lib/bare.mjs';
import { settled } from '../lib/clock.mjs';

const page = bare(process.argv[2], ROUTE, QUERY);
const start = performance.now();
page.open();
// The page is there with its first data; ours then has its module, too.
await settled();
const time = performance.now() - start;
if (page.data.listenOpenid !== QUERY.listenOpenid) throw new Error('the page has not its first data');
page.handleCall();
await settled();
if (page.data.state !== 'InCall') throw new Error('the page does not run');
console.log(time);
