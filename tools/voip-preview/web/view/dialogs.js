// The dialogs of the preview: help, and a text to copy by hand.
import { Component, html } from '../html.js';
import { store, touch } from '../store.js';
import { t } from '../texts.js';
import { Icon } from './icons.js';

export class Dialog extends Component {
  root = (node) => { this.node = node; };

  componentDidMount() {
    this.opener = document.activeElement;
    this.node.showModal();
  }

  componentWillUnmount() {
    this.opener?.focus?.();
  }

  render({ title, close, name, children }) {
    return html`<dialog ref=${this.root} class="dialog" data-window=${name} aria-label=${title} onClose=${close}
        onClick=${(event) => { if (event.target === this.node) this.node.close(); }}>
      <header><h2>${title}</h2><button type="button" class="button button-icon button-quiet" aria-label=${t('close')}
          onClick=${() => this.node.close()}><${Icon} name="close" /></button></header>
      ${children}
    </dialog>`;
  }
}

export function Help() {
  const keys = [['1', 'keyA'], ['Space', 'keyPause'], ['2', 'keyB'], ['.', 'keyStep'], ['p', 'keyPickUp'], ['n', 'keyNew'], ['h', 'keyHangUp'],
    ['/', 'keySearch'], ['Esc', 'keyEsc'], ['?', 'keyHelp']];
  return html`<${Dialog} name="help" title=${t('help')} close=${() => { store.open = null; touch(); }}>
    <p>${t('helpWhat')}</p>
    <dl class="keys">${keys.map(([key, text]) => html`<div key=${key}><dt><kbd>${key}</kbd></dt><dd>${t(text)}</dd></div>`)}
      </dl>
    <p>${t('helpLink')}</p>
    <p>${t('helpRecord')}</p>
  <//>`;
}

export function Copy({ copy }) {
  return html`<${Dialog} name="copy" title=${copy.name} close=${() => { store.copy = null; touch(); }}>
    <p>${t('copyByHand')}</p>
    <textarea autofocus readonly rows="16" spellcheck="false" aria-label=${copy.name} value=${copy.text}
        onFocus=${(event) => event.target.select()}></textarea>
  <//>`;
}
