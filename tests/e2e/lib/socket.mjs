import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { PATIENCE } from './until.mjs';

/**
 * A WebSocket client that can send invalid data and can stop reading, which a browser cannot.
 *
 *     const tab = await Socket.open(server);
 *     tab.send({ open: { query: 'pace=instant' } });
 *     await tab.next('update');
 */
export class Socket {
  /** The received messages, as `[kind, body]`. */
  received = [];
  /** The received pongs and close frames, as `[kind, body]`. */
  controls = [];
  closed = false;
  /** Whether messages that no `next` waits for are dropped. */
  forgets = false;
  #waiting = [];
  #buffer = Buffer.alloc(0);
  #parts = [];

  /** Opens a connection. `headers` replace headers of the handshake. */
  static async open(server, headers = {}) {
    const { socket, status, rest } = await handshake(server, headers);
    assert.equal(status, 101, 'the handshake is accepted');
    return new Socket(socket, rest);
  }

  /** The HTTP status of a handshake with these headers. */
  static async refused(server, headers) {
    const { socket, status } = await handshake(server, headers);
    socket.destroy();
    return status;
  }

  constructor(socket, rest) {
    this.socket = socket;
    socket.on('data', (data) => this.#take(data));
    socket.on('close', () => this.#end());
    socket.on('error', () => {});
    this.#take(rest);
  }

  // --- Sending ---

  /** Sends an object as JSON, or a text unchanged. Resolves once it is written to the socket. */
  send(message) {
    const text = typeof message === 'string' ? message : JSON.stringify(message);
    return this.sendFrame(1, Buffer.from(text));
  }

  binary(bytes) {
    return this.sendFrame(2, bytes);
  }

  sendFrame(kind, body, { last = true, masked = true } = {}) {
    const length = body.length < 126 ? [body.length] : body.length < 65536 ? [126, body.length >> 8, body.length & 255] : null;
    const first = (last ? 128 : 0) | kind;
    const head = Buffer.from(length ? [first, ...length] : [first, 127, 0, 0, 0, 0, 0, 0, 0, 0]);
    if (!length) head.writeBigUInt64BE(BigInt(body.length), 2);
    if (masked) head[1] |= 128;
    // A mask is required. Zeros leave the message unchanged.
    const frame = Buffer.concat([head, Buffer.alloc(masked ? 4 : 0), body]);
    return new Promise((resolve) => this.socket.write(frame, () => resolve()));
  }

  tap(phone = 0) {
    return this.send({ input: { phone, input: 'tap' } });
  }

  act(action, phone = 0) {
    return this.send({ action: { phone, action } });
  }

  // --- Receiving ---

  /** Waits for the next message of this kind that `fits`. Removes it and earlier ones of its kind. */
  next(kind, fits = () => true) {
    return new Promise((resolve, reject) => {
      const waiting = { kind, fits, resolve, reject };
      waiting.timer = setTimeout(() => this.#giveUp(waiting, 'timeout'), PATIENCE);
      this.#waiting.push(waiting);
      this.#serve();
    });
  }

  /** Starts a simulation with these settings; resolves with its two phones, as they are then. */
  async begin(query = '', fields = []) {
    await this.send({ open: { query, fields } });
    const phones = [null, null];
    let update = await this.next('update', ({ reset }) => reset);
    for (;;) {
      update.phones.forEach((phone, index) => (phones[index] = phone ?? phones[index]));
      if (phones.every(Boolean)) return phones;
      update = await this.next('update');
    }
  }

  /** Resolves when the server has handled all sent messages. */
  async settled() {
    const ping = Math.floor(Math.random() * 1e9);
    await this.send({ ping });
    await this.next('pong', (answer) => answer === ping);
  }

  /** Returns the received messages of this kind that `next` has not returned yet. */
  all(kind) {
    return this.received.filter(([name]) => name === kind).map(([, body]) => body);
  }

  /** Stops reading, so that the server cannot send more. */
  stopReading() {
    this.socket.pause();
  }

  async close() {
    const ended = this.closed || new Promise((resolve) => this.socket.once('close', resolve));
    this.socket.destroy();
    await ended;
  }

  #take(data) {
    this.#buffer = this.#buffer.length ? Buffer.concat([this.#buffer, data]) : data;
    for (;;) {
      const buffer = this.#buffer;
      if (buffer.length < 2) return;
      const short = buffer[1] & 127;
      const start = short < 126 ? 2 : short === 126 ? 4 : 10;
      if (buffer.length < start) return;
      const length = short < 126 ? short : short === 126 ? buffer.readUInt16BE(2) : Number(buffer.readBigUInt64BE(2));
      if (buffer.length < start + length) return;
      this.#buffer = buffer.subarray(start + length);
      this.#frame(buffer[0], buffer.subarray(start, start + length));
    }
  }

  #frame(first, body) {
    const kind = first & 15;
    if (kind === 9) this.sendFrame(10, body);
    if (kind === 8 || kind === 10) this.controls.push([kind, body]);
    if (kind > 2) return;
    this.#parts.push(body);
    if (!(first & 128)) return;
    const text = Buffer.concat(this.#parts).toString();
    this.#parts = [];
    if (this.forgets && !this.#waiting.some(({ kind }) => text.startsWith(`{"${kind}"`))) return;
    this.received.push(Object.entries(JSON.parse(text))[0]);
    this.#serve();
  }

  #serve() {
    for (const waiting of [...this.#waiting]) {
      const at = this.received.findIndex(([kind, body]) => kind === waiting.kind && waiting.fits(body));
      if (at < 0) {
        if (this.closed) this.#giveUp(waiting, 'the connection was closed');
        continue;
      }
      const [, body] = this.received[at];
      this.received = this.received.filter(([kind], place) => place > at || kind !== waiting.kind);
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
      clearTimeout(waiting.timer);
      waiting.resolve(body);
    }
  }

  #giveUp(waiting, why) {
    this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
    clearTimeout(waiting.timer);
    const seen = this.received.map(([kind, body]) => `${kind} ${JSON.stringify(body)}`.slice(0, 200));
    waiting.reject(new Error(`waited for \`${waiting.kind}\`: ${why}; received\n${seen.slice(-10).join('\n')}`));
  }

  #end() {
    this.closed = true;
    this.#serve();
  }
}

function handshake(server, headers) {
  const { hostname, port, host } = new URL(server.address);
  const all = {
    Host: host,
    Origin: `http://${host}`,
    Connection: 'Upgrade',
    Upgrade: 'websocket',
    'Sec-WebSocket-Version': '13',
    'Sec-WebSocket-Key': randomBytes(16).toString('base64'),
    ...headers,
  };
  const lines = Object.entries(all).filter(([, value]) => value !== null).map(([name, value]) => `${name}: ${value}`);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname);
    let response = Buffer.alloc(0);
    const read = (data) => {
      response = Buffer.concat([response, data]);
      const end = response.indexOf('\r\n\r\n');
      if (end < 0) return;
      socket.off('data', read);
      resolve({ socket, status: Number(response.toString('latin1', 9, 12)), rest: response.subarray(end + 4) });
    };
    socket.on('data', read);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the connection was closed during the handshake')));
    socket.write(`GET /ws HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  });
}
