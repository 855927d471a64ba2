// The records of both phones, and which of them the timeline shows. Nothing here looks at all
// records at once: a filter is applied to new ones as they come, and to old ones a little per frame.

/** How many rows are drawn at most. */
export const SHOWN = 300;
/** How many records are kept; the oldest go first. */
const KEPT = 120000;
const DROP = 1000;

/**
 * @typedef {object} Row
 * @property {number} seq
 * @property {0 | 1} phone
 * @property {number} run
 * @property {number} line
 * @property {number} at
 * @property {'call'|'answer'|'change'|'input'|'chat'|'field'|'person'} kind
 * @property {any} what
 * @property {number} version   counts up when the row is to be drawn again
 * @property {Row[]} answers    of a call
 * @property {Row | null} call  of an answer
 */

export const KINDS = ['call', 'answer', 'change', 'input', 'chat', 'field', 'person'];

export class Log {
  constructor() {
    this.clear();
  }

  clear() {
    /** @type {Row[]} */
    this.rows = [];
    /** The number of the first row that is kept. */
    this.first = 0;
    this.calls = new Map();
    this.missed = 0;
    /** Counts up whenever the timeline may look different. */
    this.version = (this.version ?? 0) + 1;
    this.filter ??= { kind: 'all', phone: 'both', text: '' };
    this.rescan();
  }

  get end() {
    return this.first + this.rows.length;
  }

  /** @param {any} record as the server sends it */
  add(record) {
    const kind = KINDS.find((name) => name in record);
    if (!kind) return null;
    /** @type {Row} */
    const row = {
      seq: this.end, phone: record.phone, run: record.run, line: record.line, at: record.at,
      kind, what: record[kind], version: 0, answers: [], call: null,
    };
    if (kind === 'call') this.calls.set(`${row.phone}.${row.run}.${row.what.number}`, row);
    if (kind === 'answer') {
      const call = this.calls.get(`${row.phone}.${row.run}.${row.what.to}`);
      if (call) {
        row.call = call;
        if (call.answers.length < 8) call.answers.push(row);
        call.version++;
      }
    }
    this.rows.push(row);
    if (this.passes(row)) this.fore.push(row.seq);
    if (this.rows.length > KEPT) this.drop();
    this.version++;
    return row;
  }

  drop() {
    for (const row of this.rows.splice(0, DROP)) {
      if (row.kind === 'call') this.calls.delete(`${row.phone}.${row.run}.${row.what.number}`);
    }
    this.first += DROP;
    this.missed += DROP;
    // The oldest that pass are the last of `back`; only where it is empty, the first of `fore`.
    this.scanned = Math.max(this.scanned, this.first);
    while (this.back.length && this.back.at(-1) < this.first) this.back.pop();
    const kept = this.back.length ? 0 : this.fore.findIndex((seq) => seq >= this.first);
    if (kept > 0) this.fore.splice(0, kept);
  }

  /** @param {Partial<Log['filter']>} change */
  choose(change) {
    this.filter = { ...this.filter, ...change };
    this.rescan();
    this.version++;
  }

  // `back` holds the numbers of old rows that pass, the newest first, as far as they were looked at;
  // `fore` those that came since.
  rescan() {
    this.back = [];
    this.fore = [];
    this.scanned = this.end;
  }

  get scanning() {
    return this.scanned > this.first;
  }

  /** Looks at old rows for so many milliseconds. */
  scan(budget) {
    if (!this.scanning) return;
    const until = performance.now() + budget;
    do {
      const stop = Math.max(this.first, this.scanned - 256);
      while (this.scanned > stop) {
        this.scanned--;
        if (this.passes(this.rows[this.scanned - this.first])) this.back.push(this.scanned);
      }
    } while (this.scanning && performance.now() < until);
    this.version++;
  }

  /** @param {Row} row */
  passes(row) {
    const { kind, phone, text } = this.filter;
    if (phone !== 'both' && row.phone !== (phone === 'a' ? 0 : 1)) return false;
    if (kind === 'calls' && row.kind !== 'call' && row.kind !== 'answer') return false;
    if (kind === 'changes' && row.kind !== 'change' && row.kind !== 'chat') return false;
    if (kind === 'inputs' && !['input', 'field', 'person'].includes(row.kind)) return false;
    if (!text) return true;
    const name = row.call ? row.call.what.name : '';
    return `${name} ${JSON.stringify(row.what)}`.toLowerCase().includes(text);
  }

  /** How many rows pass, as far as known. */
  get length() {
    return this.back.length + this.fore.length;
  }

  /** The rows from place `from` to `to` among those that pass. @returns {Row[]} */
  slice(from, to) {
    const rows = [];
    const back = this.back.length;
    for (let place = Math.max(0, from); place < Math.min(to, this.length); place++) {
      const seq = place < back ? this.back[back - 1 - place] : this.fore[place - back];
      const row = this.rows[seq - this.first];
      if (row) rows.push(row);
    }
    return rows;
  }
}
