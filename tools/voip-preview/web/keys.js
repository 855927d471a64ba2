// Keyboard shortcuts. They are off while the user types or a dialog is open.
import { store, touch } from './store.js';
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
      if (store.phones[phone]?.available.tap && !store.replay) input(phone, 'tap');
    } else if (event.key === '?') {
      store.open = 'help';
      touch();
    } else {
      return;
    }
    event.preventDefault();
  });
}
