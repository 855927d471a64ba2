// The WebSocket connection. It reconnects automatically, and processes messages in frames.
import { dismissRefusal } from './notices.js';
import { eachFrame, store, touch, touchNow } from './store.js';

/** The delay before reconnecting, in milliseconds: it doubles with each attempt. */
const MIN_DELAY = 250;
const MAX_DELAY = 5000;
/** How long the server may take to answer a ping, in milliseconds. */
const PING_TIMEOUT = 3000;
/** How many milliseconds of a frame messages may take. */
const BUDGET = 12;

/** What a crashed simulation still gets. */
const AFTER_CRASH = ['open', 'ping', 'ack', 'moment'];

/** @type {WebSocket | null} */
let socket = null;
let delay = MIN_DELAY;
/** @type {string[]} */
let inbox = [];
let pings = 0;
let unanswered = 0;
/** @type {(message: any) => void} */
let onMessage = () => {};
/** @type {(status: 'lost' | 'silent' | 'responding') => void} */
let onStatus = () => {};

/** @param {typeof onMessage} messageListener @param {typeof onStatus} statusListener */
export function connect(messageListener, statusListener) {
  onMessage = messageListener;
  onStatus = statusListener;
  eachFrame(processInbox);
  dial();
  setInterval(ping, PING_TIMEOUT);
}

function dial() {
  const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:';
  const current = new WebSocket(`${scheme}//${location.host}/ws`);
  socket = current;
  current.onmessage = (event) => {
    if (socket !== current || typeof event.data !== 'string') return;
    // A pong is handled at once, and does not wait for other messages.
    if (event.data.startsWith('{"pong"')) {
      unanswered = 0;
      onStatus('responding');
      return;
    }
    inbox.push(event.data);
    touchNow();
  };
  current.onclose = () => {
    if (socket !== current) return;
    // The last messages may contain the reason.
    while (inbox.length) processInbox();
    socket = null;
    unanswered = 0;
    // Reported once, not for every attempt.
    if (store.link !== 'lost') onStatus('lost');
    store.link = 'lost';
    setTimeout(dial, delay);
    delay = Math.min(delay * 2, MAX_DELAY);
    touch();
  };
}

function processInbox() {
  const until = performance.now() + BUDGET;
  let done = 0;
  while (done < inbox.length && performance.now() < until) {
    const text = inbox[done++];
    let message = null;
    try {
      message = JSON.parse(text);
    } catch {
      // Not valid JSON, so not from this server: ignored.
    }
    if (message?.hello) {
      delay = MIN_DELAY;
      store.link = 'open';
    }
    if (message) onMessage(message);
  }
  inbox.splice(0, done);
  if (inbox.length) touch();
}

function ping() {
  if (store.link !== 'open') return;
  if (unanswered) onStatus('silent');
  unanswered++;
  send({ ping: ++pings });
}

/** @param {object} message @returns {boolean} whether it was sent */
export function send(message) {
  if (socket?.readyState !== WebSocket.OPEN) return false;
  const kind = typeof message === 'string' ? message : Object.keys(message)[0];
  if (store.crashed && !AFTER_CRASH.includes(kind)) return false;
  dismissRefusal(kind);
  socket.send(JSON.stringify(message));
  return true;
}
