// What the user types into the forms. The session storage keeps it across reloads and reconnects.
import { store, touch } from './store.js';
import { send } from './connection.js';

const storageKey = () => `voip-preview:${store.hello?.pages[0].name}`;

/** The values of the page that the phone shows. @param {number} phone */
const formOf = (phone) => (store.forms[phone][store.phones[phone]?.page] ??= {});

/** Reads the stored values of these pages. */
export function restore() {
  store.forms = [{}, {}];
  try {
    const stored = JSON.parse(sessionStorage.getItem(storageKey()) ?? 'null');
    if (Array.isArray(stored)) store.forms = [{ ...stored[0] }, { ...stored[1] }];
  } catch {
    // The stored text is not valid: the forms start empty.
  }
  for (const forms of store.forms) {
    for (const name in forms) {
      const known = store.hello.pages.find((page) => page.name === name)?.spec.fields ?? [];
      const values = Object.entries(forms[name] ?? {}).filter(([field]) => known.some((one) => one.name === field));
      if (values.length) forms[name] = Object.fromEntries(values);
      else delete forms[name];
    }
  }
}

function save() {
  try {
    sessionStorage.setItem(storageKey(), JSON.stringify(store.forms));
  } catch {
    // Storage is disabled or full: nothing is stored.
  }
}

/** The value that a row shows: what was typed, until the server confirms a value. */
export function shownValue(phone, name) {
  const pending = store.past ? {} : store.pending[phone];
  return name in pending ? pending[name] : store.phones[phone]?.values[name];
}

/** @param {0 | 1} phone @param {any} field @param {string | boolean} typed */
export function type(phone, field, typed, composing = false) {
  store.pending[phone][field.name] = typed;
  touch();
  // The text of an input method is not final while it is composing.
  if (composing) return;
  // A number is sent as text, as on a phone, and the page parses it.
  formOf(phone)[field.name] = typed;
  save();
  send({ input: { phone, input: { set: { field: field.name, value: typed } } } });
}

/** The row loses the focus: a refused value is replaced by the page's value. @param {0 | 1} phone @param {string} name */
export function leave(phone, name) {
  if (!(name in formOf(phone))) delete store.pending[phone][name];
  touch();
}

/** The server has sent new values: confirmed values are no longer pending. @param {0 | 1} phone */
export function settle(phone) {
  const values = store.now[phone]?.values ?? {};
  const pending = store.pending[phone];
  for (const name in pending) if (String(values[name] ?? '') === String(pending[name])) delete pending[name];
}

/** The server has refused a value: it is not stored. The field that has the focus keeps its text. */
export function dropRefused() {
  const focused = document.activeElement;
  const typing = focused?.closest('[data-phone]') ? focused.getAttribute('name') : null;
  store.pending.forEach((pending, phone) => {
    for (const name in pending) {
      delete formOf(phone)[name];
      if (name !== typing) delete pending[name];
    }
  });
  save();
  touch();
}
