// The host calls that a page makes itself, such as `wx.login` or a request to its server, and what answers them.
import { Component, html } from '../html.js';
import { PHONES, store } from '../store.js';
import { t } from '../texts.js';
import { set } from '../server.js';

/** The JSON with line breaks; a text that is no JSON stays as it is. */
function indented(json) {
  try {
    return JSON.stringify(JSON.parse(json), null, 2);
  } catch {
    return json;
  }
}

/** The JSON without line breaks, or null if the text is no JSON. */
function compact(text) {
  try {
    return text.trim() && JSON.stringify(JSON.parse(text));
  } catch {
    return null;
  }
}

/** @param {{ index: 0 | 1 }} props */
export function Requests({ index }) {
  const prefix = `${PHONES[index]}.answer.`;
  const calls = new Map((store.phones[index]?.requests ?? []).map((request) => [request.call, request]));
  // Those of a link, before the page has made them.
  for (const key of store.settings.keys()) {
    const call = key.slice(prefix.length);
    if (key.startsWith(prefix) && !calls.has(call)) calls.set(call, { call, source: 'given', answer: null });
  }
  if (!calls.size) return null;
  return html`<fieldset class="faults-part" data-requests=${PHONES[index]}>
    <legend>${t('requests')}</legend>
    <div>${[...calls.values()].map((request) => html`<${Request} key=${request.call} name=${prefix + request.call}
        request=${request} given=${store.settings.get(prefix + request.call)} />`)}</div>
    <p class="faults-note">${t('requestsHint')}</p>
  </fieldset>`;
}

class Request extends Component {
  constructor(props) {
    super(props);
    /** What is typed and not accepted yet. */
    this.state = { text: null };
  }

  render({ name, request: { call, source, answer }, given }, { text }) {
    const shown = given !== undefined ? indented(given) : answer === null ? '' : JSON.stringify(answer, null, 2);
    const json = text === null ? null : compact(text);
    const edited = text !== null && json !== (given ?? compact(shown));
    const value = edited ? text : shown;
    const leave = () => {
      if (edited && json !== null) set(name, json);
    };
    const reset = () => {
      this.setState({ text: null });
      set(name, '');
    };
    return html`<div class="request" data-request=${call}>
      <div class="faults-row"><code class="grow">${call}</code><span class="quiet">${t(`source_${source}`)}</span>
        ${(given !== undefined || edited) && html`<button type="button" class="button button-quiet" data-request-reset
            onClick=${reset}>${t('reset')}</button>`}</div>
      <textarea class="field request-answer" name=${name} rows=${Math.min(8, value.split('\n').length)} spellcheck=${false}
          aria-label=${t('requestAnswer', { call })} aria-invalid=${edited || undefined} value=${value}
        onInput=${(event) => this.setState({ text: event.target.value })} onBlur=${leave}></textarea>
      ${edited && json === null && html`<small class="field-hint" role="alert">${t('notJson')}</small>`}
    </div>`;
  }
}
