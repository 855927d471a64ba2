// `cargo voip dev`: the browser follows the source of the page. In a copy of an example with another name.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { output, ROOT } from '../lib/built.mjs';
import { open } from '../lib/preview.mjs';
import { until } from '../lib/until.mjs';

/** Includes the time to compile. */
const PATIENCE = 100_000;

const folder = output('followed');
const source = path.join(folder, 'src/lib.rs');
const at = (place) => JSON.stringify(path.join(ROOT, place));

let dev;
let printed = '';
let original;

before(async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  cpSync(path.join(ROOT, 'examples/video-call/src'), path.join(folder, 'src'), { recursive: true });
  writeFileSync(path.join(folder, 'src/main.rs'), readFileSync(path.join(folder, 'src/main.rs'), 'utf8').replace('video_call::', 'followed::'));
  writeFileSync(path.join(folder, 'Cargo.toml'), `[package]
name = "followed"
edition = "2024"

[dependencies]
voip-runtime = { path = ${at('voip-runtime')}, default-features = false }
voip-preview = { path = ${at('tools/voip-preview')} }

[workspace]
`);
  writeFileSync(path.join(folder, 'Cargo.lock'), readFileSync(path.join(ROOT, 'Cargo.lock')));
  original = readFileSync(source, 'utf8');

  assert.ok(process.env.VOIP_CARGO_VOIP, 'run `cargo xtask e2e`, which builds cargo-voip');
  dev = spawn(process.env.VOIP_CARGO_VOIP, ['voip', 'dev', '--serve', '0', '--no-open'], {
    cwd: folder,
    // The target folder of the tests of `cargo voip new`, which has the dependencies.
    env: { ...process.env, CARGO_TARGET_DIR: output('new-target'), CARGO_NET_OFFLINE: 'true' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  for (const stream of [dev.stdout, dev.stderr]) stream.setEncoding('utf8').on('data', (text) => (printed += text));
  await until(() => /http:\/\/\S+/.test(printed) || dev.exitCode !== null, true, 'it serves', PATIENCE);
  assert.equal(dev.exitCode, null, printed);
});

after(() => dev?.kill('SIGKILL'));

const address = () => printed.match(/http:\/\/[^\s\u001b]+/)[0];

/** Saves the source of the page with this change. */
const save = (change) => writeFileSync(source, change(original));

const title = (tab) => tab.page.locator('h1').innerText();

describe('cargo voip dev', () => {
  let tab;

  before(async () => {
    tab = await open({ address: address() }, 'speed=5&b.join=NotOpen');
  });

  test('the browser follows a saved edit, and the form keeps its values', async () => {
    assert.equal(await title(tab), '视频通话');
    await tab.a.fill('call_name', '小明');
    await tab.a.tap();
    await tab.a.dialog('permission');
    save((text) => text.replace('title = "视频通话"', 'title = "另一个标题"'));
    await until(() => title(tab), '另一个标题', 'the title has changed', PATIENCE);
    await tab.a.idle();
    await until(() => tab.a.value('call_name'), '小明');
    await tab.noNotice();
    assert.equal(tab.settings()['b.join'], 'NotOpen');
    await tab.a.talking(tab.b);
  });

  test('a compiler error is shown as rustc prints it, until it is fixed', async () => {
    await tab.newRun();
    save((text) => text.replace('call.join().await', 'call.jion().await'));
    const shown = tab.find('[data-build-errors]');
    await until(() => shown.count(), 1, 'the error is shown', PATIENCE);
    const text = await shown.innerText();
    assert.match(text, /error\[E0599\]: no method named `jion`/);
    assert.match(text, /src[/\\]lib\.rs:\d+:\d+/);
    assert.doesNotMatch(text, /\u001b|\[0m/, 'escape sequences are not shown');
    assert.ok(await shown.locator('[class*=ansi]').count(), 'colours are shown');
    assert.equal(await title(tab), '另一个标题', 'the previous build is still running');
    // Another tab shows it too.
    const late = await open({ address: address() });
    await late.find('[data-build-errors]').waitFor();
    save((text) => text.replace('title = "视频通话"', 'title = "第三个标题"'));
    await until(() => title(tab), '第三个标题', 'it is built again', PATIENCE);
    await until(() => shown.count(), 0, 'the error is gone');
    await until(() => late.find('[data-build-errors]').count(), 0, 'in the other tab as well');
    await late.close();
  });

  test('an error disappears when its edit is reverted', async () => {
    save((text) => text.replace('title = "视频通话"', 'title = "第三个标题"').replace('VideoCall {', 'VideoCall { nonsense'));
    await until(() => tab.find('[data-build-errors]').count(), 1, 'the error is shown', PATIENCE);
    save((text) => text.replace('title = "视频通话"', 'title = "第三个标题"'));
    await until(() => tab.find('[data-build-errors]').count(), 0, 'the error is gone', PATIENCE);
    await tab.a.idle();
  });

  test('stopping it stops the preview', { skip: process.platform === 'win32' && 'Windows has no signals' }, async () => {
    tab.complaints.length = 0;
    dev.kill('SIGINT');
    await until(() => dev.exitCode !== null || dev.signalCode !== null, true, 'it ends');
    await until(() => fetch(address()).then(() => 'served', () => 'gone'), 'gone', 'the server has stopped');
    await tab.close();
  });
});
