// The menu of presets.
import { appearanceAndForms } from '../address.js';
import { Component, html } from '../html.js';
import { PRESETS } from '../presets.js';
import { store, touch } from '../store.js';
import { t } from '../texts.js';
import { restart } from '../server.js';
import { listScenarios } from '../scenarios.js';
import { Icon } from './icons.js';
import { Scenarios } from './scenarios.js';

/** The settings that no preset changes. */
const KEPT = /^(speed|pace|[ab]\.page|[ab]\.answer\..*)$/;

function toggle(open) {
  if (open) listScenarios();
  store.open = open ? 'presets' : null;
  touch();
}

/** @param {string} id '' for none */
export function choosePreset(id) {
  const settings = appearanceAndForms(store.settings);
  // A preset changes neither the speed, nor the pages, nor what answers the pages' own host calls.
  for (const [key, value] of store.settings) if (KEPT.test(key)) settings.set(key, value);
  const preset = PRESETS.find((one) => one.id === id);
  for (const [key, value] of Object.entries(preset?.settings ?? {})) settings.set(key, value);
  if (preset) settings.set('preset', id);
  // The faults panels would cover the description of the preset.
  store.faults = [false, false];
  restart(settings);
}

export function Presets() {
  const open = store.open === 'presets';
  const chosen = PRESETS.find((one) => one.id === store.settings.get('preset'));
  return html`<div class="menu-place">
    <button type="button" class="button" data-presets-toggle aria-expanded=${open} aria-haspopup="dialog"
        title=${chosen?.[store.lang][0]} onClick=${() => toggle(!open)}>
      <span class="menu-chosen">${chosen ? chosen[store.lang][0] : t('presets')}</span><${Icon} name="down" />
    </button>
    ${open && html`<${Menu} chosen=${chosen?.id} />`}
  </div>`;
}

class Menu extends Component {
  root = (node) => { this.node = node; };

  componentDidMount() {
    this.node.querySelector('[aria-current=true], [data-preset]')?.focus();
    this.closeOutside = (event) => { if (!this.node?.parentNode.contains(event.target)) toggle(false); };
    addEventListener('pointerdown', this.closeOutside);
  }

  componentWillUnmount() {
    removeEventListener('pointerdown', this.closeOutside);
  }

  key(event) {
    const items = [...this.node.querySelectorAll('button')];
    const at = items.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      items[(to + items.length) % items.length].focus();
    } else if (event.key === 'Escape') {
      event.stopPropagation();
      const button = this.node.parentNode.querySelector('[data-presets-toggle]');
      toggle(false);
      button.focus();
    }
  }

  render({ chosen }) {
    const pick = (id) => { toggle(false); choosePreset(id); };
    return html`<div ref=${this.root} class="menu" role="dialog" aria-label=${t('presets')}
        onKeyDown=${(event) => this.key(event)}>
      <${Scenarios} close=${() => toggle(false)} />
      <p class="menu-head">${t('presetsHead')}</p>
      <div class="menu-items">
        ${PRESETS.map((preset) => html`<button type="button" key=${preset.id} class="menu-item" data-preset=${preset.id}
            aria-current=${preset.id === chosen ? 'true' : undefined} onClick=${() => pick(preset.id)}>
          <strong>${preset[store.lang][0]}</strong>
          <span>${preset[store.lang][1]}</span>
        </button>`)}
      </div>
      <button type="button" class="menu-none" data-preset="none" onClick=${() => pick('')}>${t('presetNone')}</button>
    </div>`;
  }
}
