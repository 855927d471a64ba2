import path from 'node:path';
import { miniProgram } from './built.mjs';
import { Clock, settled } from './clock.mjs';
import { Component } from './component.mjs';
import { Host } from './host.mjs';
import { Realm } from './realm.mjs';

/**
 * A phone with one mini-program on it, open and ready: a realm as WeChat's, a stand-in host, and
 * virtual time.
 *
 *     const phone = new Phone('video-call');
 *     const page = await phone.open('pages/video-call/index');
 *     page.input('listenOpenid', 'oListener');
 *     await page.tap();
 *     phone.host.calls();  // ['authorize {"scope":"scope.record"}', …]
 *     page.data.state;     // 'InCall'
 *
 * `program` is the name of a built one, or a folder.
 */
export class Phone {
  clock = new Clock();
  host = new Host(this.clock);
  /** What the page wrote to the console: `{ level, text }`. */
  console = [];
  /** How often JavaScript called into the module and the module out of it. */
  crossings = { import: 0, export: 0 };
  #definitions = new Map();
  #loading = '';

  constructor(program, { globals = {}, wx = (host) => host.wx } = {}) {
    const folder = path.isAbsolute(program) ? program : miniProgram(program);
    this.realm = new Realm(folder, {
      clock: this.clock,
      onCrossing: (way) => {
        this.crossings[way] += 1;
      },
      globals: {
        wx: wx(this.host),
        App: () => {},
        Behavior: () => {},
        Component: (definition) => void this.#definitions.set(this.#loading, definition),
        Page: (definition) => void this.#definitions.set(this.#loading, definition),
        console: this.#console(),
        getApp: () => ({}),
        getCurrentPages: () => [],
        ...globals,
      },
    });
    this.host.realm = this.realm;
    this.realm.load('app.js');
  }

  /** Opens a page as the host does, and waits until its module is loaded. */
  async open(route, query = {}) {
    const page = this.openNow(route, query);
    await settled();
    return page;
  }

  /** Opens a page; its module is still on its way when this returns. */
  openNow(route, query = {}) {
    // The host gives a page's properties what its address names, as it stands there.
    const page = new Page(this, this.definition(route), { route, given: query });
    page.load(query);
    return page;
  }

  /** Puts the page into another one, as a component with these properties. */
  async embed(route, given = {}, parent = undefined) {
    const page = new Page(this, this.definition(route), { route, given, parent });
    page.component.lifetime('ready');
    await settled();
    return page;
  }

  /** What the page's script gave to `Component`. The script runs once, however often it is opened. */
  definition(route) {
    if (!this.#definitions.has(route)) {
      this.#loading = route;
      this.realm.load(`${route}.js`);
    }
    return this.#definitions.get(route);
  }

  /** What was written to the console as an error. */
  get errors() {
    return this.console.filter(({ level }) => level === 'error').map(({ text }) => text);
  }

  /** Lets time pass. */
  pass(milliseconds) {
    return this.clock.pass(milliseconds);
  }

  #console() {
    const write = (level) => (...parts) => void this.console.push({ level, text: parts.map(asText).join(' ') });
    return Object.fromEntries(['debug', 'error', 'info', 'log', 'warn'].map((level) => [level, write(level)]));
  }
}

/** A page that is open. */
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

  /** Each event of the page, or the details of those with one name. */
  events(name) {
    const { events } = this.component;
    return name === undefined ? events : events.filter((event) => event.name === name).map(({ detail }) => detail);
  }

  /** What a page of WeChat's goes through as it opens; `attached` has been. */
  load(query) {
    this.#callIfThere('onLoad', this.phone.realm.value(query));
    this.#callIfThere('onShow');
    this.component.lifetime('ready');
    this.#callIfThere('onReady');
  }

  /** The user types into a row, turns a switch, or picks. */
  input(key, value) {
    const given = this.act(`handleChange${key[0].toUpperCase()}${key.slice(1)}`, { value });
    // What a handler of an input returns would become the input's text.
    if (given !== undefined) throw new Error(`the handler of \`${key}\` returned ${given}`);
  }

  /** The user's finger sets off a handler; what comes of it later has not come yet. */
  act(handler, detail = {}) {
    const event = this.phone.realm.value({ type: 'tap', detail, currentTarget: { dataset: {} }, target: { dataset: {} } });
    return this.phone.host.asFinger(() => this.component.call(handler, event));
  }

  /** The user taps 呼叫, and everything that comes of it at once comes. */
  async tap() {
    this.act('handleCall');
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

  async receive() {
    this.act('handleReceive');
    await settled();
  }

  /** The user goes back. */
  async leave() {
    this.#callIfThere('onUnload');
    this.component.lifetime('detached');
    await settled();
  }

  #callIfThere(name, ...given) {
    if (this.component.has(name)) this.component.call(name, ...given);
  }
}

/** As a console shows it. */
function asText(part) {
  if (part !== null && typeof part === 'object') return part.stack ?? part.message ?? JSON.stringify(part);
  return String(part);
}
