// The banner that is shown while a recording is replayed.
import { Component, html } from '../html.js';
import { visible, visibleLines } from '../escape.js';
import { store } from '../store.js';
import { t } from '../texts.js';
import { send } from '../connection.js';
import { backToNow } from '../past.js';
import { set } from '../server.js';
import { Icon } from './icons.js';
import { Verdict } from './scenarios.js';

function step(lines) {
  backToNow();
  send({ replayStep: lines });
}

export class Replay extends Component {
  render({ replay }) {
    if (!replay) return null;
    const { phone, line, lines, ended, unfinished, divergence, reclassified, scenario } = replay;
    const text = (both) => visibleLines(store.lang === 'zh' ? both.chinese : both.english);
    return html`<section class=${divergence ? 'replay replay-diverged' : 'replay'} data-replay aria-label=${t('replay')}>
      <div class="replay-row">
        <span class=${`badge badge-${phone ? 'b' : 'a'}`}>${phone ? 'B' : 'A'}</span>
        <span class="replay-name">${t(scenario ? 'playing' : 'replaying')} <bdi title=${scenario?.title}>${visible(scenario?.name ?? store.replayName)}</bdi></span>
        <progress class="replay-bar" max=${lines} value=${line} aria-label=${t('replayLine', { line, lines })}></progress>
        <span class="replay-line">${t('replayLine', { line, lines })}</span>
        ${ended && !divergence && scenario && html`<${Verdict} scenario=${scenario} />`}
        ${ended && !divergence && !scenario && html`<span class="replay-matches"><${Icon} name="check" />${t(unfinished ? 'replayUnfinished' : 'replayMatches')}</span>`}
        <span class="grow"></span>
        <button type="button" class="button" data-replay-do="step" disabled=${ended}
            onClick=${() => step(1)}><${Icon} name="step" filled />${t('replayStep')}</button>
        <button type="button" class="button" data-replay-do="end" disabled=${ended}
            onClick=${() => step(1000000000)}>${t('replayEnd')}</button>
        <button type="button" class="button" data-replay-do="leave" onClick=${() => { backToNow(); send('endReplay'); if (scenario) set('scenario', '', { keepPreset: true }); }}>${t('replayLeave')}
          </button>
      </div>
      ${divergence && html`<div class="replay-what" role="alert"><strong>${t('replayDiverged')}</strong><pre>${text(divergence)}
        </pre></div>`}
      ${reclassified.length > 0 && html`<details class="replay-answers" data-reclassified open>
        <summary>${t('reclassified', { n: reclassified.length })}</summary>
        <ul>${reclassified.map((answer, place) => html`<li key=${place}>${text(answer)}</li>`)}</ul>
      </details>`}
    </section>`;
  }
}
