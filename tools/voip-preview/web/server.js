// Stores the messages from the server, and sends it what the user does.
import { appearanceAndForms, forServer, format, parse, show, withoutForms } from './address.js';
import { copyTest, saveFile } from './files.js';
import { dropRefused, restore, settle } from './forms.js';
import { dismiss, notice, showConfirmation } from './notices.js';
import { backToNow, forget, receiveMoment, toastOf } from './past.js';
import { playChosen, scenarioMessages } from './scenarios.js';
import { newCall, store, touch } from './store.js';
import { send } from './connection.js';

/** How many updates of this connection were processed. The server waits for this before it sends more. */
let processed = 0;
/** The values of settings before their latest changes, in case the server refuses these. @type {Map<string, string | undefined>} */
const before = new Map();

/** The server was restarted, or the connection was lost, which ends a simulation. */
const AGAIN = { english: 'Connected again. A new run began.', chinese: '已重新连接，并重新开始。' };

/** @param {any} message */
export function receive(message) {
  const [[kind, body]] = Object.entries(message);
  handlers[kind]?.(body);
  touch();
}

/** The settings without these keys; `*` stands for all. @param {Set<string>} keys */
function withoutKeys(keys) {
  return keys.has('*') ? appearanceAndForms(store.settings) : new Map([...store.settings].filter(([key]) => !keys.has(key)));
}

const handlers = {
  hello(hello) {
    processed = 0;
    forget();
    store.explored = [null, null];
    const again = store.hello !== null;
    store.hello = hello;
    // The server may have other pages now.
    store.now = [null, null];
    store.phones = [null, null];
    // The status of a build, if there is one, comes next.
    store.build = { running: false, errors: null, hidden: false };
    document.title = `${hello.pages.map(({ spec }) => spec.title).join(' · ')} · voip preview`;
    restore();
    dismiss('lost');
    open();
    if (again && hello.dev) showConfirmation(AGAIN.english, AGAIN.chinese);
    else if (again) notice('again', AGAIN);
  },
  update,
  moment: receiveMoment,
  refused({ command, english, chinese, keys = [] }) {
    // The dialog covers notices.
    if (command === 'saveScenario' && store.saving) {
      store.saving = { ...store.saving, why: { english, chinese } };
      return;
    }
    // Invalid settings are removed from the address.
    if (command === 'open' && keys.length) setAll(withoutKeys(new Set(keys)), { send: false });
    if (command === 'settings') undo(keys);
    notice(command === 'open' ? 'open' : 'refused', { english, chinese, command }, command === 'open' ? 'defaults' : undefined);
    if (command === 'input') dropRefused();
  },
  ...scenarioMessages,
  file: saveFile,
  testFile: copyTest,
  classified(classified) { store.classified = classified; },
  exploring({ phone, paths }) {
    if (store.explored[phone]?.running) store.explored[phone].paths = paths;
  },
  explored(explored) {
    if (store.explored[explored.phone]?.running) store.explored[explored.phone] = explored;
  },
  crashed(message) {
    store.crashed = true;
    notice('crashed', {
      english: `The page's code panicked${message === null ? '' : `: ${message}`}`,
      chinese: `页面自己的代码发生了 panic${message === null ? '' : `：${message}`}`,
    }, 'restart');
  },
  build({ running, errors }) {
    if (running !== undefined) store.build.running = running;
    if (errors !== undefined) store.build = { running: false, errors, hidden: false };
    else if (running === false) store.build.errors = null;
  },
};

function update({ clock, phones, entries, dropped, replay, reset, keptFrom }) {
  if (reset) {
    forget();
    // The end of a simulation ends its run of `explore`; a result stays.
    store.explored = store.explored.map((one) => (one?.running ? null : one));
    store.log.clear();
    store.toasts = [null, null];
    store.shrunk = [false, false];
    store.menus = [false, false];
    store.pending = [{}, {}];
    store.crashed = false;
    dismiss('crashed');
    dismiss('refused');
  }
  send({ ack: ++processed });
  store.clock = clock;
  store.clockReceived = performance.now();
  store.replay = replay;
  store.keptFrom = keptFrom;
  if (dropped) {
    store.log.dropped += dropped;
    store.log.version++;
  }
  for (const entry of entries) {
    const row = store.log.add(entry);
    if (row?.kind === 'call' && row.value.name === 'showToast') toast(row);
  }
  phones.forEach((phone, index) => {
    if (!phone) return;
    // What was typed on another page is not for this one.
    if (store.now[index]?.page !== phone.page) store.pending[index] = {};
    store.now[index] = phone;
    if (!store.past) store.phones[index] = phone;
    if (!phone.call) {
      store.shrunk[index] = false;
      store.calls[index] = newCall();
    }
    if (!phone.running || phone.background) store.menus[index] = false;
    settle(index);
  });
  if (!document.documentElement.hasAttribute('data-ready')) {
    requestAnimationFrame(() => document.documentElement.setAttribute('data-ready', ''));
  }
}

/** Shows a toast for its duration, in real time. @param {import('./log.js').Row} row */
function toast(row) {
  const shown = toastOf(row);
  store.toasts[row.phone] = shown;
  setTimeout(() => {
    if (store.toasts[row.phone] === shown) store.toasts[row.phone] = null;
    touch();
  }, shown.duration);
}

/** Starts a new simulation with the current settings and forms. */
export function open() {
  dismiss('open');
  dismiss('again');
  send({ open: { query: forServer(store.settings, false), fields: store.forms } });
  playChosen();
}

/** What the user does on the page. @param {0 | 1} phone @param {string | { call: { contact: number } }} input */
export const input = (phone, input) => !store.past && send({ input: { phone, input } });
/** What the user does outside the page. @param {0 | 1} phone @param {any} action */
export const act = (phone, action) => !store.past && send({ action: { phone, action } });
/** @param {'pause' | 'resume' | 'step'} control */
export const time = (control) => !store.past && send({ time: control });

/**
 * Replaces all settings.
 * @param {import('./address.js').Settings} settings
 */
export function setAll(settings, { send: toServer = true, push = false } = {}) {
  const old = store.settings;
  store.settings = settings;
  show(settings, push);
  if (toServer && forServer(old, true) !== forServer(settings, true)) {
    for (const key of new Set([...old.keys(), ...settings.keys()])) {
      if (old.get(key) !== settings.get(key)) before.set(key, old.get(key));
    }
    backToNow();
    send({ settings: forServer(settings, true) });
  }
  touch();
}

/** Gives these settings the values that they had before, or all that were changed. @param {string[]} keys */
function undo(keys) {
  const isKnown = keys.length > 0 && !keys.includes('*');
  const settings = new Map(store.settings);
  for (const key of isKnown ? keys : [...before.keys()]) {
    const value = before.get(key);
    if (value === undefined) settings.delete(key);
    else settings.set(key, value);
    before.delete(key);
  }
  store.settings = settings;
  show(settings, false);
  // Others that came with them were refused too.
  if (isKnown) send({ settings: forServer(settings, true) });
}

/** Changes one setting. A preset is no longer chosen after one of its settings has changed. */
export function set(key, value, { keepPreset = false } = {}) {
  const settings = new Map(store.settings);
  if (value === '' || value === null) settings.delete(key);
  else settings.set(key, value);
  if (!keepPreset) {
    settings.delete('preset');
    settings.delete('scenario');
  }
  setAll(settings);
}

/** Starts a new simulation with other settings. */
export function restart(settings, push = true) {
  store.settings = settings;
  before.clear();
  show(settings, push);
  restore();
  open();
  touch();
}

/** Clears the forms, and starts a new simulation. */
export const resetForms = () => restart(withoutForms(store.settings));

// The user has gone back or forward in the history.
addEventListener('popstate', () => {
  const settings = parse(location.search);
  if (format(settings) !== format(store.settings)) restart(settings, false);
});
