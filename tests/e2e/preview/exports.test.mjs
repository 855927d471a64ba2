// What can be copied or downloaded: the exact JSON of a row, the link, and the diagrams.
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { promisify } from 'node:util';
import { open, program, serve } from '../lib/preview.mjs';
import { until } from '../lib/until.mjs';

const run = promisify(execFile);
let server;
let tab;

before(async () => {
  server = await serve('video-call');
  tab = await open(server, 'speed=5&a.join=NotOpen', { permissions: ['clipboard-read', 'clipboard-write'] });
});

/** What is on the clipboard after the click. */
async function copied(selector) {
  await tab.page.evaluate(() => navigator.clipboard.writeText(''));
  await tab.find(selector).click();
  await until(() => tab.page.evaluate(() => navigator.clipboard.readText()), (text) => text !== '', 'something is copied');
  return tab.page.evaluate(() => navigator.clipboard.readText());
}

/** A graph as the terminal prints it. */
const graph = async (format) => (await run(program('video-call'), ['--graph', format])).stdout;

test('a row is copied with its exact options and answers', async () => {
  await tab.a.tap();
  await tab.a.allowAll();
  await tab.a.state('Failed');
  await tab.rows({ kind: 'call', of: 'a', text: 'join1v1Chat' }).locator('[aria-expanded]').click();
  const { at, call, answers } = JSON.parse(await copied('[data-copy-row]'));
  const recorded = tab.records.find((record) => record.call?.name === 'join1v1Chat');
  assert.deepEqual({ at, call }, { at: recorded.at, call: recorded.call });
  const answer = tab.records.find((record) => record.answer?.to === recorded.call.number);
  assert.deepEqual(answers, [{ at: answer.at, ...answer.answer }]);
});

test('the link is copied, and opens the same settings', async () => {
  await tab.find('[data-exports]').click();
  const link = await copied('[data-export=link]');
  assert.equal(link, tab.page.url());
  await tab.find('dialog[open]').waitFor({ state: 'detached' });
});

test('a link to the current states opens a phone in the same state', async () => {
  // The past moment of a row is shown.
  await tab.find('[data-past-do=now]').click();
  await tab.a.state('Failed');
  await tab.find('[data-exports]').click();
  const link = await copied('[data-export=link-states]');
  const other = await open(server, link.split('?')[1]);
  await other.a.state('Failed');
  assert.equal(await other.a.error(), await tab.a.error());
  await other.b.idle();
  // These are its settings already.
  await other.find('[data-exports]').click();
  await other.find('[data-export=link]').waitFor();
  assert.equal(await other.find('[data-export=link-states]').count(), 0);
  await other.close();
});

for (const [format, ending] of [['mermaid', 'mmd'], ['dot', 'dot']]) {
  test(`the diagram is copied and downloaded for ${format}`, async () => {
    const expected = await graph(format);
    await tab.find('[data-exports]').click();
    assert.equal(await copied(`[data-export=copy-${ending}]`), expected);
    await tab.find('[data-exports]').click();
    const download = tab.page.waitForEvent('download');
    await tab.find(`[data-export=download-${ending}]`).click();
    const file = await download;
    assert.equal(file.suggestedFilename(), `VideoCall.${ending}`);
    assert.equal(readFileSync(await file.path(), 'utf8'), expected);
    await tab.page.keyboard.press('Escape');
    tab.assertQuiet();
  });
}
