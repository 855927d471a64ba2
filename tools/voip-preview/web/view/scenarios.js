// The scenarios of the crate, in the menu of presets.
import { visible } from '../escape.js';
import { html } from '../html.js';
import { addressOf } from '../scenarios.js';
import { restart } from '../server.js';
import { store } from '../store.js';
import { t } from '../texts.js';

/** An expectation in one line: `Failed (NotOpen)`. */
function expectText({ state, cause, connected }) {
  const more = cause ?? (connected === undefined ? null : t(connected ? 'connected' : 'notConnected'));
  return more ? `${state} (${more})` : state;
}

/** @param {{ close: () => void }} props */
export function Scenarios({ close }) {
  const { scenarios } = store;
  if (!scenarios?.folder) return null;
  const chosen = store.settings.get('scenario');
  const play = (one) => { close(); restart(addressOf(one)); };
  return html`<section class="menu-scenarios" data-scenarios aria-label=${t('scenarios')}>
    <p class="menu-head"><strong>${t('scenarios')}</strong> <span title=${visible(scenarios.folder)}>${t('scenariosHead')}</span></p>
    ${scenarios.scenarios.length === 0 && html`<p class="menu-head">${t('scenariosNone')}</p>`}
    <div class="menu-items">
      ${scenarios.scenarios.map((one) => html`<button type="button" key=${one.name} class="menu-item" data-scenario=${one.name}
          aria-current=${one.name === chosen ? 'true' : undefined} disabled=${Boolean(one.why)} onClick=${() => play(one)}>
        <strong>${visible(one.title || one.name)}</strong>
        ${one.why
          ? html`<span class="scenario-bad">${visible(store.lang === 'zh' ? one.why.chinese : one.why.english)}</span>`
          : html`<span>${one.title && html`<code>${visible(one.name)}</code> `}→ ${visible(expectText(one.expect))}</span>`}
      </button>`)}
    </div>
  </section>`;
}

/** Whether the scenario that was played ended as expected. */
export function Verdict({ scenario }) {
  const { asExpected, expected, found, why } = scenario;
  const text = why ? visible(store.lang === 'zh' ? why.chinese : why.english)
    : t(asExpected ? 'asExpected' : 'notAsExpected', { expected: expectText(expected), found: expectText(found) });
  return html`<span class=${asExpected ? 'verdict' : 'verdict verdict-bad'} data-verdict=${asExpected} role="status">${text}</span>`;
}
