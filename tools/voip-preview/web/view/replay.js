// The banner while a recording is replayed.
import { Component, html } from '../html.js';
import { visible, visibleLines } from '../safe.js';
import { store } from '../store.js';
import { t } from '../words.js';
import { send } from '../wire.js';
import { Icon } from './icons.js';

export class Replay extends Component {
  render({ replay }) {
    if (!replay) return null;
    const { phone, line, lines, ended, open, wrong } = replay;
    return html`<section class=${wrong ? 'replay replay-wrong' : 'replay'} data-replay aria-label=${t('replay')}>
      <div class="replay-row">
        <span class=${`badge badge-${phone ? 'b' : 'a'}`}>${phone ? 'B' : 'A'}</span>
        <span class="replay-name">${t('replaying')} <bdi>${visible(store.replayName)}</bdi></span>
        <progress class="replay-bar" max=${lines} value=${line} aria-label=${t('replayLine', { line, lines })}></progress>
        <span class="replay-line">${t('replayLine', { line, lines })}</span>
        ${ended && !wrong && html`<span class="replay-same"><${Icon} name="check" />${t(open ? 'replayOpen' : 'replaySame')}</span>`}
        <span class="grow"></span>
        <button type="button" class="button" data-replay-do="step" disabled=${ended}
            onClick=${() => send({ replayStep: 1 })}><${Icon} name="step" filled />${t('replayStep')}</button>
        <button type="button" class="button" data-replay-do="end" disabled=${ended}
            onClick=${() => send({ replayStep: 1000000000 })}>${t('replayEnd')}</button>
        <button type="button" class="button" data-replay-do="leave" onClick=${() => send('endReplay')}>${t('replayLeave')}
          </button>
      </div>
      ${wrong && html`<div class="replay-what" role="alert"><strong>${t('replayWrong')}</strong><pre>${visibleLines(wrong)}
        </pre></div>`}
    </section>`;
  }
}
