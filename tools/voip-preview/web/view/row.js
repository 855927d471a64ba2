// One row of the timeline.
import { PureComponent, html } from '../html.js';
import { causeName, meaning, remedy } from '../causes.js';
import { indentedJson, oneLine, visible } from '../escape.js';
import { copyText } from '../files.js';
import { store } from '../store.js';
import { secondsText, spanText } from '../time.js';
import { t } from '../texts.js';
import { Icon } from './icons.js';

/** The largest run number of an app. Replays have larger numbers. */
const MAX_LIVE_RUN = 0x7fffffff;

export class Row extends PureComponent {
  render({ row, opened, sameTime, showPhone, newRun, shown, gone, choose }) {
    const letter = row.phone ? 'b' : 'a';
    const { main, side, status, below } = lines[row.kind](row);
    const more = details(row);
    // A letter marks the first of several rows of a phone, a dot the others.
    const mark = showPhone || row.kind === 'change' ? 'mark' : 'mark mark-dot';
    const line = html`<span class="row-main">${row.run > MAX_LIVE_RUN && html`<span class="tag">${t('replayed')}</span> `}${main}</span>${side && html`<span class="row-side">${side}</span>`}`;
    return html`<div
        class=${`event event-${letter} event-${row.kind}${status ? ` event-${status}` : ''}${newRun ? ' event-new-run' : ''}${shown ? ' event-shown' : ''}`}
            data-kind=${row.kind} data-of=${letter} data-status=${status} data-seq=${row.seq} data-gone=${gone ? '' : undefined}
            aria-current=${shown ? 'true' : undefined} title=${gone ? t('pastGone') : undefined}>
      <time class=${sameTime ? 'event-time event-same' : 'event-time'}>${secondsText(row.at)}</time>
      <span class="rail rail-a">${!row.phone && html`<i class=${mark}>A</i>`}</span>
      <span class="rail rail-b">${row.phone === 1 && html`<i class=${mark}>B</i>`}</span>
      <div class="event-body">
        <button type="button" class="event-line" tabindex="-1" aria-expanded=${more ? opened : undefined}
            onClick=${() => choose(row)}>${line}${more && html`<${Icon} name="right" />`}</button>
        ${below}
        ${opened && more && html`<div class="more">
          <dl>${more.map(([name, value]) => html`<dt>${name}</dt><dd><pre>${value}</pre></dd>`)}</dl>
          <button type="button" class="button" data-copy-row title=${t('copyRowTitle')}
              onClick=${() => copyText(t('copyRowName'), exactJson(row))}>${t('copyRow')}</button>
        </div>`}
      </div>
    </div>`;
  }
}

/** A row as JSON: a host call with its answers, or the record itself. */
function exactJson(row) {
  const call = row.kind === 'call' ? row : row.call;
  const shown = call ? { at: call.at, call: call.value, answers: call.answers.map(({ at, value }) => ({ at, ...value })) } : { at: row.at, [row.kind]: row.value };
  return JSON.stringify(shown, null, 2);
}

/** The meaning of a cause, and of a failure also what to do. */
function Meaning({ cause, fails, message }) {
  return html`<div class="row-below" data-meaning>
    <p><b class="cause">${causeName(cause)}</b> ${meaning(cause)}</p>
    ${fails && message && html`<p class="quiet">${t('hostMessage')}: ${visible(message)}</p>`}
    ${fails && html`<p><span class="quiet">${t('classifyRemedy')}:</span> ${remedy(cause)}</p>`}
  </div>`;
}

/** The meaning and the remedy of a cause in both languages. */
const bothLanguages = (cause) => [
  [causeName(cause), `${meaning(cause, 'en')}\n${meaning(cause, 'zh')}`],
  [t('classifyRemedy'), `${remedy(cause, 'en')}\n${remedy(cause, 'zh')}`],
];

const isPresent = (value) => value !== null && value !== undefined;
const failed = (answer) => isPresent(answer.cause);
const failure = ({ cause, message }) => [visible(cause), visible(message)].filter(Boolean).join('\n');
/** Whether a value stands for one that is made up. */
const isMadeUp = (value) => value?.['voip:any'] !== undefined;
const resultText = (value) => (isMadeUp(value) ? t('madeUp') : indentedJson(value));
const answerTime = (row) => (row.call ? spanText(row.at - row.call.at) : '');

const lines = {
  call(row) {
    const { name, options } = row.value;
    const [first] = row.answers;
    const toast = name === 'showToast';
    const status = first ? (failed(first.value) ? 'bad' : 'good') : toast ? '' : 'waiting';
    const label = !first
      ? (toast ? null : html`<span class="status status-waiting"><span class="spin"></span>${t('waiting')}</span>`)
      : html`<span class=${`status status-${status}`}>${failed(first.value) ? visible(first.value.cause) : 'ok'}
        ${row.answers.length > 1 ? ` +${row.answers.length - 1}` : ''} · ${spanText(first.at - row.at)}</span>`;
    return { main: html`<code class="callee">wx.${visible(name)}</code>
      ${isPresent(options) && html` <code class="options">${oneLine(options)}</code>`}`, side: label, status };
  },
  answer(row) {
    const { cause, message, result } = row.value;
    const late = row.call && row.call.answers[0] !== row;
    return {
      main: html`<code class="callee callee-back">↩ ${visible(row.call?.value.name ?? `#${row.value.to}`)}
        </code> ${failed(row.value)
        ? html`<b class="cause">${visible(cause)}</b>${message && html` <span class="quiet">${visible(message)}</span>`}`
        : html`<span class="fine">ok</span>${isMadeUp(result) ? html` <span class="quiet">${t('madeUp')}</span>` : isPresent(result) && html` <code class="options">${oneLine(result)}</code>`}`}
          ${late && html` <span class="tag">${t('again')}</span>`}`,
      side: html`<span class="quiet">${answerTime(row)}</span>`,
      status: failed(row.value) ? 'bad' : '',
    };
  },
  change(row) {
    const { from, to, cause } = row.value;
    return {
      main: html`<span class="from">${from}</span><span class="arrow">→</span><span class=${`state state-${to}`}>${to}
        </span>`,
      status: to === 'Failed' ? 'bad' : '',
      below: isPresent(cause) && html`<${Meaning} cause=${cause} fails=${to === 'Failed'} message=${row.value.message} />`,
    };
  },
  input(row) {
    const input = row.value;
    if (typeof input === 'string') return { main: html`<span class="action">${t(`input_${input}`)}</span>` };
    const [[kind, body]] = Object.entries(input);
    if (kind === 'set') return { main: html`<span class="action">${t('input_set')}</span> <code>${visible(body.field)}
      </code> <code class="options">= ${oneLine(body.value)}</code>` };
    if (kind === 'call') return { main: html`<span class="action">${t('input_call', { n: body.contact })}</span>` };
    if (!body.query?.length) return { main: html`<span class="action">${t('input_open')}</span>` };
    return { main: html`<span class="action">${t('input_load')}</span> <code class="options">
      ${oneLine(Object.fromEntries(body.query ?? []))}</code>` };
  },
  chat(row) {
    const chat = row.value;
    if (typeof chat === 'string') return { main: html`<span class="chat">${t(`chat_${chat}`)}</span>` };
    if ('members' in chat) return { main: html`<span class="chat">${t(chat.members > 1 ? 'chat_answered' : 'chat_members', { n: chat.members })}</span>` };
    return { main: html`<span class="chat">${t('chat_interrupted')}</span> <span class="quiet">${visible(chat.interrupted)}
      </span>`, status: 'bad' };
  },
  reachable(row) {
    return { main: html`<span class="chat">${t(row.value ? 'reachable_on' : 'reachable_off')}</span>` };
  },
  reportsMembers(row) {
    return { main: html`<span class="chat">${t(row.value ? 'reportsMembers_on' : 'reportsMembers_off')}</span>` };
  },
  // Functions beside the call: their failures are on the console of a phone, and not on the page.
  taskFailed(row) {
    const { task, cause, message } = row.value;
    return { main: html`<span class="action">${t('taskFailed')}</span> <code>${visible(task)}</code> <b class="cause">${visible(cause)}</b>
      ${message && html` <span class="quiet">${visible(message)}</span>`}`, status: 'bad' };
  },
  spawnIgnored(row) {
    return { main: html`<span class="quiet">${t('spawnIgnored')}</span> <code>${visible(row.value)}</code>` };
  },
  why(row) {
    return { main: html`<span class="why">${visible(store.lang === 'zh' ? row.value.chinese : row.value.english)}</span>` };
  },
  // What a phone has observed besides.
  note(row) {
    const known = typeof row.value === 'string' && ['show', 'hide', 'full'].includes(row.value);
    return { main: html`<span class="quiet">${known ? t(`note_${row.value}`) : oneLine(row.value)}</span>` };
  },
  // What the user does outside the page: in WeChat's windows, or to the phone.
  action(row) {
    const action = typeof row.value === 'string' ? row.value : Object.keys(row.value)[0];
    const { scope, on } = row.value.turn ?? { on: row.value.mute };
    const key = action === 'turn' || action === 'mute' ? `${action}_${on ? 'on' : 'off'}` : action;
    return { main: html`<span class="action">${t(`action_${key}`)}</span>${scope && html` <code>${visible(scope)}</code>`}` };
  },
  field(row) {
    return { main: html`<span class="action">${t('fieldSet')}</span> <code>${visible(row.value.name)}</code> <code
        class="options">= ${oneLine(row.value.value)}</code>` };
  },
};

/** The details of a row: pairs of a name and a text. */
function details(row) {
  const { value, kind } = row;
  if (kind === 'call') {
    const found = [[t('options'), indentedJson(value.options)]];
    row.answers.forEach((answer, index) => {
      const number = row.answers.length > 1 ? ` ${index + 1}` : '';
      const name = `${t('answer')}${number} · ${t('after', { span: spanText(answer.at - row.at) })}`;
      found.push([name, failed(answer.value) ? failure(answer.value) : `ok\n${resultText(answer.value.result)}`]);
      if (isPresent(answer.value.raw)) found.push([t('raw'), indentedJson(answer.value.raw)]);
    });
    if (!row.answers.length && value.name !== 'showToast') found.push([t('answer'), t('noAnswer')]);
    return found;
  }
  if (kind === 'answer') {
    const found = [failed(value) ? [t('failure'), failure(value)] : [t('result'), resultText(value.result)]];
    if (failed(value)) found.push(...bothLanguages(value.cause));
    if (isPresent(value.raw)) found.push([t('raw'), indentedJson(value.raw)]);
    if (row.call) found.push([t('options'), indentedJson(row.call.value.options)]);
    return found;
  }
  if (kind === 'change' && isPresent(value.cause)) {
    const found = bothLanguages(value.cause);
    if (value.message) found.push([t('hostMessage'), visible(value.message)]);
    return found;
  }
  if (kind === 'taskFailed') return [[t('failure'), failure(value)], ...bothLanguages(value.cause)];
  if (kind === 'input' && typeof value !== 'string') return [[t('value'), indentedJson(value)]];
  if (kind === 'field') return [[t('value'), indentedJson(value.value)]];
  if (kind === 'note' && typeof value !== 'string') return [[t('value'), indentedJson(value)]];
  return null;
}
