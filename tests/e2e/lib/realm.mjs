import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { overCrossings } from './crossings.mjs';

/**
 * What V8 has and a mini-program's JavaScript on a phone has not, or cannot count on. The floor is
 * iOS 11, whose engine is older than all of these; the last of them WeChat takes away itself.
 */
const TAKEN_AWAY = {
  this: [
    'Atomics BigInt BigInt64Array BigUint64Array FinalizationRegistry SharedArrayBuffer WeakRef',
    'AggregateError Iterator AsyncDisposableStack DisposableStack SuppressedError globalThis',
    'WebAssembly',
  ].join(' '),
  Array: 'fromAsync',
  'Array.prototype': 'at flat flatMap findLast findLastIndex toReversed toSorted toSpliced with',
  Object: 'fromEntries hasOwn groupBy',
  Promise: 'allSettled any try withResolvers',
  'Promise.prototype': 'finally',
  'String.prototype': 'at matchAll replaceAll trimStart trimEnd isWellFormed toWellFormed',
};

/**
 * The JavaScript of a phone: a realm of its own in which nothing can be compiled from a string,
 * CommonJS modules of one folder, and `WXWebAssembly` in the place of `WebAssembly`.
 *
 * `globals` are the host's own (`wx`, `Component`, `console`, `setTimeout`, …).
 */
export class Realm {
  #folder;
  #modules = new Map();

  constructor(folder, { globals = {}, clock, onCrossing } = {}) {
    this.#folder = folder;
    this.context = vm.createContext({ ...globals }, { codeGeneration: { strings: false, wasm: false } });
    this.run = (source) => vm.runInContext(source, this.context);
    // The realm's own, so that what a module throws is an `Error` of the realm.
    const { Instance } = this.run('WebAssembly');
    const RealmPromise = this.run('Promise');
    const instantiate = (file, imports) =>
      new RealmPromise((resolve) => {
        const module = phoneModule(this.#inside(file));
        let { exports } = new Instance(module, onCrossing ? overCrossings.imports(imports, onCrossing) : imports);
        if (onCrossing) exports = overCrossings.exports(exports, onCrossing);
        this.instances += 1;
        resolve({ instance: { exports } });
      });
    /** How many instances were made; for tests of what shares one, and what needs a new one. */
    this.instances = 0;
    this.context.WXWebAssembly = { instantiate };
    if (clock) this.#tellTimeBy(clock);
    this.#takeAway();
  }

  /** `require('/' + file)`, as the host loads the script of a page. */
  load(file) {
    return this.#require(path.join(this.#folder, file));
  }

  /** A value of plain data as one of this realm, as the host's answers are. */
  value(plain) {
    if (plain === null || typeof plain !== 'object') return plain;
    const made = this.run(Array.isArray(plain) ? '[]' : '({})');
    for (const [key, part] of Object.entries(plain)) made[key] = this.value(part);
    return made;
  }

  #inside(file) {
    const inside = path.join(this.#folder, file);
    if (!file.startsWith('/') || path.relative(this.#folder, inside).startsWith('..')) {
      throw new Error(`WXWebAssembly: \`${file}\` is no path inside the package`);
    }
    return inside;
  }

  #require(file) {
    const found = [file, `${file}.js`].find((name) => name.endsWith('.js') && existsSync(name));
    if (!found) throw new Error(`module '${path.relative(this.#folder, file)}' is not defined`);
    const known = this.#modules.get(found);
    if (known) return known.exports;
    const module = { exports: this.run('({})') };
    this.#modules.set(found, module);
    // Strict, as WeChat's tools make it where a project asks them to translate.
    const run = vm.compileFunction(`"use strict"; ${readFileSync(found, 'utf8')}`, ['require', 'module', 'exports'], {
      filename: found,
      parsingContext: this.context,
    });
    const from = path.dirname(found);
    run((name) => this.#require(path.join(name.startsWith('/') ? this.#folder : from, name)), module, module.exports);
    return module.exports;
  }

  #tellTimeBy(clock) {
    this.context.setTimeout = (...given) => clock.setTimeout(...given);
    this.context.clearTimeout = (id) => clock.clearTimeout(id);
    this.run(`(now) => {
      const Real = Date;
      Date = class extends Real {
        constructor(...given) { super(...(given.length ? given : [now()])); }
        static now() { return now(); }
      };
    }`)(() => clock.now);
  }

  #takeAway() {
    for (const [owner, names] of Object.entries(TAKEN_AWAY)) {
      for (const name of names.split(' ').filter(Boolean)) this.run(`delete (${owner}).${name}`);
    }
  }
}

const compiled = new Map();

/** The module in `file`, if a phone takes it: iOS refuses one that exports a global. */
function phoneModule(file) {
  if (!/\.wasm(\.br)?$/.test(file)) throw new Error(`WXWebAssembly: \`${file}\` is no wasm`);
  const known = compiled.get(file);
  if (known) return known;
  const module = new WebAssembly.Module(readFileSync(file));
  const global = WebAssembly.Module.exports(module).find((entry) => entry.kind === 'global');
  if (global) throw new Error(`CompileError: invalid wasm file: it exports the global \`${global.name}\``);
  compiled.set(file, module);
  return module;
}
