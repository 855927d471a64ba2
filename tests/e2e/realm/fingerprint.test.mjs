// A module beside an `index.js` of another build: the fields of the two could have another order, so that a call would
// have the wrong listener.
import assert from 'node:assert/strict';
import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { miniProgram, output } from '../lib/built.mjs';
import { Phone } from '../lib/phone.mjs';
import { fillIn, ROUTE, WHOLE_CALL } from '../lib/video-call.mjs';

/** A phone with video-call, whose `index.js` was changed. */
function phoneWith(name, change) {
  const folder = output('fingerprint', name);
  rmSync(folder, { recursive: true, force: true });
  cpSync(miniProgram('video-call'), folder, { recursive: true });
  const file = path.join(folder, `${ROUTE}.js`);
  const script = readFileSync(file, 'utf8');
  const changed = change(script);
  assert.notEqual(changed, script, 'the script was changed');
  writeFileSync(file, changed);
  return new Phone(folder);
}

const CHANGES = {
  'of another build': (script) => script.replace(/fingerprint: '\w+'/, "fingerprint: '0badf00d'"),
  'of an earlier build, without a fingerprint': (script) => script.replace(/ *fingerprint: .*\n/, ''),
};

for (const [name, change] of Object.entries(CHANGES)) {
  test(`an index.js ${name} makes no call and says so`, async () => {
    const phone = phoneWith(name.split(' ')[2], change);
    const page = await phone.open(ROUTE, { listenOpenid: 'oListener' });
    assert.equal(page.data.error, '页面与程序版本不一致，请重新构建');
    fillIn(page);
    await page.tap();
    await page.makeReachable();
    await phone.pass(60_000);
    assert.equal(page.data.error, '页面与程序版本不一致，请重新构建');
    assert.deepEqual([page.data.state, page.data.busy], ['Failed', false]);
    await page.leave();
    assert.deepEqual(phone.host.names, []);
    const [error] = phone.errors;
    assert.match(error, /pages\/video-call\/index/);
    assert.match(error, /different builds.*run cargo voip build again/);
  });
}

test('an index.js of the same build makes calls', async () => {
  const phone = phoneWith('same', (script) => `${script}// The same build.\n`);
  const page = await phone.open(ROUTE);
  fillIn(page);
  await page.tap();
  assert.deepEqual(phone.host.names, WHOLE_CALL);
  assert.deepEqual(phone.errors, []);
});
