// The faults panel: whatever it can set comes to what the page's flow says.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { SENTENCE } from '../lib/causes.mjs';
import { STATE, ending } from '../lib/flow.mjs';
import { open, openAnew, serve } from '../lib/preview.mjs';
import { until } from '../lib/until.mjs';

const STEPS = Object.keys(STATE);

const servers = {};

before(async () => {
  await Promise.all(['video-call', 'voice-support'].map(async (name) => (servers[name] = await serve(name))));
});

const onVideo = (name, run, query = 'speed=20') =>
  test(name, async () => {
    const tab = await openAnew(servers['video-call'], query);
    await run(tab, tab.a, tab.b);
    tab.assertQuiet();
  });

// There are ninety of them: a list and a button are used from within the page, which is fast.
const choose = (list, value) => {
  list.value = value;
  list.dispatchEvent(new Event('change', { bubbles: true }));
};
const press = (button) => button.evaluate((each) => each.click());

/** Answers whatever WeChat asks with yes, until the page rests; resolves with the state. */
async function rests(phone) {
  return await until(async () => {
    const yes = phone.find('[data-dialog] [data-answer=allow], [data-dialog] [data-answer=leaveSettings]').first();
    if (await yes.count()) await yes.click({ timeout: 2000 }).catch(() => {});
    const [state, busy] = await phone.root.evaluate((root) => [root.dataset.state, root.dataset.busy]);
    // Drawn is what was heard.
    return busy === 'false' && state === phone.records('change').at(-1)?.to ? state : 'busy';
  }, (state) => state !== 'busy', 'the page rests');
}

describe('every documented cause leads where the flow of the page says', { concurrency: true }, () => {
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
          await press(a.find('[data-can=tap]:enabled'));
          const expected = ending(page.flow, step, cause.name);
          await until(() => a.changes().slice(before).length > 0, true);
          assert.equal(await rests(a), expected.state, cause.name);
          const changes = a.changes().slice(before);
          assert.deepEqual(changes.slice(-expected.changes.length), expected.changes, cause.name);
          if (expected.state === 'Idle') continue;
          assert.equal(cause.chinese, SENTENCE[cause.name], 'the sentence is the documented one');
          const error = await a.error();
          assert.ok(error.includes(cause.chinese) && error.includes(cause.remedyChinese), `${cause.name}: ${error}`);
          const toast = a.records('call').filter((call) => call.name === 'showToast').at(-1);
          assert.equal(toast?.options.title ?? null, expected.toast, cause.name);
          await press(a.find('[data-can=dismiss]:enabled'));
          await a.find('[data-can=tap]:enabled').waitFor();
          // It is drawn; what was said of it may still be on its way to here.
          await until(() => a.records('change').at(-1).to, 'Idle');
        }
        tab.assertQuiet();
        await tab.close();
      });
    }
  }
});

describe('an answer', () => {
  onVideo('may have a code that nobody documents', async (tab, a) => {
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
    await tab.rows({ kind: 'answer', words: '-4242' }).first().waitFor();
  });

  onVideo('that is refused without a dialog is the one of a user who refused before', async (tab, a) => {
    await a.answers('authorize', 'refuse');
    await a.closeFaults();
    await a.tap();
    await a.state('Failed');
    assert.match(await a.error(), new RegExp(SENTENCE.Denied));
    assert.ok(!tab.records.some((record) => record.answer && record.answer.cause === undefined));
  });

  onVideo('may come late', async (tab, a) => {
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
    onVideo(`of ${step} may never come, and then the time limit of the page ends it`, async (tab, a) => {
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
      // The button works again.
      await a.dismiss();
      await a.answers(step, 'ok');
      await a.closeFaults();
      await a.tap();
      await a.state('InCall');
    }, 'speed=100');
  }

  onVideo('of authorize may never come: a user may think as long as they like', async (tab, a) => {
    await a.answers('authorize', 'never');
    await a.closeFaults();
    await a.tap();
    await a.state('Authorizing');
    await tab.find('[data-time=pause]').click();
    await tab.time('step');
    assert.equal(await a.root.getAttribute('data-state'), 'Authorizing', 'nothing is due');
    await a.find('[data-can=leave]').click();
    await until(() => a.root.getAttribute('data-running'), 'false');
  });

  onVideo('may come twice, which changes nothing', async (tab, a, b) => {
    await a.openFaults();
    await a.fault('join.twice').check();
    await until(() => tab.settings()['a.join'], 'twice');
    await a.closeFaults();
    await a.calling(b);
    await tab.rows({ kind: 'answer', of: 'a', words: 'answered again' }).waitFor();
    await a.state('InCall');
    assert.equal(a.changes().length, 4);
  });

  for (const [first, then, state] of [['ok', 'System', 'InCall'], ['System', 'ok', 'Failed']]) {
    onVideo(`may contradict itself, ${first} and then ${then}, and the first one counts`, async (tab, a) => {
      await a.answers('join', first);
      await a.fault('join.then').selectOption(then);
      await until(() => tab.settings()['a.join'], first === 'ok' ? `then:${then}` : `${first},then:${then}`);
      await a.closeFaults();
      await a.tap();
      await a.allowAll();
      await tab.rows({ kind: 'answer', of: 'a', words: 'answered again' }).waitFor();
      await a.state(state);
      assert.equal(a.changes().length, 4);
    });
  }

  onVideo('may be for the next host call alone', async (tab, a, b) => {
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

  onVideo('is as usual again once the panel is reset', async (tab, a, b) => {
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

  onVideo('that is set shows on the phone while the panel is closed', async (tab, a, b) => {
    await b.answers('join', 'System');
    await b.closeFaults();
    await until(() => tab.find('[data-faults-toggle=b]').innerText(), (words) => /1/.test(words));
    assert.doesNotMatch(await tab.find('[data-faults-toggle=a]').innerText(), /1/);
    // B alone has it.
    await a.calling(b);
  });
});

describe('the phone', () => {
  const turn = async (phone, flag, on = true) => {
    await phone.openFaults();
    await phone.fault(`phone.${flag}`).setChecked(on);
    await phone.closeFaults();
  };

  onVideo('that is offline cannot join', async (tab, a, b) => {
    await turn(a, 'offline');
    await a.tap();
    await a.allowAll();
    await a.state('Failed');
    assert.match(await a.error(), /系统错误/);
    await a.dismiss();
    await turn(a, 'offline', false);
    await a.tap();
    await b.call('incoming');
  });

  onVideo('that goes offline loses its call', async (tab, a, b) => {
    await a.talking(b);
    await turn(b, 'offline');
    await b.call('none');
    await a.idle();
  });

  onVideo('with an old base library has no calls', async (tab, a) => {
    await turn(a, 'old');
    await a.tap();
    await a.allowAll();
    await a.state('Failed');
    assert.match(await a.error(), new RegExp(SENTENCE.Unsupported));
    assert.match(await a.error(), /2\.20\.1/);
  });

  onVideo('that is silent tells its page nothing, and 结束 leads on', async (tab, a, b) => {
    await turn(a, 'silent');
    await a.talking(b);
    assert.deepEqual(a.records('chat'), []);
    await b.hangUp();
    await a.call('none');
    await tab.frame();
    await a.state('InCall');
    await a.end();
    await a.idle();
  });

  onVideo('that is closed is not called until it is opened', async (tab, a, b) => {
    await turn(b, 'closed');
    await b.find('[data-do=start]').waitFor();
    await a.tap();
    await a.allowAll();
    await a.call('ringing');
    assert.equal(await b.callState(), 'none');
    await a.end();
    await a.idle();
    await turn(b, 'closed', false);
    await b.idle();
    await a.tap();
    await b.call('incoming');
  });

  onVideo('that is uncallable does not ring until its app switches calls on', async (tab, a, b) => {
    await turn(b, 'uncallable');
    await a.tap();
    await a.allowAll();
    await a.call('ringing');
    assert.equal(await b.callState(), 'none');
    await a.end();
    await a.idle();
    await turn(b, 'uncallable', false);
    await a.tap();
    await b.call('incoming');
  });

  onVideo('that is called by the network ends its call', async (tab, a, b) => {
    await a.talking(b);
    await a.happens('interrupt');
    await a.closeFaults();
    await b.call('none');
    await a.call('none');
    const { edges } = tab.hello.page.flow.find(({ state }) => state === 'InCall');
    await a.state((edges.find((edge) => edge.on.includes('Interrupted')) ?? edges.find((edge) => edge.event === 'end')).to);
  });

  test('voice-support says that its call was interrupted', async () => {
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
