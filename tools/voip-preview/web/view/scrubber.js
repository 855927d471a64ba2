// The bar under the timeline: a scrubber over the rows that pass the filter. While it shows a past moment, the bar says so.
import { html } from '../html.js';
import { backToNow, showMoment } from '../past.js';
import { store } from '../store.js';
import { secondsText } from '../time.js';
import { t } from '../texts.js';
import { Icon } from './icons.js';

/** @param {{ log: import('../log.js').Log, past: number | null }} props `past` is the number of the marked row */
export function Scrubber({ log, past }) {
  const { length } = log;
  if (log.first === log.end) return null;
  const to = (index) => {
    const [row] = log.slice(index, index + 1);
    if (row) showMoment(row);
    else backToNow();
  };
  const at = past === null ? length : log.before(past);
  // The filter may hide the row of the moment.
  const next = past !== null && log.indexOf(past) < 0 ? at : at + 1;
  const gone = store.past?.gone;
  const text = past === null ? t('pastNow') : gone ? t('pastGone') : t('pastShown', { at: secondsText(store.past.at) });
  return html`<div class=${past === null ? 'scrub' : 'scrub scrub-past'} data-past=${past === null ? undefined : gone ? 'gone' : 'shown'}>
    <div class="scrub-row">
      <button type="button" class="button button-icon button-quiet" data-past-do="back" disabled=${at === 0}
          aria-label=${t('pastBack')} title=${t('pastBack')} onClick=${() => to(at - 1)}><${Icon} name="left" /></button>
      <input type="range" class="scrub-range" name="moment" min="0" max=${length} disabled=${length === 0} step="1" value=${at} aria-label=${t('past')}
          aria-valuetext=${text} onInput=${(event) => to(Number(event.target.value))} />
      <button type="button" class="button button-icon button-quiet" data-past-do="forward" disabled=${past === null}
          aria-label=${t('pastForward')} title=${t('pastForward')} onClick=${() => to(next)}><${Icon} name="right" /></button>
      <button type="button" class="button" data-past-do="now" disabled=${past === null} title=${t('pastReturnTitle')}
          onClick=${backToNow}>${t('pastReturn')}</button>
    </div>
    <p class="scrub-text" role="status">${past === null ? text : html`<strong>${text}</strong> ${gone ? null : t('pastWaits')}`}</p>
  </div>`;
}
