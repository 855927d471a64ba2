// The entries of both phones, and which of them the timeline shows. No operation visits all entries at once: a
// filter applies to new entries when they arrive, and to old ones in small batches, one per frame.

/** How many rows are rendered. */
export const MAX_SHOWN = 300;
/** How many rows are kept. */
const MAX_ROWS = 120000;
/** How many of the oldest rows are dropped at once. */
const DROP_COUNT = 1000;

/**
 * @typedef {object} Row
 * @property {number} seq
 * @property {0 | 1} phone
 * @property {number} run
 * @property {number} line
 * @property {number} position  the number of entries of both phones before it, in the server's log
 * @property {number} at
 * @property {'call'|'answer'|'change'|'input'|'chat'|'reachable'|'reportsMembers'|'field'|'taskFailed'|'spawnIgnored'|'note'|'action'|'why'} kind
 * @property {any} value
 * @property {number} version   increases when the row has changed
 * @property {Row[]} answers    of a call
 * @property {Row | null} call  of an answer
 * @property {Row | null} about what an explanation is about
 */

export const KINDS = [
  'call', 'answer', 'change', 'input', 'chat', 'reachable', 'reportsMembers', 'field', 'taskFailed', 'spawnIgnored', 'note', 'action', 'why',
];

export class Log {
  constructor() {
    this.clear();
  }

  clear() {
    /** @type {Row[]} */
    this.rows = [];
    /** The number of the first row. */
    this.first = 0;
    this.calls = new Map();
    /** The last event of each phone. @type {(Row | null)[]} */
    this.last = [null, null];
    /** How many rows were dropped. */
    this.dropped = 0;
    /** Increases when the timeline may have changed. */
    this.version = (this.version ?? 0) + 1;
    this.filter ??= { kind: 'all', phone: 'both', text: '' };
    this.rescan();
  }

  get end() {
    return this.first + this.rows.length;
  }

  /** @param {any} entry as the server sends it */
  add(entry) {
    const kind = KINDS.find((name) => name in entry);
    // What the app already knows when the page opens is nothing new.
    if (!kind || (kind === 'reachable' && entry.line === 0) || (kind === 'reportsMembers' && entry.line < 2)) return null;
    /** @type {Row} */
    const row = {
      seq: this.end, phone: entry.phone, run: entry.run, line: entry.line, position: entry.position, at: entry.at,
      kind, value: entry[kind], version: 0, answers: [], call: null,
      about: kind === 'why' ? this.last[entry.phone] : null,
    };
    if (kind !== 'why') this.last[entry.phone] = row;
    if (kind === 'call') this.calls.set(`${row.phone}.${row.run}.${row.value.number}`, row);
    if (kind === 'answer') {
      const call = this.calls.get(`${row.phone}.${row.run}.${row.value.to}`);
      if (call) {
        row.call = call;
        if (call.answers.length < 8) call.answers.push(row);
        call.version++;
      }
    }
    this.rows.push(row);
    if (this.passes(row)) this.newer.push(row.seq);
    if (this.rows.length > MAX_ROWS) this.drop();
    this.version++;
    return row;
  }

  drop() {
    for (const row of this.rows.splice(0, DROP_COUNT)) {
      if (row.kind === 'call') this.calls.delete(`${row.phone}.${row.run}.${row.value.number}`);
    }
    this.first += DROP_COUNT;
    this.dropped += DROP_COUNT;
    // The oldest rows are the last of `older` or, if it is empty, the first of `newer`.
    this.scanned = Math.max(this.scanned, this.first);
    while (this.older.length && this.older.at(-1) < this.first) this.older.pop();
    const stale = this.older.length ? 0 : this.newer.findIndex((seq) => seq >= this.first);
    if (stale > 0) this.newer.splice(0, stale);
  }

  /** @param {Partial<Log['filter']>} change */
  choose(change) {
    this.filter = { ...this.filter, ...change };
    this.rescan();
    this.version++;
  }

  // `older` has the numbers of the older rows that pass the filter, newest first, as far as they are scanned.
  // `newer` has the numbers of the rows that arrived after the filter was set.
  rescan() {
    this.older = [];
    this.newer = [];
    this.scanned = this.end;
  }

  get scanning() {
    return this.scanned > this.first;
  }

  /** Scans older rows for this many milliseconds. */
  scan(budget) {
    if (!this.scanning) return;
    const until = performance.now() + budget;
    do {
      const stop = Math.max(this.first, this.scanned - 256);
      while (this.scanned > stop) {
        this.scanned--;
        if (this.passes(this.rows[this.scanned - this.first])) this.older.push(this.scanned);
      }
    } while (this.scanning && performance.now() < until);
    this.version++;
  }

  /** @param {Row} row */
  passes(row) {
    const { kind, phone, text } = this.filter;
    // An explanation is shown with its event.
    if (row.about && kind !== 'all' && !this.passes(row.about)) return false;
    if (phone !== 'both' && row.phone !== (phone === 'a' ? 0 : 1)) return false;
    if (row.about) return !text || this.has(row, text) || this.has(row.about, text);
    if (kind === 'calls' && row.kind !== 'call' && row.kind !== 'answer') return false;
    if (kind === 'changes' && !['change', 'chat', 'reachable', 'reportsMembers', 'taskFailed', 'spawnIgnored'].includes(row.kind)) return false;
    if (kind === 'inputs' && !['input', 'field', 'action'].includes(row.kind)) return false;
    return !text || this.has(row, text);
  }

  /** Whether the row has this text. @param {Row} row */
  has(row, text) {
    const name = row.call ? row.call.value.name : '';
    return `${name} ${JSON.stringify(row.value)}`.toLowerCase().includes(text);
  }

  /** How many rows pass the filter, as far as they are scanned. */
  get length() {
    return this.older.length + this.newer.length;
  }

  /** How many rows that pass the filter are before the row with this number. @param {number} seq */
  before(seq) {
    const { older, newer } = this;
    const isOlder = older.length > 0 && seq <= older[0];
    const rows = isOlder ? older : newer;
    const isBefore = isOlder ? (one) => one >= seq : (one) => one < seq;
    let [low, high] = [0, rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (isBefore(rows[middle])) low = middle + 1;
      else high = middle;
    }
    return isOlder ? older.length - low : older.length + low;
  }

  /** The index of the row with this number among those that pass the filter; -1 if it does not pass. @param {number} seq */
  indexOf(seq) {
    const index = this.before(seq);
    return this.slice(index, index + 1)[0]?.seq === seq ? index : -1;
  }

  /** The rows with the indices `from` to `to` among those that pass the filter. @returns {Row[]} */
  slice(from, to) {
    const rows = [];
    const older = this.older.length;
    for (let index = Math.max(0, from); index < Math.min(to, this.length); index++) {
      const seq = index < older ? this.older[older - 1 - index] : this.newer[index - older];
      const row = this.rows[seq - this.first];
      if (row) rows.push(row);
    }
    return rows;
  }
}
