/**
 * Virtual time: timers fire, in order, only while a test advances the time. So a test checks a time
 * limit of one minute exactly, without waiting.
 */
export class Clock {
  /** Milliseconds since 1970: `Date.now()` on this phone. */
  now = Date.UTC(2026, 0, 1);
  #timers = new Map();
  #lastId = 0;

  setTimeout(callback, delay = 0, ...rest) {
    this.#lastId += 1;
    const at = this.now + Math.max(0, Number(delay) || 0);
    this.#timers.set(this.#lastId, { at, fire: () => callback(...rest) });
    return this.#lastId;
  }

  clearTimeout(id) {
    this.#timers.delete(id);
  }

  /** The number of pending timers. */
  get pending() {
    return this.#timers.size;
  }

  /** Advances the time. All work of one timer ends before the next timer fires. */
  async pass(milliseconds) {
    const end = this.now + milliseconds;
    for (let next = this.#next(end); next; next = this.#next(end)) {
      const [id, timer] = next;
      this.#timers.delete(id);
      this.now = Math.max(this.now, timer.at);
      timer.fire();
      await settled();
    }
    this.now = end;
    await settled();
  }

  /** The time that passes in the background, where timers sleep. */
  sleep(milliseconds) {
    this.now += milliseconds;
    for (const timer of this.#timers.values()) timer.at += milliseconds;
  }

  /** The first timer that is due by `end`. Among equal times, the one that was set first. */
  #next(end) {
    let first;
    for (const entry of this.#timers) {
      if (entry[1].at <= end && (!first || entry[1].at < first[1].at)) first = entry;
    }
    return first;
  }
}

/** Resolves after all microtasks have run. */
export function settled() {
  return new Promise((resolve) => setImmediate(resolve));
}
