// The whole page.
import { html } from '../html.js';
import { PHONES, store, touch } from '../store.js';
import { t } from '../texts.js';
import { BuildErrors } from './build-errors.js';
import { Classify } from './classify.js';
import { Copy, Help } from './dialogs.js';
import { Report } from './explore.js';
import { Exports } from './exports.js';
import { Notices } from './notices.js';
import { Bell, Phone, rings, stateText } from './phone.js';
import { Replay } from './replay.js';
import { SaveScenario } from './save-scenario.js';
import { Timeline } from './timeline.js';
import { Top } from './top.js';

export function App() {
  const { hello, open, copy, build, log, lang, replay, dropping } = store;
  return html`
    <${Top} />
    <${Replay} replay=${replay} />
    <${Tabs} />
    <main class=${`columns${store.link === 'lost' ? ' columns-off' : ''}${store.past ? ' columns-past' : ''}`}
        data-shown=${PHONES[store.shown]}>
      <${Phone} index=${0} />
      <${Timeline} log=${log} version=${log.version} lang=${lang} page=${hello?.pages.map(({ name }) => name).join()} notices=${store.notices.length}
          preset=${store.settings.get('preset')} past=${store.past?.row.seq ?? null} pastAt=${store.past?.at} keptFrom=${store.keptFrom} />
      <${Phone} index=${1} />
    </main>
    <${BuildErrors} errors=${build.hidden ? null : build.errors} running=${build.running} lang=${lang} />
    <${Notices} />
    ${open === 'help' && html`<${Help} />`}
    ${open === 'classify' && html`<${Classify} classified=${store.classified} lang=${lang} />`}
    ${open === 'explored' && html`<${Report} />`}
    ${store.saving && html`<${SaveScenario} saving=${store.saving} scenarios=${store.scenarios} lang=${lang} />`}
    ${open === 'exports' && html`<${Exports} />`}
    ${copy && html`<${Copy} copy=${copy} />`}
    ${dropping !== null && html`<div class="drop" aria-hidden="true"><p>${t('dropHere', { phone: dropping ? 'B' : 'A' })}
      </p></div>`}
  `;
}

/** In a narrow window only one phone is shown: which one, and whether the other rings. */
function Tabs() {
  return html`<nav class="tabs" aria-label=${t('phones')}>
    ${PHONES.map((letter, index) => {
      const phone = store.phones[index];
      return html`<button type="button" key=${letter} class="tab" data-tab=${letter} aria-pressed=${store.shown === index}
          aria-label=${t('phone', { letter: letter.toUpperCase() })} onClick=${() => { store.shown = index; touch(); }}>
        <span class=${`badge badge-${letter}`} aria-hidden="true">${letter.toUpperCase()}</span>
        ${phone && html`<span class=${`state state-${phone.state}`}>${rings(phone) ? t('bell_rings') : stateText(phone)}</span><${Bell} index=${index} phone=${phone} />`}
      </button>`;
    })}
  </nav>`;
}
