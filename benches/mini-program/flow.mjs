// One flow of a call, on a host that answers at once: tap, two scopes, enable, join, the other side answers, 结束.
import { App } from '../../tests/e2e/lib/app.mjs';
import { Clock, settled } from '../../tests/e2e/lib/clock.mjs';
import { Realm } from '../../tests/e2e/lib/realm.mjs';
import { folderOf, ROUTE } from './build.mjs';

const FIELDS = { listenOpenid: 'oListener', callOpenid: 'oCaller' };

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

/** The function that runs a flow on this page. */
function flowOf(instance, host, realm) {
  const [tap, answered] = [realm.value(TAP), realm.value({ openIdList: ['oCaller', 'oListener'], errCode: 0, errMsg: 'ok' })];
  const until = (state) => {
    if (instance.data.state !== state) throw new Error(`the page is ${instance.data.state}, and not ${state}`);
  };
  return async () => {
    instance.handleCall(tap);
    // Each answer takes a few microtasks.
    for (let ticks = 0; instance.data.state !== 'InCall' && ticks < 100; ticks += 1) await null;
    until('InCall');
    host.members(answered);
    if (!instance.data.connected) throw new Error('the page does not show that the other side has answered');
    instance.handleHangUp(tap);
    until('Idle');
  };
}

/** Opens the page in WeChat's component engine, which renders its WXML. Returns the function that runs a flow. */
export async function inEngine(program) {
  const app = new App(folderOf(program), { measured: true });
  const host = new InstantHost(app.phone.host.wx);
  const { instance } = await app.open(ROUTE);
  instance.setData(app.realm.value(FIELDS));
  return flowOf(instance, host, app.realm);
}

/** A page without an engine: `setData` only merges. It can be opened once. */
export class Alone {
  #definition;

  constructor(program) {
    this.host = new InstantHost();
    this.realm = new Realm(folderOf(program), {
      clock: new Clock(),
      measured: true,
      globals: {
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
    Object.assign(shown, FIELDS);
    this.instance = {
      ...methods,
      data: shown,
      setData: (changes) => void Object.assign(shown, changes),
      triggerEvent: () => {},
    };
    lifetimes.attached?.call(this.instance);
    return shown;
  }

  flow() {
    return flowOf(this.instance, this.host, this.realm);
  }
}

/** The function that runs a flow of the page without an engine. */
export async function scriptsAlone(program) {
  const page = new Alone(program);
  page.launch();
  page.open();
  await settled();
  return page.flow();
}
