import path from 'node:path';
import { miniProgram } from './built.mjs';
import { Clock, settled } from './clock.mjs';
import { Component } from './component.mjs';
import { Host } from './host.mjs';
import { Realm } from './realm.mjs';

/** How a line about a failed step or an interruption starts. */
const FAILURE = /^voip: (authorize|setEnable1v1Chat|join1v1Chat|onVoIPChatInterrupted): /;

/**
 * A phone with one mini-program: a realm as in WeChat, a stand-in host and virtual time.
 *
 *     const phone = new Phone('video-call');
 *     const page = await phone.open('pages/video-call/index');
 *     page.input('listenOpenid', 'oListener');
 *     await page.tap();
 *     phone.host.calls();  // ['authorize {"scope":"scope.record"}', …]
 *     page.data.state;     // 'InCall'
 *
 * `program` is the name of a built mini-program, or a folder. `measured` is for a realm whose scripts are measured.
 */
export class Phone {
  clock = new Clock();
  host = new Host(this.clock);
  /** The console output: `{ level, text }`. */
  console = [];
  /** The number of calls into the module (`export`) and out of it (`import`). */
  crossings = { import: 0, export: 0 };
  #definitions = new Map();
  #loading = '';
  /** The pages that are open, the last one in front. */
  pages = [];

  constructor(program, { before = () => {}, globals = {}, measured = false, wx = (host) => host.wx } = {}) {
    /** The folder of the mini-program. */
    this.folder = path.isAbsolute(program) ? program : miniProgram(program);
    this.realm = new Realm(this.folder, {
      clock: this.clock,
      measured,
      // To count takes time.
      onCrossing: measured ? undefined : (way) => {
        this.crossings[way] += 1;
      },
      globals: {
        wx: wx(this.host),
        App: () => {},
        Behavior: (definition) => definition,
        Component: (definition) => void this.#definitions.set(this.#loading, definition),
        Page: (definition) => void this.#definitions.set(this.#loading, definition),
        console: this.#console(),
        getApp: () => ({}),
        getCurrentPages: () => [...this.pages],
        ...globals,
      },
    });
    this.host.realm = this.realm;
    before(this.realm);
    this.realm.load('app.js');
  }

  /** Opens a page as the host does and waits until its module is loaded. */
  async open(route, query = {}) {
    const page = this.openNow(route, query);
    await settled();
    return page;
  }

  /** Opens a page, in which the user then fills in these fields. */
  async openFilled(route, fields) {
    const page = await this.open(route);
    for (const [key, value] of Object.entries(fields)) page.input(key, value);
    return page;
  }

  /** Opens a page without waiting for its module. */
  openNow(route, query = {}) {
    // The host sets a page's properties from its address, without decoding it.
    const page = new Page(this, this.definition(route), { route, given: query });
    this.pages.push(page.component.instance);
    page.load(query);
    return page;
  }

  /** Attaches a page, without the `onLoad` of the host. */
  attach(route) {
    return new Page(this, this.definition(route), { route });
  }

  /** Embeds the page in a parent, as a component with these properties. */
  async embed(route, given = {}, parent = undefined) {
    const page = this.embedLater(route, given, parent);
    page.component.pageLifetime('show');
    await settled();
    return page;
  }

  /** Embeds the page in a parent that is shown already, as one that appears with `wx:if`. */
  embedLater(route, given = {}, parent = undefined) {
    const page = new Page(this, this.definition(route), { route, given, parent });
    page.component.lifetime('ready');
    return page;
  }

  /** The page's argument of `Component`. The page's script runs only once. */
  definition(route) {
    if (!this.#definitions.has(route)) {
      this.#loading = route;
      this.realm.load(`${route}.js`);
    }
    return this.#definitions.get(route);
  }

  /** The error messages on the console, without the failures of host calls. */
  get errors() {
    return this.#errors.filter((text) => !FAILURE.test(text));
  }

  /** The failures of host calls on the console. */
  get failures() {
    return this.#errors.filter((text) => FAILURE.test(text));
  }

  get #errors() {
    return this.console.filter(({ level }) => level === 'error').map(({ text }) => text);
  }

  /** Advances the time. */
  pass(milliseconds) {
    return this.clock.pass(milliseconds);
  }

  #console() {
    const write = (level) => (...parts) => void this.console.push({ level, text: parts.map(asText).join(' ') });
    return Object.fromEntries(['debug', 'error', 'info', 'log', 'warn'].map((level) => [level, write(level)]));
  }
}

/** An open page. */
class Page {
  constructor(phone, definition, options) {
    this.phone = phone;
    this.component = new Component(definition, options);
  }

  get data() {
    return this.component.data;
  }

  get setDataCalls() {
    return this.component.setDataCalls;
  }

  /** The page's events, or the details of those with one name. */
  events(name) {
    const { events } = this.component;
    return name === undefined ? events : events.filter((event) => event.name === name).map(({ detail }) => detail);
  }

  /** Calls the functions that WeChat calls when a page opens, after `attached`. */
  load(query) {
    this.#callIfThere('onLoad', this.phone.realm.value(query));
    this.show();
    this.component.lifetime('ready');
    this.#callIfThere('onReady');
  }

  /** The page is shown: as it opens, and when the app comes to the foreground. */
  show() {
    this.component.pageLifetime('show');
    this.#callIfThere('onShow');
  }

  /** The user changes the input of a row. */
  input(key, value) {
    const given = this.act(`handleChange${key[0].toUpperCase()}${key.slice(1)}`, { value });
    // WeChat would show the return value of the handler as the input's text.
    if (given !== undefined) throw new Error(`the handler of \`${key}\` returned ${given}`);
  }

  /** Runs the handler of a tap. Asynchronous work may still be pending when this returns. */
  act(handler, detail = {}, dataset = {}) {
    const event = this.phone.realm.value({ type: 'tap', detail, currentTarget: { dataset }, target: { dataset } });
    return this.phone.host.duringTap(() => this.component.call(handler, event));
  }

  /** The user taps 呼叫. Waits until all microtasks have run. */
  async tap() {
    this.act('handleCall');
    await settled();
  }

  /** The user taps an element with this dataset. A native tap's detail is its position. */
  async tapWith(dataset) {
    this.act('handleCall', { x: 10, y: 20 }, dataset);
    await settled();
  }

  async cancel() {
    this.act('handleCancel');
    await settled();
  }

  async hangUp() {
    this.act('handleHangUp');
    await settled();
  }

  async dismiss() {
    this.act('handleDismiss');
    await settled();
  }

  async makeReachable() {
    this.act('handleReceive');
    await settled();
  }

  /** The user leaves the page. */
  async leave() {
    this.#callIfThere('onUnload');
    this.component.lifetime('detached');
    this.phone.pages = this.phone.pages.filter((open) => open !== this.component.instance);
    await settled();
  }

  #callIfThere(name, ...given) {
    if (this.component.has(name)) this.component.call(name, ...given);
  }
}

/** The text that a console would show. */
function asText(part) {
  if (part !== null && typeof part === 'object') return part.stack ?? part.message ?? JSON.stringify(part);
  return String(part);
}
