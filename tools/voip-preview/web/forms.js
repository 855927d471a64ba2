// What is typed into the forms. It is kept for this tab, per page, over reloads and reconnects.
import { store, touch } from './store.js';
import { send } from './wire.js';

const place = () => `voip-preview:${store.hello?.page.name}`;

/** Reads what was kept for this page. */
export function restore() {
  store.forms = [{}, {}];
  try {
    const kept = JSON.parse(sessionStorage.getItem(place()) ?? 'null');
    if (Array.isArray(kept)) store.forms = [{ ...kept[0] }, { ...kept[1] }];
  } catch {
    // Nothing readable is kept: the forms begin empty.
  }
  const known = new Set(store.hello.page.fields.map((field) => field.name));
  for (const form of store.forms) for (const name in form) if (!known.has(name)) delete form[name];
}

function keep() {
  try {
    sessionStorage.setItem(place(), JSON.stringify(store.forms));
  } catch {
    // Storage is switched off or full: nothing is kept.
  }
}

/** What a row shows: what was typed, until the page says otherwise. */
export function shownValue(phone, name) {
  const pending = store.pending[phone];
  return name in pending ? pending[name] : store.phones[phone]?.values[name];
}

/** @param {0 | 1} phone @param {any} field @param {string | boolean} typed */
export function type(phone, field, typed, unfinished = false) {
  store.pending[phone][field.name] = typed;
  touch();
  // While an input method is composing, its letters are not yet what the user means.
  if (unfinished) return;
  // A number goes as it was typed, as on a phone: the page reads it, and exactly.
  store.forms[phone][field.name] = typed;
  keep();
  send({ input: { phone, input: { set: { field: field.name, value: typed } } } });
}

/** The row is left: what was refused in it gives way to what the page holds. @param {0 | 1} phone @param {string} name */
export function leave(phone, name) {
  if (!(name in store.forms[phone])) delete store.pending[phone][name];
  touch();
}

/** The page has spoken: what it repeats is no longer pending. @param {0 | 1} phone */
export function settle(phone) {
  const values = store.phones[phone]?.values ?? {};
  const pending = store.pending[phone];
  for (const name in pending) if (String(values[name] ?? '') === String(pending[name])) delete pending[name];
}

/** A value was refused: it is not kept, and what is not being typed just now goes back to what the page holds. */
export function forget() {
  const on = document.activeElement;
  const typing = on?.closest('[data-phone]') ? on.getAttribute('name') : null;
  store.pending.forEach((pending, phone) => {
    for (const name in pending) {
      delete store.forms[phone][name];
      if (name !== typing) delete pending[name];
    }
  });
  keep();
  touch();
}
