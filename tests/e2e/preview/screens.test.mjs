// Screenshots of the preview in `target/e2e/screens`, to be looked at, and checks of their layout.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { output } from '../lib/built.mjs';
import { faint } from '../lib/contrast.mjs';
import { keepSocket, open, serve } from '../lib/preview.mjs';
import { until } from '../lib/until.mjs';

const LAPTOP = { width: 1366, height: 768 };
const SIZES = {
  large: { width: 1920, height: 1080 }, laptop: LAPTOP, small: { width: 1280, height: 720 },
  tablet: { width: 768, height: 1024 }, phone: { width: 390, height: 844 },
};

let video;
let voice;

before(async () => {
  mkdirSync(output('screens'), { recursive: true });
  [video, voice] = await Promise.all([serve('video-call'), serve('voice-support')]);
});

/** What nothing may overlap with, and what must be whole. */
const PARTS = '.top, .replay, .phone, .diagram, .timeline, .faults';
const WHOLE = '[data-do], [data-available], [data-time], [data-call-do], [data-answer], [data-menu], .menu-chosen, .state, .chip, .button, .node text, .not-ringing p';

/** For `page.evaluate`: parts that overlap, texts that are cut, and the buttons outside of the window. */
function untidy({ parts, whole }) {
  const shown = (selector) => [...document.querySelectorAll(selector)].filter((node) => node.checkVisibility({ visibilityProperty: true }));
  const name = (node) => `${node.className.baseVal ?? node.className} ${JSON.stringify({ ...node.dataset })} ${node.textContent.trim().slice(0, 20)}`;
  const boxes = shown(parts).map((node) => [node, node.getBoundingClientRect()]);
  const overlapping = boxes.flatMap(([node, one], index) => boxes.slice(index + 1)
    .filter(([, other]) => Math.min(one.right, other.right) - Math.max(one.left, other.left) > 1 && Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top) > 1)
    // A panel covers the screen of its own phone where there is no room beside it.
    .filter(([other]) => !(node.matches('.phone') && other.matches('.faults') && node.parentNode === other.parentNode))
    .map(([other]) => `${name(node)} / ${name(other)}`));
  const labels = shown('.edge-label, .node rect').map((node) => [node, node.getBoundingClientRect()]);
  for (const [index, [node, one]] of labels.entries()) {
    const card = node.closest('.diagram').getBoundingClientRect();
    if (one.left < card.left || one.right > card.right || one.top < card.top) overlapping.push(`${name(node)} / the edge of the diagram`);
    for (const [other, box] of labels.slice(index + 1)) {
      const across = Math.min(one.right, box.right) - Math.max(one.left, box.left);
      if (across > 1 && Math.min(one.bottom, box.bottom) - Math.max(one.top, box.top) > 4) overlapping.push(`${name(node)} / ${name(other)}`);
    }
  }
  const cut = shown(whole).filter((node) => node.scrollWidth > node.clientWidth + 1 && node.clientWidth > 0 && getComputedStyle(node).overflow !== 'visible').map(name);
  const outside = shown(whole).filter((node) => {
    const { left, right, width } = node.getBoundingClientRect();
    return width > 0 && (left < 0 || right > window.innerWidth + 1);
  }).map(name);
  return { overlapping, cut, outside };
}

async function picture(tab, name) {
  await tab.frame();
  await tab.page.screenshot({ path: output('screens', `preview-${name}.png`) });
  assert.deepEqual(await tab.page.evaluate(untidy, { parts: PARTS, whole: WHOLE }), { overlapping: [], cut: [], outside: [] }, name);
  assert.deepEqual(await tab.page.evaluate(faint), [], `${name} has text of low contrast`);
  const { wide, high, outside } = await tab.page.evaluate(() => ({
    wide: document.documentElement.scrollWidth > window.innerWidth,
    high: document.documentElement.scrollHeight > window.innerHeight,
    // Buttons must be within the window.
    outside: [...document.querySelectorAll('[data-do], [data-available], [data-time], [data-call-do], [data-answer]')]
      .filter((node) => {
        const { top, bottom, left, right, width } = node.getBoundingClientRect();
        return width > 0 && (top < 0 || left < 0 || right > window.innerWidth || bottom > window.innerHeight);
      })
      .map((node) => JSON.stringify({ ...node.dataset })),
  }));
  assert.equal(wide, false, name);
  // A narrow window scrolls.
  if (tab.page.viewportSize().width >= 1100) assert.deepEqual({ high, outside }, { high: false, outside: [] }, name);
}

/** A narrow window shows one phone at a time. */
async function show(tab, letter) {
  const button = tab.find(`[data-tab=${letter}]`);
  if (await button.isVisible()) await button.click();
}

/** The screens, each reached from the previous one. */
const SCREENS = [
  ['idle', async () => {}],
  ['permission', async (tab, a) => {
    await a.tap();
    await a.dialog('permission');
  }],
  ['ringing', async (tab, a, b) => {
    await a.allowAll();
    await b.call('incoming');
  }],
  ['talking', async (tab, a, b) => {
    await show(tab, 'b');
    await b.pickUp();
    await show(tab, 'a');
    await a.call('talking');
  }],
  ['past', async (tab) => {
    await tab.rows({ kind: 'call', text: 'join1v1Chat' }).first().locator('.event-line').click();
    await tab.find('[data-past]').waitFor();
    await tab.find('[data-timeline] .more').waitFor();
  }],
  ['small-window', async (tab, a) => {
    await tab.page.keyboard.press('Escape');
    await tab.find('[data-past]').waitFor({ state: 'detached' });
    await a.shrink();
    await a.find('[data-call-do=grow]').waitFor();
  }],
  ['failed', async (tab, a, b) => {
    await show(tab, 'b');
    await b.hangUp();
    await show(tab, 'a');
    await a.idle();
    await a.answers('join', 'NotOpen');
    await a.closeFaults();
    await a.tap();
    await a.state('Failed');
    await until(() => a.find('[data-toast]').count(), 0);
  }],
  ['faults', async (tab, a) => {
    await a.openFaults();
  }],
  ['both-faults', async (tab, a, b) => {
    await show(tab, 'b');
    await b.openFaults();
  }],
  ['presets', async (tab, a, b) => {
    await b.closeFaults();
    await show(tab, 'a');
    await a.closeFaults();
    await tab.find('[data-presets-toggle]').click();
    await tab.find('[data-preset]').first().waitFor();
  }],
  ['closed', async (tab, a, b) => {
    await tab.page.keyboard.press('Escape');
    await show(tab, 'b');
    await b.happens('kill');
    await b.closeFaults();
    await b.find('[data-do=start]').waitFor();
  }],
  ['replay', async (tab) => {
    await show(tab, 'a');
    const [file] = await Promise.all([tab.page.waitForEvent('download'), tab.find('[data-download=a]').click()]);
    await tab.find('input[name=replay]').setInputFiles(await file.path());
    await tab.find('[data-replay]').waitFor();
    for (let lines = 0; lines < 6; lines += 1) await tab.find('[data-replay-do=step]').click();
  }],
  ['notice', async (tab) => {
    await tab.find('[data-replay-do=leave]').click();
    await tab.find('input[name=replay]').setInputFiles({ name: 'x.jsonl', mimeType: 'text/plain', buffer: Buffer.from('not a recording') });
    await tab.notice(/./);
  }],
  ['help', async (tab) => {
    await tab.find('[data-help]').click();
    await tab.find('dialog[open]').waitFor();
  }],
];

describe('video-call', { concurrency: 2 }, () => {
  for (const [size, viewport] of Object.entries(SIZES)) {
    for (const [theme, lang] of [['light', 'zh'], ['dark', 'en'], ['light', 'en'], ['dark', 'zh']]) {
      test(`video-call, ${size}, ${theme}, ${lang}`, async () => {
        const tab = await open(video, `speed=5&theme=${theme}&lang=${lang}`, { viewport });
        for (const [screen, reach] of SCREENS) {
          await reach(tab, tab.a, tab.b);
          await picture(tab, `${screen}-${size}-${theme}-${lang}`);
        }
        tab.assertQuiet();
        await tab.close();
      });
    }
  }
});

test('voice-support, and its settings page', async () => {
  const tab = await open(voice, 'speed=5&lang=zh', { viewport: LAPTOP });
  const { a } = tab;
  await picture(tab, 'voice-idle');
  await a.tap();
  await a.dialog('permission');
  await a.refuse();
  await a.dialog('askSettings');
  await picture(tab, 'voice-ask-settings');
  await a.allow();
  await a.dialog('settings');
  await picture(tab, 'voice-settings');
  await tab.close();
});

for (const [theme, lang] of [['light', 'zh'], ['dark', 'en']]) {
  test(`voice-support: the menu, the settings, and a call that rings nowhere, ${theme}, ${lang}`, async () => {
    const tab = await open(voice, `speed=5&theme=${theme}&lang=${lang}`, { viewport: SIZES.large });
    const { a, b } = tab;
    await a.tap();
    await a.allowAll();
    await a.find('[data-not-ringing]').waitFor();
    await picture(tab, `not-ringing-${theme}-${lang}`);
    await b.find('[data-do=menu]').click();
    await b.find('[data-menu=cancel]').waitFor();
    await picture(tab, `menu-${theme}-${lang}`);
    await b.find('[data-menu=settings]').click();
    await b.dialog('settings');
    await picture(tab, `settings-${theme}-${lang}`);
    tab.assertQuiet();
    await tab.close();
  });
}

for (const width of [390, 768, 1280]) {
  test(`the name of a preset is shown whole, ${width} pixels`, async () => {
    const tab = await open(video, 'lang=en', { viewport: { width, height: 844 } });
    await tab.find('[data-presets-toggle]').click();
    const names = await tab.find('[data-preset] strong').evaluateAll((all) => all.map((one) => [one.parentNode.dataset.preset, one.textContent]));
    await tab.page.keyboard.press('Escape');
    const [longest] = names.toSorted(([, one], [, other]) => other.length - one.length);
    await tab.choosePreset(longest[0]);
    assert.equal(await tab.find('.menu-chosen').innerText(), longest[1]);
    await picture(tab, `preset-${width}`);
    tab.assertQuiet();
    await tab.close();
  });
}

test('a compiler error', async () => {
  const tab = await open(video, 'lang=en', { viewport: LAPTOP, watch: keepSocket });
  const errors = [
    '\u001b[0m\u001b[1m\u001b[38;5;9merror[E0599]\u001b[0m\u001b[0m\u001b[1m: no method named `jion` found for struct `Call<P, S>`\u001b[0m',
    '\u001b[0m  \u001b[0m\u001b[0m\u001b[1m\u001b[38;5;12m--> \u001b[0m\u001b[0msrc/lib.rs:42:10\u001b[0m',
    '\u001b[0m   \u001b[0m\u001b[0m\u001b[1m\u001b[38;5;12m|\u001b[0m',
    '\u001b[0m\u001b[1m\u001b[38;5;12m42\u001b[0m\u001b[0m \u001b[0m\u001b[0m\u001b[1m\u001b[38;5;12m|\u001b[0m\u001b[0m     call.jion().await\u001b[0m',
  ].join('\n');
  // As the server sends it under `cargo voip dev`.
  await tab.page.evaluate((data) => window.socket.dispatchEvent(new MessageEvent('message', { data })), JSON.stringify({ build: { errors } }));
  await tab.find('[data-build-errors]').waitFor();
  await tab.frame();
  await tab.page.screenshot({ path: output('screens', 'preview-build-error.png') });
  assert.match(await tab.find('[data-build-errors]').innerText(), /no method named `jion`/);
  await tab.close();
});

/** Answers of a phone, one of which is not known. */
const PHONE = [
  { voip: 4, page: 'VoiceSupport', redacted: true },
  { call: { number: 0, name: 'authorize', options: { scope: 'scope.record' } }, at: 1 },
  { answer: { to: 0, cause: 'Other(103)', message: '', raw: { errno: 103, errMsg: 'authorize:fail' } }, at: 2 },
  { answer: { to: 0, cause: 'Other(-777)', message: '', raw: { errCode: -777, errMsg: 'authorize:fail whatever' } }, at: 3 },
];

for (const width of [390, 1280]) {
  for (const lang of ['zh', 'en']) {
    test(`cancel, faults, an answer and a recording of a phone, ${width} pixels, ${lang}`, async () => {
      const tab = await open(voice, `speed=5&lang=${lang}`, { viewport: { width, height: 844 } });
      const { a } = tab;
      const shot = async (name) => {
        await tab.frame();
        await tab.page.screenshot({ path: output('screens', `preview-${name}-${width}-${lang}.png`) });
        assert.ok(await tab.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth), name);
      };
      await shot('reachable');
      await tab.find('[data-classify]').click();
      await tab.find('[name=answer]').fill('{"errMsg": "join1v1Chat:fail Already in room!", "errCode": -1}');
      await tab.find('[data-classified] dl').waitFor();
      await shot('classify');
      await tab.find('[name=answer]').fill('{errMsg: -1}');
      await tab.find('.classified-why').waitFor();
      await shot('classify-why');
      await tab.page.keyboard.press('Escape');
      await a.openFaults();
      await shot('members');
      await a.answers('join', 'never');
      await a.closeFaults();
      await a.tap();
      await a.allowAll();
      await a.state('Joining');
      await a.find('[data-do=cancel]').scrollIntoViewIfNeeded();
      await shot('cancel');
      await a.find('[data-do=cancel]').click();
      const buffer = Buffer.from(PHONE.map((line) => JSON.stringify(line)).join('\n'));
      await tab.find('input[name=replay]').setInputFiles({ name: 'phone.jsonl', mimeType: 'text/plain', buffer });
      await tab.find('[data-reclassified]').scrollIntoViewIfNeeded();
      await shot('reclassified');
      await tab.close();
    });
  }
}

for (const [name, viewport] of Object.entries({ narrow: { width: 900, height: 1100 }, phone: { width: 390, height: 844 } })) {
  test(`a window that is ${name} does not scroll sideways`, async () => {
    const tab = await open(video, 'speed=5', { viewport });
    await tab.a.tap();
    await tab.a.dialog('permission');
    await tab.page.screenshot({ path: output('screens', `preview-${name}.png`), fullPage: true });
    assert.ok(await tab.page.evaluate(() => document.documentElement.scrollWidth <= window.innerWidth));
    await tab.close();
  });
}
