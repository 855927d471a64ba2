import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { TmplGroup } from 'glass-easel-template-compiler';
import { Phone } from './phone.mjs';

const require = createRequire(import.meta.url);

/** What the frameworks ask of WeChat besides calls. */
const BASICS = {
  canIUse: () => true,
  createSelectorQuery: () => ({}),
  getDeviceInfo: () => ({ platform: 'android', system: 'Android 14' }),
  getLaunchOptionsSync: () => ({ path: '', query: {}, scene: 1001 }),
  getEnterOptionsSync: () => ({ path: '', query: {}, scene: 1001 }),
  getMenuButtonBoundingClientRect: () => ({ top: 0, bottom: 32, left: 0, right: 80, width: 80, height: 32 }),
  getSystemInfoSync: () => ({ SDKVersion: '3.5.0', platform: 'android', language: 'zh_CN', windowWidth: 375 }),
  getWindowInfo: () => ({ windowWidth: 375, windowHeight: 700, pixelRatio: 2, statusBarHeight: 20 }),
  onAppShow: () => {},
  onAppHide: () => {},
};

/**
 * A whole mini-program as its framework built it: `app.js` and the pages run in the JavaScript of a phone, and
 * glass-easel, WeChat's component engine, renders them with their WXML, their components and their scripts.
 *
 *     const app = new App('/a/folder/with/app.json');
 *     const page = await app.open('pages/host/index');
 *     await page.tap(page.button('呼叫'));
 *     app.phone.host.names;  // ['authorize', …]
 */
export class App {
  /** The pages, the last one in front. */
  pages = [];
  #env;
  #registered = new Set();

  /** `measured` is as for `Phone`. */
  constructor(folder, { measured = false } = {}) {
    this.folder = folder;
    const register = (kind) => (definition) => this.#env[kind](definition);
    this.phone = new Phone(folder, {
      measured,
      globals: {
        App: (options) => void (this.app = options),
        Behavior: register('Behavior'),
        Component: register('Component'),
        Page: register('Page'),
        getApp: () => this.app,
        getCurrentPages: () => this.pages.map(({ instance }) => instance),
        global: {},
      },
      wx: (host) => Object.assign(host.wx, BASICS, { nextTick: (act) => void host.clock.setTimeout(act, 0) }),
      before: (realm) => this.#start(realm),
    });
    this.app?.onLaunch?.(this.#value({ path: '', query: {}, scene: 1001 }));
    this.app?.onShow?.(this.#value({ path: '', query: {}, scene: 1001 }));
  }

  /** Loads the engine into the realm, and compiles the WXML of the mini-program. */
  #start(realm) {
    this.realm = realm;
    this.engine = inRealm(realm, require.resolve('glass-easel'));
    const { MiniProgramEnv } = inRealm(realm, require.resolve('glass-easel-miniprogram-adapter'), { 'glass-easel': this.engine });
    const environment = new MiniProgramEnv();
    this.backend = environment.associateBackend(new this.engine.EmptyBackendContext());
    this.space = environment.createCodeSpace('app', true);
    // uni-app adds handlers to a page that exists already.
    this.space.getComponentSpace().updateComponentOptions(this.#value({ useMethodCallerListeners: true }));
    this.engine.globalOptions.throwGlobalError = true;
    this.engine.Event.prototype.wrapShadowedEvent = plainEvent;
    this.templates = compiled(realm, this.folder);
    this.#defineElements();
  }

  /** Defines WeChat's elements: each with the attributes that the WXML gives it, and with what is inside. */
  #defineElements() {
    const elements = this.space.getComponentSpace();
    const group = new TmplGroup();
    group.addTmpl('', '<slot />');
    const groupList = this.realm.run(group.getTmplGenObjectGroups());
    group.free();
    for (const [name, attributes] of elementsOf(this.folder)) {
      const properties = Object.fromEntries([...attributes].map((attribute) => [attribute, { type: null, value: '' }]));
      const definition = this.realm.value({ is: name, properties });
      definition.template = { groupList, content: groupList[''] };
      elements.setGlobalUsingComponent(name, elements.defineComponent(definition));
    }
  }

  /** Registers the component of this path, and those that it uses. */
  #register(route) {
    if (this.#registered.has(route)) return;
    this.#registered.add(route);
    const json = JSON.parse(readFileSync(path.join(this.folder, `${route}.json`), 'utf8'));
    const using = {};
    for (const [tag, to] of Object.entries(json.usingComponents ?? {})) {
      const inside = to.startsWith('/') ? to.slice(1) : path.posix.join(path.posix.dirname(route), to);
      if (!existsSync(path.join(this.folder, `${inside}.json`))) throw new Error(`${route} uses \`${tag}\`, but ${inside} does not exist`);
      using[tag] = `/${inside}`;
      this.#register(inside);
    }
    this.space.addComponentStaticConfig(route, this.#value({ ...json, usingComponents: using }));
    this.space.addCompiledTemplate(route, this.templates(route));
    this.space.componentEnv(route, (env) => {
      this.#env = env;
      this.realm.load(`${route}.js`);
    });
  }

  /** Opens a page as the host does, and waits until it has rendered and its module is loaded. */
  async open(route, query = {}) {
    const { pages } = JSON.parse(readFileSync(path.join(this.folder, 'app.json'), 'utf8'));
    if (!pages.includes(route)) throw new Error(`app.json does not have ${route}`);
    this.#register(route);
    const root = this.backend.createRoot('page', this.space, route);
    const page = new Page(this, root, route);
    this.pages.push(page);
    this.engine.Element.pretendAttached(root.getComponent());
    page.instance.onLoad?.(this.#value(query));
    root.getComponent().triggerPageLifetime('show', []);
    page.instance.onShow?.();
    page.instance.onReady?.();
    await page.rendered();
    return page;
  }

  #value(plain) {
    return this.realm.value(plain);
  }
}

/** An open page. */
class Page {
  constructor(app, root, route) {
    this.app = app;
    this.root = root;
    this.instance = root.get();
    this.instance.route = route;
  }

  /** The elements of the page and of its components, in order. */
  get elements() {
    const found = [];
    const visit = (node) => {
      if (!(node instanceof this.app.engine.Element)) return;
      found.push(node);
      node.forEachComposedChild(visit);
    };
    this.root.getComponent().forEachComposedChild(visit);
    return found;
  }

  /** The text of this element and of what is in it. */
  text(element) {
    let text = '';
    element.forEachComposedChild((child) => {
      text += child instanceof this.app.engine.TextNode ? child.textContent : this.text(child);
    });
    return text;
  }

  byId(id) {
    return this.elements.find((element) => element.id === id);
  }

  /** The data of the embedded component that the file of this path defines. */
  component(route) {
    return this.elements.find((element) => element.is === route && element !== this.root.getComponent())?.data;
  }

  button(text) {
    return this.elements.find((element) => element.is === 'button' && this.text(element) === text);
  }

  /** The user taps the element. */
  async tap(element) {
    this.app.phone.host.duringTap(() => this.#trigger(element, 'tap', { x: 1, y: 1 }));
    await this.rendered();
  }

  /** The user types into the input of this row. */
  async type(row, value) {
    const input = this.elements.filter((element) => element.is === 'input')[row];
    this.#trigger(input, 'input', { value });
    await this.rendered();
  }

  /** The frameworks render after timers, some of which set others. */
  async rendered() {
    for (let second = 0; second < 3; second += 1) await this.app.phone.pass(1000);
  }

  #trigger(element, type, detail) {
    this.app.engine.triggerEvent(element, type, this.app.realm.value(detail), this.app.realm.value({ bubbles: true, composed: true }));
  }
}

/** An event as WeChat's are: with properties of its own, which frameworks copy and change. */
function plainEvent(target, mark, currentTarget) {
  const { type, timeStamp, detail } = this;
  const at = ({ id, dataset }) => ({ id, dataset });
  return Object.assign(Object.create(this), { type, timeStamp, detail, mark, target: at(target), currentTarget: at(currentTarget) });
}

/** A script of npm, run in the realm. */
function inRealm(realm, file, modules = {}) {
  const module = { exports: realm.run('({})') };
  return realm.runModule(file, module, (name) => modules[name] ?? missing(name));
}

function missing(name) {
  throw new Error(`\`${name}\` is not in the realm`);
}

/** The elements in the WXML of the mini-program, with their attributes. */
function elementsOf(folder) {
  const elements = new Map();
  for (const file of readdirSync(folder, { recursive: true }).filter((each) => each.endsWith('.wxml'))) {
    for (const [, name, inside] of readFileSync(path.join(folder, file), 'utf8').matchAll(/<([a-z][a-z-]*)((?:"[^"]*"|'[^']*'|[^>"'])*)>/g)) {
      if (/^(block|template|import|include|wxs|slot)$/.test(name)) continue;
      if (!elements.has(name)) elements.set(name, new Set());
      for (const [, attribute] of inside.matchAll(/([\w:-]+)\s*=\s*(?:"[^"]*"|'[^']*')/g)) {
        if (/^(wx:|bind|catch|capture|data-|mark:|id$|class$|style$|slot$)/.test(attribute)) continue;
        elements.get(name).add(attribute.replace(/-(.)/g, (_, letter) => letter.toUpperCase()));
      }
    }
  }
  return elements;
}

/** Compiles all WXML of the mini-program with glass-easel's compiler. A warning is an error here. */
function compiled(realm, folder) {
  const group = new TmplGroup();
  const files = readdirSync(folder, { recursive: true });
  for (const file of files) {
    const text = () => readFileSync(path.join(folder, file), 'utf8');
    if (file.endsWith('.wxs')) group.addScript(file.slice(0, -'.wxs'.length), text());
    if (file.endsWith('.wxml')) {
      const warnings = group.addTmpl(file.slice(0, -'.wxml'.length), text());
      if (warnings.length > 0) throw new Error(`${file}: ${warnings.map(({ message }) => message).join(', ')}`);
    }
  }
  const groupList = realm.run(group.getTmplGenObjectGroups());
  group.free();
  return (route) => ({ groupList, content: groupList[route] });
}
