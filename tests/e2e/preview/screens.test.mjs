// Screenshots of the preview in `target/e2e/screens`, to be looked at, and checks of their layout.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { output } from '../lib/built.mjs';
import { keepSocket, open, serve } from '../lib/preview.mjs';
import { until } from '../lib/until.mjs';

const LARGE = { width: 1920, height: 1080 };
const LAPTOP = { width: 1366, height: 768 };

let video;
let voice;

before(async () => {
  mkdirSync(output('screens'), { recursive: true });
  [video, voice] = await Promise.all([serve('video-call'), serve('voice-support')]);
});

async function picture(tab, name) {
  await tab.frame();
  await tab.page.screenshot({ path: output('screens', `preview-${name}.png`) });
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
  assert.deepEqual({ wide, high, outside }, { wide: false, high: false, outside: [] }, name);
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
    await b.pickUp();
    await a.call('talking');
    await tab.rows({ kind: 'call', text: 'join1v1Chat' }).first().getByRole('button').click();
  }],
  ['small-window', async (tab, a) => {
    await a.shrink();
    await a.find('[data-call-do=grow]').waitFor();
  }],
  ['failed', async (tab, a, b) => {
    await b.hangUp();
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
  ['presets', async (tab, a) => {
    await a.closeFaults();
    await tab.find('[data-presets-toggle]').click();
    await tab.find('[data-preset]').first().waitFor();
  }],
  ['closed', async (tab, a, b) => {
    await tab.page.keyboard.press('Escape');
    await b.happens('kill');
    await b.closeFaults();
    await b.find('[data-do=start]').waitFor();
  }],
  ['replay', async (tab) => {
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

describe('video-call', { concurrency: true }, () => {
  for (const [size, viewport] of Object.entries({ large: LARGE, laptop: LAPTOP })) {
    for (const [theme, lang] of [['light', 'zh'], ['dark', 'en']]) {
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
