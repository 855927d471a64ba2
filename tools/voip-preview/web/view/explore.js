// Plays every path of the page of a phone: the button, the progress, and the result.
import { visibleLines } from '../escape.js';
import { html } from '../html.js';
import { send } from '../connection.js';
import { replayText } from '../files.js';
import { pageOf, store, touch } from '../store.js';
import { t } from '../texts.js';
import { Dialog } from './dialogs.js';
import { Icon } from './icons.js';

function start(index) {
  // Without a connection, a notice says so.
  if (send({ explore: { phone: index } })) store.explored[index] = { running: true, paths: 0 };
  touch();
}

function cancel(index) {
  send({ cancelExplore: { phone: index } });
  store.explored[index] = null;
  touch();
}

/** The result for the page that this phone shows; null if there is none. @param {number} index */
export function exploredOf(index) {
  const found = store.explored[index];
  return found && !found.running && found.page === store.phones[index]?.page ? found : null;
}

/** How often each line of the diagram was taken; null without a result. @param {number} index */
export function takenOf(index) {
  const found = exploredOf(index);
  if (!found?.clean) return null;
  found.taken ??= found.edges.reduce((taken, { from, to, taken: times }) => {
    taken[`${from}>${to}`] = (taken[`${from}>${to}`] ?? 0) + times;
    return taken;
  }, {});
  return found.taken;
}

export function ExploreButton({ index }) {
  const found = store.explored[index];
  if (found?.running) return html`<button type="button" class="button" data-explore="cancel" title=${t('exploringTitle', { n: found.paths.toLocaleString('en') })}
      onClick=${() => cancel(index)}><span class="spin"></span><span data-explore-paths>${t('exploring', { n: found.paths.toLocaleString('en') })}</span></button>`;
  return html`<button type="button" class="button" data-explore="start" title=${t('exploreTitle')} onClick=${() => start(index)}>
    ${t('explore')}</button>`;
}

/** Whether the page is without a flaw, and the report. @param {{ index: 0 | 1 }} props */
export function ExploreResult({ index }) {
  const found = exploredOf(index);
  if (!found) return null;
  const close = () => { store.explored[index] = null; touch(); };
  return html`<div class=${found.clean ? 'explored explored-clean' : 'explored explored-flaw'} data-explored=${found.clean ? 'clean' : 'flaw'} role="status">
    <p>${found.clean ? html`<${Icon} name="check" /> ${t('exploreClean')}` : html`<${Icon} name="warn" /> ${visibleLines(found.flaw ?? '')}`}</p>
    <div class="explored-do">
      <button type="button" class="button" data-explored-do="report" onClick=${() => { store.open = 'explored'; store.exploredShown = index; touch(); }}>
        ${t('exploreReport')}</button>
      ${found.recording && html`<button type="button" class="button" data-explored-do="replay"
          onClick=${() => replayText(t('exploreName', { page: pageOf(index).name }), found.recording, index)}>${t('exploreReplay')}</button>`}
      <button type="button" class="button button-icon button-quiet" data-explored-do="close" aria-label=${t('close')} title=${t('close')}
          onClick=${close}><${Icon} name="close" /></button>
    </div>
  </div>`;
}

/** The report, as in the terminal. */
export function Report() {
  const found = store.explored[store.exploredShown];
  return html`<${Dialog} name="explored" title=${t('explore')} close=${() => { store.open = null; touch(); }}>
    <pre class="report" tabindex="0">${visibleLines(found?.text ?? '')}</pre>
  <//>`;
}
