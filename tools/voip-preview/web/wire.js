// The connection. It comes back by itself, and what arrives is worked off in frames.
import { eachFrame, store, touch } from './store.js';

const FIRST_WAIT = 250;
const LONGEST_WAIT = 5000;
/** How long the server may take for an answer to a ping. */
const PATIENCE = 3000;
/** Milliseconds of a frame that messages may take. */
const BUDGET = 12;

/** @type {WebSocket | null} */
let socket = null;
let wait = FIRST_WAIT;
/** @type {string[]} */
let inbox = [];
let pings = 0;
let unanswered = 0;
/** @type {(message: any) => void} */
let take = () => {};
/** @type {(what: 'lost' | 'silent' | 'answers') => void} */
let tell = () => {};

/** @param {typeof take} onMessage @param {typeof tell} onLink */
export function connect(onMessage, onLink) {
  take = onMessage;
  tell = onLink;
  eachFrame(work);
  dial();
  setInterval(ping, PATIENCE);
}

function dial() {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const mine = new WebSocket(`${scheme}//${location.host}/ws`);
  socket = mine;
  mine.onmessage = (event) => {
    if (socket !== mine || typeof event.data !== 'string') return;
    // Answers to pings do not stand in line behind what else has come.
    if (event.data.startsWith('{"pong"')) {
      unanswered = 0;
      tell('answers');
      return;
    }
    inbox.push(event.data);
    touch();
  };
  mine.onclose = () => {
    if (socket !== mine) return;
    // What was said last may say why.
    while (inbox.length) work();
    socket = null;
    unanswered = 0;
    // Said once, not at every try.
    if (store.link !== 'lost') tell('lost');
    store.link = 'lost';
    setTimeout(dial, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT);
    touch();
  };
}

function work() {
  const until = performance.now() + BUDGET;
  let done = 0;
  while (done < inbox.length && performance.now() < until) {
    const text = inbox[done++];
    let message = null;
    try {
      message = JSON.parse(text);
    } catch {
      // Not from this server; there is nothing to do with it.
    }
    if (message?.hello) {
      wait = FIRST_WAIT;
      store.link = 'open';
    }
    if (message) take(message);
  }
  inbox.splice(0, done);
  if (inbox.length) touch();
}

function ping() {
  if (store.link !== 'open') return;
  if (unanswered) tell('silent');
  unanswered++;
  send({ ping: ++pings });
}

/** @param {object} message @returns {boolean} whether it went out */
export function send(message) {
  if (socket?.readyState !== WebSocket.OPEN) return false;
  // A world that has crashed is told nothing more, until another is begun.
  if (store.crashed && !['open', 'ping', 'took'].some((what) => Object.hasOwn(message, what))) return false;
  socket.send(JSON.stringify(message));
  return true;
}
