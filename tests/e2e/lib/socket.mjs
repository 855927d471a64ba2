import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { connect } from 'node:net';
import { PATIENCE } from './until.mjs';

/**
 * A WebSocket by hand: it can say what no browser says, and can refuse to read.
 *
 *     const tab = await Socket.open(server);
 *     tab.send({ open: { query: 'pace=instant' } });
 *     await tab.next('update');
 */
export class Socket {
  /** What has arrived, by its one member, as `[kind, body]`. */
  heard = [];
  closed = false;
  /** Whether what nobody waits for is let go at once. */
  forgets = false;
  #waiting = [];
  #buffer = Buffer.alloc(0);
  #parts = [];

  /** `headers` replace those that the handshake would have; `status` is what the server says to it. */
  static async open(server, headers = {}) {
    const { socket, status, rest } = await handshake(server, headers);
    assert.equal(status, 101, 'the handshake is taken');
    return new Socket(socket, rest);
  }

  /** What the server says to a handshake with these headers: a status. */
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

  // --- Out ---

  /** An object as JSON, or a text as it is. Resolves once the system has taken it. */
  send(message) {
    const text = typeof message === 'string' ? message : JSON.stringify(message);
    return this.sendFrame(1, Buffer.from(text));
  }

  binary(bytes) {
    return this.sendFrame(2, bytes);
  }

  sendFrame(kind, body) {
    const length = body.length < 126 ? [body.length] : body.length < 65536 ? [126, body.length >> 8, body.length & 255] : null;
    const head = Buffer.from(length ? [128 | kind, ...length] : [128 | kind, 127, 0, 0, 0, 0, 0, 0, 0, 0]);
    if (!length) head.writeBigUInt64BE(BigInt(body.length), 2);
    head[1] |= 128;
    // The mask has to be there; one of noughts leaves the message as it is.
    const frame = Buffer.concat([head, Buffer.alloc(4), body]);
    return new Promise((resolve) => this.socket.write(frame, () => resolve()));
  }

  tap(phone = 0) {
    return this.send({ input: { phone, input: 'tap' } });
  }

  act(action, phone = 0) {
    return this.send({ action: { phone, action } });
  }

  // --- In ---

  /** The next message of this kind that fits, which is then taken, with those of its kind before it. */
  next(kind, fits = () => true) {
    return new Promise((resolve, reject) => {
      const waiting = { kind, fits, resolve, reject };
      waiting.timer = setTimeout(() => this.#giveUp(waiting, 'it did not come in time'), PATIENCE);
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

  /** Resolves when the server has worked off all that was sent. */
  async settled() {
    const ping = Math.floor(Math.random() * 1e9);
    await this.send({ ping });
    await this.next('pong', (answer) => answer === ping);
  }

  /** What has come of a kind, and was not taken. */
  all(kind) {
    return this.heard.filter(([name]) => name === kind).map(([, body]) => body);
  }

  /** No more is read, and so the server can send no more. */
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
    if (kind > 2) return;
    this.#parts.push(body);
    if (!(first & 128)) return;
    const text = Buffer.concat(this.#parts).toString();
    this.#parts = [];
    if (this.forgets && !this.#waiting.some(({ kind }) => text.startsWith(`{"${kind}"`))) return;
    this.heard.push(Object.entries(JSON.parse(text))[0]);
    this.#serve();
  }

  #serve() {
    for (const waiting of [...this.#waiting]) {
      const at = this.heard.findIndex(([kind, body]) => kind === waiting.kind && waiting.fits(body));
      if (at < 0) {
        if (this.closed) this.#giveUp(waiting, 'the connection was closed');
        continue;
      }
      const [, body] = this.heard[at];
      this.heard = this.heard.filter(([kind], place) => place > at || kind !== waiting.kind);
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
      clearTimeout(waiting.timer);
      waiting.resolve(body);
    }
  }

  #giveUp(waiting, why) {
    this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
    clearTimeout(waiting.timer);
    const seen = this.heard.map(([kind, body]) => `${kind} ${JSON.stringify(body)}`.slice(0, 200));
    waiting.reject(new Error(`waited for \`${waiting.kind}\`: ${why}; there was\n${seen.slice(-10).join('\n')}`));
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
    let said = Buffer.alloc(0);
    const read = (data) => {
      said = Buffer.concat([said, data]);
      const end = said.indexOf('\r\n\r\n');
      if (end < 0) return;
      socket.off('data', read);
      resolve({ socket, status: Number(said.toString('latin1', 9, 12)), rest: said.subarray(end + 4) });
    };
    socket.on('data', read);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the connection was closed during the handshake')));
    socket.write(`GET /ws HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n`);
  });
}
