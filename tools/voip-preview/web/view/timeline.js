// The timeline: the events of both phones, in order. Only some hundred rows are rendered; while the list shows its end or a
// past moment, those that fit into it.
import { Component, html } from '../html.js';
import { MAX_SHOWN } from '../log.js';
import { backToNow, showMoment } from '../past.js';
import { PRESETS } from '../presets.js';
import { pageOf, store, touch } from '../store.js';
import { t } from '../texts.js';
import { set } from '../server.js';
import { Icon } from './icons.js';
import { Row } from './row.js';
import { Scrubber } from './scrubber.js';

/** The least height of a row, in pixels. */
const ROW_HEIGHT = 27;
/** How many rows are rendered beyond those that fit into the list, so that it can be scrolled. Around a past moment, as many again. */
const SPARE_ROWS = 8;
/** How many older rows are added at a time. */
const PAGE_ROWS = 150;
/** If more new rows than this arrive in a frame, the list is rendered at this interval, in milliseconds. */
const MAX_ROWS_PER_FRAME = 60;
const SLOW_INTERVAL = 250;

export class Timeline extends Component {
  constructor(props) {
    super(props);
    /** `following` if the list shows its end; otherwise `from` is the first rendered row. */
    this.state = { following: true, from: 0, opened: new Set(), rows: SPARE_ROWS };
    this.drawn = { at: 0, length: 0, version: 0 };
  }

  shouldComponentUpdate(next, state) {
    if (state !== this.state || ['lang', 'page', 'preset', 'notices', 'past', 'pastAt', 'keptFrom'].some((key) => next[key] !== this.props[key])) return true;
    if (next.version === this.drawn.version) return false;
    const added = Math.abs(next.log.length - this.drawn.length);
    const now = performance.now();
    if (added > MAX_ROWS_PER_FRAME && now - this.drawn.at < SLOW_INTERVAL) {
      this.later ??= setTimeout(() => { this.later = null; touch(); }, SLOW_INTERVAL);
      return false;
    }
    return true;
  }

  componentDidMount() {
    this.toEnd();
    // A panel beside the list makes its rows higher.
    new ResizeObserver(() => {
      const rows = Math.ceil(this.list.clientHeight / ROW_HEIGHT) + SPARE_ROWS;
      if (rows !== this.state.rows) this.setState({ rows });
      else if (this.state.following) this.toEnd();
    }).observe(this.list);
  }

  componentWillReceiveProps({ past, log }) {
    if (past === this.props.past) return;
    const { following, from, rows } = this.state;
    const first = following ? Math.max(0, log.length - rows) : from;
    if (past === null) {
      this.setState({ following: true });
      return;
    }
    // The rows around the marked row are rendered.
    const index = log.indexOf(past);
    const isRendered = index < 0 || (index >= first && index < first + rows + SPARE_ROWS);
    this.setState({ following: false, from: isRendered ? first : Math.max(0, index - Math.floor(rows / 2)) });
  }

  componentDidUpdate(previous) {
    const { past } = this.props;
    if (past !== null) {
      if (past !== previous.past) this.list.querySelector(`[data-seq="${past}"]`)?.scrollIntoView({ block: 'nearest' });
    } else if (this.state.following) this.toEnd();
    else if (this.hold) {
      // Older rows were added above: keep the visible rows in place.
      const { node, top } = this.hold;
      this.hold = null;
      this.list.scrollTop += node.getBoundingClientRect().top - top;
    }
  }

  toEnd() {
    if (this.list) this.list.scrollTop = this.list.scrollHeight;
  }

  scrolled() {
    const { scrollTop, scrollHeight, clientHeight } = this.list;
    const atEnd = scrollHeight - scrollTop - clientHeight < 24;
    const { following, from } = this.state;
    const { length } = this.props.log;
    if (this.props.past !== null) return;
    if (following && !atEnd && scrollTop < this.lastTop) this.from(Math.max(0, length - MAX_SHOWN));
    else if (!following && atEnd && from + MAX_SHOWN >= length) this.setState({ following: true });
    this.lastTop = scrollTop;
  }

  older() {
    const { following, from, rows } = this.state;
    const first = following ? this.props.log.length - rows : from;
    this.from(Math.max(0, first - PAGE_ROWS));
  }

  /** Renders the rows from this one on, and keeps the visible rows in place. */
  from(from) {
    const node = this.list.querySelector('[data-kind]');
    this.hold = node && { node, top: node.getBoundingClientRect().top };
    this.setState({ following: false, from });
  }

  /** Shows the moment of a row, and opens it; or closes it, and shows the present. */
  choose(row) {
    const opened = new Set(this.state.opened);
    if (this.props.past === row.seq) {
      opened.delete(row.seq);
      backToNow();
    } else if (this.props.past === null && this.list.querySelector(`[data-seq="${row.seq}"] .more`)) {
      opened.delete(row.seq);
    } else {
      opened.add(row.seq);
      showMoment(row);
    }
    this.setState({ opened });
  }

  // The list is one tab stop: the arrow keys move between rows.
  key(event) {
    const buttons = [...this.list.querySelectorAll('.event-line')];
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? buttons.length - 1 : at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined || !buttons[to] || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    buttons[to].focus();
    const { log, past } = this.props;
    const row = log.rows[Number(buttons[to].closest('[data-seq]').dataset.seq) - log.first];
    if (past !== null && row) showMoment(row);
  }

  render({ log, lang, page, notices, past, keptFrom }, { following, from, opened, rows: fitting }) {
    const { length } = log;
    const first = following ? Math.max(0, length - fitting) : Math.min(from, Math.max(0, length - 1));
    const rows = log.slice(first, first + (past === null ? MAX_SHOWN : fitting + SPARE_ROWS));
    const newer = Math.max(0, length - first - MAX_SHOWN);
    this.drawn = { at: performance.now(), length, version: log.version };
    this.chooseRow ??= (row) => this.choose(row);
    return html`<section class="timeline" data-timeline aria-label=${t('timeline')}>
      <${Filters} filter=${log.filter} following=${() => this.setState({ following: true })} lang=${lang} />
      <${ChosenPreset} />
      <div class=${notices ? 'rows-list rows-with-notice' : 'rows-list'} ref=${(list) => { this.list = list; }}
          onScroll=${() => this.scrolled()} onKeyDown=${(event) => this.key(event)} tabindex="0" role="log" aria-live="off"
              aria-label=${t('timeline')}>
        ${(first > 0 || log.dropped > 0) && html`<div class="older">
          ${first > 0 && html`<button type="button" class="button" data-older onClick=${() => this.older()}>
            ${t('older', { n: first })}</button>`}
          ${log.dropped > 0 && html`<span>${t('dropped', { n: log.dropped })}</span>`}
        </div>`}
        ${rows.map((row, index) => html`<${Row} key=${row.seq} row=${row} version=${row.version} lang=${lang} page=${page}
            opened=${opened.has(row.seq)} sameTime=${index > 0 && rows[index - 1].at === row.at}
                showPhone=${index === 0 || rows[index - 1].phone !== row.phone} newRun=${index > 0 && rows[index - 1].at > row.at}
                    shown=${row.seq === past} gone=${row.position < keptFrom} choose=${this.chooseRow} />`)}
        ${!rows.length && html`<${Empty} filtered=${log.rows.length > 0 || log.scanning} />`}
      </div>
      <${Scrubber} log=${log} past=${past} />
      ${!following && past === null && html`<button type="button" class="button to-end" data-to-end
          onClick=${() => this.setState({ following: true })}><${Icon} name="down" />
            ${newer ? t('newer', { n: newer }) : t('toEnd')}</button>`}
    </section>`;
  }
}

function Empty({ filtered }) {
  return html`<div class="empty">
    <p><strong>${t(filtered ? 'emptyFiltered' : 'empty')}</strong></p>
    ${!filtered && store.hello && html`<p>${t('emptyHint', { button: pageOf(0).receive?.only ? '可接听' : pageOf(0).button })}</p>`}
  </div>`;
}

const KINDS = ['all', 'calls', 'changes', 'inputs'];
let typing = 0;

function Filters({ filter, following }) {
  const choose = (change) => { store.log.choose(change); following(); touch(); };
  const text = (event) => {
    clearTimeout(typing);
    const query = event.target.value.trim().toLowerCase();
    typing = setTimeout(() => choose({ text: query }), 120);
  };
  return html`<div class="filters" role="toolbar" aria-label=${t('filter')}>
    <div class="group">
      ${KINDS.map((kind) => html`<button type="button" key=${kind} class="button" data-filter=${kind}
          aria-pressed=${filter.kind === kind} onClick=${() => choose({ kind })}>${t(`filter_${kind}`)}</button>`)}
    </div>
    <div class="group">
      ${['a', 'b'].map((phone) => html`<button type="button" key=${phone} class="button button-icon" data-filter=${phone}
          aria-pressed=${filter.phone === phone} aria-label=${t('filterPhone', { name: phone.toUpperCase() })}
              title=${t('filterPhone', { name: phone.toUpperCase() })}
        onClick=${() => choose({ phone: filter.phone === phone ? 'both' : phone })}><span class=${`dot dot-${phone}`}>
          </span>${phone.toUpperCase()}</button>`)}
    </div>
    <label class="find"><${Icon} name="search" /><input type="search" data-filter="text" name="filter"
        placeholder=${t('find')} aria-label=${t('find')} autocomplete="off" spellcheck=${false} onInput=${text} /></label>
  </div>`;
}

/** The description of the chosen preset. */
function ChosenPreset() {
  const preset = PRESETS.find((one) => one.id === store.settings.get('preset'));
  if (!preset) return null;
  const [title, sentence] = preset[store.lang];
  const settings = Object.entries(preset.settings).map(([key, value]) => `${key}=${value}`).join(' ');
  return html`<aside class="chosen" data-chosen=${preset.id}>
    <div><strong>${title}</strong>${settings && html` <code>${settings}</code>`}<p>${sentence}</p></div>
    <button type="button" class="button button-icon button-quiet" aria-label=${t('hidePreset')} title=${t('hidePreset')}
        onClick=${() => set('preset', '')}><${Icon} name="close" /></button>
  </aside>`;
}
