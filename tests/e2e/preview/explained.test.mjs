// What the preview explains: what had no effect and why, failures, what is made up, and what WeChat does not tell a page.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { open, openNewRun, serve } from '../lib/preview.mjs';
import { until } from '../lib/until.mjs';

let server;
let support;

before(async () => {
  [server, support] = await Promise.all([serve('video-call'), serve('voice-support')]);
});

const shared = (name, run, query = 'speed=5') =>
  test(name, async () => {
    const tab = await openNewRun(server, query);
    await run(tab, tab.a, tab.b);
    tab.assertQuiet();
  });

const why = (tab, of, text) => tab.rows({ kind: 'why', of, text }).first().waitFor();

describe('the timeline explains', () => {
  shared('which fields the preview has filled in', async (tab) => {
    await why(tab, 'a', 'made up by the preview, because a call needs it: listen_openid, call_openid');
  });

  shared('that a page in a call may still ring, and that the other page takes no part', async (tab, a, b) => {
    await a.calling(b);
    await why(tab, 'a', 'not that the other side has answered');
    await why(tab, 'b', 'the page stays Idle');
    await b.pickUp();
    await a.call('talking');
    await a.hangUp();
    await why(tab, 'a', 'it stays InCall until 结束 is tapped');
    assert.equal(await a.root.getAttribute('data-state'), 'InCall');
    await a.find('[data-do=hangUp]').click();
    await a.idle();
  });

  shared('a tap that has no effect', async (tab, a) => {
    await a.find('[data-do=tap]').evaluate((button) => {
      button.click();
      button.click();
    });
    await why(tab, 'a', 'no effect: a call is in progress (Authorizing)');
  });

  shared('an answer that has no effect', async (tab, a) => {
    await a.tap();
    await a.allowAll();
    await why(tab, 'a', 'no effect: this host call was answered before');
    await tab.find('[data-filter=calls]').click();
    await why(tab, 'a', 'no effect: this host call was answered before');
    await until(() => tab.rows({ kind: 'why', text: 'made up' }).count(), 0, 'explanations are filtered with their events');
    await tab.find('[data-filter=all]').click();
  }, 'speed=5&a.join=then:System');

  shared('which required field is empty, and what the page shows', async (tab, a) => {
    await a.fill('listen_openid', '');
    await a.tap();
    const shown = (await a.find('[data-error]').innerText()).split('\n')[0];
    await why(tab, 'a', `the required field \`listen_openid\` is empty, and the page shows ${shown}`);
    await a.fill('listen_openid', 'openid-of-phone-b');
  });

  shared('a failure: its code, its meaning and its remedy, in both languages', async (tab, a) => {
    await a.tap();
    await a.allowAll();
    await a.state('Failed');
    const { english, chinese, remedy, remedyChinese } = tab.hello.causes.find(({ name }) => name === 'NotOpen');
    const row = tab.rows({ kind: 'change', text: 'Failed' });
    const meaning = row.locator('[data-meaning]');
    const seen = async () => (await meaning.innerText()).replace(/\s+/g, ' ');
    await until(seen, (text) => text.includes(`NotOpen (-20000) ${english}`) && text.includes(`Remedy: ${remedy}`));
    await tab.language('zh');
    await until(seen, (text) => text.includes(`NotOpen (-20000) ${chinese}`) && text.includes(`怎么办: ${remedyChinese}`));
    await tab.language('en');
    await row.locator('button[aria-expanded]').click();
    const details = await row.locator('.more').innerText();
    for (const text of [english, chinese, remedy, remedyChinese]) assert.ok(details.includes(text), `${text} in ${details}`);
  }, 'speed=5&a.join=NotOpen');

  shared('in Chinese too', async (tab, a) => {
    await tab.language('zh');
    await a.tap();
    await a.allowAll();
    await why(tab, 'a', 'InCall 表示加入成功，不表示对方已经接听');
    await why(tab, 'b', '响铃：来电由微信显示');
    await tab.language('en');
  });
});

describe('the diagram', () => {
  shared('shows the time limits', async (tab, a) => {
    const limits = await a.find('[data-limit]').evaluateAll((all) => all.map((one) => `${one.dataset.limit} ${one.textContent}`));
    assert.deepEqual(limits.sort(), ['Enabling within 15s', 'Joining within 1m']);
    await a.find('[data-edge="Joining>Failed"]').focus();
    await a.find('[data-caption]').filter({ hasText: 'Timeout (within 1m)' }).waitFor();
  });

  test('lights and explains a change that is not an edge of the flow', async () => {
    const tab = await open(support, 'speed=5&a.phone=offline');
    await tab.a.tap();
    await tab.a.state('Failed');
    assert.deepEqual(await tab.a.lit(), { node: ['Failed'], edge: ['Idle>Failed'] });
    await tab.a.find('[data-caption]').filter({ hasText: 'not an edge of the flow' }).waitFor();
    await why(tab, 'a', `the page shows ${(await tab.a.find('[data-error]').innerText()).split('\n')[0]}`);
    await tab.a.dismiss();
    await tab.a.idle();
    assert.equal(await tab.a.find('[data-edge="Idle>Failed"]').count(), 0);
    tab.assertQuiet();
    await tab.close();
  });
});

describe('the faults panel', () => {
  shared('shows what a cause means, in the menu and when it is chosen', async (tab, a) => {
    await a.openFaults();
    for (const { name, steps, english, code } of tab.hello.causes) {
      for (const step of steps) {
        const option = a.fault(step).locator(`option[value=${name}]`);
        assert.equal((await option.textContent()).trim(), `${name}${code === null ? '' : ` (${code})`} · ${english}`);
      }
    }
    await a.fault('join').selectOption('NotOpen');
    const { remedy } = tab.hello.causes.find(({ name }) => name === 'NotOpen');
    await tab.find('[data-faults=a] [data-meaning]').filter({ hasText: remedy }).waitFor();
    await a.fault('join').selectOption('ok');
    await a.closeFaults();
  });
});
