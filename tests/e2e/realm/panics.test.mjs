// A panic in Rust code: the module instance traps and is not used again. The page shows an error, and the
// mini-program continues with a new instance.
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
  const page = await phone.openFilled(PANICS, { ...QUERY, way });
  return { phone, host: phone.host, page };
};

function assertPanicked({ phone, page }) {
  assert.deepEqual([page.data.state, page.data.busy, page.data.connected], ['Failed', false, false]);
  assert.match(page.data.error, /\p{Script=Han}/u, 'a message for the user');
  assert.equal(phone.errors.length, 1, phone.errors.join('\n'));
}

test('without a panic the page works', async () => {
  const { phone, page } = await open('');
  await page.tap();
  assert.equal(page.data.state, 'InCall');
  assert.deepEqual(phone.errors, []);
});

describe('a panic', () => {
  test('of a handler writes its location to the console', async () => {
    const made = await open('handler');
    await made.page.tap();
    assertPanicked(made);
    assert.match(made.phone.errors[0], /panics\/src\/lib\.rs:\d+/);
    assert.deepEqual(made.host.names, []);
  });

  test('of a handler during a call ends the call', async () => {
    const made = await open('index');
    await made.page.tap();
    assertPanicked(made);
    assert.match(made.phone.errors[0], /panics\/src\/lib\.rs:\d+/);
    assert.deepEqual(made.host.names, ['authorize', 'authorize'], 'no host call after the panic');
  });

  test('of a hook writes its location to the console', async () => {
    const made = await open('hook', { authorize: [soon(deny)] });
    await made.page.tap();
    assertPanicked(made);
    assert.match(made.phone.errors[0], /panics\/src\/lib\.rs:\d+/);
  });

  test('of a hook at the end of a call removes the listeners', async () => {
    const made = await open('hook');
    await made.page.tap();
    assert.equal(made.page.data.state, 'InCall');
    made.host.members('oC', 'oL');
    made.host.members('oC');
    assertPanicked(made);
    assert.equal(made.host.listeners, 0);
  });

  test('sends the parent a `fail` event', async () => {
    const { page } = await open('handler');
    await page.tap();
    assert.equal(page.events('fail').length, 1);
    assert.equal(page.events('change').at(-1).to, 'Failed');
  });
});

describe('after a panic', () => {
  test('a tap on the same page starts a new instance', async () => {
    const { phone, host, page } = await open('handler');
    await page.tap();
    await page.tap();
    assert.equal(page.data.state, 'Failed', 'it panics again');
    assert.equal(phone.errors.length, 2);
    page.input('way', '');
    await page.tap();
    assert.equal(page.data.state, 'InCall');
    assert.equal(host.last('join1v1Chat').listener.openid, 'oL', 'its fields have not changed');
    assert.equal(phone.errors.length, 2);
  });

  test('a left page ignores taps', async () => {
    const { phone, host, page } = await open('handler');
    await page.tap();
    await page.leave();
    page.act('handleCall');
    await phone.pass(60_000);
    assert.deepEqual(host.names, []);
    assert.equal(phone.errors.length, 1);
  });

  test('the next page works in a new instance', async () => {
    const { phone, host, page } = await open('handler');
    await page.tap();
    const next = await phone.openFilled(PANICS, QUERY);
    assert.equal(phone.realm.instances, 2);
    assert.equal(next.data.state, 'Idle');
    await next.tap();
    assert.equal(next.data.state, 'InCall');
    assert.equal(page.data.state, 'Failed', 'the first page is still Failed');
    assert.deepEqual(host.violations, []);
  });

  test('the other open pages are Failed, and new ones work', async () => {
    const { phone, page } = await open('handler');
    const other = await phone.openFilled(SOUND, QUERY);
    await page.tap();
    assert.equal(other.data.state, 'Failed');
    assert.match(other.data.error, /\p{Script=Han}/u);
    const next = await phone.openFilled(SOUND, QUERY);
    await next.tap();
    assert.equal(next.data.state, 'InCall');
  });

  test('pending answers are ignored', async () => {
    const { phone, host, page } = await open('handler');
    const other = await phone.openFilled(SOUND, QUERY);
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

  test('a pending join that succeeds is left', async () => {
    const { phone, host, page } = await open('handler');
    const other = await phone.openFilled(SOUND, QUERY);
    host.script.join1v1Chat = [after(1000, succeed())];
    await other.tap();
    assert.equal(other.data.state, 'Joining');
    await page.tap();
    await phone.pass(5000);
    assert.deepEqual(host.names.slice(-2), ['join1v1Chat', 'exitVoIPChat']);
  });

  test('the joined call of another page is left', async () => {
    const { phone, host, page } = await open('handler');
    const other = await phone.openFilled(SOUND, QUERY);
    await other.tap();
    assert.equal(other.data.state, 'InCall');
    await page.tap();
    assert.equal(other.data.state, 'Failed');
    assert.equal(host.names.at(-1), 'exitVoIPChat');
    assert.equal(host.listeners, 0);
    assert.equal(phone.errors.length, 1);
  });
});
