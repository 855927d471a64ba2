// The dialog that says what an answer of WeChat means.
import { STEPS } from '../address.js';
import { send } from '../connection.js';
import { visible } from '../escape.js';
import { Component, html } from '../html.js';
import { store, touch } from '../store.js';
import { t } from '../texts.js';
import { Dialog } from './dialogs.js';

/** How long after a key the answer is sent, in milliseconds. */
const TYPING = 150;

export class Classify extends Component {
  constructor(props) {
    super(props);
    this.state = { text: '', step: '' };
  }

  change(part) {
    const now = { ...this.state, ...part };
    this.setState(part);
    clearTimeout(this.typing);
    this.typing = setTimeout(() => {
      if (now.text.trim()) send({ classify: { text: now.text, step: now.step || null } });
      else store.classified = null;
      touch();
    }, TYPING);
  }

  componentWillUnmount() {
    clearTimeout(this.typing);
    store.classified = null;
  }

  render({ classified }, { text, step }) {
    return html`<${Dialog} name="classify" title=${t('classify')} close=${() => { store.open = null; touch(); }}>
      <p>${t('classifyWhat')}</p>
      <textarea autofocus name="answer" rows="4" spellcheck="false" aria-label=${t('classifyAnswer')} value=${text}
          placeholder=${'{"errMsg": "join1v1Chat:fail", "errCode": -1}'}
          onInput=${(event) => this.change({ text: event.target.value })}></textarea>
      <label class="inline classify-step"><span>${t('classifyStep')}</span>
        <select name="answer-step" class="select" value=${step} onChange=${(event) => this.change({ step: event.target.value })}>
          <option value="">${t('classifyRead')}</option>
          ${STEPS.map((one) => html`<option key=${one} value=${one}>${one}</option>`)}
        </select></label>
      <div class="classified" data-classified aria-live="polite">
        ${text.trim() && classified && (classified.why
          ? html`<p class="classified-why">${visible(store.lang === 'zh' ? classified.why.chinese : classified.why.english)}</p>`
          : html`<${Answer} answer=${classified.answer} />`)}
      </div>
    <//>`;
  }
}

function Answer({ answer }) {
  const { hostCall, assumed, cause, edge } = answer;
  const zh = store.lang === 'zh';
  return html`
    <h3><code class="cause">${visible(cause.name)}</code>${cause.code !== null && !cause.name.startsWith('Other') ? html` <span class="quiet">${cause.code}</span>` : ''}</h3>
    <p class="classified-sentence">${zh ? cause.chinese : cause.english}</p>
    <dl>
      <dt>${t('classifyCall')}</dt><dd><code>wx.${visible(hostCall)}</code>${assumed && html` <span class="quiet">${t('classifyAssumed')}</span>`}</dd>
      <dt>${t('classifyRemedy')}</dt><dd>${zh ? cause.remedyChinese : cause.remedy}</dd>
      ${!zh && html`<dt>${t('classifyShown')}</dt><dd lang="zh-CN">${cause.chinese}</dd>`}
      ${edge && html`<dt>${t('classifyFlow')}</dt><dd>${t(edge.named ? 'classifyNamed' : 'classifyPlain', { state: edge.from })}
        <br /><code>${edge.from} → ${edge.to}</code> <span class="quiet">${visible(edge.trigger)}</span></dd>`}
    </dl>`;
}
