// Settings in the address: it contains all of them, and a link reproduces them.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { open, serve } from '../lib/preview.mjs';
import { Socket } from '../lib/socket.mjs';
import { until } from '../lib/until.mjs';

const WORKING = ['Authorizing', 'Enabling', 'Joining'];

let server;
let voice;

before(async () => {
  [server, voice] = await Promise.all([serve('video-call'), serve('voice-support')]);
});

const query = (tab) => new URL(tab.page.url()).search.slice(1);

describe('settings', () => {
  test('a delay without a unit is in milliseconds, which is shown', async () => {
    const tab = await open(server);
    await tab.a.openFaults();
    for (const [typed, shown, setting] of [['1500', '1500 ms', '1500ms'], ['3 s', '3 s', '3s']]) {
      await tab.a.fault('join.late').fill(typed);
      await tab.a.fault('join.late').press('Enter');
      await until(() => tab.settings()['a.join'], `late:${setting}`);
      await until(() => tab.a.fault('join.late').inputValue(), shown);
    }
    await tab.a.fault('join.late').fill('soon');
    await tab.find('.field-hint').filter({ hasText: 'milliseconds' }).waitFor();
    assert.equal(tab.settings()['a.join'], 'late:3s', 'the last valid delay stays');
    tab.assertQuiet();
    await tab.close();
  });

  test('what is typed is in the address, and can be reset', async () => {
    const tab = await open(server, 'speed=5');
    const shown = await tab.a.value('listen_openid');
    assert.equal(await tab.find('[data-reset-forms]').count(), 0, 'nothing is typed');
    await tab.a.fill('listen_name', '小红 & <b>');
    await tab.b.fill('listen_openid', '');
    await until(() => tab.settings(), { speed: '5', 'a.set.listen_name': '小红 & <b>', 'b.set.listen_openid': '' });
    const other = await open(server, `${query(tab)}&a.set.nobody=1`);
    await until(() => other.a.value('listen_name'), '小红 & <b>');
    assert.equal(await other.b.value('listen_openid'), 'openid-of-phone-a', 'an empty field is filled in as on opening');
    await other.notice(/no such field.*a\.set\.nobody/);
    await other.close();
    await tab.choosePreset('system');
    await until(() => tab.a.value('listen_name'), '小红 & <b>', 'a preset keeps the forms');
    await tab.find('[data-reset-forms]').click();
    await until(() => tab.a.value('listen_name'), 'listener');
    assert.equal(await tab.a.value('listen_openid'), shown);
    assert.equal(await tab.find('[data-reset-forms]').count(), 0);
    assert.deepEqual(tab.settings(), { speed: '5', 'a.join': 'System', preset: 'system' });
    tab.assertQuiet();
    await tab.close();
  });

  test('are in the address, and another tab with that address has them too', async () => {
    const tab = await open(server);
    const { a, b } = tab;
    assert.equal(query(tab), '', 'there are no settings at first');
    await a.answers('join', 'System');
    await a.fault('join.late').fill('2s');
    await a.fault('join.late').press('Enter');
    await a.fault('join.twice').check();
    await a.fault('phone.silent').check();
    await a.fault('phone.offline').check();
    await a.closeFaults();
    await b.answers('authorize', 'refuse');
    await b.closeFaults();
    await tab.speed(5);
    await tab.find('input[name=instant]').check();
    await tab.theme('dark');
    const wanted = {
      'a.join': 'System,late:2s,twice', 'a.phone': 'silent,offline', 'b.authorize': 'refuse', speed: '5', pace: 'instant', theme: 'dark',
    };
    await until(() => tab.settings(), wanted);
    assert.ok(query(tab).includes('a.join=System,late:2s,twice'), 'the address is readable');

    const other = await open(server, query(tab));
    assert.deepEqual(other.settings(), wanted);
    await other.a.openFaults();
    assert.equal(await other.a.fault('join').inputValue(), 'System');
    assert.equal(await other.a.fault('join.late').inputValue(), '2 s');
    assert.ok(await other.a.fault('join.twice').isChecked());
    assert.ok(await other.a.fault('phone.silent').isChecked());
    assert.ok(!(await other.a.fault('phone.old').isChecked()));
    await other.a.closeFaults();
    await other.b.openFaults();
    assert.equal(await other.b.fault('authorize').inputValue(), 'refuse');
    await other.b.closeFaults();
    assert.equal(await other.find('select[name=speed]').inputValue(), '5');
    assert.ok(await other.find('input[name=instant]').isChecked());
    // Its phones follow the settings.
    await other.b.tap();
    await other.b.state('Failed');
    await other.a.tap();
    await other.a.allowAll();
    await other.a.state('Failed');
    for (const each of [tab, other]) {
      each.assertQuiet();
      await each.close();
    }
  });

  test('follow back and forward in the history', async () => {
    const tab = await open(server);
    await tab.choosePreset('not-open');
    await until(() => tab.settings()['a.join'], 'NotOpen');
    await tab.choosePreset('refused');
    await until(() => tab.settings()['a.authorize'], 'refuse');
    await tab.page.goBack();
    await until(() => tab.settings().preset, 'not-open');
    await tab.a.tap();
    await tab.a.allowAll();
    await tab.a.state('Failed');
    assert.equal(tab.a.changes().at(-1), 'Joining → Failed (NotOpen)');
    await tab.page.goForward();
    await tab.a.idle();
    await tab.a.tap();
    await tab.a.state('Failed');
    assert.equal(tab.a.changes().at(-1), 'Authorizing → Failed (Denied)');
    tab.assertQuiet();
    await tab.close();
  });
});

describe('a link to a state', () => {
  for (const state of ['Idle', ...WORKING, 'InCall', 'Failed']) {
    test(`opens the page in ${state}`, async () => {
      const tab = await open(server, `state=${state}`);
      await tab.a.state(state);
      await tab.b.state('Idle');
      await until(() => tab.a.lit(), (lit) => lit.node.join() === state);
      // Time is paused in a step, so that it does not time out.
      const paused = WORKING.includes(state);
      await tab.find(`[data-time=${paused ? 'resume' : 'pause'}]`).waitFor();
      assert.equal(await tab.find('[data-notice]').count(), 0);
      await tab.close();
    });
  }

  test('continues from that state', async () => {
    const tab = await open(server, 'state=Joining&speed=5');
    await tab.a.state('Joining');
    await tab.time('resume');
    await tab.find('[data-time=pause]').waitFor();
    await tab.a.find('[data-available=leave]').click();
    await tab.a.start();
    // Permissions were granted on the way to the state.
    await tab.a.tap();
    await tab.b.call('incoming');
    await tab.b.pickUp();
    await tab.a.call('talking');
    await tab.close();
  });

  test('can be for B, or for both phones', async () => {
    const tab = await open(server, 'a.state=Failed&a.cause=NotOpen&b.state=Enabling');
    await tab.a.state('Failed');
    await tab.b.state('Enabling');
    assert.match(await tab.a.error(), /小程序未开通音视频通话/);
    await tab.close();
  });

  test('to a failure shows its sentence and its remedy', async () => {
    const tab = await open(server, 'state=Failed&cause=-30004');
    await tab.a.state('Failed');
    assert.match(await tab.a.error(), /小程序没有摄像头权限/);
    await tab.a.dismiss();
    await tab.a.idle();
    await tab.close();
  });

  for (const name of ['video-call', 'voice-support']) {
    test(`${name}: a link can open every possible failure, and other causes give an error`, async () => {
      const at = name === 'video-call' ? server : voice;
      const socket = await Socket.open(at);
      const { causes, pages: [{ spec: page }] } = await socket.next('hello');
      const named = (state) => page.flow.find((each) => each.state === state).edges.flatMap(({ on }) => on);
      for (const { name: cause, code, chinese, steps } of causes) {
        for (const written of [cause, ...(code === null ? [] : [String(code)])]) {
          socket.received.length = 0;
          const [phone] = await socket.begin(`state=Failed&cause=${written}`);
          await socket.settled();
          const refusals = socket.all('refused');
          const reached = phone.state === 'Failed';
          // An interrupted call fails only if the page's flow has an edge for it.
          const possible = steps.length > 0 || cause === 'Timeout' || (cause === 'Interrupted' && named('InCall').includes(cause));
          const recovers = ['Authorizing', 'Enabling', 'Joining'].some((state) => named(state).includes(cause));
          if (reached) {
            assert.equal(phone.error.cause, cause, written);
            assert.equal(phone.error.sentence, chinese);
            assert.ok(possible, `${written} is possible`);
          } else {
            assert.ok(!possible || recovers, `${written} can be linked to: ${JSON.stringify(refusals)}`);
            assert.ok(phone.state, 'the page works');
          }
        }
      }
      await socket.close();
    });
  }
});

describe('an invalid address', () => {
  for (const wrong of ['a.join=NotOpne', 'nonsense', `a.jion=${'x'.repeat(3000)}`]) {
    test(`${wrong.slice(0, 20)} is reported, and the page works`, async () => {
      const tab = await open(server, wrong);
      await tab.notice(/NotOpen|nonsense|a\.join/);
      await tab.a.idle();
      await tab.a.tap();
      await tab.a.dialog('permission');
      tab.assertQuiet();
      // The button of the notice removes all settings.
      await tab.find('[data-notice-do=defaults]').click();
      await until(() => tab.settings(), {});
      await tab.noNotice();
      await tab.a.idle();
      await tab.close();
    });
  }

  test('with a thousand unknown keys is reported in a few sentences', async () => {
    const many = Array.from({ length: 1000 }, (_, number) => `key${number}=x`).join('&');
    const tab = await open(server, `${many}&speed=5`);
    const notice = await tab.notice(/and 995 more/);
    assert.ok((await notice.innerText()).length < 1000);
    await until(() => tab.settings(), { speed: '5' }, 'the invalid settings are removed from the address');
    await tab.a.tap();
    await tab.a.dialog('permission');
    await tab.close();
  });

  test('is reported in Chinese on a Chinese screen', async () => {
    const tab = await open(server, 'a.join=NotOpne&lang=zh');
    await tab.notice(/不是一种应答/);
    await tab.close();
  });

  for (const [wrong, pattern] of [
    ['a.join=NotOpne', /NotOpen/],
    ['a.jion=NotOpen', /a\.join/],
    ['c.join=NotOpen', /c\.join/],
    ['speed=0', /speed/],
    ['speed=1000', /100/],
    ['speed=NaN', /speed/],
    ['pace=slow', /likely/],
    ['a.phone=oflfine', /offline/],
    ['a.join=late:soon', /a\.join/],
    ['a.join=late:99999999999999999999s', /a\.join/],
    ['a.authorize=refuse,twice', /refuse/],
    ['a.join=Denied', /Denied/],
    ['a.enable=refuse', /refuse/],
    ['state=Falied', /Failed/],
    ['state=Idle&cause=NotOpen', /Failed/],
    ['state=Failed&cause=Nope', /Nope/],
    ['nonsense', /nonsense/],
    ['a.join=%FF%FE', /a\.join/],
    ['a.join=%E2%80%AE%00', /a\.join/],
    [`a.join=${'x'.repeat(3000)}`, /a\.join/],
  ]) {
    test(`${wrong.slice(0, 40)} is refused, and changes no settings`, async () => {
      const socket = await Socket.open(server);
      const [phone] = await socket.begin(`pace=instant&${wrong}`);
      // Valid settings in the same address are used.
      assert.equal(phone.state, wrong.includes('state=Failed') ? 'Failed' : 'Idle');
      const { command, english, chinese } = await socket.next('refused');
      assert.equal(command, 'open');
      assert.match(english, pattern);
      assert.match(chinese, /\p{Script=Han}/u);
      assert.doesNotMatch(`${english}${chinese}`, /[\u0000-\u001f\u202e]/, 'control characters are escaped');
      await socket.send({ settings: wrong });
      assert.equal((await socket.next('refused')).command, 'settings');
      await socket.settled();
      await socket.close();
    });
  }
});
