// What the server says goes into the store; what the user does goes to the server.
import { forServer, format, parse, show } from './address.js';
import { saveFile, takeTest } from './files.js';
import { forget, restore, settle } from './forms.js';
import { dismiss, notice } from './notices.js';
import { store, touch } from './store.js';
import { send } from './wire.js';

/** How long a toast stays, in this window's time. */
const TOAST = 1500;
/** How many updates of this connection were worked off: the server sends few more than that. */
let took = 0;
/** The settings before the latest change, should it be refused. */
let before = null;

/** @param {any} message */
export function take(message) {
  const [[kind, body]] = Object.entries(message);
  takers[kind]?.(body);
  touch();
}

const takers = {
  hello(hello) {
    took = 0;
    store.hello = hello;
    // If there is something to say of a build, it is said next.
    store.build = { running: false, errors: null, hidden: false };
    document.title = `${hello.page.title} · voip preview`;
    restore();
    dismiss('lost');
    open();
  },
  update,
  refused({ what, english, chinese, keys }) {
    // What could not be set at the opening is not set, nor shown as if it were.
    if (what === 'open' && keys) setAll(new Map([...store.settings].filter(([key]) => !keys.includes(key))), { tell: false });
    notice(what === 'open' ? 'open' : 'refused', { english, chinese }, what === 'open' ? 'plain' : undefined);
    if (what === 'settings' && before) setAll(before, { tell: false });
    if (what === 'input') forget();
  },
  file: saveFile,
  testFile: takeTest,
  crashed(words) {
    store.crashed = true;
    notice('crashed', { english: `The page's own code panicked: ${words}`, chinese: `页面自己的代码发生了 panic：${words}` }, 'again');
  },
  build({ running, errors }) {
    if (running !== undefined) store.build.running = running;
    if (errors !== undefined) store.build = { running: false, errors, hidden: false };
    else if (running === false) store.build.errors = null;
  },
};

function update({ clock, phones, records, missed, replay, begun }) {
  if (begun) {
    store.log.clear();
    store.toasts = [null, null];
    store.shrunk = [false, false];
    store.pending = [{}, {}];
    store.crashed = false;
    dismiss('crashed');
    dismiss('refused');
  }
  send({ took: ++took });
  store.clock = clock;
  store.clockCame = performance.now();
  store.replay = replay;
  if (missed) {
    store.log.missed += missed;
    store.log.version++;
  }
  for (const record of records ?? []) {
    const row = store.log.add(record);
    if (row?.kind === 'call' && row.what.name === 'showToast') toast(row);
  }
  phones.forEach((phone, index) => {
    if (!phone) return;
    store.phones[index] = phone;
    if (!phone.call) store.shrunk[index] = false;
    settle(index);
  });
  if (!document.documentElement.hasAttribute('data-ready')) {
    requestAnimationFrame(() => document.documentElement.setAttribute('data-ready', ''));
  }
}

/** @param {import('./log.js').Row} row */
function toast({ phone, seq, what: { options } }) {
  const mine = { key: seq, title: String(options?.title ?? ''), icon: options?.icon ?? 'success' };
  store.toasts[phone] = mine;
  setTimeout(() => {
    if (store.toasts[phone] === mine) store.toasts[phone] = null;
    touch();
  }, TOAST);
}

/** Begins a world, with the settings as they are and the forms as they were filled in. */
export function open() {
  dismiss('open');
  send({ open: { query: forServer(store.settings, false), fields: store.forms } });
}

/** @param {0 | 1} phone @param {string} input */
export const input = (phone, input) => send({ input: { phone, input } });
/** @param {0 | 1} phone @param {any} does */
export const person = (phone, does) => send({ person: { phone, does } });
/** @param {'pause' | 'resume' | 'step'} what */
export const time = (what) => send({ time: what });

/**
 * All settings as they are to be from now on.
 * @param {import('./address.js').Settings} settings
 */
export function setAll(settings, { tell = true, push = false } = {}) {
  const old = store.settings;
  store.settings = settings;
  show(settings, push);
  if (tell && forServer(old, true) !== forServer(settings, true)) {
    before = old;
    send({ settings: forServer(settings, true) });
  } else {
    before = null;
  }
  touch();
}

/** One setting; a preset is no longer what it says once its settings are changed. */
export function set(key, value, { keepPreset = false } = {}) {
  const settings = new Map(store.settings);
  if (value === '' || value === null) settings.delete(key);
  else settings.set(key, value);
  if (!keepPreset) settings.delete('preset');
  setAll(settings);
}

/** Other settings, and a new beginning with them. */
export function begin(settings, push = true) {
  store.settings = settings;
  before = null;
  show(settings, push);
  open();
  touch();
}

/** The address changed under us: the way back, or forward. */
addEventListener('popstate', () => {
  const settings = parse(location.search);
  if (format(settings) !== format(store.settings)) begin(settings, false);
});
