// Notices, which stay until they are dismissed or no longer true.
import { store, touch } from './store.js';

/**
 * @param {string} id the subject: there is one notice for each
 * @param {{ english: string, chinese: string, command?: string }} text with the command that was refused
 * @param {string} [action] what its button does: restart, defaults
 */
export function notice(id, text, action) {
  store.notices = [...store.notices.filter((one) => one.id !== id), { id, ...text, action }].slice(-4);
  touch();
}

/** @param {string} id */
export function dismiss(id) {
  if (!store.notices.some((one) => one.id === id)) return;
  store.notices = store.notices.filter((one) => one.id !== id);
  touch();
}

/** Dismisses the refusal of a command when such a command is sent again, or when the replay ends. @param {string} command */
export function dismissRefusal(command) {
  const refusal = store.notices.find((one) => one.id === 'refused');
  if (refusal && (refusal.command === command || command === 'endReplay')) dismiss('refused');
}

let clearing = 0;

/** A short confirmation, which disappears after a moment. @param {string} english @param {string} chinese */
export function showConfirmation(english, chinese) {
  store.confirmation = { english, chinese };
  clearTimeout(clearing);
  clearing = setTimeout(() => {
    store.confirmation = null;
    touch();
  }, 2500);
  touch();
}
