// The compiler's errors, while a changed page does not compile.
import { styledParts } from '../ansi.js';
import { PureComponent, html } from '../html.js';
import { store, touch } from '../store.js';
import { visibleLines } from '../escape.js';
import { t } from '../texts.js';
import { Icon } from './icons.js';

export class BuildErrors extends PureComponent {
  render({ errors, running }) {
    if (!errors) return null;
    const hide = () => { store.build.hidden = true; touch(); };
    const onKeyDown = (event) => { if (event.key === 'Escape') hide(); };
    return html`<section class="build" onKeyDown=${onKeyDown} data-build-errors role="alert" aria-label=${t('buildFailed')}>
      <header><h2>${t('buildFailed')}</h2><p>${running ? html`<span class="spin"></span>${t('building')}` : t('buildWaits')}
        </p><button type="button" class="build-close" aria-label=${t('buildHide')} title=${t('buildHide')} onClick=${hide}>
          <${Icon} name="close" /></button></header>
      <pre tabindex="0">${styledParts(errors).map(({ text, classes }) => html`<span class=${classes}>${visibleLines(text)}</span>`)}
        </pre>
    </section>`;
  }
}
