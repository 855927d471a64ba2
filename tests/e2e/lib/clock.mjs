/**
 * Virtual time: timers ring when a test lets time pass, in their order, and never by themselves.
 * A time limit of a minute is then tested in a millisecond, and to the millisecond.
 */
export class Clock {
  /** Milliseconds since 1970, as `Date.now()` says them on this phone. */
  now = Date.UTC(2026, 0, 1);
  #timers = new Map();
  #lastId = 0;

  setTimeout(callback, delay = 0, ...rest) {
    this.#lastId += 1;
    const at = this.now + Math.max(0, Number(delay) || 0);
    this.#timers.set(this.#lastId, { at, ring: () => callback(...rest) });
    return this.#lastId;
  }

  clearTimeout(id) {
    this.#timers.delete(id);
  }

  /** How many timers are set: a page that was left should leave none that matter. */
  get pending() {
    return this.#timers.size;
  }

  /** Lets so much time pass; what each timer sets off has come to rest before the next one rings. */
  async pass(milliseconds) {
    const end = this.now + milliseconds;
    for (let next = this.#next(end); next; next = this.#next(end)) {
      const [id, timer] = next;
      this.#timers.delete(id);
      this.now = Math.max(this.now, timer.at);
      timer.ring();
      await settled();
    }
    this.now = end;
    await settled();
  }

  /** The timer that rings first up to `end`; among equals the one set first. */
  #next(end) {
    let first;
    for (const entry of this.#timers) {
      if (entry[1].at <= end && (!first || entry[1].at < first[1].at)) first = entry;
    }
    return first;
  }
}

/** Resolves once every promise that can go on has gone on. */
export function settled() {
  return new Promise((resolve) => setImmediate(resolve));
}
