// `cargo xtask bench preview`: the time from a tap to the changed screen, the longest task of the tab during a
// hundred thousand changes, and the time until a past moment is on the screen. The times depend on the machine, so they are
// printed and not asserted. Those of the tab's thread (CPU) depend less on what else the machine does.
import { chromiumHere, driveCalls, end, keepSocket, open, serve } from '../lib/preview.mjs';
import { until } from '../lib/until.mjs';

const TAPS = 101;
const CHANGES = 100_000;
/** The changes of a tap and a hang-up. */
const EACH = 5;

function median(times) {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length / 2)];
}

/** Records the tasks of the tab's main thread while `work` runs: their CPU time, in milliseconds. */
async function tasksDuring(page, work) {
  const browser = await chromiumHere();
  await browser.startTracing(page, { categories: ['toplevel', 'devtools.timeline'] });
  await work();
  const { traceEvents } = JSON.parse(String(await browser.stopTracing()));
  const thread = ({ pid, tid }) => `${pid} ${tid}`;
  const threads = traceEvents.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(thread);
  // A task contains tasks of the same name; the outer one is first.
  const tasks = traceEvents.filter((event) => /RunTask$/.test(event.name) && event.tdur !== undefined && threads.includes(thread(event)));
  return tasks.map(({ tdur }) => tdur / 1000);
}

const server = await serve('video-call');
const tab = await open(server, 'pace=instant', { watch: keepSocket, reducedMotion: 'no-preference' });
const { a, page } = { a: tab.a, page: tab.page };

await a.tap();
await a.allowAll();
await a.state('InCall');
await a.find('[data-available=hangUp]').click();
await a.idle();

// The next task after the start of a frame runs when that is painted.
await page.evaluate(() => {
  window.painted = () => new Promise((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = resolve;
      port2.postMessage(0);
    });
  });
});

/** Measures from the click to the rendered state, in milliseconds. */
await page.evaluate(() => {
  const phone = document.querySelector('[data-phone=a]');
  window.times = { InCall: [], Idle: [] };
  addEventListener('click', (event) => {
    const action = event.target.closest('[data-available]')?.dataset.available;
    const node = { tap: 'InCall', hangUp: 'Idle' }[action];
    if (!node) return;
    const watching = new MutationObserver(() => {
      if (!phone.querySelector(`[data-node=${node}][data-lit]`)) return;
      watching.disconnect();
      window.painted().then(() => window.times[node].push(performance.now() - event.timeStamp));
    });
    watching.observe(phone, { attributes: true, subtree: true, childList: true });
  }, true);
});
for (let taps = 0; taps < TAPS; taps += 1) {
  for (const [chip, state] of [['tap', 'InCall'], ['hangUp', 'Idle']]) {
    await a.find(`[data-available=${chip}]`).click();
    await until(() => page.evaluate((name) => window.times[name].length, state), taps + 1);
  }
}
const times = await page.evaluate(() => window.times);
for (const [state, each] of Object.entries(times)) {
  const slowest = each.toSorted((one, other) => one - other)[Math.floor(each.length * 0.95)];
  console.log(`from the tap to ${state} on the screen: ${median(each).toFixed(1)} ms (median of ${each.length}; 95 of 100 within ${slowest.toFixed(1)} ms)`);
}

await page.evaluate(() => {
  window.longTasks = [];
  new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map(({ duration }) => duration))).observe({ type: 'longtask' });
});
const start = performance.now();
const tasks = await tasksDuring(page, async () => {
  await page.evaluate(driveCalls, CHANGES / EACH);
  await until(() => tab.records.at(-1).line, (line) => line > (CHANGES / EACH) * 10, 'everything has arrived', 120_000);
  await a.idle();
  await tab.frame();
});
const seconds = (performance.now() - start) / 1000;
const long = await page.evaluate(() => window.longTasks);
console.log(`${CHANGES} changes in ${seconds.toFixed(1)} s`);
console.log(`longest task of the tab: ${tasks.reduce((most, each) => Math.max(most, each), 0).toFixed(0)} ms of CPU`);
console.log(`longest task of the tab, with the time in which other programs ran: ${long.length ? `${Math.max(...long).toFixed(0)} ms (${long.length} above 50 ms)` : 'below 50 ms'}`);

/** Moves the slider to each of these rows before the end, and measures until the moment is painted, in milliseconds. */
const moments = await page.evaluate(async (jumps) => {
  const slider = document.querySelector('[name=moment]');
  const found = [];
  for (let jump = 0; jump < jumps; jump += 1) {
    const shown = new Promise((resolve) => {
      window.socket.addEventListener('message', function seen({ data }) {
        if (!data.startsWith('{"moment"')) return;
        window.socket.removeEventListener('message', seen);
        window.painted().then(() => resolve(performance.now()));
      });
    });
    const began = performance.now();
    // Another row than before, also if fewer rows have arrived: the same one is not asked for again.
    slider.value = Number(slider.max) - 1 - ((jump * 7919) % Math.min(10_000, Number(slider.max)));
    slider.dispatchEvent(new Event('input', { bubbles: true }));
    found.push((await shown) - began);
  }
  return found;
}, TAPS);
console.log(`a past moment of the last 10000 rows on the screen: ${median(moments).toFixed(1)} ms (median of ${moments.length}; slowest ${Math.max(...moments).toFixed(1)} ms)`);
await end();
