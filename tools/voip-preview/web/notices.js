// Notices: words that stay until they are dismissed, or until what they say is no longer so.
import { store, touch } from './store.js';

/**
 * @param {string} id what it is about: there is one notice of each
 * @param {{ english: string, chinese: string }} words
 * @param {string} [action] what its button does: again, plain
 */
export function notice(id, words, action) {
  store.notices = [...store.notices.filter((one) => one.id !== id), { id, ...words, action }].slice(-4);
  touch();
}

/** @param {string} id */
export function dismiss(id) {
  if (!store.notices.some((one) => one.id === id)) return;
  store.notices = store.notices.filter((one) => one.id !== id);
  touch();
}

let clearing = 0;

/** A short word that something worked; it goes away by itself. @param {string} english @param {string} chinese */
export function done(english, chinese) {
  store.done = { english, chinese };
  clearTimeout(clearing);
  clearing = setTimeout(() => {
    store.done = null;
    touch();
  }, 2500);
  touch();
}
