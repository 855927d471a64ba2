import assert from 'node:assert/strict';
import { soon, succeed } from './answers.mjs';
import { violationOf } from './rules.mjs';

/** The host calls that a generated page can make. */
const CALLS = [
  'authorize',
  'exitVoIPChat',
  'join1v1Chat',
  'login',
  'openAppAuthorizeSetting',
  'openSetting',
  'request',
  'setClipboardData',
  'setEnable1v1Chat',
  'setStorage',
  'showModal',
  'showToast',
];

/** The default results of calls. */
const RESULTS = {
  openSetting: { authSetting: { 'scope.record': true, 'scope.camera': true } },
  showModal: { confirm: true, cancel: false },
};

/**
 * A stand-in for `wx`. It answers as scripted and logs every call.
 *
 * It checks the host's rules, such as one scope per `authorize`, and collects violations.
 * `assertNoViolations` fails if there are any.
 */
export class Host {
  /** Every call, in order: `{ name, options, at }`, the options as plain data without callbacks. */
  log = [];
  /** Violations of the host's rules, as text. */
  violations = [];
  /** Answers by call name, used in order. Without one, a call succeeds after it has returned. */
  script = {};
  /** Whether a tap of the user is being handled. */
  gesture = false;
  enabled = false;
  /** The app's storage. */
  storage = new Map();
  #events = { onVoIPChatMembersChanged: new Set(), onVoIPChatInterrupted: new Set() };

  constructor(clock) {
    this.clock = clock;
    this.wx = {
      canIUse: () => true,
      getAppBaseInfo: () => this.realm.value({ SDKVersion: '3.5.0' }),
      getStorageSync: (key) => this.storage.get(key) ?? '',
      getSystemInfoSync: () => this.realm.value({ SDKVersion: '3.5.0' }),
    };
    // A namespace, whose functions need their `this`.
    const host = this;
    this.wx.cloud = {
      callFunction(options) {
        if (this !== host.wx.cloud) throw new TypeError('Illegal invocation');
        return host.#called('cloud.callFunction', options);
      },
    };
    for (const name of CALLS) this.wx[name] = (options) => this.#called(name, options);
    for (const [on, listeners] of Object.entries(this.#events)) {
      this.wx[on] = (listener) => void listeners.add(listener);
      this.wx[on.replace(/^on/, 'off')] = (listener) =>
        void (listener === undefined ? listeners.clear() : listeners.delete(listener));
    }
  }

  /** The calls as `name {options}`: all, or those with one name. */
  calls(only) {
    return this.log
      .filter(({ name }) => only === undefined || name === only)
      .map(({ name, options }) => (options === undefined ? name : `${name} ${JSON.stringify(options)}`));
  }

  /** The names of the calls, in order. */
  get names() {
    return this.log.map(({ name }) => name);
  }

  /** The options of the last call with this name. */
  last(name) {
    return this.log.findLast((call) => call.name === name)?.options;
  }

  /** Sends a members event. With 2 members, the other side has answered. */
  members(...openIdList) {
    this.#send('onVoIPChatMembersChanged', { openIdList, errCode: 0, errMsg: 'ok' });
  }

  /** Sends an interruption event, as for an incoming phone call. */
  interrupted(error = { errCode: -1, errMsg: 'interrupted by a phone call' }) {
    this.#send('onVoIPChatInterrupted', error);
  }

  /** The number of listeners of the host's events. */
  get listeners() {
    return Object.values(this.#events).reduce((sum, listeners) => sum + listeners.size, 0);
  }

  /** Whether this host has all events of calls. */
  get hasEvents() {
    return Object.keys(this.#events).every((on) => on in this.wx);
  }

  /** The listeners of an event, for tests that send invalid events. */
  listenersOf(event) {
    return [...this.#events[event]];
  }

  assertNoViolations() {
    assert.deepEqual(this.violations, [], 'the page violated rules of the host');
  }

  #send(event, detail) {
    for (const listener of [...this.#events[event]]) listener(this.realm.value(detail));
  }

  #called(name, options = {}) {
    const plain = plainOptions(options);
    const violation = violationOf(this, name, plain);
    if (violation) this.violations.push(violation);
    this.log.push({ name, options: Object.keys(plain).length ? plain : undefined, at: this.clock.now });
    const answer = this.script[name]?.shift() ?? soon(succeed());
    return answer(this.#call(name, options, plain));
  }

  #call(name, options, plain) {
    // Keep the callbacks: the page may change the object later.
    const { success, fail, complete } = options;
    const end = (callback, ...results) => {
      callback?.(...results);
      complete?.(...results);
    };
    return {
      name,
      options: plain,
      clock: this.clock,
      succeed: (result) => {
        if (name === 'setEnable1v1Chat') this.enabled = plain.enable;
        if (name === 'setStorage') this.storage.set(plain.key, plain.data);
        const value = this.realm.value({ errMsg: `${name}:ok`, ...RESULTS[name], ...result });
        // The confirmation of a modal counts as a tap of the user.
        if (name === 'showModal' && value.confirm) this.duringTap(() => end(success, value));
        else end(success, value);
      },
      fail: (...error) => end(fail, ...error.map((part) => this.realm.value(part))),
      reject: (error) => this.realm.run('Promise').reject(this.realm.value(error)),
      resolve: (result) => this.realm.run('Promise').resolve(this.realm.value(result)),
    };
  }

  /** Runs `act` as the handler of a tap. */
  duringTap(act) {
    this.gesture = true;
    try {
      return act();
    } finally {
      this.gesture = false;
    }
  }
}

/** The options as plain data of this realm, without callbacks. */
function plainOptions(value) {
  if (Array.isArray(value)) return value.map(plainOptions);
  if (value === null || typeof value !== 'object') return value;
  const plain = {};
  for (const key of Object.keys(value)) {
    if (typeof value[key] !== 'function') plain[key] = plainOptions(value[key]);
  }
  return plain;
}
