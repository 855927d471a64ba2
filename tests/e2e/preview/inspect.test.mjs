// The inspector of a page, and `explore` in the browser.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { before, test } from 'node:test';
import { open, program, serve } from '../lib/preview.mjs';
import { until } from '../lib/until.mjs';

let server;

before(async () => {
  server = await serve('video-call');
});

test('the inspector has all fields, and why an input is not available; it follows time travel', async () => {
  const tab = await open(server);
  const { a } = tab;
  await tab.find('[data-inspect=a]').click();
  assert.match(await a.find('[data-inspector] [data-field=listen_openid]').innerText(), /openid · listener\.openid\s+"openid-of-phone-b"/);
  const tap = a.find('[data-inspector] [data-input=tap]');
  assert.equal(await tap.getAttribute('data-is'), 'available');
  assert.match(await a.find('[data-inspector] [data-input=hangUp]').innerText(), /no call is joined: Idle/);
  await a.tap();
  await a.state('Authorizing');
  await until(() => tap.getAttribute('data-is'), 'unavailable');
  assert.match(await tap.innerText(), /a call is in progress: Authorizing/);
  await tab.find('[data-kind=input][data-of=a]').last().locator('.event-line').click();
  await until(() => tap.getAttribute('data-is'), 'available');
  await tab.page.keyboard.press('Escape');
  await until(() => tap.getAttribute('data-is'), 'unavailable');
  tab.assertQuiet();
  await tab.close();
});

test('explore shows the report of the terminal, and lights what was taken; a page without a flaw says so', async () => {
  const tab = await open(server, 'lang=zh');
  const { b } = tab;
  await b.find('[data-explore=start]').click();
  await b.find('.explored-clean').waitFor();
  assert.match(await b.find('.explored-clean').innerText(), /没有发现问题/);
  await until(() => b.find('[data-edge][data-explored=taken]').count(), (count) => count > 6);
  assert.equal(await b.find('[data-edge][data-explored=untaken]').count(), 0);
  assert.equal(await b.find('[data-node][data-explored=entered]').count(), 6);
  await b.find('[data-explored-do=report]').click();
  const terminal = execFileSync(program('video-call'), ['--explore'], { encoding: 'utf8' });
  assert.equal((await tab.find('[data-window=explored] pre').textContent()).trim(), terminal.trim());
  await tab.page.keyboard.press('Escape');
  await b.find('[data-explored-do=close]').click();
  await until(() => b.find('[data-edge][data-explored]').count(), 0);
  tab.assertQuiet();
  await tab.close();
});
