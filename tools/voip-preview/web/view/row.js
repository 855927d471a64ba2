// One row of the timeline.
import { Still, html } from '../html.js';
import { brief, pretty, visible } from '../safe.js';
import { secondsText, spanText } from '../time.js';
import { t } from '../words.js';
import { Icon } from './icons.js';

/** The runs of an app count up from 1; those of a replay stand far above. */
const LIVE = 0x7fffffff;

export class Row extends Still {
  render({ row, opened, same, lead, anew, toggle }) {
    const letter = row.phone ? 'b' : 'a';
    const { main, side, look } = lines[row.kind](row);
    const more = details(row);
    // The letter stands where the phone changes; a dot says that it is still the same one.
    const mark = lead || row.kind === 'change' ? 'mark' : 'mark mark-dot';
    const words = html`<span class="row-main">${row.run > LIVE && html`<span class="tag">${t('replayed')}</span> `}${main}</span>${side && html`<span class="row-side">${side}</span>`}`;
    return html`<div
        class=${`event event-${letter} event-${row.kind}${look ? ` event-${look}` : ''}${anew ? ' event-anew' : ''}`}
            data-kind=${row.kind} data-of=${letter} data-status=${look}>
      <time class=${same ? 'event-time event-same' : 'event-time'}>${secondsText(row.at)}</time>
      <span class="rail rail-a">${!row.phone && html`<i class=${mark}>A</i>`}</span>
      <span class="rail rail-b">${row.phone === 1 && html`<i class=${mark}>B</i>`}</span>
      <div class="event-body">
        ${more
          ? html`<button type="button" class="event-line" tabindex="-1" aria-expanded=${opened}
              onClick=${() => toggle(row.seq)}>${words}<${Icon} name="right" /></button>`
          : html`<div class="event-line">${words}</div>`}
        ${opened && more && html`<dl class="more">
          ${more.map(([name, value]) => html`<dt>${name}</dt><dd><pre>${value}</pre></dd>`)}</dl>`}
      </div>
    </div>`;
  }
}

const hasWords = (value) => value !== null && value !== undefined;
const failed = (answer) => hasWords(answer.cause);
const failure = ({ cause, message }) => [visible(cause), visible(message)].filter(Boolean).join('\n');
const took = (row) => (row.call ? spanText(row.at - row.call.at) : '');

const lines = {
  call(row) {
    const { name, options } = row.what;
    const [first] = row.answers;
    const toast = name === 'showToast';
    const look = first ? (failed(first.what) ? 'bad' : 'good') : toast ? '' : 'waiting';
    const status = !first
      ? (toast ? null : html`<span class="status status-waiting"><span class="spin"></span>${t('waiting')}</span>`)
      : html`<span class=${`status status-${look}`}>${failed(first.what) ? visible(first.what.cause) : 'ok'}
        ${row.answers.length > 1 ? ` +${row.answers.length - 1}` : ''} · ${spanText(first.at - row.at)}</span>`;
    return { main: html`<code class="callee">wx.${visible(name)}</code>
      ${hasWords(options) && html` <code class="options">${brief(options)}</code>`}`, side: status, look };
  },
  answer(row) {
    const { cause, message, result } = row.what;
    const late = row.call && row.call.answers[0] !== row;
    return {
      main: html`<code class="callee callee-back">↩ ${visible(row.call?.what.name ?? `#${row.what.to}`)}
        </code> ${failed(row.what)
        ? html`<b class="cause">${visible(cause)}</b>${message && html` <span class="quiet">${visible(message)}</span>`}`
        : html`<span class="fine">ok</span>${hasWords(result) && html` <code class="options">${brief(result)}</code>`}`}
          ${late && html` <span class="tag">${t('again')}</span>`}`,
      side: html`<span class="quiet">${took(row)}</span>`,
      look: failed(row.what) ? 'bad' : '',
    };
  },
  change(row) {
    const { from, to, cause } = row.what;
    return {
      main: html`<span class="from">${from}</span><span class="arrow">→</span><span class=${`state state-${to}`}>${to}
        </span>${hasWords(cause) && html` <b class="cause">${visible(cause)}</b>`}`,
      look: to === 'Failed' ? 'bad' : '',
    };
  },
  input(row) {
    const input = row.what;
    if (typeof input === 'string') return { main: html`<span class="did">${t(`did_${input}`)}</span>` };
    const [[kind, body]] = Object.entries(input);
    if (kind === 'set') return { main: html`<span class="did">${t('did_set')}</span> <code>${visible(body.field)}
      </code> <code class="options">= ${brief(body.value)}</code>` };
    return { main: html`<span class="did">${t('did_load')}</span> <code class="options">
      ${brief(Object.fromEntries(body.query ?? []))}</code>` };
  },
  chat(row) {
    const chat = row.what;
    if (typeof chat === 'string') return { main: html`<span class="chat">${t(`chat_${chat}`)}</span>` };
    return { main: html`<span class="chat">${t('chat_interrupted')}</span> <span class="quiet">${visible(chat.interrupted)}
      </span>`, look: 'bad' };
  },
  // What is done beside the page: in WeChat's own windows, or to the phone.
  person(row) {
    const does = typeof row.what === 'string' ? row.what : Object.keys(row.what)[0];
    const { scope, on } = row.what.turn ?? { on: row.what.mute };
    const which = does === 'turn' || does === 'mute' ? `${does}_${on ? 'on' : 'off'}` : does;
    return { main: html`<span class="did">${t(`person_${which}`)}</span>${scope && html` <code>${visible(scope)}</code>`}` };
  },
  field(row) {
    return { main: html`<span class="did">${t('did_field')}</span> <code>${visible(row.what.name)}</code> <code
        class="options">= ${brief(row.what.value)}</code>` };
  },
};

/** What an opened row shows: pairs of a name and a text. */
function details(row) {
  const { what, kind } = row;
  if (kind === 'call') {
    const found = [[t('options'), pretty(what.options)]];
    row.answers.forEach((answer, index) => {
      const which = row.answers.length > 1 ? ` ${index + 1}` : '';
      const name = `${t('answer')}${which} · ${t('after', { span: spanText(answer.at - row.at) })}`;
      found.push([name, failed(answer.what) ? failure(answer.what) : `ok\n${pretty(answer.what.result)}`]);
    });
    if (!row.answers.length && what.name !== 'showToast') found.push([t('answer'), t('noAnswer')]);
    return found;
  }
  if (kind === 'answer') {
    const found = [failed(what) ? [t('failure'), failure(what)] : [t('result'), pretty(what.result)]];
    if (row.call) found.push([t('options'), pretty(row.call.what.options)]);
    return found;
  }
  if (kind === 'change') return what.message ? [[t('hostWords'), visible(what.message)]] : null;
  if (kind === 'input' && typeof what !== 'string') return [[t('value'), pretty(what)]];
  if (kind === 'field') return [[t('value'), pretty(what.value)]];
  return null;
}
