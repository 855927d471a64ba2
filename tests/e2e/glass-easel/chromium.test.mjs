// The page in glass-easel, in a real browser with touch. A screenshot of each state is written to
// `target/e2e/screens`.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync } from 'node:fs';
import { after, before, describe, test } from 'node:test';
import { chromium } from 'playwright-core';
import { output } from '../lib/built.mjs';
import { faint } from '../lib/contrast.mjs';
import { CLIENT, ENGINE, pageSource } from '../lib/glass-easel.mjs';

/** A phone of a common size. */
const PHONE = { viewport: { width: 375, height: 812 }, deviceScaleFactor: 2, hasTouch: true, isMobile: true, locale: 'zh-CN' };
const ELEMENTS = readFileSync(new URL('elements.css', import.meta.url), 'utf8');
const DENIED = { errMsg: 'authorize:fail auth deny' };

let browser;

before(async () => {
  const executablePath = process.env.VOIP_CHROMIUM;
  assert.ok(executablePath, 'run `cargo xtask e2e`, which finds or installs Chromium');
  mkdirSync(output('screens'), { recursive: true });
  // Chromium has no sandbox as root, as in CI.
  browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
});

after(() => browser?.close());

async function open(program, route, answers, { depth, colorScheme = 'light' } = {}) {
  const page = await browser.newPage({ ...PHONE, colorScheme });
  page.problems = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) page.problems.push(message.text());
  });
  page.on('pageerror', (error) => page.problems.push(String(error)));
  await page.setContent('<!doctype html><meta name="viewport" content="width=device-width"><body></body>');
  await page.addStyleTag({ content: ELEMENTS });
  await page.addScriptTag({ content: ENGINE });
  await page.addScriptTag({ content: CLIENT });
  await page.evaluate((given) => window.voipOpen(given), pageSource(program, route, answers, depth));
  return page;
}

const type = (page, row, value) => page.locator('.input input').nth(row).fill(value);
const tap = (page, text) => page.locator('.button', { hasText: text }).tap();
const state = (page, wanted) => page.waitForFunction((known) => window.page.data.state === known, wanted);
const hostCalls = (page) => page.evaluate(() => window.wx.log);

/** Takes a screenshot and asserts that no text is cut off or hard to read. `logged` is what the console shows. */
async function screenshot(page, name, logged = []) {
  await page.screenshot({ path: output('screens', `${name}.png`) });
  const { wide, cut } = await page.evaluate(() => ({
    wide: document.documentElement.scrollWidth > window.innerWidth,
    cut: [...document.querySelectorAll('.label, .sentence, .button')].filter((node) => node.scrollWidth > node.clientWidth + 1)
      .map((node) => node.textContent),
  }));
  assert.ok(!wide, `${name} is wider than the screen`);
  assert.deepEqual(cut, [], `${name} cuts text off`);
  if (name !== 'own-wxml') assert.deepEqual(await page.evaluate(faint), [], `${name} has text of low contrast`);
  assert.deepEqual(page.problems, logged);
}

describe('video-call', () => {
  const ROUTE = 'pages/video-call/index';
  const filledIn = async (answers) => {
    const page = await open('video-call', ROUTE, answers);
    await type(page, 0, 'oGZUI0egBJY1zhBYw2KhdUfwVJJE');
    await type(page, 2, 'oGZUI0Z4k9mLqX1cT7vYbN3sWpRA');
    return page;
  };

  test('opened', async () => {
    const page = await open('video-call', ROUTE);
    await screenshot(page, 'video-call-first');
    const green = await page.locator('.button').first().evaluate((node) => getComputedStyle(node).backgroundColor);
    assert.equal(green, 'rgb(156, 225, 52)');
  });

  test('busy', async () => {
    const page = await filledIn({ authorize: ['never'] });
    await tap(page, '呼叫');
    await state(page, 'Authorizing');
    await tap(page, '呼叫').catch(() => {});
    assert.deepEqual(await hostCalls(page), ['authorize'], 'a disabled button ignores taps');
    await screenshot(page, 'video-call-busy');
    await tap(page, '取消');
    await state(page, 'Idle');
    assert.equal(await page.locator('.button', { hasText: '取消' }).count(), 0);
  });

  test('in call', async () => {
    const page = await filledIn();
    await tap(page, '呼叫');
    await state(page, 'InCall');
    await screenshot(page, 'video-call-in-call');
    await page.evaluate(() => window.wx.members('a', 'b'));
    await screenshot(page, 'video-call-connected');
    await tap(page, '结束');
    await state(page, 'Idle');
    assert.equal((await hostCalls(page)).at(-1), 'exitVoIPChat');
  });

  test('failed', async () => {
    const page = await filledIn({ authorize: [DENIED] });
    await tap(page, '呼叫');
    await state(page, 'Failed');
    await screenshot(page, 'video-call-failed', ['voip: authorize: Denied: authorize:fail auth deny']);
    await page.locator('.dismiss').tap();
    await state(page, 'Idle');
  });

  test('an empty field', async () => {
    const page = await open('video-call', ROUTE);
    await tap(page, '呼叫');
    await page.locator('.sentence').waitFor();
    await screenshot(page, 'video-call-empty-row');
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

  test('opened', async () => {
    await screenshot(await open('voice-support', ROUTE), 'voice-support-first');
  });

  test('busy', async () => {
    const page = await filledIn({ join1v1Chat: ['never'] });
    await tap(page, '联系客服');
    await state(page, 'Joining');
    await screenshot(page, 'voice-support-busy');
  });

  test('in call', async () => {
    const page = await filledIn();
    await tap(page, '联系客服');
    await state(page, 'InCall');
    await screenshot(page, 'voice-support-in-call');
  });

  test('failed', async () => {
    const page = await filledIn({ setEnable1v1Chat: [{ errCode: -20000, errMsg: 'setEnable1v1Chat:fail' }] });
    await tap(page, '联系客服');
    await state(page, 'Failed');
    await screenshot(page, 'voice-support-failed', ['voip: setEnable1v1Chat: NotOpen (-20000): setEnable1v1Chat:fail']);
  });

  test('reachable', async () => {
    const page = await filledIn();
    await tap(page, '可接听');
    await page.waitForFunction(() => window.page.data.reachable);
    await screenshot(page, 'voice-support-reachable');
  });
});

/** A picture of one colour. */
const FACE = `data:image/svg+xml,${encodeURIComponent("<svg xmlns='http://www.w3.org/2000/svg' width='8' height='8'><rect width='8' height='8' fill='%23c33'/></svg>")}`;

describe('contacts', () => {
  const PEOPLE = [{ openid: 'oSon', nickname: '儿子', headImage: FACE }, { openid: 'oNameless' }, { openid: '', nickname: '女儿' }];
  const LISTENERS = [{ openid: 'oSon', nickname: '儿子', headImage: FACE }, { openid: 'oNameless', nickname: '' }];

  for (const [program, route, heading, answers] of [
    ['family-call', 'pages/family-call/index', '想和谁通话？', { login: [{ code: 'c' }], request: [{ data: { openid: 'oMe', name: '奶奶', family: PEOPLE } }] }],
    ['people', 'pages/family/index', '家人', { 'cloud.callFunction': [{ result: { me: 'oMe', family: PEOPLE } }] }],
  ]) {
    for (const [row, listener] of LISTENERS.entries()) {
      test(`${program}: rows with pictures, and a call of contact ${row}`, async () => {
        const page = await open(program, route, answers);
        await page.locator('.nickname').nth(2).waitFor();
        assert.deepEqual(await page.locator('.nickname').allTextContents(), ['儿子', '未命名', '女儿']);
        assert.deepEqual(await page.locator('.heading').allTextContents(), [heading]);
        assert.deepEqual(await page.locator('wx-image.face').evaluateAll((nodes) => nodes.map((node) => getComputedStyle(node).backgroundImage)), [`url("${FACE}")`]);
        assert.deepEqual(await page.locator('.call').evaluateAll((nodes) => nodes.map((node) => [node.getAttribute('aria-label'), node.hasAttribute('disabled')])), [
          ['呼叫 儿子', false],
          ['呼叫 未命名', false],
          ['呼叫 女儿', true],
        ]);
        await screenshot(page, `${program}-contacts`);
        await page.locator('.call').nth(row).tap();
        await state(page, 'InCall');
        const joined = await page.evaluate(() => window.wx.given.join1v1Chat.listener);
        assert.deepEqual([joined.openid, joined.nickname], [listener.openid, listener.nickname]);
        assert.deepEqual(page.problems, []);
      });
    }
  }
});

test('a page with its own WXML and script', async () => {
  const page = await open('people', 'pages/list/index');
  await page.locator('wx-button', { hasText: '二号' }).tap();
  await state(page, 'Idle');
  assert.equal(await page.evaluate(() => window.page.data.openid), 'oSecond');
});

test('every type of row', async () => {
  await screenshot(await open('kinds', 'pages/kinds/index'), 'kinds');
});

test('a back arrow if another page is behind', async () => {
  const page = await open('video-call', 'pages/video-call/index', {}, { depth: 2 });
  await screenshot(page, 'video-call-back');
  await page.locator('.back').tap();
  assert.deepEqual(await hostCalls(page), ['navigateBack']);
  const first = await open('video-call', 'pages/video-call/index');
  assert.equal(await first.locator('.back').count(), 0);
});

test('inside another page it is as high as its rows, and has no title', async () => {
  const page = await open('video-call', 'pages/video-call/index', {}, { depth: 0 });
  await screenshot(page, 'video-call-embedded');
  assert.equal(await page.locator('.title').count(), 0);
  const { height, top } = await page.locator('.wrapper').evaluate((node) => {
    const outer = node.getBoundingClientRect();
    return { height: outer.height, top: node.querySelector('.form-item').getBoundingClientRect().top - outer.top };
  });
  assert.equal(top, 0);
  assert.ok(height < PHONE.viewport.height * 0.6, `${height}`);
});

describe('in the dark theme of an app that has one', () => {
  const FAMILY = [
    { index: 0, nickname: '奶奶', callable: true },
    { index: 1, nickname: '住在很远很远的地方的一位名字很长很长的亲戚', callable: false },
  ];
  for (const [program, route, data] of [
    ['kinds', 'pages/kinds/index', { error: '未授权使用麦克风或摄像头', busy: true }],
    ['people', 'pages/family/index', { family: FAMILY }],
    ['people', 'pages/family/index', { family: FAMILY, state: 'InCall', reachable: true }],
  ]) {
    for (const colorScheme of ['light', 'dark']) {
      test(`${program} with ${Object.keys(data)}, ${colorScheme}`, async () => {
        const page = await open(program, route, {}, { colorScheme });
        await page.evaluate((given) => window.page.setData(given), data);
        await screenshot(page, `${program}-${Object.keys(data).length}-${colorScheme}`);
        const background = await page.locator('.wrapper').evaluate((node) => getComputedStyle(node).backgroundColor);
        assert.equal(background, colorScheme === 'dark' ? 'rgb(0, 0, 0)' : 'rgb(245, 245, 245)');
      });
    }
  }
});

test('an app without a dark theme stays light', async () => {
  const page = await open('video-call', 'pages/video-call/index', {}, { colorScheme: 'dark' });
  await screenshot(page, 'video-call-light-app');
  const background = await page.locator('.wrapper').evaluate((node) => getComputedStyle(node).backgroundColor);
  assert.equal(background, 'rgb(245, 245, 245)');
});

test("the tutorial's WXML", async () => {
  await screenshot(await open('own-wxml', 'pages/video-call/index'), 'own-wxml');
});
