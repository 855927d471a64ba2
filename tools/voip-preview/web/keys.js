// Keyboard shortcuts. They are off while the user types or a dialog is open.
import { pageOf, store, touch } from './store.js';
import { act, input, open, time } from './server.js';

const TEXT_INPUTS = 'input:not([type=checkbox], [type=file]), textarea, select, dialog, [contenteditable]';

const PHONES = /** @type {const} */ ([0, 1]);
const isConnected = (call) => typeof call.connectedAt === 'number';

/** Answers the call that rings. */
function pickUp() {
  const phone = PHONES.find((index) => {
    const call = store.phones[index]?.call;
    return call && !call.outgoing && !isConnected(call);
  });
  if (phone !== undefined && !store.replay) act(phone, 'pickUp');
}

/** Hangs up in WeChat's window or, without one, on the page. @param {(0 | 1)[]} order */
function hangUp(order) {
  if (store.replay) return;
  const inCall = order.find((index) => store.phones[index]?.call);
  const onPage = order.find((index) => store.phones[index]?.available.hangUp);
  if (inCall !== undefined) act(inCall, 'hangUp');
  else if (onPage !== undefined) input(onPage, 'hangUp');
}

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
    } else if (event.key === 'p') {
      pickUp();
    } else if (event.key === 'h') {
      hangUp(focused?.closest('[data-phone=b]') ? [1, 0] : [0, 1]);
    } else if (event.key === 'n') {
      if (!store.replay) open();
    } else if (event.key === '/') {
      const search = document.querySelector('[data-filter=text]');
      search?.focus();
      search?.select();
    } else if (event.key === '?') {
      store.open = 'help';
      touch();
    } else {
      return;
    }
    event.preventDefault();
  });
}
