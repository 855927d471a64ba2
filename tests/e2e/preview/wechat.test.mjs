// WeChat around the page, as people know it: the capsule, the settings, the call window, the other callers.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { openNewRun, serve } from '../lib/preview.mjs';
import { until } from '../lib/until.mjs';

let video;
let voice;
let desk;

before(async () => {
  [video, voice, desk] = await Promise.all([serve('video-call'), serve('voice-support'), serve('desk')]);
});

const on = (server) => (name, run, query = 'speed=5') =>
  test(name, async () => {
    const tab = await openNewRun(server(), query);
    await run(tab, tab.a, tab.b);
    tab.assertQuiet();
  });

const onVideo = on(() => video);
const onVoice = on(() => voice);
const onDesk = on(() => desk);
const picture = (phone, name) => phone.find(`[data-picture=${name}]`);
const press = (phone, button) => phone.find(`[data-call-do=${button}]`).click();

describe('the capsule', () => {
  onVideo('⋯ › 设置 opens the settings, where a refused permission is turned on', async (tab, a, b) => {
    await a.tap();
    await a.dialog('permission');
    await a.refuse();
    await a.state('Failed');
    assert.match(await a.error(), /右上角 ⋯ › 设置/, 'this is what the page says');
    await a.find('[data-do=menu]').click();
    await a.find('[data-menu=settings]').click();
    await a.dialog('settings');
    await a.turn('scope.record');
    await until(() => a.find('[role=switch]').getAttribute('aria-checked'), 'true');
    await a.leaveSettings();
    await a.dismiss();
    await a.tap();
    await a.allowAll(['摄像头']);
    await b.call('incoming');
    await tab.rows({ kind: 'action', of: 'a', text: 'opens the settings' }).waitFor();
  });

  onVideo('the settings of an app that has asked for nothing say so, and the menu can be cancelled', async (tab, a) => {
    await a.find('[data-do=menu]').click();
    await a.find('[data-menu=cancel]').click();
    await until(() => a.find('[data-dialog]').count(), 0);
    await a.find('[data-do=menu]').click();
    await a.find('[data-menu=settings]').click();
    await a.find('[data-dialog=settings]').filter({ hasText: '还没有请求过权限' }).waitFor();
    await a.leaveSettings();
    await a.idle();
  });

  onVideo('◎ sends the app to the background: the page stays, its call is interrupted, and it does not ring', async (tab, a, b) => {
    await a.fill('call_name', '小明');
    await a.talking(b);
    await a.shrink();
    await a.background();
    await a.find('[data-do=start]').waitFor();
    await b.call('none');
    await tab.rows({ kind: 'action', of: 'a', text: 'onHide' }).waitFor();
    await b.tap();
    await b.allowAll();
    await b.find('[data-not-ringing=background]').waitFor();
    await b.end();
    await a.start();
    assert.equal(await a.value('call_name'), '小明');
    assert.ok(!a.records('input').includes('leave'), 'the page was not left');
    await b.tap();
    await a.call('incoming');
  });
});

describe('the settings modal', () => {
  onVoice('a user who cancels it has not opened the settings', async (tab, a) => {
    await a.tap();
    await a.dialog('permission');
    await a.refuse();
    await a.dialog('askSettings');
    await a.refuse();
    await a.state('Failed');
    await tab.rows({ kind: 'answer', of: 'a', text: 'openSetting' }).filter({ hasText: 'canceled' }).waitFor();
  });
});

describe('the call window', () => {
  onVideo('a video call has the picture of the other side and a small one of its own', async (tab, a, b) => {
    await a.calling(b);
    await picture(a, 'self').waitFor();
    assert.equal(await picture(a, 'other').count(), 0, 'nobody has answered');
    await b.pickUp();
    for (const phone of [a, b]) await picture(phone, 'other').waitFor();
    await press(b, 'camera');
    await until(() => picture(a, 'other').count(), 0, 'the camera of B is off');
    await until(() => picture(b, 'self').count(), 0);
    await press(b, 'camera');
    await press(b, 'flip');
    await until(() => picture(a, 'other').getAttribute('data-camera'), 'back');
    await b.hangUp();
    await a.idle();
    await a.tap();
    await b.call('incoming');
    await b.pickUp();
    await until(() => picture(b, 'self').getAttribute('data-camera'), 'front', 'a new call begins with the front camera');
  });

  onVideo('切到语音 makes it a voice call on both phones', async (tab, a, b) => {
    await a.talking(b);
    await press(a, 'toVoice');
    for (const phone of [a, b]) {
      await phone.find('[data-call-do=speaker]').waitFor();
      assert.equal(await phone.find('[data-picture], [data-call-do=camera], [data-call-do=toVoice]').count(), 0);
    }
    await press(b, 'speaker');
    await until(() => b.find('[data-call-do=speaker]').getAttribute('aria-pressed'), 'true');
    assert.equal(await a.find('[data-call-do=speaker]').getAttribute('aria-pressed'), 'false');
  });

  onVoice('a voice call has a loudspeaker and no camera', async (tab, a, b) => {
    await a.talking(b);
    await b.find('[data-call-do=speaker]').waitFor();
    assert.equal(await b.find('[data-picture], [data-call-do=flip]').count(), 0);
  });

  onVideo('somebody else who calls ends the call, and rings', async (tab, a, b) => {
    await a.talking(b);
    await b.happens('ring');
    await b.closeFaults();
    await a.idle();
    await b.call('incoming');
    await tab.rows({ kind: 'action', of: 'b', text: 'somebody calls' }).waitFor();
  });

  onDesk('a call that nobody answers stops ringing', async (tab, a) => {
    await a.reachable();
    await a.happens('ring');
    await a.closeFaults();
    await a.call('incoming');
    await tab.speed(20);
    await a.call('none');
  });
});

describe('a call that rings nowhere', () => {
  onVideo('names the openid of the other phone, and fills it in', async (tab, a, b) => {
    await a.fill('listen_openid', 'oWrong');
    await a.tap();
    await a.allowAll();
    assert.match(await a.find('[data-not-ringing=unknownOpenid]').innerText(), /none has this openid. The openid of phone B is openid-of-phone-b/);
    await a.find('[data-way=openid]').click();
    await a.idle();
    await until(() => a.value('listen_openid'), 'openid-of-phone-b');
    await a.tap();
    await b.call('incoming');
    assert.equal(await a.find('[data-not-ringing]').count(), 0);
  });

  onVideo('says that the app is closed, and opens it', async (tab, a, b) => {
    await a.tap();
    await a.allowAll();
    await a.find('[data-not-ringing=closed]').waitFor();
    await a.find('[data-way=start]').click();
    await b.idle();
  }, 'speed=5&b.phone=closed');
});
