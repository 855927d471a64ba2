// A page that logs in, asks its server, and depends on the status of the answer: what answers it, in the panel and in a link.
import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { open, serve } from '../lib/preview.mjs';
import { until } from '../lib/until.mjs';

const USER = '{"statusCode":200,"data":{"openid":"openid-of-phone-a"}}';
const CALL = 'request:/user';

let server;

before(async () => {
  server = await serve('login');
});

const row = (phone, call) => phone.find(`[data-request="${call}"]`);
const answer = (phone, call) => row(phone, call).locator('textarea');
const link = (key, value) => `speed=20&${new URLSearchParams({ [key]: value })}`;

async function failsWith(phone, text) {
  await phone.tap();
  await until(() => phone.error(), (error) => error.startsWith(text), text);
}

async function give(phone, call, json) {
  await answer(phone, call).fill(json);
  await answer(phone, call).blur();
}

test('what is made up is told, and the panel changes it', async () => {
  const tab = await open(server, 'speed=20');
  const { a, b } = tab;
  await failsWith(a, '服务器出错（1）');
  await tab.rows({ of: 'a', text: 'made up by the preview: {"code":"sample"}' }).first().waitFor();
  await a.openFaults();
  assert.deepEqual(await a.find('[data-request]').evaluateAll((all) => all.map((one) => one.dataset.request)), ['login', CALL]);
  assert.match(await row(a, CALL).innerText(), /made up/);
  assert.deepEqual(JSON.parse(await answer(a, CALL).inputValue()), { statusCode: 1, data: { openid: 'sample' } });
  await b.openFaults();
  assert.equal(await b.find('[data-requests]').count(), 0, 'the page of B has made none');
  await b.closeFaults();

  await give(a, CALL, '{ "statusCode": 401 }');
  await until(() => tab.settings()[`a.answer.${CALL}`], '{"statusCode":401}');
  await a.dismiss();
  await failsWith(a, '请先注册');
  await give(a, CALL, USER);
  await a.dismiss();
  await a.closeFaults();
  await a.tap();
  await a.allow();
  await b.call('incoming');
  tab.assertQuiet();
  await tab.close();
});

test('a link has the answers', async () => {
  for (const [json, run] of [
    ['{"statusCode":401}', (a) => failsWith(a, '请先注册')],
    ['{"errMsg":"request:fail timeout"}', (a) => failsWith(a, '')],
    [USER, async (a) => { await a.tap(); await a.allow(); await a.call('ringing'); }],
  ]) {
    const tab = await open(server, link('a.answer.request', json));
    await run(tab.a);
    tab.assertQuiet();
    await tab.close();
  }
});

test('an answer that is no JSON, or none of that call, is refused with its form', async () => {
  const tab = await open(server, 'speed=20');
  const { a } = tab;
  await failsWith(a, '服务器出错（1）');
  await a.openFaults();
  await give(a, 'login', '{code: 1}');
  await row(a, 'login').getByRole('alert').waitFor();
  assert.equal(tab.settings()['a.answer.login'], undefined);
  await give(a, 'login', '{"kode":"a"}');
  await tab.notice('{"kode":"a"} is not an answer of `login`: missing field `code`; expected e.g. {"code":"sample"}');
  assert.equal(tab.settings()['a.answer.login'], undefined);
  assert.match(await answer(a, 'login').inputValue(), /kode/, 'what was typed can be corrected');
  await row(a, 'login').locator('[data-request-reset]').click();
  assert.deepEqual(JSON.parse(await answer(a, 'login').inputValue()), { code: 'sample' });
  await tab.close();

  const wrong = await open(server, link('a.answer.login', '{"kode":"a"}'));
  await wrong.a.tap();
  await wrong.notice('expected e.g. {"code":"sample"}');
  assert.equal(wrong.settings()['a.answer.login'], undefined);
  await wrong.close();
  const broken = await open(server, link('a.answer.login', '{'));
  await broken.notice('a.answer.login: invalid JSON');
  await broken.close();
});
