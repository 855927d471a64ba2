// What the compiler says when the page was changed and no longer compiles.
import { runs } from '../ansi.js';
import { Still, html } from '../html.js';
import { store, touch } from '../store.js';
import { visibleLines } from '../safe.js';
import { t } from '../words.js';
import { Icon } from './icons.js';

export class Build extends Still {
  render({ errors, running }) {
    if (!errors) return null;
    const hide = () => { store.build.hidden = true; touch(); };
    const onKeyDown = (event) => { if (event.key === 'Escape') hide(); };
    return html`<section class="build" onKeyDown=${onKeyDown} data-build-errors role="alert" aria-label=${t('buildFailed')}>
      <header><h2>${t('buildFailed')}</h2><p>${running ? html`<span class="spin"></span>${t('building')}` : t('buildWaits')}
        </p><button type="button" class="build-close" aria-label=${t('buildHide')} title=${t('buildHide')} onClick=${hide}>
          <${Icon} name="close" /></button></header>
      <pre tabindex="0">${runs(errors).map(({ text, look }) => html`<span class=${look}>${visibleLines(text)}</span>`)}
        </pre>
    </section>`;
  }
}
