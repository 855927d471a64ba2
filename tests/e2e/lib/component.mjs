/**
 * An instance of a `Component({…})`, as in WeChat's engine: typed properties, observers, `setData`,
 * lifetimes, events. It collects in `warnings` whatever WeChat would warn about.
 */
export class Component {
  /** The argument of each `setData`, as plain data. */
  setDataCalls = [];
  /** Each `triggerEvent`: `{ name, detail }`. */
  events = [];
  /** The warnings that WeChat would write to the console. */
  warnings = [];
  #definition;
  #attached = false;

  constructor(declared, { route = '', given = {}, parent = () => {} } = {}) {
    const definition = withBehaviors(declared);
    this.#definition = definition;
    this.parent = parent;
    const data = copy(definition.data ?? {});
    for (const [name, property] of Object.entries(definition.properties ?? {})) {
      data[name] = copy(property.value ?? EMPTY.get(property.type));
    }
    this.instance = {
      data,
      properties: data,
      is: route,
      route,
      setData: (changes, done) => this.#setData(changes, done),
      triggerEvent: (name, detail) => this.#triggerEvent(name, detail),
    };
    for (const [name, method] of Object.entries(definition.methods ?? {})) this.instance[name] = method;
    this.lifetime('created');
    this.setProperties(given);
    this.lifetime('attached');
    this.#attached = true;
  }

  get data() {
    return this.instance.data;
  }

  /** Calls the lifetime function. One in `lifetimes` takes precedence over the older form. */
  lifetime(name) {
    const declared = this.#definition.lifetimes?.[name] ?? this.#definition[name];
    declared?.call(this.instance);
    if (name === 'detached') this.#attached = false;
  }

  /** Calls the function for this event of the page that the component is in. */
  pageLifetime(name) {
    this.#definition.pageLifetimes?.[name]?.call(this.instance);
  }

  /** Calls a method, as the engine or the WXML does. */
  call(name, ...given) {
    const method = this.#definition.methods?.[name];
    if (!method) throw new Error(`Component "${this.instance.is}" does not have a method "${name}"`);
    return method.call(this.instance, ...given);
  }

  has(name) {
    return Boolean(this.#definition.methods?.[name]);
  }

  /** Sets properties, as a parent's template or a page's address does. */
  setProperties(given) {
    for (const [name, value] of Object.entries(given)) {
      const properties = this.#definition.properties ?? {};
      if (Object.hasOwn(properties, name)) this.#change(name, this.#converted(name, properties[name].type, value));
    }
  }

  #converted(name, type, value) {
    if (type === null || value === null || value.constructor?.name === type.name) return copy(value);
    this.warnings.push(`received type-incompatible value for property \`${name}\``);
    return type(value);
  }

  #setData(changes, done) {
    const plain = copy(changes);
    this.setDataCalls.push(plain);
    for (const [name, value] of Object.entries(changes)) {
      if (value === undefined) this.warnings.push(`setting data field \`${name}\` to undefined is invalid`);
      else this.#change(name, copy(value));
    }
    if (done) done.call(this.instance);
  }

  #change(name, value) {
    if (/[.[]/.test(name)) throw new Error(`this stand-in does not support paths such as \`${name}\``);
    const old = this.data[name];
    this.data[name] = value;
    const { observers = {}, properties = {} } = this.#definition;
    for (const [names, observer] of Object.entries(observers)) {
      const watched = names.split(',').map((part) => part.trim());
      if (watched.includes(name) || watched.includes('**')) {
        observer.apply(this.instance, watched.map((each) => this.data[each]));
      }
    }
    const { observer } = properties[name] ?? {};
    if (observer && old !== value) {
      (typeof observer === 'string' ? this.instance[observer] : observer).call(this.instance, value, old);
    }
  }

  #triggerEvent(name, detail) {
    if (!this.#attached) this.warnings.push(`\`${name}\` was triggered on a component that is not attached`);
    const event = { name, detail: copy(detail) };
    this.events.push(event);
    this.parent(event);
  }
}

/** The definition with the data and methods of its behaviors, over which its own have priority. */
function withBehaviors(definition) {
  const { behaviors = [] } = definition;
  const merged = (name) => Object.assign({}, ...behaviors.map((behavior) => behavior[name]), definition[name]);
  return behaviors.length > 0 ? { ...definition, data: merged('data'), methods: merged('methods') } : definition;
}

/** Default values by type name, because a page's `String` is the one of its own realm. */
const EMPTY = {
  get: (type) => ({ String: '', Number: 0, Boolean: false, Array: [], Object: null })[type?.name] ?? null,
};

/** Copies data as `setData` does. Functions cannot be copied. */
function copy(value) {
  if (typeof value === 'function') throw new Error('a function cannot be data of a component');
  if (value === null || typeof value !== 'object') return value;
  if (Array.isArray(value)) return value.map(copy);
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, copy(part)]));
}
