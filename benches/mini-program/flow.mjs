// One flow of a call, on a host that answers at once: tap, two scopes, enable, join, the other side answers, 结束.
import { App } from '../../tests/e2e/lib/app.mjs';
import { settled } from '../../tests/e2e/lib/clock.mjs';
import { Realm } from '../../tests/e2e/lib/realm.mjs';
import { folderOf, ROUTE } from './build.mjs';

/** With openids as long as real ones. */
const FIELDS = { listenOpenid: 'oListener00000000000000000000', callOpenid: 'oCaller0000000000000000000000' };

/** A tap of the user, as WeChat describes it to a page. */
const TAP = { type: 'tap', detail: { x: 10, y: 20 }, currentTarget: { dataset: {} }, target: { dataset: {} } };

/** Replaces the host calls of a call by ones that do as little as possible. They succeed after they have returned. */
class InstantHost {
  #onMembers;

  constructor(wx = {}) {
    const succeed = ({ success }) => void Promise.resolve().then(() => success && success({ errMsg: 'ok' }));
    const ignore = () => {};
    this.wx = Object.assign(wx, {
      authorize: succeed,
      exitVoIPChat: succeed,
      join1v1Chat: succeed,
      offVoIPChatInterrupted: ignore,
      offVoIPChatMembersChanged: ignore,
      onVoIPChatInterrupted: ignore,
      onVoIPChatMembersChanged: (listener) => void (this.#onMembers = listener),
      setEnable1v1Chat: succeed,
      showToast: succeed,
    });
  }

  members(event) {
    this.#onMembers(event);
  }
}

/** Timers that do as little as possible, and fire when they are told to. */
class Timers {
  #pending = new Map();
  #last = 0;

  setTimeout(callback) {
    this.#last += 1;
    this.#pending.set(this.#last, callback);
    return this.#last;
  }

  clearTimeout(id) {
    this.#pending.delete(id);
  }

  fire() {
    for (const [id, callback] of this.#pending) {
      this.#pending.delete(id);
      callback();
    }
  }
}

/** The functions that run a flow on this page, and let the time pass for the timers that flows have left. */
function flowOf(instance, host, realm, timers) {
  const [tap, answered] = [realm.value(TAP), realm.value({ openIdList: ['oCaller', 'oListener'], errCode: 0, errMsg: 'ok' })];
  const until = (state) => {
    if (instance.data.state !== state) throw new Error(`the page is ${instance.data.state}, and not ${state}`);
  };
  const flow = async () => {
    instance.handleCall(tap);
    // Each answer takes a few microtasks.
    for (let ticks = 0; instance.data.state !== 'InCall' && ticks < 100; ticks += 1) await null;
    until('InCall');
    host.members(answered);
    if (!instance.data.connected) throw new Error('the page does not show that the other side has answered');
    instance.handleHangUp(tap);
    until('Idle');
  };
  return { flow, rest: () => timers.fire() };
}

/** Opens the page in WeChat's component engine, which renders its WXML. Returns what `flowOf` does. */
export async function inEngine(program) {
  const app = new App(folderOf(program), { measured: true });
  const host = new InstantHost(app.phone.host.wx);
  const { instance } = await app.open(ROUTE);
  instance.setData(app.realm.value(FIELDS));
  const timers = new Timers();
  app.phone.clock.setTimeout = (callback) => timers.setTimeout(callback);
  app.phone.clock.clearTimeout = (id) => timers.clearTimeout(id);
  return flowOf(instance, host, app.realm, timers);
}

/** A page without an engine: `setData` only merges. It can be opened once. */
export class Alone {
  #definition;

  constructor(program) {
    this.host = new InstantHost();
    this.timers = new Timers();
    this.realm = new Realm(folderOf(program), {
      measured: true,
      globals: {
        setTimeout: (callback) => this.timers.setTimeout(callback),
        clearTimeout: (id) => this.timers.clearTimeout(id),
        wx: this.host.wx,
        App: () => {},
        Component: (definition) => void (this.#definition = definition),
        console,
        getCurrentPages: () => [this.instance],
      },
    });
  }

  /** The app starts. */
  launch() {
    this.realm.load('app.js');
  }

  /** Loads the page's script and opens it. It has its initial data then. */
  open() {
    this.realm.load(`${ROUTE}.js`);
    const { data, lifetimes, methods, properties } = this.#definition;
    const shown = { ...data };
    for (const [name, { value }] of Object.entries(properties)) shown[name] = value;
    this.instance = {
      ...methods,
      data: shown,
      setData: (changes) => void Object.assign(shown, changes),
      triggerEvent: () => {},
    };
    lifetimes.attached?.call(this.instance);
    return shown;
  }

  /** The user fills in the fields. Returns what `flowOf` does. */
  filledIn() {
    for (const [key, value] of Object.entries(FIELDS)) {
      this.instance[`handleChange${key[0].toUpperCase()}${key.slice(1)}`](this.realm.value({ detail: { value } }));
    }
    return flowOf(this.instance, this.host, this.realm, this.timers);
  }
}

/** Opens the page without an engine. Returns what `flowOf` does. */
export async function scriptsAlone(program) {
  const page = new Alone(program);
  page.launch();
  page.open();
  await settled();
  return page.filledIn();
}
