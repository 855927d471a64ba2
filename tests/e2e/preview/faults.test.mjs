// The faults panel: every setting leads to the state that the page's flow declares.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { SENTENCE } from '../lib/causes.mjs';
import { STATE, ending } from '../lib/flow.mjs';
import { open, openNewRun, serve } from '../lib/preview.mjs';
import { until } from '../lib/until.mjs';

const STEPS = Object.keys(STATE);

const servers = {};

before(async () => {
  await Promise.all(['video-call', 'voice-support'].map(async (name) => (servers[name] = await serve(name))));
});

const onVideo = (name, run, query = 'speed=20') =>
  test(name, async () => {
    const tab = await openNewRun(servers['video-call'], query);
    await run(tab, tab.a, tab.b);
    tab.assertQuiet();
  });

// There are ninety cases, so the list and the buttons are used by script, which is faster.
const choose = (list, value) => {
  list.value = value;
  list.dispatchEvent(new Event('change', { bubbles: true }));
};
const press = (button) => button.evaluate((each) => each.click());

/** Accepts every dialog until the page is no longer busy; resolves with the state. */
async function settled(phone) {
  return await until(async () => {
    const yes = phone.find('[data-dialog] [data-answer=allow], [data-dialog] [data-answer=leaveSettings]').first();
    if (await yes.count()) await yes.click({ timeout: 2000 }).catch(() => {});
    const [state, busy] = await phone.root.evaluate((root) => [root.dataset.state, root.dataset.busy]);
    // The screen shows the last change.
    return busy === 'false' && state === phone.records('change').at(-1)?.to ? state : 'busy';
  }, (state) => state !== 'busy', 'the page is no longer busy');
}

describe('every documented cause takes the edge of the flow', { concurrency: true }, () => {
  for (const name of ['video-call', 'voice-support']) {
    for (const step of STEPS) {
      test(`${name}, ${step}`, async () => {
        const tab = await open(servers[name], 'speed=100&pace=instant');
        const { a } = tab;
        const { causes, page } = tab.hello;
        const possible = causes.filter((cause) => cause.steps.includes(step));
        assert.ok(possible.length >= 6, 'there are causes');
        await a.openFaults();
        const offered = await a.fault(step).locator('option').evaluateAll((all) => all.map((option) => option.value));
        for (const cause of possible) {
          assert.ok(offered.includes(cause.name), `the panel has ${cause.name}`);
          const before = a.changes().length;
          await a.fault(step).evaluate(choose, cause.name);
          await press(a.find('[data-available=tap]:enabled'));
          const expected = ending(page.flow, step, cause.name);
          await until(() => a.changes().slice(before).length > 0, true);
          assert.equal(await settled(a), expected.state, cause.name);
          const changes = a.changes().slice(before);
          assert.deepEqual(changes.slice(-expected.changes.length), expected.changes, cause.name);
          if (expected.state === 'Idle') continue;
          assert.equal(cause.chinese, SENTENCE[cause.name], 'the sentence is documented');
          const error = await a.error();
          assert.ok(error.includes(cause.chinese) && error.includes(cause.remedyChinese), `${cause.name}: ${error}`);
          const toast = a.records('call').filter((call) => call.name === 'showToast').at(-1);
          assert.equal(toast?.options.title ?? null, expected.toast, cause.name);
          await press(a.find('[data-available=dismiss]:enabled'));
          await a.find('[data-available=tap]:enabled').waitFor();
          // The screen can be ahead of the messages that this test has read.
          await until(() => a.records('change').at(-1).to, 'Idle');
        }
        tab.assertQuiet();
        await tab.close();
      });
    }
  }
});

describe('an answer', () => {
  onVideo('can be an undocumented code', async (tab, a) => {
    await a.answers('join', 'other');
    await a.fault('join.code').fill('-4242');
    await a.fault('join.code').press('Enter');
    await until(() => tab.settings()['a.join'], '-4242');
    await a.closeFaults();
    await a.tap();
    await a.allowAll();
    await a.state('Failed');
    assert.match(await a.error(), new RegExp(SENTENCE.Other));
    assert.equal(a.changes().at(-1), 'Joining → Failed (-4242)');
    await tab.rows({ kind: 'answer', text: '-4242' }).first().waitFor();
  });

  onVideo('can be a permission that was refused before', async (tab, a) => {
    await a.answers('authorize', 'refuse');
    await a.closeFaults();
    await a.tap();
    await a.state('Failed');
    assert.match(await a.error(), new RegExp(SENTENCE.Denied));
    assert.ok(!tab.records.some((record) => record.answer && record.answer.cause === undefined));
  });

  onVideo('can be late', async (tab, a) => {
    await a.openFaults();
    await a.fault('join.late').fill('20s');
    await a.fault('join.late').press('Enter');
    await until(() => tab.settings()['a.join'], 'late:20s');
    await a.closeFaults();
    await a.tap();
    await a.allowAll();
    await a.state('Joining');
    await a.state('InCall');
    const [call, answer] = tab.records.filter((record) => record.call?.name === 'join1v1Chat' || record.answer?.to === 3);
    assert.ok(answer.at - call.at >= 20_000, 'virtual time has passed');
  });

  for (const [step, waits, state] of [['enable', 15_000, 'Enabling'], ['join', 60_000, 'Joining']]) {
    onVideo(`of ${step} can be missing, and the step fails at its time limit`, async (tab, a) => {
      await a.answers(step, 'never');
      await a.closeFaults();
      await a.tap();
      await a.allowAll();
      await a.state(state);
      await a.state('Failed');
      assert.match(await a.error(), new RegExp(SENTENCE.Timeout));
      assert.equal(a.changes().at(-1), `${state} → Failed (Timeout)`);
      const [from, to] = tab.records.filter((record) => record.change).slice(-2);
      assert.equal(to.at - from.at, waits);
      // The page can call again.
      await a.dismiss();
      await a.answers(step, 'ok');
      await a.closeFaults();
      await a.tap();
      await a.state('InCall');
    }, 'speed=100');
  }

  onVideo('of authorize can be missing without a time limit', async (tab, a) => {
    await a.answers('authorize', 'never');
    await a.closeFaults();
    await a.tap();
    await a.state('Authorizing');
    await tab.find('[data-time=pause]').click();
    await tab.time('step');
    assert.equal(await a.root.getAttribute('data-state'), 'Authorizing', 'nothing is due');
    await a.find('[data-available=leave]').click();
    await until(() => a.root.getAttribute('data-running'), 'false');
  });

  onVideo('can come twice, without effect', async (tab, a, b) => {
    await a.openFaults();
    await a.fault('join.twice').check();
    await until(() => tab.settings()['a.join'], 'twice');
    await a.closeFaults();
    await a.calling(b);
    await tab.rows({ kind: 'answer', of: 'a', text: 'answered again' }).waitFor();
    await a.state('InCall');
    assert.equal(a.changes().length, 4);
  });

  for (const [first, then, state] of [['ok', 'System', 'InCall'], ['System', 'ok', 'Failed']]) {
    onVideo(`can be ${first} and then ${then}, and only the first has an effect`, async (tab, a) => {
      await a.answers('join', first);
      await a.fault('join.then').selectOption(then);
      await until(() => tab.settings()['a.join'], first === 'ok' ? `then:${then}` : `${first},then:${then}`);
      await a.closeFaults();
      await a.tap();
      await a.allowAll();
      await tab.rows({ kind: 'answer', of: 'a', text: 'answered again' }).waitFor();
      await a.state(state);
      assert.equal(a.changes().length, 4);
    });
  }

  onVideo('can be for the next host call only', async (tab, a, b) => {
    await a.answers('join', 'AlreadyInRoom');
    await a.fault('join.once').check();
    await until(() => tab.settings()['a.join'], 'AlreadyInRoom,once');
    await a.closeFaults();
    await a.tap();
    await a.allowAll();
    await a.state('Failed');
    await a.dismiss();
    await a.tap();
    await b.call('incoming');
  });

  onVideo('is the default again after a reset', async (tab, a, b) => {
    await a.answers('enable', 'Internal');
    await a.fault('phone.silent').check();
    await until(() => Object.keys(tab.settings()).sort(), ['a.enable', 'a.phone', 'speed']);
    await tab.find('[data-faults-reset=a]').click();
    await until(() => Object.keys(tab.settings()), ['speed']);
    await a.closeFaults();
    await a.talking(b);
    await b.hangUp();
    await a.idle();
  });

  onVideo('is counted on the button while the panel is closed', async (tab, a, b) => {
    await b.answers('join', 'System');
    await b.closeFaults();
    await until(() => tab.find('[data-faults-toggle=b]').innerText(), (text) => /1/.test(text));
    assert.doesNotMatch(await tab.find('[data-faults-toggle=a]').innerText(), /1/);
    // Only B has the fault.
    await a.calling(b);
  });
});

describe('the phone', () => {
  const setFault = async (phone, flag, on = true) => {
    await phone.openFaults();
    await phone.fault(`phone.${flag}`).setChecked(on);
    await phone.closeFaults();
  };

  onVideo('that is offline cannot join', async (tab, a, b) => {
    await setFault(a, 'offline');
    await a.tap();
    await a.allowAll();
    await a.state('Failed');
    assert.match(await a.error(), /系统错误/);
    await a.dismiss();
    await setFault(a, 'offline', false);
    await a.tap();
    await b.call('incoming');
  });

  onVideo('that goes offline during a call ends it', async (tab, a, b) => {
    await a.talking(b);
    await setFault(b, 'offline');
    await b.call('none');
    await a.idle();
  });

  onVideo('with an old base library cannot call', async (tab, a) => {
    await setFault(a, 'old');
    await a.tap();
    await a.allowAll();
    await a.state('Failed');
    assert.match(await a.error(), new RegExp(SENTENCE.Unsupported));
    assert.match(await a.error(), /2\.20\.1/);
  });

  onVideo('that is silent sends no events, and 结束 ends the call', async (tab, a, b) => {
    await setFault(a, 'silent');
    await a.talking(b);
    assert.deepEqual(a.records('chat'), []);
    await b.hangUp();
    await a.call('none');
    await tab.frame();
    await a.state('InCall');
    await a.end();
    await a.idle();
  });

  onVideo('that hears the members early is in an answered call at once', async (tab, a, b) => {
    await setFault(a, 'early');
    await a.tap();
    await a.allowAll();
    await a.call('talking');
    await b.call('talking');
    const order = () => tab.records.filter((record) => record.phone === 0).map((record) =>
      record.chat ? 'members' : record.answer?.to === 3 ? 'answer' : record.change?.to === 'InCall' ? 'InCall' : '');
    await until(() => order().filter(Boolean), ['members', 'answer', 'InCall']);
    await a.shrink();
    await a.find('.says').filter({ hasText: '对方已接听' }).waitFor();
    await b.hangUp();
    await a.idle();
  });

  onVideo('that hears each event twice ends its call once', async (tab, a, b) => {
    await setFault(a, 'doubled');
    await a.talking(b);
    await b.hangUp();
    await a.idle();
    assert.deepEqual(a.records('chat').map(({ members }) => members), [1, 2, 2, 1]);
    await tab.rows({ kind: 'chat', text: 'the other side answered' }).first().waitFor();
  });

  onVideo('replaces its call only if it is set so', async (tab, a, b) => {
    // The call goes on when the page is left. Resolves with the changes of the next call.
    const again = async () => {
      const before = a.changes().length;
      await a.shrink();
      await a.leave();
      await a.start();
      await a.state('Idle');
      await a.tap();
      return await until(() => a.changes().slice(before), (changes) => changes.at(-1)?.startsWith('Joining → '), 'the join is answered');
    };
    await a.calling(b);
    assert.equal((await again()).at(-1), 'Joining → Failed (AlreadyInRoom)');
    await setFault(a, 'replaces');
    assert.equal((await again()).at(-1), 'Joining → InCall');
    await b.call('incoming');
  });

  onVideo('reports the members in one way', async (tab, a) => {
    await a.openFaults();
    await a.fault('phone.early').check();
    await a.fault('phone.doubled').check();
    await until(() => tab.settings()['a.phone'], 'doubled');
    assert.equal(await a.fault('phone.early').isChecked(), false);
    await a.closeFaults();
    await tab.go('a.phone=early,silent');
    await tab.notice('only one of `silent`, `early` and `doubled`');
  });

  onVideo('keeps what is set after a setting that is refused, and the error disappears', async (tab, a) => {
    await a.openFaults();
    // The server refuses the first one while the second one is on its way.
    await a.fault('kill').fill('99999m');
    await a.fault('phone.offline').check();
    await until(() => tab.settings()['a.phone'], 'offline');
    await tab.notice('99999m');
    await until(() => tab.settings()['a.kill'] ?? '', '');
    assert.ok(await a.fault('phone.offline').isChecked());
    await a.fault('kill').fill('50s');
    await a.fault('phone.offline').uncheck();
    await until(() => tab.settings()['a.kill'], '50s');
    await tab.noNotice();
    await a.closeFaults();
  });

  onVideo('that is closed does not ring until it is opened', async (tab, a, b) => {
    await setFault(b, 'closed');
    await b.find('[data-do=start]').waitFor();
    await a.tap();
    await a.allowAll();
    await a.call('ringing');
    assert.equal(await b.callState(), 'none');
    await a.end();
    await a.idle();
    await setFault(b, 'closed', false);
    await b.idle();
    await a.tap();
    await b.call('incoming');
  });

  onVideo('that is uncallable does not ring until calls are enabled', async (tab, a, b) => {
    await setFault(b, 'uncallable');
    await a.tap();
    await a.allowAll();
    await a.call('ringing');
    assert.equal(await b.callState(), 'none');
    await a.end();
    await a.idle();
    await setFault(b, 'uncallable', false);
    await a.tap();
    await b.call('incoming');
  });

  onVideo('that gets a phone call ends its call', async (tab, a, b) => {
    await a.talking(b);
    await a.happens('interrupt');
    await a.closeFaults();
    await b.call('none');
    await a.call('none');
    const { edges } = tab.hello.page.flow.find(({ state }) => state === 'InCall');
    await a.state((edges.find((edge) => edge.on.includes('Interrupted')) ?? edges.find((edge) => edge.event === 'end')).to);
  });

  test('voice-support shows that its call was interrupted', async () => {
    const tab = await open(servers['voice-support'], 'speed=20');
    const { a, b } = tab;
    await a.talking(b);
    await a.happens('interrupt');
    await a.closeFaults();
    await a.state('Failed');
    assert.match(await a.error(), new RegExp(SENTENCE.Interrupted));
    assert.equal(a.records('call').at(-1).options.title, '通话中断');
    await b.call('none');
    tab.assertQuiet();
    await tab.close();
  });
});
