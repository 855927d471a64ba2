// The dialog with what can be copied or downloaded: the link to this run, and the diagrams of the pages.
import { copyText, downloadText } from '../files.js';
import { html } from '../html.js';
import { store, touch } from '../store.js';
import { t } from '../texts.js';
import { Dialog } from './dialogs.js';

/** The forms of a diagram: the name, the ending of its file, and its text. */
const FORMS = [
  ['Mermaid', 'mmd', (page) => page.mermaid],
  ['DOT', 'dot', (page) => page.dot],
  ['JSON', 'json', (page) => JSON.stringify(page.spec, null, 2)],
];

/** Copies a text, and closes the dialog, which would hide the confirmation. */
function copyAndClose(name, text) {
  store.open = null;
  copyText(name, text);
  touch();
}

export function Exports() {
  const link = location.href;
  return html`<${Dialog} name="exports" title=${t('exports')} close=${() => { store.open = null; touch(); }}>
    <p>${t('exportsLink')}</p>
    <div class="exports-row">
      <input class="field grow" name="link" readonly value=${link} aria-label=${t('exportsLink')}
          onFocus=${(event) => event.target.select()} />
      <button type="button" class="button" data-export="link" onClick=${() => copyAndClose(t('exportsLinkName'), link)}>${t('copy')}</button>
    </div>
    ${store.hello.pages.map((page) => html`<section key=${page.name} data-export-page=${page.name}>
      <p>${t('exportsDiagram')} <code>${page.name}</code></p>
      ${FORMS.map(([form, ending, textOf]) => html`<div key=${form} class="exports-row">
        <span class="grow">${form}</span>
        <button type="button" class="button" data-export=${`copy-${ending}`}
            onClick=${() => copyAndClose(`${page.name} (${form})`, textOf(page))}>${t('copy')}</button>
        <button type="button" class="button" data-export=${`download-${ending}`}
            onClick=${() => downloadText(`${page.name.replaceAll('/', '-')}.${ending}`, textOf(page))}>${t('save')}</button>
      </div>`)}
    </section>`)}
  <//>`;
}
