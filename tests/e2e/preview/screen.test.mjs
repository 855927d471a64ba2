// Around the phones: diagram, timeline, available actions, keyboard, languages and themes.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { open, openNewRun, serve } from '../lib/preview.mjs';
import { until } from '../lib/until.mjs';

let server;

before(async () => {
  server = await serve('video-call');
});

/** A test in a new run of a shared tab. */
const shared = (name, run, query = 'speed=5') =>
  test(name, async () => {
    const tab = await openNewRun(server, query);
    await run(tab, tab.a, tab.b);
    tab.assertQuiet();
  });

/** A test in its own tab. */
const alone = (name, run, query = 'speed=5', settings = {}) =>
  test(name, async () => {
    const tab = await open(server, query, settings);
    await run(tab, tab.a, tab.b);
    tab.assertQuiet();
    await tab.close();
  });

describe('the diagram', () => {
  shared('has all states and all edges of the page', async (tab, a) => {
    const { flow } = tab.hello.page;
    const all = (what) => a.find(`[data-diagram] [data-${what}]`).evaluateAll((found, name) => found.map((one) => one.dataset[name]).sort(), what);
    assert.deepEqual(await all('node'), flow.map(({ state }) => state).sort());
    const edges = new Set(flow.flatMap(({ state, edges }) => edges.map(({ to }) => `${state}>${to}`)));
    assert.deepEqual(await all('edge'), [...edges].sort());
  });

  shared('highlights the state and the edge that led to it', async (tab, a, b) => {
    const lit = (node, edge) => until(() => a.lit(), { node: [node], edge: edge ? [edge] : [] }, `${node} is lit, and ${edge}`);
    await lit('Idle');
    await a.tap();
    await lit('Authorizing', 'Idle>Authorizing');
    await a.allowAll();
    await lit('InCall', 'Joining>InCall');
    assert.deepEqual(await b.lit(), { node: ['Idle'], edge: [] }, 'each phone has its own diagram');
    await a.end();
    await lit('Idle', 'InCall>Idle');
    await a.answers('enable', 'Internal');
    await a.closeFaults();
    await a.tap();
    await lit('Failed', 'Enabling>Failed');
    await a.answers('enable', 'ok');
  });
});

describe('the timeline', () => {
  shared('has a row for each event, in order', async (tab, a, b) => {
    await a.talking(b);
    await b.hangUp();
    await a.idle();
    const kinds = () => tab.rows().evaluateAll((rows) => rows.map((row) => `${row.dataset.of} ${row.dataset.kind}`));
    // Both phones are reachable when the page opens.
    const recorded = () => tab.records.filter((record) => record.line > 0 || !('reachable' in record)).map((record) => `${'ab'[record.phone]} ${['call', 'answer', 'change', 'input', 'action', 'chat', 'reachable', 'field', 'why'].find((kind) => kind in record)}`);
    await until(async () => [await kinds(), recorded()], ([rows, records]) => rows.length > 10 && rows.join() === records.join(), 'a row for each record');
    assert.equal(await tab.rows({ kind: 'change', text: 'Joining' }).count(), 2);
  });

  shared('shows the options of a host call, and its answer when it arrives', async (tab, a) => {
    await a.tap();
    const row = tab.rows({ kind: 'call', of: 'a', text: 'authorize' }).first();
    await row.filter({ hasText: 'waiting' }).waitFor();
    await row.locator('[aria-expanded]').click();
    await row.filter({ hasText: '"scope": "scope.record"' }).waitFor();
    await row.filter({ hasText: 'none yet' }).waitFor();
    // The row also shows its moment, and the run waits.
    await tab.page.keyboard.press('Escape');
    await a.refuse();
    await row.filter({ hasText: 'Denied' }).waitFor();
    assert.match(await row.innerText(), /authorize:fail auth deny/, "the host's message");
    await row.locator('[aria-expanded]').click();
    await until(() => row.locator('.more').count(), 0, 'it is closed again');
  });

  shared('can be filtered by kind, by phone and by text', async (tab, a, b) => {
    await a.calling(b);
    await b.hangUp();
    await b.tap();
    await b.allowAll();
    const seen = async () => [...new Set(await tab.rows().evaluateAll((rows) => rows.map((row) => row.dataset.kind)))].sort();
    const choose = (filter) => tab.find(`[data-filter=${filter}]`).click();
    await choose('calls');
    await until(seen, (kinds) => kinds.length > 1 && kinds.every((kind) => ['answer', 'call', 'why'].includes(kind)));
    await choose('changes');
    await until(seen, (kinds) => kinds.every((kind) => ['change', 'chat', 'reachable', 'why'].includes(kind)) && kinds.length > 0);
    await choose('inputs');
    await until(seen, (kinds) => kinds.includes('input') && kinds.every((kind) => ['input', 'action', 'field', 'why'].includes(kind)));
    await choose('all');
    await until(seen, (kinds) => kinds.length > 3);
    const phones = async () => [...new Set(await tab.rows().evaluateAll((rows) => rows.map((row) => row.dataset.of)))].sort();
    await choose('b');
    await until(phones, ['b']);
    await choose('b');
    await until(phones, ['a', 'b']);
    await tab.find('input[data-filter=text]').fill('join1v1chat');
    await until(() => tab.rows().allInnerTexts(), (rows) => rows.length > 0 && rows.every((row) => row.includes('join1v1Chat')));
    await tab.find('input[data-filter=text]').fill('no such text');
    await until(() => tab.rows().count(), 0);
    await tab.find('input[data-filter=text]').fill('');
    await until(() => tab.rows().count(), (count) => count > 10);
  });
});

describe('the phone', () => {
  shared('enables the available actions', async (tab, a, b) => {
    await until(() => a.available(), ['leave', 'tap']);
    await a.tap();
    await until(() => a.available(), ['cancel', 'leave']);
    await a.allowAll();
    await until(() => a.available(), ['hangUp', 'leave']);
    await b.call('incoming');
    await a.find('[data-available=hangUp]').click();
    await a.idle();
    await a.answers('join', 'System');
    await a.closeFaults();
    await a.find('[data-available=tap]').click();
    await until(() => a.available(), (can) => can.includes('dismiss'));
    await a.find('[data-available=dismiss]').click();
    await a.idle();
    await a.answers('join', 'ok');
  });

  shared('shows the toast of a failure for a moment', async (tab, a) => {
    await a.tap();
    await a.dialog('permission');
    const toast = a.find('[data-toast]').filter({ hasText: '唤起授权失败' });
    const shown = toast.waitFor();
    await a.refuse();
    await shown;
    await toast.waitFor({ state: 'detached' });
  });

  shared('is busy while it calls, and ignores other taps', async (tab, a) => {
    await a.tap();
    await until(() => a.root.getAttribute('data-busy'), 'true');
    assert.ok(await a.find('[data-do=tap]').isDisabled());
  });

  shared('has a button that cancels, while a call is in progress that is not joined', async (tab, a) => {
    const cancel = a.find('[data-do=cancel]');
    assert.equal(await cancel.count(), 0);
    await a.answers('join', 'never');
    await a.closeFaults();
    await a.tap();
    await cancel.waitFor();
    await a.allowAll();
    await a.state('Joining');
    await cancel.click();
    await a.idle();
    await until(() => cancel.count(), 0);
    assert.equal(a.changes().at(-1), 'Joining → Idle');
    await tab.rows({ kind: 'input', text: '取消' }).waitFor();
    await a.answers('join', 'ok');
    await a.tap();
    await a.state('InCall');
    assert.equal(await cancel.count(), 0);
  });

  alone('marks the required field that is empty', async (tab, a) => {
    await a.fill('listen_openid', '');
    await a.tap();
    await a.find('input[name=listen_openid][aria-invalid=true]').waitFor();
    assert.equal(await a.find('[aria-invalid=true]').count(), 1);
    assert.deepEqual(a.calls(), [], 'there is no host call');
    await a.fill('listen_openid', 'oSomebody');
    await until(() => a.find('[aria-invalid=true]').count(), 0);
    await a.tap();
    await a.dialog('permission');
  });

  alone('shows markup in a field as text', async (tab, a, b) => {
    const hostile = '<img src=x onerror=alert(1)>\u202eabc{{x}}';
    await a.fill('call_name', hostile);
    await a.calling(b);
    assert.equal(await tab.find('img').count(), 0);
    assert.match(await b.find('[data-call]').innerText(), /<img src=x onerror=alert\(1\)>/);
    await tab.rows({ kind: 'call', text: 'join1v1Chat' }).filter({ hasText: '<img src=x' }).waitFor();
  });
});

describe('time', () => {
  shared('can be paused, stepped and resumed', async (tab, a) => {
    await a.tap();
    await a.dialog('permission');
    await tab.time('pause');
    await tab.find('[data-time=resume]').waitFor();
    await a.allowAll();
    await a.state('Enabling');
    await tab.frame();
    assert.equal(await a.root.getAttribute('data-state'), 'Enabling', 'the answer is due, but time is paused');
    await tab.time('step');
    await a.state('Joining');
    await tab.time('step');
    await a.state('InCall');
    await tab.time('resume');
    await tab.find('[data-time=pause]').waitFor();
  });
});

describe('the keyboard', () => {
  /** Presses Tab until the element has the focus. */
  async function reach(tab, selector) {
    await tab.find(selector).first().waitFor();
    for (let presses = 0; presses < 120; presses += 1) {
      if (await tab.page.evaluate((wanted) => document.activeElement.matches(wanted), selector)) return;
      await tab.page.keyboard.press('Tab');
    }
    assert.fail(`Tab does not reach ${selector}`);
  }

  alone('is enough to make a call', async (tab, a, b) => {
    const { keyboard } = tab.page;
    await reach(tab, '[data-phone=a] [name=call_name]');
    await keyboard.press('Control+a');
    await keyboard.type('小明');
    await reach(tab, '[data-phone=a] [data-do=tap]');
    await keyboard.press('Enter');
    for (const scope of ['麦克风', '摄像头']) {
      await a.find('[data-dialog]').filter({ hasText: scope }).waitFor();
      await reach(tab, '[data-phone=a] [data-answer=allow]');
      await keyboard.press('Space');
    }
    await b.call('incoming');
    assert.match(await b.find('[data-call]').innerText(), /小明/);
    await reach(tab, '[data-phone=b] [data-call-do=pickUp]');
    await keyboard.press('Enter');
    await a.call('talking');
    await reach(tab, '[data-phone=a] [data-call-do=shrink]');
    await keyboard.press('Enter');
    await reach(tab, '[data-phone=a] [data-do=hangUp]');
    await keyboard.press('Enter');
    await a.idle();
    await b.idle();
  });

  alone('has shortcuts, which are off while the user types', async (tab, a, b) => {
    const { keyboard } = tab.page;
    await tab.page.locator('h1').click();
    await keyboard.press('1');
    await a.dialog('permission');
    await keyboard.press('Escape');
    await a.state('Failed');
    await tab.page.locator('h1').click();
    await keyboard.press('2');
    await b.dialog('permission');
    await tab.page.locator('h1').click();
    await keyboard.press('Space');
    await tab.find('[data-time=resume]').waitFor();
    await keyboard.press('Space');
    await tab.find('[data-time=pause]').waitFor();
    await keyboard.press('?');
    await tab.find('dialog[open]').waitFor();
    await keyboard.press('Escape');
    await tab.find('dialog[open]').waitFor({ state: 'detached' });
    await a.dismiss();
    await a.idle();
    await a.find('[name=call_name]').fill('');
    await a.find('[name=call_name]').pressSequentially('1 2.?');
    await until(() => a.value('call_name'), '1 2.?');
    await a.state('Idle');
    assert.equal(await tab.find('dialog[open], [data-time=resume]').count(), 0);
  });
});

describe('keys and focus', () => {
  const focused = (tab) => tab.page.evaluate(() => {
    const { phone } = document.activeElement.closest('[data-phone]')?.dataset ?? {};
    const { callDo, do: button, answer, filter } = document.activeElement.dataset;
    return [phone, callDo ?? button ?? answer ?? filter].filter(Boolean).join(' ');
  });

  alone('the focus goes to where the user acts next, and back to the page', async (tab, a, b) => {
    const { keyboard } = tab.page;
    await a.find('[data-do=tap]').focus();
    await keyboard.press('Enter');
    for (const scope of ['麦克风', '摄像头']) {
      await a.find('[data-dialog]').filter({ hasText: scope }).waitFor();
      await until(() => focused(tab), 'a allow');
      await keyboard.press('Enter');
    }
    await until(() => focused(tab), 'b pickUp', 'the phone that rings');
    await keyboard.press('Enter');
    await b.call('talking');
    await until(() => focused(tab), 'b hangUp');
    await keyboard.press('Enter');
    await b.call('none');
    await until(() => focused(tab), 'b tap', 'the page is used again');
  });

  alone('keys answer, hang up, search, step and start a new run', async (tab, a, b) => {
    const { keyboard } = tab.page;
    await tab.page.locator('h1').click();
    await keyboard.press('1');
    await a.allowAll();
    await b.call('incoming');
    await tab.page.locator('h1').click();
    await keyboard.press('p');
    await a.call('talking');
    await keyboard.press('h');
    await a.call('none');
    await a.state('InCall');
    await tab.page.locator('h1').click();
    await keyboard.press('h');
    await a.idle();
    await keyboard.press('/');
    await until(() => focused(tab), 'text');
    const runs = tab.runs;
    await keyboard.type('phn12. ?/');
    await until(() => tab.find('[data-filter=text]').inputValue(), 'phn12. ?/');
    assert.equal(tab.runs, runs, 'keys are letters in a field');
    assert.equal(await tab.find('dialog[open]').count(), 0);
    await tab.page.locator('h1').click();
    await keyboard.press('n');
    await until(() => tab.runs, runs + 1);
    await keyboard.press('?');
    const help = await tab.find('dialog[open]').innerText();
    for (const words of ['Pick up', 'Hang up', 'New run', 'Search', 'next event', 'Pause']) assert.ok(help.includes(words), words);
    await keyboard.press('n');
    assert.equal(tab.runs, runs + 1, 'no key acts behind a dialog');
  });
});

describe('languages and themes', () => {
  const texts = (tab) => tab.page.evaluate(() => {
    const around = document.body.cloneNode(true);
    for (const own of around.querySelectorAll('[data-phone] .screen, [data-timeline] [role=log], [data-lang], h1, svg')) own.remove();
    const labels = [...around.querySelectorAll('[aria-label], [title]')].flatMap((one) => [one.ariaLabel ?? '', one.title]);
    return [around.textContent, ...labels].join(' ');
  });

  alone('the preview is in English or Chinese, and the phones are always in Chinese', async (tab, a) => {
    const page = await a.find('.screen').innerText();
    // Except for the names of buttons of the page.
    assert.doesNotMatch((await texts(tab)).replaceAll(/结束|可接听|知道了|取消/g, ''), /\p{Script=Han}/u);
    await tab.language('zh');
    await until(() => tab.page.evaluate(() => document.documentElement.lang), 'zh-CN');
    await until(() => texts(tab), (seen) => /重来/.test(seen));
    assert.doesNotMatch(await texts(tab), /\b(New run|Pause|Faults|Timeline|Filter|Replay)\b/);
    assert.equal(await a.find('.screen').innerText(), page);
    assert.equal(tab.settings().lang, 'zh');
    await tab.reload();
    await until(() => texts(tab), (seen) => /重来/.test(seen), 'a reload keeps the language');
    await tab.language('en');
    await until(() => texts(tab), (seen) => /New run/.test(seen));
  });

  alone('a Chinese browser shows Chinese', async (tab) => {
    await until(() => texts(tab), (seen) => /重来/.test(seen));
  }, '', { locale: 'zh-CN' });

  alone('the theme is that of the system, light or dark', async (tab) => {
    const shown = () => tab.page.evaluate(() => {
      const [, red, green, blue] = getComputedStyle(document.body).backgroundColor.match(/(\d+), (\d+), (\d+)/).map(Number);
      return red + green + blue > 384 ? 'light' : 'dark';
    });
    await until(shown, 'light');
    await tab.page.emulateMedia({ colorScheme: 'dark' });
    await until(shown, 'dark');
    await tab.theme('light');
    await until(shown, 'light');
    assert.equal(tab.settings().theme, 'light');
    await tab.theme('dark');
    await tab.page.emulateMedia({ colorScheme: 'light' });
    await until(shown, 'dark');
    await tab.reload();
    await until(shown, 'dark');
    await tab.theme('auto');
    await until(shown, 'light');
  });
});
