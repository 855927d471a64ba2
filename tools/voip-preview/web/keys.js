// Keyboard shortcuts. They are off while the user types or a dialog is open.
import { pageOf, store, touch } from './store.js';
import { input, time } from './server.js';

const TEXT_INPUTS = 'input:not([type=checkbox], [type=file]), textarea, select, dialog, [contenteditable]';

export function handleKeys() {
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    const focused = document.activeElement;
    if (focused?.closest(TEXT_INPUTS) || !store.hello || store.open) return;
    if (event.key === ' ') {
      // The space bar belongs to the button that has the keyboard focus.
      if (focused && focused !== document.body && focused.matches(':focus-visible')) return;
      if (!store.replay) time(store.clock.paused ? 'resume' : 'pause');
    } else if (event.key === '.') {
      if (!store.replay) time('step');
    } else if (event.key === '1' || event.key === '2') {
      const phone = event.key === '1' ? 0 : 1;
      const available = store.phones[phone]?.available;
      const calls = pageOf(phone).fields.some((field) => field.role === 'listener.openid');
      // Without a main button, the first contact.
      if (!store.replay && available?.tap) input(phone, 'tap');
      else if (!store.replay && !calls && available?.call) input(phone, { call: { contact: 0 } });
    } else if (event.key === '?') {
      store.open = 'help';
      touch();
    } else {
      return;
    }
    event.preventDefault();
  });
}
