import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { after } from 'node:test';
import { chromium } from 'playwright-core';
import { ROOT } from './built.mjs';
import { Screen } from './preview-phone.mjs';
import { PATIENCE, until } from './until.mjs';

/** A folder with the files of the front end, to test changes of them without compiling. */
const WEB = process.env.VOIP_WEB;

const servers = new Set();
let browser;

// A test file stops everything that it has started; a benchmark calls `end` itself.
if (process.argv[1]?.endsWith('.test.mjs')) after(end);

/** Stops the browser and all servers. */
export async function end() {
  await (await browser)?.close();
  await Promise.all([...servers].map((server) => server.kill()));
}

/** The path of a program that `cargo xtask e2e` has built. */
export function program(name) {
  const file = path.join(process.env.VOIP_PREVIEWS ?? '', `${name}${process.platform === 'win32' ? '.exe' : ''}`);
  assert.ok(process.env.VOIP_PREVIEWS && existsSync(file), `run \`cargo xtask e2e\`, which builds ${name}`);
  return file;
}

/**
 * Starts the preview of a program; `port` 0 is any free port. `crate` is the folder of its crate, which cargo tells it:
 * without one, the program does not know its crate.
 */
export async function serve(name = 'video-call', port = 0, more = [], crate = '') {
  const server = new Server(program(name), ['--serve', String(port), '--no-open', ...more], { ...process.env, CARGO_MANIFEST_DIR: crate });
  await server.started;
  return server;
}

class Server {
  constructor(file, args, env) {
    this.child = spawn(file, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
    servers.add(this);
    this.output = '';
    this.errors = '';
    this.child.stderr.setEncoding('utf8').on('data', (text) => (this.errors += text));
    this.ended = new Promise((resolve) => this.child.once('close', resolve));
    this.started = new Promise((resolve, reject) => {
      this.child.stdout.setEncoding('utf8').on('data', (text) => {
        this.output += text;
        // The address, and the text after it, which is printed at the same time.
        if (!this.address && /Ctrl-C/.test(this.output)) {
          this.address = this.output.match(/http:\/\/\S+/)[0];
          resolve();
        }
      });
      this.ended.then(() => reject(new Error(`the server ended too early:\n${this.output}${this.errors}`)));
    });
  }

  get port() {
    return Number(new URL(this.address).port);
  }

  /** Kills it without a chance to clean up. */
  async kill() {
    servers.delete(this);
    this.child.kill('SIGKILL');
    await this.ended;
  }
}

/** Chromium, launched once for each test file. */
export async function chromiumHere() {
  const executablePath = process.env.VOIP_CHROMIUM;
  assert.ok(executablePath, 'run `cargo xtask e2e`, which finds or installs Chromium');
  // The sandbox does not work for root, as in CI.
  browser ??= chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'] });
  return await browser;
}

/**
 * For `open`'s `watch`: makes the page's connection available as `window.socket`, to send commands or to imitate
 * the server.
 */
export function keepSocket() {
  const Original = window.WebSocket;
  window.WebSocket = class extends Original {
    constructor(...args) {
      super(...args);
      window.socket = this;
    }
  };
}

/**
 * For `page.evaluate`: makes this many calls on A, each with a tap and a hang-up. Yields to the browser after each
 * hundred.
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
 * Opens the preview in a tab: `open(server, 'a.join=NotOpen', { locale: 'zh-CN' })`. `watch` is a function that runs
 * in the page before its scripts.
 *
 * By default the page is in English, light, and without animations, on every machine.
 */
export async function open(server, query = '', { locale = 'en-US', viewport = WIDE, colorScheme = 'light', reducedMotion = 'reduce', watch, ...more } = {}) {
  const context = await (await chromiumHere()).newContext({ locale, viewport, colorScheme, reducedMotion, ...more });
  if (watch) await context.addInitScript(watch);
  const page = await context.newPage();
  return await new Tab(page, server).go(query);
}

const shared = new Map();

/**
 * A new run in a tab with this query. The tests of a file share the tab, which is faster than a tab for each; the
 * forms keep their values.
 */
export async function openNewRun(server, query = '') {
  const key = `${server.address} ${query}`;
  const tab = shared.get(key);
  if (!tab) {
    shared.set(key, await open(server, query));
    return shared.get(key);
  }
  for (const phone of [tab.a, tab.b]) await phone.closeFaults();
  // Remove the settings of the previous test.
  if (new URL(tab.page.url()).search.slice(1) === query) await tab.newRun();
  else await tab.go(query);
  return tab;
}

/** A tab with the two phones. */
export class Tab {
  constructor(page, server) {
    this.page = page;
    this.server = server;
    this.a = new Screen(this, 'a');
    this.b = new Screen(this, 'b');
    /** Errors and warnings on the console, and uncaught exceptions. */
    this.complaints = [];
    /** The URLs of all requests. */
    this.requests = [];
    page.setDefaultTimeout(PATIENCE);
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error.stack ?? error)));
    page.on('request', (request) => this.requests.push(request.url()));
    page.on('websocket', (socket) => {
      this.requests.push(socket.url());
      socket.on('framereceived', ({ payload }) => this.#receive(String(payload)));
    });
  }

  /** What the server says about the preview; `page` is its first page. */
  hello;

  /** How many runs have started. */
  runs = 0;

  /** The log entries of both phones in this run. */
  records = [];

  #receive(payload) {
    const message = JSON.parse(payload);
    if (message.hello) this.hello = { ...message.hello, page: message.hello.pages[0].spec };
    if (message.update?.reset) {
      this.runs += 1;
      this.records = [];
    }
    if (message.update) this.records.push(...message.update.entries);
  }

  /** Opens the preview with this query. */
  async go(query = '') {
    if (WEB && !this.runs) await this.page.route('**/*', (route) => fromFolder(route));
    await this.page.goto(`${this.server.address}${query && `?${query}`}`);
    await this.ready();
    return this;
  }

  /** Reloads the page. */
  async reload() {
    await this.page.reload();
    await this.ready();
  }

  async ready() {
    await until(async () => (await this.find('html[data-ready]').count()) > 0 || this.complaints, true, 'the page is rendered');
  }

  /** Asserts that there are no errors or warnings. */
  assertQuiet() {
    assert.deepEqual(this.complaints, [], 'there are no errors or warnings');
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

  /** Starts a new run, and waits for it. */
  async newRun() {
    await this.#waitForRun(() => this.find('[data-new]').click());
  }

  async choosePreset(id) {
    await this.find('[data-presets-toggle]').click();
    await this.#waitForRun(() => this.find(`[data-preset="${id}"]`).click());
  }

  /** Waits for the new run that an action starts. */
  async #waitForRun(action) {
    const before = this.runs;
    await action();
    await until(() => this.runs, (runs) => runs > before, 'a new run has started');
    // The page renders it in the next frame.
    await this.frame();
  }

  async language(lang) {
    await this.find(`[data-lang=${lang}]`).click();
  }

  async theme(theme) {
    await this.find(`[data-theme=${theme}]`).click();
  }

  /** Waits for two frames, so that everything received is rendered. */
  async frame() {
    await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }

  /** The settings in the address. */
  settings() {
    return Object.fromEntries(new URL(this.page.url()).searchParams);
  }

  // --- Timeline and notices ---

  /** The rows of the timeline, optionally of a kind, of a phone, or with a text. */
  rows({ kind, of, text } = {}) {
    const rows = this.find(`[data-timeline] [data-kind${kind ? `="${kind}"` : ''}]${of ? `[data-of="${of}"]` : ''}`);
    return text ? rows.filter({ hasText: text }) : rows;
  }

  /** Waits for a notice with this text (a pattern, or a part of it). */
  async notice(text) {
    const notice = this.find('[data-notice]').filter({ hasText: text });
    await until(async () => (await notice.count()) > 0 || (await this.find('[data-notice]').allInnerTexts()), (seen) => seen === true, `a notice with ${text}`);
    return notice.first();
  }

  /** Waits until there are no notices. */
  async noNotice() {
    await until(() => this.find('[data-notice]').allInnerTexts(), (seen) => seen.length === 0, 'there is no notice');
  }
}

const TYPES = { js: 'text/javascript', css: 'text/css', svg: 'image/svg+xml' };

/** Serves a file from `VOIP_WEB` instead of the embedded one. */
async function fromFolder(route) {
  const { pathname } = new URL(route.request().url());
  const file = path.resolve(ROOT, WEB, pathname.slice(1));
  // The document must come from the server: Chromium lets no other page open a socket to this machine.
  if (pathname === '/' || !existsSync(file)) return route.continue();
  const contentType = `${TYPES[path.extname(file).slice(1)] ?? 'text/plain'}; charset=utf-8`;
  return route.fulfill({ body: readFileSync(file), contentType });
}
