import assert from 'node:assert/strict';
import { soon, succeed } from './answers.mjs';
import { breach } from './manners.mjs';

/** The calls that this stand-in has: those that a page of ours may make, and no other. */
const CALLS = [
  'authorize',
  'exitVoIPChat',
  'join1v1Chat',
  'login',
  'openSetting',
  'request',
  'setEnable1v1Chat',
  'showModal',
  'showToast',
];

/** What a call succeeds with where no test says otherwise. */
const RESULTS = {
  openSetting: { authSetting: { 'scope.record': true, 'scope.camera': true } },
  showModal: { confirm: true, cancel: false },
};

/**
 * A stand-in for `wx`: it answers as its script says, and keeps a log of what it was asked.
 *
 * It knows the host's own rules (one scope a call, enabled before joined, settings only out of a tap)
 * and notes every breach of them; `assertManners` fails a test that had any.
 */
export class Host {
  /** Every call, in order: `{ name, options, at }`, the options as plain data without callbacks. */
  log = [];
  /** What was done that the host forbids or that would not look right on a phone. */
  breaches = [];
  /** Answers by call, the first for the first time it is made; then it succeeds, soon. */
  script = {};
  /** Whether the user's finger is on the page right now. */
  gesture = false;
  enabled = false;
  #events = { onVoIPChatMembersChanged: new Set(), onVoIPChatInterrupted: new Set() };

  constructor(clock) {
    this.clock = clock;
    this.wx = {
      canIUse: () => true,
      getAppBaseInfo: () => this.realm.value({ SDKVersion: '3.5.0' }),
      getSystemInfoSync: () => this.realm.value({ SDKVersion: '3.5.0' }),
    };
    for (const name of CALLS) this.wx[name] = (options) => this.#called(name, options);
    for (const [on, listeners] of Object.entries(this.#events)) {
      this.wx[on] = (listener) => void listeners.add(listener);
      this.wx[on.replace(/^on/, 'off')] = (listener) =>
        void (listener === undefined ? listeners.clear() : listeners.delete(listener));
    }
  }

  /** The calls as `name {options}`, or only those with this name. */
  calls(only) {
    return this.log
      .filter(({ name }) => only === undefined || name === only)
      .map(({ name, options }) => (options === undefined ? name : `${name} ${JSON.stringify(options)}`));
  }

  /** The names of the calls, in order. */
  get names() {
    return this.log.map(({ name }) => name);
  }

  /** The options of the newest call with this name. */
  last(name) {
    return this.log.findLast((call) => call.name === name)?.options;
  }

  /** As the host tells who is in the room: 2 members when the other side has answered. */
  members(...openIdList) {
    this.#tell('onVoIPChatMembersChanged', { openIdList, errCode: 0, errMsg: 'ok' });
  }

  /** As the host tells of a phone call that comes in. */
  interrupted(error = { errCode: -1, errMsg: 'interrupted by a phone call' }) {
    this.#tell('onVoIPChatInterrupted', error);
  }

  /** How many listeners are subscribed to the host's events. */
  get listeners() {
    return Object.values(this.#events).reduce((sum, listeners) => sum + listeners.size, 0);
  }

  /** Who listens to this event, for tests of what the host should never tell. */
  listenersOf(event) {
    return [...this.#events[event]];
  }

  assertManners() {
    assert.deepEqual(this.breaches, [], 'the page did what the host forbids');
  }

  #tell(event, told) {
    for (const listener of [...this.#events[event]]) listener(this.realm.value(told));
  }

  #called(name, options = {}) {
    const plain = plainOptions(options);
    const wrong = breach(this, name, plain);
    if (wrong) this.breaches.push(wrong);
    this.log.push({ name, options: Object.keys(plain).length ? plain : undefined, at: this.clock.now });
    const answer = this.script[name]?.shift() ?? soon(succeed());
    return answer(this.#call(name, options, plain));
  }

  #call(name, options, plain) {
    // The callbacks as they were when the host was called, whatever becomes of the object.
    const { success, fail, complete } = options;
    const end = (callback, ...told) => {
      callback?.(...told);
      complete?.(...told);
    };
    return {
      name,
      options: plain,
      clock: this.clock,
      succeed: (result) => {
        if (name === 'setEnable1v1Chat') this.enabled = plain.enable;
        const told = this.realm.value({ errMsg: `${name}:ok`, ...RESULTS[name], ...result });
        // What a modal's confirmation does counts as the user's own tap.
        if (name === 'showModal' && told.confirm) this.asFinger(() => end(success, told));
        else end(success, told);
      },
      fail: (...error) => end(fail, ...error.map((part) => this.realm.value(part))),
      reject: (error) => this.realm.run('Promise').reject(this.realm.value(error)),
      resolve: (result) => this.realm.run('Promise').resolve(this.realm.value(result)),
    };
  }

  /** Runs what the user's finger sets off. */
  asFinger(act) {
    this.gesture = true;
    try {
      return act();
    } finally {
      this.gesture = false;
    }
  }
}

/** The options as plain data of this realm, key by key and string by string, without callbacks. */
function plainOptions(value) {
  if (Array.isArray(value)) return value.map(plainOptions);
  if (value === null || typeof value !== 'object') return value;
  const plain = {};
  for (const key of Object.keys(value)) {
    if (typeof value[key] !== 'function') plain[key] = plainOptions(value[key]);
  }
  return plain;
}
