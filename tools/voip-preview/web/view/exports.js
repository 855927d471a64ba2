// The dialog with what can be copied or downloaded: the link to this run, and the diagrams of the pages.
import { format } from '../address.js';
import { copyText, downloadText } from '../files.js';
import { html } from '../html.js';
import { PHONES, store, touch } from '../store.js';
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

/** The link that opens the pages in the states that they have now; null if they open in these anyway. */
function linkToStates() {
  const settings = new Map(store.settings);
  PHONES.forEach((letter, phone) => {
    const { state, error } = store.now[phone] ?? {};
    settings.delete(`${letter}.state`);
    settings.delete(`${letter}.cause`);
    if (!state || state === 'Idle') return;
    settings.set(`${letter}.state`, state);
    if (state === 'Failed' && error) settings.set(`${letter}.cause`, error.cause === 'Other' ? String(error.code) : error.cause);
  });
  const query = format(settings);
  return query === format(store.settings) ? null : `${location.origin}${location.pathname}${query && `?${query}`}`;
}

function Link({ kind, title, name, link }) {
  return html`<p>${title}</p>
    <div class="exports-row">
      <input class="field grow" name=${kind} readonly value=${link} aria-label=${title} onFocus=${(event) => event.target.select()} />
      <button type="button" class="button" data-export=${kind} onClick=${() => copyAndClose(name, link)}>${t('copy')}</button>
    </div>`;
}

export function Exports() {
  const states = linkToStates();
  return html`<${Dialog} name="exports" title=${t('exports')} close=${() => { store.open = null; touch(); }}>
    <${Link} kind="link" title=${t('exportsLink')} name=${t('exportsLinkName')} link=${location.href} />
    ${states && html`<${Link} kind="link-states" title=${t('exportsStates')} name=${t('exportsLinkName')} link=${states} />`}
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
