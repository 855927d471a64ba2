import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import vm from 'node:vm';
import { countCrossings } from './crossings.mjs';

/**
 * Features of V8 that a mini-program on a phone does not have or cannot rely on. The oldest supported
 * engine, that of iOS 11, has none of them. WeChat itself removes `WebAssembly`.
 */
const REMOVED = {
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
 * The JavaScript environment of a phone: a realm without `eval`, with the CommonJS modules of one folder,
 * and with `WXWebAssembly` instead of `WebAssembly`.
 *
 * `globals` are the host's globals (`wx`, `Component`, `console`, `setTimeout`, …). A realm that is `measured` passes all globals
 * to its scripts as parameters: in a context of `vm`, each use of a global takes several hundred nanoseconds, which it does not
 * on a phone.
 */
export class Realm {
  #folder;
  #modules = new Map();
  /** The names of the parameters of a script, besides those of a module. */
  #parameters = [];

  constructor(folder, { globals = {}, clock, measured = false, onCrossing } = {}) {
    this.#folder = folder;
    this.context = vm.createContext({ ...globals }, { codeGeneration: { strings: false, wasm: false } });
    this.run = (source) => vm.runInContext(source, this.context);
    // Of this realm, so that errors of the module are `Error`s of the realm.
    const { Instance } = this.run('WebAssembly');
    const RealmPromise = this.run('Promise');
    const instantiate = (file, imports) =>
      new RealmPromise((resolve) => {
        const module = phoneModule(this.#inside(file));
        let { exports } = new Instance(module, onCrossing ? countCrossings.imports(imports, onCrossing) : imports);
        if (onCrossing) exports = countCrossings.exports(exports, onCrossing);
        this.instances += 1;
        resolve({ instance: { exports } });
      });
    /** The number of module instances so far. */
    this.instances = 0;
    this.context.WXWebAssembly = { instantiate };
    if (clock) this.#useClock(clock);
    this.#removeFeatures();
    if (measured) {
      const names = this.run('Object.getOwnPropertyNames(this)');
      this.#parameters = names.filter((name) => !/^(eval|NaN|Infinity|undefined)$/.test(name));
    }
  }

  /** Loads a script as the host does. */
  load(file) {
    return this.#require(path.join(this.#folder, file));
  }

  /** Runs an ES module without imports, as a bundler includes it in a script, and returns its exports. */
  bundled(text) {
    const names = [...text.matchAll(/(?<=^export var .*)\b\w+(?= =)/gm)].map(([name]) => name);
    const script = text.replace(/^export default (\w+)/m, 'var default_ = $1').replace(/^export /gm, '');
    const exports = `return { default: default_, ${names.join(', ')} };`;
    return vm.compileFunction(`"use strict"; ${script} ${exports}`, [], { parsingContext: this.context })();
  }

  /** Plain data as objects of this realm, as the host's answers are. */
  value(plain) {
    if (plain === null || typeof plain !== 'object') return plain;
    const made = this.run(Array.isArray(plain) ? '[]' : '({})');
    for (const [key, part] of Object.entries(plain)) made[key] = this.value(part);
    return made;
  }

  #inside(file) {
    const inside = path.join(this.#folder, file);
    if (!file.startsWith('/') || path.relative(this.#folder, inside).startsWith('..')) {
      throw new Error(`WXWebAssembly: \`${file}\` is not a path inside the package`);
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
    const from = path.dirname(found);
    return this.runModule(found, module, (name) => this.#require(path.join(name.startsWith('/') ? this.#folder : from, name)));
  }

  /** Runs the CommonJS module in a file, and returns its exports. */
  runModule(file, module, require) {
    // Strict mode, as WeChat's tools compile it. In a block, since a module may declare the name of a parameter.
    const source = `"use strict"; { ${readFileSync(file, 'utf8')}\n}`;
    const run = vm.compileFunction(source, ['require', 'module', 'exports', ...this.#parameters], {
      filename: file,
      parsingContext: this.context,
    });
    run(require, module, module.exports, ...this.#parameters.map((name) => this.context[name] ?? this.run(name)));
    return module.exports;
  }

  #useClock(clock) {
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

  #removeFeatures() {
    for (const [owner, names] of Object.entries(REMOVED)) {
      for (const name of names.split(' ').filter(Boolean)) this.run(`delete (${owner}).${name}`);
    }
  }
}

const compiled = new Map();

/** Compiles the module in `file`. Throws where iOS does: if it exports a global. */
function phoneModule(file) {
  if (!/\.wasm(\.br)?$/.test(file)) throw new Error(`WXWebAssembly: \`${file}\` is not a wasm file`);
  const known = compiled.get(file);
  if (known) return known;
  const module = new WebAssembly.Module(readFileSync(file));
  const global = WebAssembly.Module.exports(module).find((entry) => entry.kind === 'global');
  if (global) throw new Error(`CompileError: invalid wasm file: it exports the global \`${global.name}\``);
  compiled.set(file, module);
  return module;
}
