// What the user types into the forms. It is in the address, so that a link and a reload reproduce it.
import { formKey, readForms, show } from './address.js';
import { notice } from './notices.js';
import { store, touch } from './store.js';
import { send } from './connection.js';

/** Browsers limit how often the address changes: it does so at once for this many letters, and then in this interval. */
const BURST = 20;
const INTERVAL = 350;

/** The values of the page that the phone shows. @param {number} phone */
const formOf = (phone) => (store.forms[phone][store.phones[phone]?.page] ??= {});

/** The key of a field in the address. With several pages, it has the name of the page too. */
function keyOf(phone, name) {
  const { pages } = store.hello;
  return formKey(phone, pages.length > 1 ? `${store.phones[phone]?.page}.${name}` : name);
}

/** Reads the forms from the address. Fields that no page has are removed. */
export function restore() {
  if (!store.hello) return;
  store.forms = [{}, {}];
  const { pages } = store.hello;
  const unknown = [];
  for (const [phone, path, text] of readForms(store.settings)) {
    const [name, field] = pages.length > 1 ? path.split('.') : [pages[0].name, path];
    const known = pages.find((page) => page.name === name)?.spec.fields.find((one) => one.name === field);
    if (known) (store.forms[phone][name] ??= {})[field] = known.kind === 'switch' ? text === 'true' : text;
    else unknown.push(formKey(phone, path));
  }
  if (!unknown.length) return;
  for (const key of unknown) store.settings.delete(key);
  show(store.settings);
  const keys = unknown.join(', ');
  notice('forms', { english: `The page has no such field, so it is left out of the address: ${keys}`, chinese: `页面没有这个字段，已从地址中去掉：${keys}` });
}

let saving = 0;
let left = BURST;
let saved = 0;

function save() {
  const now = performance.now();
  left = Math.min(BURST, left + (now - saved) / INTERVAL);
  saved = now;
  clearTimeout(saving);
  if (left < 1) {
    saving = setTimeout(save, INTERVAL);
    return;
  }
  left -= 1;
  show(store.settings);
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
  store.settings.set(keyOf(phone, field.name), String(typed));
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
      store.settings.delete(keyOf(phone, name));
      if (name !== typing) delete pending[name];
    }
  });
  save();
  touch();
}
