// Calls between the two phones, with their buttons only: permissions, ringing, talking and hanging up.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { openNewRun, serve } from '../lib/preview.mjs';
import { until } from '../lib/until.mjs';

const WHOLE = ['Idle → Authorizing', 'Authorizing → Enabling', 'Enabling → Joining', 'Joining → InCall'];
// Fast, but slow enough that a phone does not stop ringing during a test.
const FAST = 'speed=5';

let video;
let voice;

before(async () => {
  [video, voice] = await Promise.all([serve('video-call'), serve('voice-support')]);
});

/** A test in a new run. */
const inTab = (name, server, query, run) =>
  test(name, async () => {
    const tab = await openNewRun(server(), query);
    await run(tab, tab.a, tab.b);
    tab.assertQuiet();
  });

const onVideo = (name, run, query = FAST) => inTab(name, () => video, query, run);
const onVoice = (name, run, query = FAST) => inTab(name, () => voice, query, run);

describe('video-call', () => {
  onVideo('a call goes from the tap to the hang-up', async (tab, a, b) => {
    await a.tap();
    await a.state('Authorizing');
    await a.allowAll();
    await a.state('InCall');
    await a.call('ringing');
    await b.call('incoming');
    assert.match(await b.find('[data-call]').innerText(), /邀请你视频通话/);
    await b.pickUp();
    await a.call('talking');
    await b.call('talking');
    assert.equal(await b.root.getAttribute('data-state'), 'Idle', 'WeChat answers a call, not the page');
    await a.end();
    await a.idle();
    await b.idle();
    assert.deepEqual(a.changes(), [...WHOLE, 'InCall → Idle']);
    assert.deepEqual(a.calls(), ['authorize', 'authorize', 'setEnable1v1Chat', 'join1v1Chat', 'exitVoIPChat']);
    assert.deepEqual(b.calls(), [], 'the page of the phone that is called does nothing');
  });

  onVideo('B calls A as A calls B', async (tab, a, b) => {
    await b.talking(a);
    await b.end();
    await b.idle();
    await a.idle();
    assert.deepEqual(b.changes(), [...WHOLE, 'InCall → Idle']);
    assert.deepEqual(a.calls(), []);
  });

  onVideo('the listener can hang up', async (tab, a, b) => {
    await a.talking(b);
    await b.hangUp();
    await a.idle();
    await b.idle();
    assert.deepEqual(a.changes(), [...WHOLE, 'InCall → Idle']);
  });

  onVideo('a second call asks for no permissions, and B can call A', async (tab, a, b) => {
    await a.talking(b);
    await b.hangUp();
    await a.idle();
    await a.tap();
    await b.call('incoming');
    await b.pickUp();
    await a.call('talking');
    await b.hangUp();
    await a.idle();
    await b.talking(a);
    await b.end();
    await b.idle();
  });

  onVideo('the call window shows the nickname of the form', async (tab, a, b) => {
    await a.fill('call_name', '小明');
    await a.fill('listen_name', '小红');
    await a.calling(b);
    assert.match(await b.find('[data-call]').innerText(), /小明/);
    assert.match(await a.find('[data-call]').innerText(), /小红/);
  });

  onVideo('the call window can be muted, made small and made large', async (tab, a, b) => {
    await a.talking(b);
    await a.find('[data-call-do=mute]').click();
    await until(() => a.find('[data-call-do=mute]').getAttribute('aria-pressed'), 'true');
    assert.equal(await b.find('[data-call-do=mute]').getAttribute('aria-pressed'), 'false', 'each phone mutes its own microphone');
    await a.shrink();
    await a.find('[data-call-do=grow]').waitFor();
    assert.ok(await a.find('[data-do=hangUp]').isEnabled(), 'the page can be used');
    await a.grow();
    await a.find('[data-call-do=mute][aria-pressed=true]').waitFor();
  });

  // WeChat sends the page no event if a call is not answered; 结束 on the page ends it.
  onVideo('a declined call stops ringing, and the page can end it', async (tab, a, b) => {
    await a.calling(b);
    await b.hangUp();
    await a.call('none');
    await b.call('none');
    await a.state('InCall');
    await a.end();
    await a.idle();
  });

  onVideo('a call that is cancelled in the call window stops ringing', async (tab, a, b) => {
    await a.calling(b);
    await a.hangUp();
    await a.call('none');
    await b.call('none');
    await a.end();
    await a.idle();
  });

  onVideo('a call that is cancelled on the page stops ringing', async (tab, a, b) => {
    await a.calling(b);
    await a.end();
    await a.idle();
    await b.idle();
    assert.equal(a.calls().at(-1), 'exitVoIPChat');
  });

  onVideo('a call that is not answered stops ringing after a minute', async (tab, a, b) => {
    await a.calling(b);
    await tab.speed(20);
    await a.call('none');
    await b.call('none');
    await a.end();
    await a.idle();
  });

  onVideo('two quick taps make one call', async (tab, a, b) => {
    await a.find('[data-do=tap]').evaluate((button) => {
      button.click();
      button.click();
    });
    await a.allowAll();
    await b.call('incoming');
    assert.equal(a.calls().filter((name) => name === 'join1v1Chat').length, 1);
    assert.equal(a.records('input').filter((input) => input === 'tap').length, 2, 'both taps reached the page');
  });

  onVideo('a refused permission fails the call with a message, and the page still works', async (tab, a) => {
    await a.tap();
    await a.dialog('permission');
    await a.refuse();
    await a.state('Failed');
    assert.match(await a.error(), /未授权使用麦克风或摄像头/);
    assert.match(await a.error(), /请在小程序设置/, 'it shows the remedy');
    await a.dismiss();
    await a.idle();
    // WeChat does not ask again.
    await a.tap();
    await a.state('Failed');
    assert.equal(await a.find('[data-dialog]').count(), 0);
  });

  onVideo('the second permission can be refused as well', async (tab, a) => {
    await a.tap();
    await a.allowAll(['麦克风']);
    await a.find('[data-dialog=permission]').filter({ hasText: '摄像头' }).waitFor();
    await a.refuse();
    await a.state('Failed');
    assert.deepEqual(a.changes(), ['Idle → Authorizing', 'Authorizing → Failed (Denied)']);
  });

  onVideo('a page that is left during a step stops, and can be opened again', async (tab, a, b) => {
    await a.tap();
    await a.allowAll(['麦克风']);
    await a.find('[data-available=leave]').click();
    await a.find('[data-do=start]').waitFor();
    await until(() => a.root.getAttribute('data-running'), 'false');
    await a.start();
    await a.idle();
    await a.tap();
    await a.find('[data-dialog=permission]').filter({ hasText: '摄像头' }).waitFor();
    await a.allow();
    await b.call('incoming');
  });

  onVideo('an app that is killed stops ringing, and can be started and called again', async (tab, a, b) => {
    await a.calling(b);
    await b.happens('kill');
    await until(() => b.root.getAttribute('data-running'), 'false');
    await b.closeFaults();
    await a.call('none');
    await a.end();
    await a.idle();
    // A closed app does not ring.
    await a.tap();
    await a.call('ringing');
    assert.equal(await b.callState(), 'none');
    await a.end();
    await a.idle();
    await b.start();
    await b.idle();
    await a.tap();
    await b.call('incoming');
  });

  onVideo('an app that is killed in a call ends it for the other side', async (tab, a, b) => {
    await a.talking(b);
    await b.happens('kill');
    await a.idle();
    assert.deepEqual(a.changes(), [...WHOLE, 'InCall → Idle']);
  });

  onVideo('the form keeps its values when the app starts again', async (tab, a) => {
    await a.fill('listen_name', '老王');
    await a.happens('kill');
    await a.closeFaults();
    await a.start();
    await until(() => a.value('listen_name'), '老王');
  });

  onVideo('a new run resets the permissions', async (tab, a, b) => {
    await a.talking(b);
    await tab.newRun();
    await a.idle();
    await b.idle();
    await a.tap();
    await a.dialog('permission');
  });
});

describe('voice-support', () => {
  onVoice('a call goes from the tap to the hang-up, with the texts of its room type', async (tab, a, b) => {
    await a.talking(b);
    assert.match(await b.find('[data-call]').getAttribute('aria-label'), /语音/);
    await a.end();
    await a.idle();
    await b.idle();
    assert.deepEqual(a.changes(), [...WHOLE, 'InCall → Idle']);
    assert.equal(a.calls()[0], 'request', 'it requests the agent from its server first');
  });

  onVoice('the call has the selected room type', async (tab, a, b) => {
    await a.find('[name=kind]').selectOption('video');
    await a.calling(b);
    assert.match(await b.find('[data-call]').innerText(), /邀请你视频通话/);
  });

  onVoice('a refused permission can be turned on in the settings, and the call is joined', async (tab, a, b) => {
    await b.reachable();
    await a.tap();
    await a.dialog('permission');
    await a.refuse();
    await a.dialog('askSettings');
    await a.allow();
    await a.dialog('settings');
    const microphone = a.find('[role=switch][data-scope="scope.record"]');
    assert.equal(await microphone.getAttribute('aria-checked'), 'false');
    await a.turn('scope.record');
    await until(() => microphone.getAttribute('aria-checked'), 'true');
    await a.leaveSettings();
    await a.allowAll(['摄像头']);
    await a.state('InCall');
    await b.call('incoming');
    assert.ok(a.changes().includes('Authorizing → Authorizing (Denied)'));
  });

  onVoice('leaving the settings without a change fails the call', async (tab, a) => {
    await a.tap();
    await a.dialog('permission');
    await a.refuse();
    await a.dialog('askSettings');
    await a.allow();
    await a.dialog('settings');
    await a.leaveSettings();
    await a.state('Failed');
    assert.match(await a.error(), /未授权/);
  });

  onVoice('a phone rings only after 可接听, and the preview says so', async (tab, a, b) => {
    await a.tap();
    await a.allowAll();
    await a.call('ringing');
    assert.equal(await b.callState(), 'none', 'B does not ring');
    await b.find('[data-bell=off]').waitFor();
    assert.match(await a.find('[data-not-ringing=notReachable]').innerText(), /B does not ring: its app has not enabled calls/);
    await a.find('[data-way=receive]').click();
    await b.allowAll();
    await a.end();
    await a.idle();
    await b.find('[data-do=stopReceiving]').filter({ hasText: '停止接听' }).waitFor();
    await a.tap();
    await b.call('incoming');
    await b.pickUp();
    await a.call('talking');
  });

  onVoice('with b.phone=callable in the link, a phone rings although its page has not enabled calls', async (tab, a, b) => {
    await b.find('[data-bell=off]').waitFor();
    await a.tap();
    await a.allowAll();
    await a.find('[data-way=callable]').click();
    await b.find('[data-bell=on]').waitFor();
    assert.equal(tab.settings()['b.phone'], 'callable');
    await a.end();
    await tab.reload();
    await a.tap();
    await a.allowAll();
    await b.call('incoming');
  });

  onVoice('leaving the page during a call ends it', async (tab, a, b) => {
    await a.talking(b);
    await a.find('[data-available=leave]').click();
    await b.call('none');
    assert.equal(a.calls().at(-1), 'exitVoIPChat');
  });

  onVoice('a failed page can call again', async (tab, a, b) => {
    await b.reachable();
    await a.answers('join', 'NotOpen');
    await a.closeFaults();
    await a.tap();
    await a.allowAll();
    await a.state('Failed');
    await a.answers('join', 'ok');
    await a.closeFaults();
    await a.tap();
    await b.call('incoming');
    assert.ok(a.changes().includes('Failed → Authorizing'));
  });
});
