// A page whose Rust panics. The module has trapped and is never entered again; what the user has is a
// page that says so, and a mini-program that goes on.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { after, deny, soon, succeed } from '../lib/answers.mjs';
import { Phone } from '../lib/phone.mjs';

const PANICS = 'pages/panics/index';
const SOUND = 'pages/sound/index';
const QUERY = { to: 'oL', me: 'oC' };

const open = async (way, script = {}) => {
  const phone = new Phone('panics');
  Object.assign(phone.host.script, script);
  const page = await phone.open(PANICS, { ...QUERY, way });
  return { phone, host: phone.host, page };
};

function assertGivenUp({ phone, page }) {
  assert.deepEqual([page.data.state, page.data.busy, page.data.connected], ['Failed', false, false]);
  assert.match(page.data.error, /\p{Script=Han}/u, 'a sentence for the user');
  assert.equal(phone.errors.length, 1, phone.errors.join('\n'));
}

test('the page works where it is not told to panic', async () => {
  const { phone, page } = await open('');
  await page.tap();
  assert.equal(page.data.state, 'InCall');
  assert.deepEqual(phone.errors, []);
});

describe('a panic', () => {
  test('of a handler: its place is on the console', async () => {
    const made = await open('words');
    await made.page.tap();
    assertGivenUp(made);
    assert.match(made.phone.errors[0], /panics\/src\/lib\.rs:\d+/);
    assert.deepEqual(made.host.names, []);
  });

  test('of a handler that goes beyond a list, in the middle of a call', async () => {
    const made = await open('index');
    await made.page.tap();
    assertGivenUp(made);
    assert.match(made.phone.errors[0], /panics\/src\/lib\.rs:\d+/);
    assert.deepEqual(made.host.names, ['authorize', 'authorize'], 'nothing comes after it');
  });

  test('of a hook', async () => {
    const made = await open('hook', { authorize: [soon(deny)] });
    await made.page.tap();
    assertGivenUp(made);
    assert.match(made.phone.errors[0], /panics\/src\/lib\.rs:\d+/);
  });

  test('while a call is joined: the room is left', async () => {
    const made = await open('hook');
    await made.page.tap();
    assert.equal(made.page.data.state, 'InCall');
    made.host.members('oC', 'oL');
    made.host.members('oC');
    assertGivenUp(made);
    assert.equal(made.host.listeners, 0);
  });

  test('is told to the page\'s parent as a failure', async () => {
    const { page } = await open('words');
    await page.tap();
    assert.equal(page.events('fail').length, 1);
    assert.equal(page.events('change').at(-1).to, 'Failed');
  });
});

describe('after a panic', () => {
  test('a tap on the same page tries again, in a new instance', async () => {
    const { phone, host, page } = await open('words');
    await page.tap();
    await page.tap();
    assert.equal(page.data.state, 'Failed', 'it was told to panic, and so it does again');
    assert.equal(phone.errors.length, 2);
    page.input('way', '');
    await page.tap();
    assert.equal(page.data.state, 'InCall');
    assert.equal(host.last('join1v1Chat').listener.openid, 'oL', 'its fields are as they were');
    assert.equal(phone.errors.length, 2);
  });

  test('a page that is left is left for good', async () => {
    const { phone, host, page } = await open('words');
    await page.tap();
    await page.leave();
    page.act('handleCall');
    await phone.pass(60_000);
    assert.deepEqual(host.names, []);
    assert.equal(phone.errors.length, 1);
  });

  test('the next page works, in a new instance', async () => {
    const { phone, host, page } = await open('words');
    await page.tap();
    const next = await phone.open(PANICS, QUERY);
    assert.equal(phone.realm.instances, 2);
    assert.equal(next.data.state, 'Idle');
    await next.tap();
    assert.equal(next.data.state, 'InCall');
    assert.equal(page.data.state, 'Failed', 'the one that panicked stays as it was');
    assert.deepEqual(host.breaches, []);
  });

  test('another page that was open is Failed too, and not dead', async () => {
    const { phone, page } = await open('words');
    const other = await phone.open(SOUND, QUERY);
    await page.tap();
    assert.equal(other.data.state, 'Failed');
    assert.match(other.data.error, /\p{Script=Han}/u);
    const anew = await phone.open(SOUND, QUERY);
    await anew.tap();
    assert.equal(anew.data.state, 'InCall');
  });

  test('answers that were on their way reach nobody', async () => {
    const { phone, host, page } = await open('words');
    const other = await phone.open(SOUND, QUERY);
    host.script.authorize = [after(1000, succeed())];
    await other.tap();
    assert.equal(other.data.state, 'Authorizing');
    await page.tap();
    const shown = other.setDataCalls.length;
    await phone.pass(60_000);
    assert.equal(other.setDataCalls.length, shown);
    assert.deepEqual(host.names, ['authorize']);
    assert.equal(phone.errors.length, 1);
  });

  test('a join that was on its way and succeeds is left', async () => {
    const { phone, host, page } = await open('words');
    const other = await phone.open(SOUND, QUERY);
    host.script.join1v1Chat = [after(1000, succeed())];
    await other.tap();
    assert.equal(other.data.state, 'Joining');
    await page.tap();
    await phone.pass(5000);
    assert.deepEqual(host.names.slice(-2), ['join1v1Chat', 'exitVoIPChat']);
  });

  test('a joined call of another page is left', async () => {
    const { phone, host, page } = await open('words');
    const other = await phone.open(SOUND, QUERY);
    await other.tap();
    assert.equal(other.data.state, 'InCall');
    await page.tap();
    assert.equal(other.data.state, 'Failed');
    assert.equal(host.names.at(-1), 'exitVoIPChat');
    assert.equal(host.listeners, 0);
    assert.equal(phone.errors.length, 1);
  });
});
