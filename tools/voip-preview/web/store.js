// Everything that is shown, in one place. Whoever changes it says `touch()`, and the page is drawn
// once in the next frame.
import { Log } from './log.js';

export const PHONES = /** @type {const} */ (['a', 'b']);

export const store = {
  /** What the server said about the page; null until it did. */
  hello: null,
  /** connecting, open, lost */
  link: 'connecting',
  clock: { now: 0, speed: 1, paused: false, next: null },
  /** When `clock` came, in this window's time. */
  clockCame: 0,
  /** @type {any[]} the server's PHONE objects */
  phones: [null, null],
  /** The page's own code has panicked: there is no world. */
  crashed: false,
  replay: null,
  replayName: '',
  log: new Log(),
  /** @type {import('./address.js').Settings} */
  settings: new Map(),
  /** What the user typed and the server has not repeated yet, and what is kept over a reload. */
  forms: [{}, {}],
  pending: [{}, {}],
  /** @type {{ id: string, title?: string, english: string, chinese: string, action?: string }[]} */
  notices: [],
  build: { running: false, errors: null, hidden: false },
  toasts: [null, null],
  shrunk: [false, false],
  /** Which panel is open: presets, help, or none. */
  open: null,
  faults: [false, false],
  /** The text that could not be put on the clipboard. */
  copy: null,
  dropping: null,
  lang: 'en',
  theme: 'auto',
  /** A short word that something worked. */
  done: null,
};

/** Milliseconds of work after which drawing is left to the next frame. */
const ENOUGH = 20;

let waiting = false;
let postponed = false;
let draw = () => {};
/** @type {(() => void)[]} */
const before = [];

/** @param {() => void} render */
export function start(render) {
  draw = render;
}

/** Something to do at the beginning of every frame that is drawn. @param {() => void} work */
export function eachFrame(work) {
  before.push(work);
}

export function touch() {
  if (waiting) return;
  waiting = true;
  const run = () => {
    if (!waiting) return;
    waiting = false;
    const began = performance.now();
    for (const work of before) work();
    postponed = !postponed && performance.now() - began > ENOUGH;
    if (postponed) touch();
    else draw();
  };
  // A window in the background has no frames.
  if (document.hidden) setTimeout(run, 250);
  else requestAnimationFrame(run);
}

document.addEventListener('visibilitychange', () => {
  waiting = false;
  touch();
});

/** Virtual milliseconds now: the server says when it is, and in between they go on here. */
export function virtualNow() {
  const { now, speed, paused, next } = store.clock;
  if (paused || store.link !== 'open' || store.replay) return now;
  const on = now + (performance.now() - store.clockCame) * speed;
  return next === null || next === undefined ? on : Math.max(now, Math.min(on, next));
}
