import { createRequire } from 'node:module';
import path from 'node:path';
import { JSDOM } from 'jsdom';
import { miniProgram } from './built.mjs';
import { hostInThisRealm, rendered, until } from './same-realm.mjs';

const { window } = new JSDOM('<!doctype html><body></body>', { pretendToBeVisual: true });
Object.assign(globalThis, { window, document: window.document });
for (const name of ['CustomEvent', 'Element', 'Event', 'HTMLElement', 'MutationObserver', 'Node', 'TouchEvent']) {
  globalThis[name] = window[name];
}
// It reads the globals above when it is loaded.
const simulate = createRequire(import.meta.url)('miniprogram-simulate');

/**
 * A page in `miniprogram-simulate`: WeChat's component engine, with WXML and WXSS compiled by WeChat's
 * compilers. `script` are the host's answers.
 *
 * A process can open pages of only one mini-program, because the compiled code uses globals.
 */
export async function simulated(program, route, script = {}) {
  const folder = miniProgram(program);
  const host = hostInThisRealm(folder);
  const id = simulate.load(path.join(folder, route), 'main', { compiler: 'official', rootPath: folder });
  const component = simulate.render(id);
  const parent = document.createElement('div');
  document.body.append(parent);
  component.attach(parent);
  // The engine treats the page as a component, so `onLoad` is called here.
  Object.assign(host.script, script);
  component.instance.onLoad({});
  component.triggerPageLifeTime('show');
  const page = new Simulated(component, parent, host);
  await page.rendered();
  return page;
}

class Simulated {
  constructor(component, dom, host) {
    this.component = component;
    this.dom = dom;
    this.host = host;
  }

  get data() {
    return this.component.instance.data;
  }

  /** The visible text. */
  get text() {
    return this.dom.textContent;
  }

  /** The elements with this class. */
  all(name) {
    return this.component.querySelectorAll(`.${name}`);
  }

  /** The text of the first element with this class. */
  textOf(name) {
    return this.all(name)[0]?.dom.textContent;
  }

  /** The button with this text, if there is one. */
  button(text) {
    return this.all('button').find(({ dom }) => dom.textContent === text);
  }

  /** Types into the row with this label. */
  async type(label, value) {
    const row = this.all('label').findIndex(({ dom }) => dom.textContent === label);
    if (row < 0) throw new Error(`there is no row \`${label}\``);
    this.all('input')[row].dispatchEvent('input', { detail: { value } });
    await this.rendered();
  }

  /** Taps the element. The engine delivers the event asynchronously. */
  async tap(element) {
    if (!element) throw new Error('there is nothing to tap');
    this.host.gesture = true;
    element.dispatchEvent('tap');
    await this.rendered();
    this.host.gesture = false;
  }

  async until(seen, what) {
    await until(() => seen(this), what);
  }

  /** Waits until the engine has delivered an event and rendered. */
  async rendered() {
    await rendered();
  }
}
