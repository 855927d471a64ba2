// The state of the page. Code that changes it calls `touch()`, and the page is rendered once in the next frame.
import { Log } from './log.js';

export const PHONES = /** @type {const} */ (['a', 'b']);

/** The choices in a new call window: the camera, which of the two, and the loudspeaker. */
export function newCall() {
  return { camera: true, front: true, loud: false };
}

export const store = {
  /** The server's description of the pages; null until it arrives. */
  hello: null,
  /** connecting, open, lost */
  link: 'connecting',
  clock: { now: 0, speed: 1, paused: false, next: null },
  /** When `clock` arrived, in the time of this window. */
  clockReceived: 0,
  /** @type {any[]} the state of each phone, as the server sends it */
  now: [null, null],
  /** @type {any[]} the state of each phone that is shown: now, or at a past moment */
  phones: [null, null],
  /** The past moment that is shown: its row, its time, whether it is no longer kept, and its toasts. */
  past: null,
  /** The position of the first row whose moment is kept. */
  keptFrom: 0,
  /** Whether the page's code has panicked, which ends the simulation. */
  crashed: false,
  replay: null,
  replayName: '',
  log: new Log(),
  /** @type {import('./address.js').Settings} */
  settings: new Map(),
  /** What the user typed on each phone, by the names of the page and the field: the settings `a.set.…` in the address. */
  forms: [{}, {}],
  /** What the user typed and the server has not confirmed yet. */
  pending: [{}, {}],
  /** @type {{ id: string, title?: string, english: string, chinese: string, command?: string, action?: string }[]} */
  notices: [],
  build: { running: false, errors: null, hidden: false },
  toasts: [null, null],
  /** Whether the call window is small. */
  shrunk: [false, false],
  /** Whether the menu ⋯ is open. */
  menus: [false, false],
  /** What each user has chosen in the call window, and which no page learns. */
  calls: [newCall(), newCall()],
  /** The phone that a narrow window shows. */
  shown: 0,
  /** The open panel: presets, help, classify, exports or null. */
  open: null,
  faults: [false, false],
  /** Whether the inspector of each phone is open. */
  inspected: [false, false],
  /** @type {any[]} for each phone: that `explore` runs, its result, or null */
  explored: [null, null],
  /** The phone whose report is open. */
  exploredShown: 0,
  /** What the pasted answer means, as the server says; null before that. */
  classified: null,
  /** A text that could not be copied to the clipboard. */
  copy: null,
  /** The phone under a dragged file. */
  dropping: null,
  lang: 'en',
  theme: 'auto',
  /** The scenarios of the crate, as the server lists them; null before that. */
  scenarios: null,
  /** The scenario that the user is about to save. */
  saving: null,
  /** A short confirmation. */
  confirmation: null,
};

/** Whether the phones take no input: they show a recording or a past moment. */
export const isReadOnly = () => Boolean(store.replay || store.past);

/** The page that this phone shows, as the server describes it. @param {number} phone */
export function pageOf(phone) {
  const { pages } = store.hello;
  const name = store.phones[phone]?.page;
  return (pages.find((page) => page.name === name) ?? pages[0]).spec;
}

/** How long a screen shows a frame, in milliseconds. */
const FRAME = 16;
/** If the work before rendering takes longer, rendering waits for the next frame. In milliseconds. */
const WORK_BUDGET = 20;

let waiting = false;
let renderedAt = 0;
let postponed = false;
let render = () => {};
/** @type {(() => void)[]} */
const before = [];

/** @param {() => void} draw */
export function start(draw) {
  render = draw;
}

/** Adds work for the start of every rendered frame. @param {() => void} work */
export function eachFrame(work) {
  before.push(work);
}

export function touch() {
  if (waiting) return;
  waiting = true;
  // A hidden window has no frames.
  if (document.hidden) setTimeout(run, 250);
  else requestAnimationFrame(run);
}

/**
 * Renders at once, so that it is done when the next frame begins. If that would be more than once in a frame, the page is
 * rendered in the next one.
 */
export function touchNow() {
  const rested = performance.now() - renderedAt > FRAME;
  touch();
  if (rested && !document.hidden) run();
}

function run() {
  if (!waiting) return;
  waiting = false;
  const began = performance.now();
  for (const work of before) work();
  postponed = !postponed && performance.now() - began > WORK_BUDGET;
  if (postponed) {
    touch();
    return;
  }
  render();
  renderedAt = performance.now();
}

document.addEventListener('visibilitychange', () => {
  waiting = false;
  touch();
});

/** The virtual time in milliseconds, advanced from the last time that the server has sent. */
export function virtualNow() {
  const { now, speed, paused, next } = store.clock;
  if (store.past) return store.past.at;
  if (store.replay) return store.replay.at;
  if (paused || store.link !== 'open') return now;
  const advanced = now + (performance.now() - store.clockReceived) * speed;
  return next === null || next === undefined ? advanced : Math.max(now, Math.min(advanced, next));
}
