// A past moment: what both phones showed at a row of the timeline, until the next row. The run waits meanwhile.
import { settle } from './forms.js';
import { store, touch } from './store.js';
import { send } from './connection.js';

/** How long a toast is shown, in milliseconds. */
export const TOAST_TIME = 1500;
/** How long the timeline waits for the phones, in milliseconds, so that both are rendered in one frame. */
const WAIT = 50;
/** How many rows before a moment are searched for its toast. */
const TOAST_ROWS = 200;

/** The position that the server was asked for and has not answered. */
let asked = null;

/** @param {import('./log.js').Row} row */
export function showMoment(row) {
  if (store.link !== 'open' || store.past?.row === row) return;
  store.past = { at: store.clock.now, phones: store.phones, toasts: [null, null], ...store.past, row, gone: false };
  // While a request is on its way, only the newest of the others is sent.
  if (asked === null) ask();
  setTimeout(touch, WAIT);
}

function ask() {
  asked = store.past.row.position;
  if (!send({ moment: asked })) asked = null;
}

/** The server has sent a moment, or that it is no longer kept. */
export function receiveMoment({ position, moment }) {
  asked = null;
  const { past } = store;
  if (!past) return;
  if (past.row.position !== position) ask();
  past.gone = !moment && past.row.position === position;
  past.at = moment?.at ?? past.row.at;
  store.phones = moment?.phones ?? [null, null];
  past.toasts = [0, 1].map((phone) => toastAt(phone, past.row, past.at));
}

/** The toast that this phone shows at the time of this row. */
function toastAt(phone, { seq }, at) {
  const { rows, first } = store.log;
  for (let index = seq - first; index >= Math.max(0, seq - first - TOAST_ROWS); index -= 1) {
    const row = rows[index];
    if (row?.phone === phone && row.kind === 'call' && row.value.name === 'showToast') {
      const toast = toastOf(row);
      return row.at + toast.duration > at ? toast : null;
    }
  }
  return null;
}

/** @param {import('./log.js').Row} row a call of showToast */
export function toastOf({ seq, value: { options } }) {
  const duration = Number(options?.duration) || TOAST_TIME;
  return { key: seq, title: String(options?.title ?? ''), icon: options?.icon ?? 'success', duration };
}

/** Shows the present again, and the run goes on. */
export function backToNow() {
  if (!store.past) return;
  forget();
  send({ moment: null });
  touch();
}

/** Shows the present again, without a message to the server: a new run has begun. */
export function forget() {
  if (!store.past) return;
  store.past = null;
  asked = null;
  store.phones = [...store.now];
  settle(0);
  settle(1);
}

// Before any other handler: Escape refuses or closes what a phone shows now.
addEventListener('keydown', (event) => {
  const focused = document.activeElement;
  if (event.key !== 'Escape' || !store.past || store.open || document.querySelector('dialog[open]')) return;
  if (focused?.matches('input[type=search], select')) return;
  event.preventDefault();
  event.stopPropagation();
  backToNow();
}, true);
