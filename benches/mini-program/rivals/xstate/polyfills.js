// What XState needs, and a phone may not have: no base library has an `AbortController`, and iOS 11 has neither `flatMap` nor
// `fromEntries`. This is as much of them as XState uses.

export class AbortController {
  signal = { aborted: false };

  abort() {
    this.signal.aborted = true;
  }
}

if (!Array.prototype.flatMap) {
  Object.defineProperty(Array.prototype, 'flatMap', {
    value(each) {
      return [].concat(...this.map(each));
    },
  });
}

if (!Object.fromEntries) {
  Object.fromEntries = (entries) => {
    const object = {};
    for (const [key, value] of entries) object[key] = value;
    return object;
  };
}
