// Rows of contacts and of choices, in WeChat's component engine.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { after, failWith, soon } from '../lib/answers.mjs';
import { found, NOBODY, SON } from '../lib/people.mjs';
import { simulated } from '../lib/simulated.mjs';

const FAMILY = 'pages/family/index';
const family = (script) => simulated('people', FAMILY, script);

/** The texts of the elements with this class. */
const texts = (page, name) => page.all(name).map(({ dom }) => dom.textContent);

test('a row for each contact, with its own button', async () => {
  const page = await family({ 'cloud.callFunction': [soon(found(SON, NOBODY))] });
  await page.until(({ data }) => data.family.length > 0, 'the contacts are loaded');
  await page.rendered();
  assert.deepEqual(texts(page, 'nickname'), ['儿子', '没有openid']);
  assert.equal(page.all('face').length, 2);
  const [son, nobody] = page.all('call');
  assert.deepEqual([son.dom.textContent, page.all('none').length], ['呼叫', 0]);
  assert.ok(page.button('停止接听'));
  assert.equal(page.button('呼叫'), undefined, 'there is no main button');
  await page.tap(nobody);
  assert.equal(page.data.state, 'Idle');
  await page.tap(son);
  await page.until(({ data }) => data.state === 'InCall', 'the call is joined');
  assert.equal(page.host.last('join1v1Chat').listener.openid, 'oSon');
  await page.rendered();
  await page.tap(page.button('结束'));
  assert.equal(page.data.state, 'Idle');
});

test('加载中 until the list is there, then 暂无联系人 if it is empty', async () => {
  const page = await family({ 'cloud.callFunction': [after(0, found())] });
  await page.until(({ text }) => text.includes('加载中'), 'it loads');
  assert.equal(page.all('none').length, 0, 'even before the module runs');
  await page.until(({ host }) => host.names.includes('cloud.callFunction'), 'the server is asked');
  assert.equal(page.all('none').length, 0);
  page.host.clock.pass(10);
  await page.until(({ text }) => text.includes('暂无联系人'), 'it is loaded');
  assert.doesNotMatch(page.text, /加载中/);
});

test('暂无联系人 is not shown where the list could not be loaded', async () => {
  const page = await family({ 'cloud.callFunction': [soon(failWith(0, 'cloud.callFunction:fail'))] });
  await page.until(({ data }) => data.error !== '', 'it fails');
  await page.rendered();
  assert.equal(page.all('none').length, 0);
});

test('500 rows', async () => {
  const many = Array.from({ length: 500 }, (_, index) => ({ ...SON, openid: `o${index}`, nickname: `第${index}号` }));
  const page = await family({ 'cloud.callFunction': [soon(found(...many))] });
  await page.until((each) => each.all('nickname').length === 500, 'all rows are shown');
  await page.tap(page.all('call')[499]);
  await page.until(({ data }) => data.state === 'InCall', 'the call is joined');
  assert.equal(page.host.last('join1v1Chat').listener.openid, 'o499');
});

test('choices and rows that only show a value', async () => {
  const page = await family({ 'cloud.callFunction': [soon(found(SON))] });
  await page.rendered();
  assert.deepEqual(texts(page, 'picked'), ['闲聊', '请选择']);
  const [reason, sex] = page.all('picker');
  reason.dispatchEvent('change', { detail: { value: '1' } });
  sex.dispatchEvent('change', { detail: { value: '2' } });
  await page.rendered();
  assert.deepEqual(texts(page, 'picked'), [`急事 '</wxs>" \\ {{x}}`, '男']);
  assert.deepEqual([page.data.reason, page.data.sex], ['Urgent', 'Male']);
  assert.deepEqual(texts(page, 'value'), ['请点选', '是']);
});

test('去系统设置 stands only where it helps', async () => {
  const page = await family({ 'cloud.callFunction': [soon(found(SON))] });
  await page.until(({ data }) => data.reachable, 'the page is reachable');
  for (const [message, count] of [['authorize:fail wechat has no camera', 2], ['authorize:fail wechat has no record', 2], ['authorize:fail auth deny', 1]]) {
    page.host.script.authorize = [soon(failWith(0, message))];
    await page.tap(page.all('call')[0]);
    await page.until(({ data }) => data.state === 'Failed', 'the call fails');
    await page.rendered();
    assert.equal(page.all('dismiss').length, count, message);
  }
});
