import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './built.mjs';
import { settled } from './clock.mjs';

const text = (file) => readFileSync(path.join(ROOT, file), 'utf8');
const OPEN = text('voip-runtime/src/wx/voip.open.min.js');

/** The ES module of the glue, as `cargo voip` makes it for a bundler. */
export const MODULE = text('tools/cargo-voip/templates/source/voip.js').replace('[[glue]]', () => text('voip-runtime/src/wx/voip.min.js') + OPEN);

/** The glue of the mini-program, with what `cargo voip build --into` adds to it. */
export function glueWithOpen(phone) {
  const voip = phone.realm.load('voip/voip.js');
  if (!voip.open) phone.realm.run(`(function (exports) { ${OPEN} })`)(voip);
  return voip;
}

/** The declaration in the script of a page. */
export function declarationOf(phone, route) {
  const script = readFileSync(path.join(phone.folder, `${route}.js`), 'utf8');
  let found;
  const run = phone.realm.run(`(function (require, Component) { ${script} })`);
  run(() => ({ page: (declaration) => (found = declaration) }), () => {});
  return found;
}

/** A page with a view of its own: `voip.open`. `shown` is what the view has got. */
export class OwnPage {
  shown = {};
  /** The argument of each `setData`. */
  calls = [];
  #events = [];

  constructor(phone, route, { data, ...more } = {}, host = undefined, voip = glueWithOpen(phone)) {
    this.phone = phone;
    this.view = {
      ...(data && { data: phone.realm.value(data) }),
      setData: (changes) => {
        this.calls.push({ ...changes });
        Object.assign(this.shown, changes);
      },
      triggerEvent: (name, detail) => void this.#events.push({ name, detail }),
      ...more,
    };
    this.handle = voip.open(declarationOf(phone, route), this.view, host);
  }

  /** Calls a handler, as a tap does, and waits until all microtasks have run. */
  async act(name, event = undefined) {
    this.phone.host.duringTap(() => this.handle[name](event && this.phone.realm.value(event)));
    await settled();
  }

  /** The details of the events with this name. */
  events(name) {
    return this.#events.filter((event) => event.name === name).map(({ detail }) => detail);
  }

  changes() {
    return this.events('change').map(({ from, to }) => `${from}>${to}`);
  }
}

/**
 * A host of this shape on a phone: `wx`; an object that forwards to it, and returns promises too, as `Taro` does; or a proxy
 * of such an object, as `uni` is.
 */
export function hostLike(name, phone) {
  const { wx } = phone.host;
  if (name === 'wx') return undefined;
  const Taro = { ENV_TYPE: { WEAPP: 'WEAPP' } };
  for (const key of Object.keys(wx)) {
    Taro[key] = typeof wx[key] !== 'function' ? wx[key] : (options, ...more) => {
      const result = wx[key](options, ...more);
      return options?.success ? phone.realm.run('Promise').resolve(result) : result;
    };
  }
  return name === 'Taro' ? Object.freeze(Taro) : new Proxy({}, { get: (_, key) => Taro[key] });
}
