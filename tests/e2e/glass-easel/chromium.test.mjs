// The page in glass-easel in a real browser, tapped by a finger, with a picture of each of its faces in
// `target/e2e/screens` for a person to look at.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { chromium } from 'playwright-core';
import { output } from '../lib/built.mjs';
import { CLIENT, ENGINE, opening } from '../lib/easel.mjs';

/** A phone of the usual size. */
const PHONE = { viewport: { width: 375, height: 812 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true, locale: 'zh-CN' };
const ELEMENTS = readFileSync(new URL('elements.css', import.meta.url), 'utf8');
const DENIED = { errMsg: 'authorize:fail auth deny' };

let browser;

before(async () => {
  const executablePath = process.env.VOIP_CHROMIUM;
  assert.ok(executablePath, 'run `cargo xtask e2e`, which finds or installs Chromium');
  mkdirSync(output('screens'), { recursive: true });
  // Root, as in CI, can have no sandbox.
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
});

after(() => browser?.close());

async function open(program, route, answers) {
  const page = await browser.newPage(PHONE);
  page.complaints = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) page.complaints.push(message.text());
  });
  page.on('pageerror', (error) => page.complaints.push(String(error)));
  await page.setContent('<!doctype html><meta name="viewport" content="width=device-width"><body></body>');
  await page.addStyleTag({ content: ELEMENTS });
  await page.addScriptTag({ content: ENGINE });
  await page.addScriptTag({ content: CLIENT });
  await page.evaluate((given) => window.voipOpen(given), opening(program, route, answers));
  return page;
}

const type = (page, row, value) => page.locator('.input input').nth(row).fill(value);
const tap = (page, words) => page.locator('.button', { hasText: words }).tap();
const state = (page, wanted) => page.waitForFunction((known) => window.page.data.state === known, wanted);
const asked = (page) => page.evaluate(() => window.wx.log);

/** Takes the picture, and holds what no picture should show against it. */
async function picture(page, name) {
  await page.screenshot({ path: output('screens', `${name}.png`) });
  const { wide, cut } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth > window.innerWidth,
    cut: [...document.querySelectorAll('.label, .sentence, .button')].filter((node) => node.scrollWidth > node.clientWidth + 1)
      .map((node) => node.textContent),
  }));
  assert.ok(!wide, `${name} is wider than the screen`);
  assert.deepEqual(cut, [], `${name} cuts words off`);
  assert.deepEqual(page.complaints, []);
}

describe('video-call', () => {
  const ROUTE = 'pages/video-call/index';
  const filledIn = async (answers) => {
    const page = await open('video-call', ROUTE, answers);
    await type(page, 0, 'oGZUI0egBJY1zhBYw2KhdUfwVJJE');
    await type(page, 2, 'oGZUI0Z4k9mLqX1cT7vYbN3sWpRA');
    return page;
  };

  test('first', async () => {
    const page = await open('video-call', ROUTE);
    await picture(page, 'video-call-first');
    const green = await page.locator('.button').first().evaluate((node) => getComputedStyle(node).backgroundColor);
    assert.equal(green, 'rgb(156, 225, 52)');
  });

  test('busy', async () => {
    const page = await filledIn({ authorize: ['never'] });
    await tap(page, '呼叫');
    await state(page, 'Authorizing');
    await tap(page, '呼叫').catch(() => {});
    assert.deepEqual(await asked(page), ['authorize'], 'a button that is off takes no tap');
    await picture(page, 'video-call-busy');
  });

  test('in call', async () => {
    const page = await filledIn();
    await tap(page, '呼叫');
    await state(page, 'InCall');
    await picture(page, 'video-call-in-call');
    await page.evaluate(() => window.wx.members('a', 'b'));
    await picture(page, 'video-call-connected');
    await tap(page, '结束');
    await state(page, 'Idle');
    assert.equal((await asked(page)).at(-1), 'exitVoIPChat');
  });

  test('failed', async () => {
    const page = await filledIn({ authorize: [DENIED] });
    await tap(page, '呼叫');
    await state(page, 'Failed');
    await picture(page, 'video-call-failed');
    await page.locator('.dismiss').tap();
    await state(page, 'Idle');
  });

  test('an empty row', async () => {
    const page = await open('video-call', ROUTE);
    await tap(page, '呼叫');
    await page.locator('.sentence').waitFor();
    await picture(page, 'video-call-empty-row');
  });
});

describe('voice-support', () => {
  const ROUTE = 'pages/voice-support/index';
  const FOUND = { data: { openid: 'oAgent' } };
  const filledIn = async (answers) => {
    const page = await open('voice-support', ROUTE, { request: [FOUND], ...answers });
    await type(page, 1, 'oGZUI0Z4k9mLqX1cT7vYbN3sWpRA');
    return page;
  };

  test('first', async () => {
    await picture(await open('voice-support', ROUTE), 'voice-support-first');
  });

  test('busy', async () => {
    const page = await filledIn({ join1v1Chat: ['never'] });
    await tap(page, '联系客服');
    await state(page, 'Joining');
    await picture(page, 'voice-support-busy');
  });

  test('in call', async () => {
    const page = await filledIn();
    await tap(page, '联系客服');
    await state(page, 'InCall');
    await picture(page, 'voice-support-in-call');
  });

  test('failed', async () => {
    const page = await filledIn({ setEnable1v1Chat: [{ errCode: -20000, errMsg: 'setEnable1v1Chat:fail' }] });
    await tap(page, '联系客服');
    await state(page, 'Failed');
    await picture(page, 'voice-support-failed');
  });

  test('reachable', async () => {
    const page = await filledIn();
    await tap(page, '可接听');
    await page.waitForFunction(() => window.page.data.reachable);
    await picture(page, 'voice-support-reachable');
  });
});

test('every kind of row', async () => {
  await picture(await open('kinds', 'pages/kinds/index'), 'kinds');
});

test("the tutorial's own WXML", async () => {
  await picture(await open('own-wxml', 'pages/video-call/index'), 'own-wxml');
});
