// Whether one-to-one calls are enabled is the app's: every page shows it.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { after, failWith, soon, succeed } from '../lib/answers.mjs';
import { Phone } from '../lib/phone.mjs';
import { fillIn, ROUTE } from '../lib/video-call.mjs';

async function pagesOf(script, count = 2) {
  const phone = new Phone('video-call');
  Object.assign(phone.host.script, script);
  const pages = [];
  for (let at = 0; at < count; at += 1) pages.push(await phone.open(ROUTE));
  pages.forEach(fillIn);
  return { phone, pages };
}

const reachable = (pages) => pages.map(({ data }) => data.reachable);

test('a page that enables calls makes all pages reachable', async () => {
  const { phone, pages } = await pagesOf({});
  await pages[0].tap();
  assert.deepEqual(reachable(pages), [true, true]);
  pages.push(await phone.open(ROUTE));
  assert.deepEqual(reachable(pages), [true, true, true], 'also those that open later');
});

test('a page that fails to enable them makes none reachable', async () => {
  const { pages } = await pagesOf({ setEnable1v1Chat: [soon(failWith(-20001))] });
  await pages[0].tap();
  assert.deepEqual(reachable(pages), [false, false]);
});

for (const [name, end] of [
  ['after its time limit', (phone) => phone.pass(15_000)],
  ['after its page was left', (_, page) => page.leave()],
]) {
  test(`an answer that comes ${name} counts`, async () => {
    const { phone, pages } = await pagesOf({ setEnable1v1Chat: [after(20_000, succeed())] });
    const [first, second] = pages;
    await first.tap();
    await end(phone, first);
    assert.deepEqual(reachable(pages), [false, false]);
    await phone.pass(20_000);
    assert.equal(second.data.reachable, true);
    assert.equal((await phone.open(ROUTE)).data.reachable, true);
    assert.deepEqual(phone.host.names.filter((call) => call === 'join1v1Chat'), []);
    assert.deepEqual(phone.errors, []);
  });
}
