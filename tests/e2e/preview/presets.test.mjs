// Each preset does what its sentence says, chosen in the menu and opened by its link.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { before, test } from 'node:test';
import { ROOT } from '../lib/built.mjs';
import { SENTENCE } from '../lib/causes.mjs';
import { open, serve } from '../lib/preview.mjs';
import { until } from '../lib/until.mjs';

// A module for the browser, which Node imports from its text.
const file = readFileSync(path.join(ROOT, 'tools/voip-preview/web/presets.js'), 'utf8');
const { PRESETS } = await import(`data:text/javascript,${encodeURIComponent(file)}`);

const WHOLE = ['Idle → Authorizing', 'Authorizing → Enabling', 'Enabling → Joining', 'Joining → InCall'];

/** The call fails in this state, with this cause and sentence. */
const fails = (state, cause, sentence) => async (tab, a) => {
  await a.tap();
  if (state !== 'Authorizing') await a.allowAll();
  await a.state('Failed');
  assert.equal(a.changes().at(-1), `${state} → Failed (${cause})`);
  assert.match(await a.error(), new RegExp(sentence));
};

/** What each preset does on the page of the tutorial. */
const TABLE = {
  refused: async (tab, a) => {
    await fails('Authorizing', 'Denied', SENTENCE.Denied)(tab, a);
    assert.deepEqual(a.calls(), ['authorize', 'showToast']);
  },
  'privacy-undeclared': fails('Authorizing', 'PrivacyUndeclared', SENTENCE.PrivacyUndeclared),
  'privacy-refused': fails('Authorizing', 'PrivacyRefused', SENTENCE.PrivacyRefused),
  device: async (tab, a) => {
    await fails('Enabling', 'DeviceNotSupported', '当前设备不支持通话')(tab, a);
    assert.ok(!a.calls().includes('join1v1Chat'));
  },
  'no-record': fails('Enabling', 'WechatNoRecord', '微信没有麦克风权限'),
  'not-open': fails('Joining', 'NotOpen', '小程序未开通音视频通话'),
  redial: async (tab, a, b) => {
    await fails('Joining', 'AlreadyInRoom', '已在房间内')(tab, a);
    await a.dismiss();
    await a.tap();
    await b.call('incoming');
  },
  system: fails('Joining', 'System', '系统错误'),
  'late-join': async (tab, a) => {
    await a.tap();
    await a.allowAll();
    await a.state('Joining');
    await a.find('[data-available=leave]').click();
    await until(() => a.root.getAttribute('data-running'), 'false');
    await until(() => tab.records.some((record) => record.answer?.to === 3), true, 'the late answer has arrived');
    assert.deepEqual(a.changes(), WHOLE.slice(0, 3), 'the page does not change');
    await until(() => a.calls().at(-1), 'exitVoIPChat');
    assert.equal(await tab.b.callState(), 'none');
  },
  never: fails('Joining', 'Timeout', SENTENCE.Timeout),
  twice: async (tab, a, b) => {
    await a.find('[data-do=tap]').evaluate((button) => {
      button.click();
      button.click();
    });
    await a.allowAll();
    await b.call('incoming');
    assert.equal(a.calls().filter((name) => name === 'join1v1Chat').length, 1);
  },
  contradiction: async (tab, a) => {
    await a.tap();
    await a.allowAll();
    await until(() => a.records('answer').filter(({ to }) => to === 3).length, 2);
    await a.state('InCall');
    assert.deepEqual(a.changes(), WHOLE);
  },
  uncallable: async (tab, a, b) => {
    await a.tap();
    await a.allowAll();
    await a.call('ringing');
    assert.equal(await b.callState(), 'none');
    assert.deepEqual(a.changes(), WHOLE);
  },
  closed: async (tab, a, b) => {
    await a.tap();
    await a.allowAll();
    await a.call('ringing');
    assert.equal(await b.callState(), 'none');
    await a.end();
    await a.idle();
    await b.start();
    await b.idle();
    await a.tap();
    await b.call('incoming');
  },
  offline: fails('Joining', 'System', '系统错误'),
  silent: async (tab, a, b) => {
    await a.talking(b);
    await b.hangUp();
    await a.call('none');
    await a.state('InCall');
    assert.deepEqual(a.records('chat'), []);
    await a.end();
    await a.idle();
  },
  old: async (tab, a) => {
    await fails('Enabling', 'Unsupported', SENTENCE.Unsupported)(tab, a);
    assert.ok(!a.calls().includes('join1v1Chat'));
  },
  interrupt: async (tab, a, b) => {
    await a.talking(b);
    if (!tab.settings()['a.interrupt']) await a.happens('interrupt');
    await a.call('none');
    await b.call('none');
    await a.state('Idle');
    assert.ok(a.records('chat').some((chat) => chat.interrupted !== undefined));
  },
  killed: async (tab, a, b) => {
    await a.talking(b);
    if (!tab.settings()['a.kill']) await a.happens('kill');
    await b.call('none');
    assert.deepEqual(b.changes(), []);
    await a.closeFaults();
    await a.start();
    await a.idle();
    await a.tap();
    await b.call('incoming');
  },
};

let server;

test('every preset is tested', () => {
  assert.deepEqual(PRESETS.map(({ id }) => id).sort(), Object.keys(TABLE).sort());
});

// One tab for the menu, and one for the links.
let tab;
let other;

before(async () => {
  server = await serve('video-call');
  [tab, other] = await Promise.all([open(server, 'speed=5'), open(server)]);
});

test('offline: a page that asks its own server first fails when it asks', async () => {
  const support = await open(await serve('voice-support'), 'speed=5&preset=offline&a.phone=offline');
  await support.a.tap();
  await support.a.state('Failed');
  assert.deepEqual(support.a.calls(), ['request']);
  await support.close();
});

for (const { id, settings, en, zh } of PRESETS) {
  // The time limit of a minute should not take a minute.
  const speed = id === 'never' ? '100' : '5';

  async function byMenu() {
    if (speed === '100') await tab.go('speed=100');
    await tab.choosePreset(id);
    const { speed: kept, ...set } = tab.settings();
    assert.deepEqual(set, { ...settings, preset: id });
    assert.equal(kept, speed, 'a preset does not change the speed');
    await tab.find(`[data-chosen=${id}]`).filter({ hasText: en[1] }).waitFor();
    await TABLE[id](tab, tab.a, tab.b);
    if (speed === '100') await tab.go('speed=5');
    tab.assertQuiet();
  }

  async function byLink() {
    const query = new URLSearchParams({ ...settings, preset: id, speed, lang: 'zh' });
    await other.go(String(query));
    await other.find(`[data-chosen=${id}]`).filter({ hasText: zh[1] }).waitFor();
    await TABLE[id](other, other.a, other.b);
    other.assertQuiet();
  }

  test(`${id}: ${en[1]}`, () => Promise.all([byMenu(), byLink()]));
}
