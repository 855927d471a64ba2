// Keyboard shortcuts. They are silent while something is typed into, or a dialog is open.
import { store, touch } from './store.js';
import { input, time } from './world.js';

const TYPED_INTO = 'input:not([type=checkbox], [type=file]), textarea, select, dialog, [contenteditable]';

export function takeKeys() {
  addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    const on = document.activeElement;
    if (on?.closest(TYPED_INTO) || !store.hello || store.open) return;
    if (event.key === ' ') {
      // The space bar is the button's own while one has the keyboard's focus.
      if (on && on !== document.body && on.matches(':focus-visible')) return;
      if (!store.replay) time(store.clock.paused ? 'resume' : 'pause');
    } else if (event.key === '.') {
      if (!store.replay) time('step');
    } else if (event.key === '1' || event.key === '2') {
      const phone = event.key === '1' ? 0 : 1;
      if (store.phones[phone]?.can.tap && !store.replay) input(phone, 'tap');
    } else if (event.key === '?') {
      store.open = 'help';
      touch();
    } else {
      return;
    }
    event.preventDefault();
  });
}
