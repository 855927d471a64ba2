// What a build that records writes of loading, contacts, members and tasks.
import assert from 'node:assert/strict';
import { cpSync, rmSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { failWith, never, soon } from '../lib/answers.mjs';
import { miniProgram, output, ROOT } from '../lib/built.mjs';
import { settled } from '../lib/clock.mjs';
import { FAMILY, found, NOBODY, phoneOf, SON } from '../lib/people.mjs';
import { printed, recordsOf } from '../lib/recording.mjs';

/** The program with the glue that records. */
function recording(name) {
  const folder = output('recording-people', name);
  rmSync(folder, { recursive: true, force: true });
  cpSync(miniProgram('people'), folder, { recursive: true });
  cpSync(path.join(ROOT, 'voip-runtime/src/wx/voip.recording.min.js'), path.join(folder, 'voip/voip.js'));
  return folder;
}

const inputs = (text) => recordsOf(text).flatMap(({ input }) => (input === undefined ? [] : [input]));

test('a page that loads its contacts and calls one', async () => {
  const phone = phoneOf([SON, NOBODY], { program: recording('call') });
  phone.host.script.request = [soon(failWith(0, 'request:fail timeout')), never];
  const page = await phone.open(FAMILY, { group: 'g1', scene: 'reason%3DUrgent%26x%3D50%2525' });
  for (let calls = 0; calls < 3; calls += 1) {
    await page.tapWith({ voipContact: 0 });
    phone.host.members('oMe', 'oSon');
    await page.hangUp();
  }
  await page.leave();
  await settled();
  const text = printed(phone);
  const records = recordsOf(text);
  assert.match(text, /^\{"voip":4,/);
  assert.doesNotMatch(text, /oSon|儿子|g1|timeout"/, 'it is redacted');

  const [load, show] = inputs(text).slice(1);
  assert.equal(inputs(text)[0].set.field, 'reason');
  assert.deepEqual(load.load.query.map(([name]) => name), ['reason', 'x', 'group', 'scene']);
  assert.equal(show, 'show');
  const contacts = records.find(({ field }) => field?.name === 'family').field.value;
  assert.deepEqual(contacts.map((contact) => Object.keys(contact)), [SON, NOBODY].map(() => ['nickname', 'headImage', 'callable']));
  assert.deepEqual(inputs(text).filter((input) => input.call), Array(3).fill({ call: { contact: 0 } }));
  assert.deepEqual(records.flatMap(({ reportsMembers }) => reportsMembers ?? []), [false, true]);
  const failed = records.find(({ taskFailed }) => taskFailed).taskFailed;
  assert.deepEqual([failed.task, failed.cause], ['report', 'Other(0)']);
  assert.equal(records.find(({ spawnIgnored }) => spawnIgnored).spawnIgnored, 'report');
  assert.deepEqual(phone.errors.filter((error) => !error.startsWith('voip: report: ')), []);
});

test('停止接听 is an input of its own', async () => {
  const phone = phoneOf([], { program: recording('reachable') });
  const page = await phone.open(FAMILY);
  await page.makeReachable();
  await page.makeReachable();
  await page.leave();
  assert.deepEqual(inputs(printed(phone)).filter((input) => /eceiv/.test(input)), ['stopReceiving', 'receive']);
});

test('the list of contacts is a record only when it changes', async () => {
  const phone = phoneOf([], { program: recording('once') });
  phone.host.script['cloud.callFunction'] = [soon(found(SON, SON)), soon(found(SON, NOBODY))];
  const page = await phone.open(FAMILY);
  await page.tapWith({ voipContact: 0 });
  await page.hangUp();
  await page.leave();
  const lists = recordsOf(printed(phone)).filter(({ field }) => field?.name === 'family');
  assert.equal(lists.length, 1);
});


test('a scene that is a text of its own is hidden', async () => {
  for (const scene of ['13812345678', encodeURIComponent('张三'), 'MTM4MTIzNDU2Nzg%3D', undefined]) {
    const phone = phoneOf([], { program: recording('scene') });
    const page = await phone.open(FAMILY, scene === undefined ? {} : { scene });
    await page.leave();
    const text = printed(phone);
    assert.doesNotMatch(text, /13812345678|张三|MTM4|undefined/);
    const { query } = inputs(text).find(({ load }) => load).load;
    assert.deepEqual(query, scene === undefined ? [] : [['scene', 'text#1']]);
  }
});
