import { createRequire } from 'node:module';
import path from 'node:path';
import { JSDOM } from 'jsdom';
import { miniProgram } from './built.mjs';
import { hostHere, rest, until } from './here.mjs';

const { window } = new JSDOM('<!doctype html><body></body>', { pretendToBeVisual: true });
Object.assign(globalThis, { window, document: window.document });
for (const name of ['CustomEvent', 'Element', 'Event', 'HTMLElement', 'MutationObserver', 'Node', 'TouchEvent']) {
  globalThis[name] = window[name];
}
// It looks for the globals above as it is loaded.
const simulate = createRequire(import.meta.url)('miniprogram-simulate');

/**
 * A page in `miniprogram-simulate`: WeChat's component engine on what WeChat's own compilers made of
 * the page's WXML and WXSS. `script` is what the host answers.
 *
 * One process can have the pages of one mini-program: what the compiler writes keeps itself in globals.
 */
export async function simulated(program, route, script = {}) {
  const folder = miniProgram(program);
  const host = hostHere(folder);
  const id = simulate.load(path.join(folder, route), 'main', { compiler: 'official', rootPath: folder });
  const component = simulate.render(id);
  const parent = document.createElement('div');
  document.body.append(parent);
  component.attach(parent);
  // It is a component to this engine, so what a page's life has besides is called here.
  component.instance.onLoad({});
  Object.assign(host.script, script);
  const page = new Simulated(component, parent, host);
  await page.rest();
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

  /** What a user reads. */
  get text() {
    return this.dom.textContent;
  }

  /** The elements with this class, outermost first. */
  all(name) {
    return this.component.querySelectorAll(`.${name}`);
  }

  /** The text of the first element with this class. */
  textOf(name) {
    return this.all(name)[0]?.dom.textContent;
  }

  /** The button that says so, if it is on the screen. */
  button(words) {
    return this.all('button').find(({ dom }) => dom.textContent === words);
  }

  /** Types into the row with this label. */
  async type(label, value) {
    const row = this.all('label').findIndex(({ dom }) => dom.textContent === label);
    if (row < 0) throw new Error(`there is no row \`${label}\``);
    this.all('input')[row].dispatchEvent('input', { detail: { value } });
    await this.rest();
  }

  /** Taps the element; the engine hands the event on when it suits it. */
  async tap(element) {
    if (!element) throw new Error('there is nothing to tap');
    this.host.gesture = true;
    element.dispatchEvent('tap');
    await this.rest();
    this.host.gesture = false;
  }

  async until(seen, what) {
    await until(() => seen(this), what);
  }

  /** Waits as long as the engine takes to hand on an event and to render. */
  async rest() {
    await rest();
  }
}
