// A hundred thousand changes of state at full speed: the memory does not grow, and nothing blocks.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, test } from 'node:test';
import { driveCalls, keepSocket, open, serve } from '../lib/preview.mjs';
import { Socket } from '../lib/socket.mjs';
import { until } from '../lib/until.mjs';

/** A tap and a hang-up: four changes to InCall, and one back. */
const CHANGES = 5;
const FEW = 10_000;
const MANY = 100_000;

let server;

before(async () => {
  server = await serve('video-call');
});

/** The memory of the server in megabytes; 0 if the system does not report it. */
function memory() {
  if (process.platform !== 'linux') return 0;
  return Number(readFileSync(`/proc/${server.child.pid}/status`, 'utf8').match(/VmRSS:\s+(\d+)/)[1]) / 1024;
}

/** A simulation without delays, in which A has its permissions. */
async function instant() {
  const socket = await Socket.open(server);
  await socket.begin('pace=instant');
  await socket.tap();
  for (let scopes = 0; scopes < 2; scopes += 1) await socket.act('allow');
  await socket.next('update', ({ phones }) => phones[0]?.state === 'InCall');
  await socket.send({ input: { phone: 0, input: 'hangUp' } });
  await socket.next('update', ({ phones }) => phones[0]?.state === 'Idle');
  return socket;
}

async function calls(socket, changes) {
  for (let done = 0; done < changes; done += CHANGES) {
    socket.tap();
    await socket.send({ input: { phone: 0, input: 'hangUp' } });
  }
}

test('the memory of the server does not grow', async () => {
  const socket = await instant();
  socket.forgets = true;
  await calls(socket, FEW);
  await socket.settled();
  const few = memory();
  // In parts, so that a slow machine is not given up on.
  for (let done = FEW; done < MANY; done += FEW) {
    await calls(socket, FEW);
    await socket.settled();
  }
  const many = memory();
  assert.ok(many < few + 16, `${few} MB after ${FEW}, and ${many} MB after ${MANY}`);
  // All calls were made.
  socket.send({ input: { phone: 0, input: 'tap' } });
  const { entries } = await socket.next('update', (update) => update.entries.length > 0 && update.phones[0]?.state === 'InCall');
  assert.ok(entries.at(-1).line > (MANY / CHANGES) * 10);
  await socket.close();
});

test('a tab that does not read blocks no other tab, and uses limited memory', async () => {
  const deaf = await instant();
  deaf.stopReading();
  const before = memory();
  // More than the system buffers, and not awaited, because the server stops reading.
  for (let count = 0; count < 20_000; count += 1) {
    deaf.tap();
    deaf.send({ input: { phone: 0, input: 'hangUp' } });
  }
  const socket = await instant();
  await calls(socket, FEW);
  await socket.settled();
  const tab = await open(server, 'speed=5');
  await tab.a.talking(tab.b);
  tab.assertQuiet();
  await tab.close();
  assert.ok(memory() < before + 64, `${before} MB before, and ${memory()} MB after`);
  await socket.close();
  await deaf.close();
});

test('pings whose answers are not read use limited memory', async () => {
  const deaf = await Socket.open(server);
  deaf.stopReading();
  const before = memory();
  const ping = Buffer.concat([Buffer.from([0x89, 0x80 | 125, 0, 0, 0, 0]), Buffer.alloc(125)]);
  const pings = Buffer.concat(Array(1000).fill(ping));
  let written = 0;
  const write = () => deaf.socket.write(pings, () => (written += 1) < 300 && write());
  // Not awaited, because the server stops reading.
  write();
  const socket = await instant();
  for (let earlier = -1; written > earlier; ) {
    earlier = written;
    await calls(socket, FEW);
    await socket.settled();
  }
  assert.ok(memory() < before + 16, `${before} MB before, and ${memory()} MB after`);
  await socket.close();
  await deaf.close();
});

test('the tab stays usable, and its document does not grow', async () => {
  const tab = await open(server, 'pace=instant', { watch: keepSocket });
  const { a } = tab;
  await a.tap();
  await a.allowAll();
  await a.state('InCall');
  await a.end();
  await a.idle();
  const drive = (changes) => tab.page.evaluate(driveCalls, changes / CHANGES);
  const rested = async (calls) => {
    await until(() => tab.records.filter(({ line }) => line !== undefined).at(-1).line > calls * 10, true, 'everything has arrived', 60_000);
    await a.idle();
    // Under load the timeline is rendered less often.
    await tab.find('[data-older]').waitFor();
    await tab.frame();
  };
  const nodes = () => tab.page.evaluate(() => document.querySelectorAll('*').length);
  await drive(FEW);
  await rested(FEW / CHANGES);
  const few = await nodes();
  await drive(MANY - FEW);
  await rested(MANY / CHANGES);
  const many = await nodes();
  assert.ok(await tab.rows().count() <= 600, 'the number of rows is limited');
  assert.ok(many < few * 1.5, `${few} nodes after ${FEW} changes, and ${many} after ${MANY}`);
  // The timeline counts older rows, and calling, filtering and searching still work.
  await tab.find('[data-timeline]').filter({ hasText: /older/ }).waitFor();
  await tab.find('input[data-filter=text]').fill('exitVoIPChat');
  await until(() => tab.rows().allInnerTexts(), (rows) => rows.length > 0 && rows.every((row) => row.includes('exitVoIPChat')));
  await tab.find('input[data-filter=text]').fill('');
  await a.tap();
  await a.state('InCall');
  await tab.b.call('incoming');
  tab.assertQuiet();
  await tab.close();
});
