// Pages with contacts, choices and limits, and pages that are only called.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { open, openNewRun, serve } from '../lib/preview.mjs';
import { until } from '../lib/until.mjs';

let people;
let desk;
let agents;

before(async () => {
  [people, desk, agents] = await Promise.all([serve('people'), serve('desk'), serve('agents')]);
});

const on = (server) => (name, run, query = 'speed=20') =>
  test(name, async () => {
    const tab = await openNewRun(server(), query);
    await run(tab, tab.a, tab.b);
    tab.assertQuiet();
  });

/** The names in the rows of the contacts. */
const names = (phone) => phone.find('.contact-name').allInnerTexts();
const button = (phone, contact) => phone.find(`[data-do=call][data-contact="${contact}"]`);

describe('a page with contacts', () => {
  const shared = on(() => people);

  shared('says that it loads', async (tab, a) => {
    await a.find('.says').filter({ hasText: '加载中…' }).waitFor();
    assert.equal(await a.find('[data-no-contacts]').count(), 0);
  }, 'speed=0.1');

  shared('loads them, and calls the one whose button is tapped', async (tab, a, b) => {
    for (const phone of [a, b]) await phone.allow();
    await until(() => names(a), ['sample', '小白']);
    assert.equal(await a.find('[data-do=tap]').count(), 0, 'there is no main button');
    assert.equal(await button(a, 0).innerText(), '打电话');
    assert.equal(await button(a, 1).isDisabled(), true, 'a contact without an openid');
    await b.find('[data-do=stopReceiving]').waitFor();
    await button(a, 0).click();
    await b.call('incoming');
    await b.pickUp();
    await a.call('talking');
    await tab.rows({ kind: 'input', of: 'a', text: 'contact 0' }).waitFor();
    await tab.rows({ kind: 'taskFailed', of: 'a', text: 'report' }).first().waitFor();
    await a.end();
    await a.find('[data-toast]').filter({ hasText: '再见' }).waitFor();
  });

  shared('says that it has none, or why it cannot load them', async (tab, a, b) => {
    await a.find('[data-no-contacts]').filter({ hasText: '暂无联系人' }).waitFor();
    await until(() => b.error(), (error) => error.startsWith('这个群已解散'));
    await tab.rows({ kind: 'input', of: 'b', text: 'group' }).waitFor();
  }, 'speed=20&a.query=group%3Dnone&b.query=group%3Dclosed');

  shared('ends a call that nobody answers', async (tab, a, b) => {
    for (const phone of [a, b]) await phone.allow();
    await until(() => names(a), (found) => found.length === 2);
    await button(a, 0).click();
    await a.call('ringing');
    await a.state('Failed');
    await tab.rows({ kind: 'change', of: 'a', text: 'NoAnswer' }).waitFor();
    await until(() => a.find('[data-edge="InCall>Failed"]').getAttribute('aria-label'), (text) => text.includes('NoAnswer (ring 45s)'));
  });

  shared('shows a picker, a row that cannot be edited, and the longest text', async (tab, a) => {
    await a.allow();
    assert.deepEqual(await a.find('select[name=reason] option').allInnerTexts(), ['日常', '急事']);
    await a.find('select[name=reason]').selectOption('Urgent');
    await until(() => tab.hello && a.records('input').some(({ set }) => set?.field === 'reason' && set.value === 'Urgent'), true);
    assert.equal(await a.find('[name=my_name]').isDisabled(), true);
    await a.fill('remark', '一二三四五六七');
    assert.equal(await a.value('remark'), '一二三四五');
  });

  shared('gives one without a nickname a name', async (tab, a) => {
    await until(() => names(a), ['未命名']);
    assert.equal(await button(a, 0).getAttribute('aria-label'), '打电话 未命名');
  }, 'speed=20&a.query=group%3Dunnamed');

  shared('is loaded again when it is shown, if it could not be loaded', async (tab, a) => {
    await until(() => a.error(), (error) => error.startsWith('这个群已解散'));
    await a.find('[data-available=show]').click();
    await until(() => tab.rows({ kind: 'input', of: 'a', text: 'shows the page' }).count(), 2);
  }, 'speed=20&a.query=group%3Dclosed');
});

describe('a page whose contacts have no label', () => {
  const shared = on(() => agents);

  shared('shows no rows of them', async (tab, a) => {
    await a.find('[data-do=tap]').waitFor();
    await tab.rows({ kind: 'field', of: 'a', text: 'others' }).waitFor();
    assert.deepEqual(await a.find('.row').allInnerTexts(), ['客服']);
    assert.equal(await a.find('.contacts-label').count(), 0);
  });

  shared('shows 取消 while it is made reachable', async (tab, a) => {
    assert.equal(await a.find('[data-do=cancel]').count(), 0);
    await a.receive();
    await a.dialog('permission');
    await a.find('[data-do=cancel]').filter({ hasText: '取消' }).waitFor();
    await a.allow();
    await a.find('[data-do=stopReceiving]').waitFor();
    assert.equal(await a.find('[data-do=cancel]').count(), 0);
  }, 'speed=20&a.phone=uncallable');
});

describe('a page that is only called', () => {
  const shared = on(() => desk);

  shared('becomes reachable and unreachable, and takes calls', async (tab, a) => {
    assert.equal(await a.find('[data-do=tap]').count(), 0);
    assert.deepEqual(await a.find('[data-node]').evaluateAll((nodes) => nodes.map((node) => node.dataset.node).sort()), ['Authorizing', 'Enabling', 'Failed', 'Idle']);
    await a.receive();
    await a.allow();
    await a.find('[data-do=stopReceiving]').filter({ hasText: '停止接听' }).waitFor();
    await a.happens('ring');
    await a.closeFaults();
    await a.call('incoming');
    await a.pickUp();
    await a.call('talking');
    await a.hangUp();
    await a.call('none');
    await a.find('[data-do=stopReceiving]').click();
    await a.find('[data-do=receive]').filter({ hasText: '可接听' }).waitFor();
  });
});

test('the faults panel sets the query with which a page opens', async () => {
  const tab = await open(people, 'speed=20');
  await tab.a.openFaults();
  const query = tab.a.fault('query');
  await query.fill('group');
  await query.blur();
  await tab.find('[role=alert]').filter({ hasText: 'name=value' }).waitFor();
  await query.fill('group=closed');
  await query.press('Enter');
  await until(() => tab.a.error(), (error) => error.startsWith('这个群已解散'));
  assert.match(tab.page.url(), /a\.query=group%3Dclosed/);
  tab.assertQuiet();
  await tab.close();
});
