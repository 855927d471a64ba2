// The fields of the page, hidden ones too, and what the user can do now.
import { oneLine, visible } from '../escape.js';
import { html } from '../html.js';
import { pageOf, store } from '../store.js';
import { t } from '../texts.js';

/** The inputs of this page: whether each is available, and if not, why. */
export function inputsOf(page, phone) {
  const { state, busy, loading, receiving, reachable, running, available, error } = phone;
  const calls = page.fields.some((field) => field.role === 'listener.openid');
  const contacts = page.fields.some((field) => field.kind === 'contacts');
  const closed = running ? null : t('whyClosed');
  const inProgress = busy || !['Idle', 'Failed'].includes(state) ? t('whyInProgress', { state }) : null;
  const empty = page.fields.filter((field) => field.required && !phone.values[field.name]).map((field) => field.label ?? field.name);
  const call = closed ?? inProgress;
  const reach = closed ?? inProgress ?? (receiving ? t('whyReceiving') : state !== 'Idle' ? t('whyInProgress', { state }) : null);
  return [
    ...(calls ? [['tap', available.tap, call, empty.length ? t('whyEmpty', { fields: empty.map(visible).join(', ') }) : null]] : []),
    ...(contacts ? [['call', available.call, call, loading ? t('whyLoading') : null]] : []),
    ...(page.receive ? [
      ['receive', available.receive, reach ?? (reachable ? t('whyReachable') : null)],
      ['stopReceiving', available.stopReceiving, reach ?? (reachable ? null : t('whyNotReachable'))],
    ] : []),
    ['cancel', available.cancel, closed ?? t('whyNothing')],
    ['hangUp', available.hangUp, closed ?? t('whyNoCall', { state })],
    ['dismiss', available.dismiss, closed ?? (error && state === 'Failed' ? t('whyNoDismiss') : t('whyNoFailure'))],
    ['leave', running, closed],
  ];
}

/** @param {{ index: 0 | 1, phone: any }} props */
export function Inspector({ index, phone }) {
  const page = pageOf(index);
  return html`<section class="inspector" data-inspector aria-label=${t('inspector')} tabindex="0">
    <table>
      <caption>${t('inspectFields')}${store.past && html` <span class="tag">${t('pastTag')}</span>`}</caption>
      <tbody>${page.fields.map((field) => html`<tr key=${field.name} data-field=${field.name}>
        <th scope="row"><code>${visible(field.name)}</code>
          <span class="inspector-kind">${visible(field.kind)}${field.role && html` · ${visible(field.role)}`}${field.label === null && html` · <i>${t('inspectHidden')}</i>`}</span></th>
        <td><code>${oneLine(phone.values[field.name])}</code></td>
      </tr>`)}</tbody>
    </table>
    <table>
      <caption>${t('available')}</caption>
      <tbody>${inputsOf(page, phone).map(([action, isAvailable, why, note]) => html`<tr key=${action} data-input=${action}
          data-is=${isAvailable ? 'available' : 'unavailable'}>
        <th scope="row">${t(`available_${action}`)}</th>
        <td>${isAvailable ? html`<span class="fine">✓</span> ${note}` : html`<span class="quiet">✗ ${why}</span>`}</td>
      </tr>`)}</tbody>
    </table>
  </section>`;
}
