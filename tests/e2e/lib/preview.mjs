import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after } from 'node:test';
import { chromium } from 'playwright-core';
import { ROOT } from './built.mjs';
import { Screen } from './preview-phone.mjs';
import { PATIENCE, until } from './until.mjs';

/** A folder to take the page's own files from, for whoever works on them and does not want to compile. */
const WEB = process.env.VOIP_WEB;

const servers = new Set();
let browser;

// Whatever a file of tests has started ends with it; a benchmark ends it itself.
if (process.argv[1]?.endsWith('.test.mjs')) after(end);

/** Ends the browser and every server. */
export async function end() {
  await (await browser)?.close();
  await Promise.all([...servers].map((server) => server.kill()));
}

/** Where `cargo xtask e2e` has put this program. */
export function program(name) {
  const file = path.join(process.env.VOIP_PREVIEWS ?? '', `${name}${process.platform === 'win32' ? '.exe' : ''}`);
  assert.ok(process.env.VOIP_PREVIEWS && existsSync(file), `run \`cargo xtask e2e\`, which builds ${name}`);
  return file;
}

/** Serves the preview of this program; `port` 0 is any that is free. */
export async function serve(name = 'video-call', port = 0, more = []) {
  const server = new Server(program(name), ['--serve', String(port), '--no-open', ...more]);
  await server.started;
  return server;
}

class Server {
  constructor(file, args) {
    this.child = spawn(file, args, { stdio: ['ignore', 'pipe', 'pipe'] });
    servers.add(this);
    this.output = '';
    this.errors = '';
    this.child.stderr.setEncoding('utf8').on('data', (words) => (this.errors += words));
    this.ended = new Promise((resolve) => this.child.once('close', resolve));
    this.started = new Promise((resolve, reject) => {
      this.child.stdout.setEncoding('utf8').on('data', (words) => {
        this.output += words;
        // The address, and the words after it, which come at once.
        if (!this.address && /Ctrl-C/.test(this.output)) {
          this.address = this.output.match(/http:\/\/\S+/)[0];
          resolve();
        }
      });
      this.ended.then(() => reject(new Error(`it ended before it served:\n${this.output}${this.errors}`)));
    });
  }

  get port() {
    return Number(new URL(this.address).port);
  }

  /** Ends it as a power cut would. */
  async kill() {
    servers.delete(this);
    this.child.kill('SIGKILL');
    await this.ended;
  }
}

/** Node's own view of Chromium, launched once for a file of tests. */
export async function chromiumHere() {
  const executablePath = process.env.VOIP_CHROMIUM;
  assert.ok(executablePath, 'run `cargo xtask e2e`, which finds or installs Chromium');
  // Root, as in CI, can have no sandbox.
  browser ??= chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
  return await browser;
}

/**
 * For `open`'s `watch`: the page's own connection becomes `window.socket`, to drive its world from within or to
 * play the server.
 */
export function keepSocket() {
  const Theirs = window.WebSocket;
  window.WebSocket = class extends Theirs {
    constructor(...given) {
      super(...given);
      window.socket = this;
    }
  };
}

/**
 * For `page.evaluate`: so many calls on A, each a tap and a hang-up. A browser has a task for each of its events,
 * and so has this for each hundred.
 */
export async function driveCalls(calls) {
  for (let done = 0; done < calls; done += 1) {
    window.socket.send('{"input":{"phone":0,"input":"tap"}}');
    window.socket.send('{"input":{"phone":0,"input":"hangUp"}}');
    if (done % 100 === 0) await new Promise((next) => setTimeout(next));
  }
}

const WIDE = { width: 1440, height: 900 };

/**
 * A tab on the preview: `open(server, 'a.join=NotOpen', { locale: 'zh-CN' })`. `watch` is a function that runs in
 * the page before its own scripts do.
 *
 * Without a choice of its own the page speaks English, is light and keeps still, whatever machine this is.
 */
export async function open(server, query = '', { locale = 'en-US', viewport = WIDE, colorScheme = 'light', reducedMotion = 'reduce', watch, ...more } = {}) {
  const context = await (await chromiumHere()).newContext({ locale, viewport, colorScheme, reducedMotion, ...more });
  if (watch) await context.addInitScript(watch);
  const page = await context.newPage();
  return await new Tab(page, server).go(query);
}

const shared = new Map();

/**
 * A tab with this query that the tests of a file share: each begins a world of its own in it, with the forms
 * as they were. It is faster than a tab for each.
 */
export async function openAnew(server, query = '') {
  const key = `${server.address} ${query}`;
  const tab = shared.get(key);
  if (!tab) {
    shared.set(key, await open(server, query));
    return shared.get(key);
  }
  for (const phone of [tab.a, tab.b]) await phone.closeFaults();
  // Whatever a test has set is not set for the next one.
  if (new URL(tab.page.url()).search.slice(1) === query) await tab.anew();
  else await tab.go(query);
  return tab;
}

/** A tab of the browser, with the two phones in it. */
export class Tab {
  constructor(page, server) {
    this.page = page;
    this.server = server;
    this.a = new Screen(this, 'a');
    this.b = new Screen(this, 'b');
    /** What the page said on its console, or threw. */
    this.complaints = [];
    /** Where it has asked for anything. */
    this.requests = [];
    page.setDefaultTimeout(PATIENCE);
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error.stack ?? error)));
    page.on('request', (request) => this.requests.push(request.url()));
    page.on('websocket', (socket) => {
      this.requests.push(socket.url());
      socket.on('framereceived', ({ payload }) => this.#hear(String(payload)));
    });
  }

  /** What the server said of the page that it runs. */
  hello;

  /** How many worlds have begun. */
  worlds = 0;

  /** Everything that both phones have done in this world, as the server tells it. */
  records = [];

  #hear(payload) {
    const message = JSON.parse(payload);
    if (message.hello) this.hello = message.hello;
    if (message.update?.begun) {
      this.worlds += 1;
      this.records = [];
    }
    if (message.update) this.records.push(...message.update.records);
  }

  /** Goes to the preview with this query. */
  async go(query = '') {
    if (WEB && !this.worlds) await this.page.route('**/*', (route) => fromFolder(route));
    await this.page.goto(`${this.server.address}${query && `?${query}`}`);
    await this.ready();
    return this;
  }

  /** Loads it anew, as F5 does. */
  async reload() {
    await this.page.reload();
    await this.ready();
  }

  async ready() {
    await until(async () => (await this.find('html[data-ready]').count()) > 0 || this.complaints, true, 'the page is drawn');
  }

  /** Nothing was written to the console, and nothing thrown. */
  assertQuiet() {
    assert.deepEqual(this.complaints, [], 'the console is quiet');
  }

  async close() {
    await this.page.context().close();
  }

  find(selector) {
    return this.page.locator(selector);
  }

  // --- The bar at the top ---

  /** `pause`, `resume` or `step`. */
  async time(what) {
    await this.find(`[data-time=${what}]`).click();
  }

  async speed(times) {
    await this.find('select[name=speed]').selectOption(String(times));
  }

  /** Begins anew, and waits until it has. */
  async anew() {
    await this.#another(() => this.find('[data-new]').click());
  }

  async choosePreset(id) {
    await this.find('[data-presets-toggle]').click();
    await this.#another(() => this.find(`[data-preset="${id}"]`).click());
  }

  /** What is done begins another world. */
  async #another(doing) {
    const before = this.worlds;
    await doing();
    await until(() => this.worlds, (worlds) => worlds > before, 'another world has begun');
    // The page has drawn it once a frame has passed.
    await this.frame();
  }

  async language(lang) {
    await this.find(`[data-lang=${lang}]`).click();
  }

  async theme(theme) {
    await this.find(`[data-theme=${theme}]`).click();
  }

  /** Two frames: what has reached the page by now is drawn. */
  async frame() {
    await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }

  /** The settings that stand in the address bar. */
  settings() {
    return Object.fromEntries(new URL(this.page.url()).searchParams);
  }

  // --- Timeline and notices ---

  /** The rows of the timeline: all, of a kind, of a phone, with these words. */
  rows({ kind, of, words } = {}) {
    const rows = this.find(`[data-timeline] [data-kind${kind ? `="${kind}"` : ''}]${of ? `[data-of="${of}"]` : ''}`);
    return words ? rows.filter({ hasText: words }) : rows;
  }

  /** The notice with these words (a pattern, or a part of it). */
  async notice(words) {
    const notice = this.find('[data-notice]').filter({ hasText: words });
    await until(async () => (await notice.count()) > 0 || (await this.find('[data-notice]').allInnerTexts()), (seen) => seen === true, `a notice says ${words}`);
    return notice.first();
  }

  /** No notice is to be seen. */
  async noNotice() {
    await until(() => this.find('[data-notice]').allInnerTexts(), (seen) => seen.length === 0, 'there is no notice');
  }
}

const TYPES = { js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };

/** Answers from `VOIP_WEB`, as the server would from what it was compiled with. */
async function fromFolder(route) {
  const { pathname } = new URL(route.request().url());
  const file = path.resolve(ROOT, WEB, pathname.slice(1));
  // The page itself has to come from the server: Chromium lets no other open a socket to this machine.
  if (pathname === '/' || !existsSync(file)) return route.continue();
  const contentType = `${TYPES[path.extname(file).slice(1)] ?? 'text/plain'}; charset=utf-8`;
  return route.fulfill({ body: readFileSync(file), contentType });
}
