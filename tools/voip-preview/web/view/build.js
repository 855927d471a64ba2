// What the compiler says when the page was changed and no longer compiles.
import { runs } from '../ansi.js';
import { Still, html } from '../html.js';
import { visibleLines } from '../safe.js';
import { t } from '../words.js';

export class Build extends Still {
  render({ errors, running }) {
    if (!errors) return null;
    return html`<section class="build" data-build-errors role="alert" aria-label=${t('buildFailed')}>
      <header><h2>${t('buildFailed')}</h2><p>${running ? html`<span class="spin"></span>${t('building')}` : t('buildWaits')}
        </p></header>
      <pre tabindex="0">${runs(errors).map(({ text, look }) => html`<span class=${look}>${visibleLines(text)}</span>`)}
        </pre>
    </section>`;
  }
}
