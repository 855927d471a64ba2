// What happened on both phones, in order. Only some hundred rows are drawn; while the reader is at
// the end, they are the last ones.
import { Component, html } from '../html.js';
import { SHOWN } from '../log.js';
import { PRESETS } from '../presets.js';
import { store, touch } from '../store.js';
import { t } from '../words.js';
import { set } from '../world.js';
import { Icon } from './icons.js';
import { Row } from './row.js';

/** How many are drawn while the end is in sight: more than a window has room for. */
const FOLLOWED = 80;
/** How many rows older or newer at a time. */
const PAGE = 150;
/** Rows that may be drawn anew each frame. Where more come, the list is drawn less often, and only its end. */
const CALM = 60;
const SLOWLY = 250;

export class Timeline extends Component {
  constructor(props) {
    super(props);
    /** Whether the end is in sight; else `from` is the first row that is drawn. */
    this.state = { following: true, from: 0, opened: new Set() };
    this.drawn = { at: 0, length: 0, version: 0 };
  }

  shouldComponentUpdate(next, state) {
    if (state !== this.state || ['lang', 'page', 'preset', 'notices'].some((key) => next[key] !== this.props[key])) return true;
    if (next.version === this.drawn.version) return false;
    const came = Math.abs(next.log.length - this.drawn.length);
    const now = performance.now();
    if (came > CALM && now - this.drawn.at < SLOWLY) {
      this.later ??= setTimeout(() => { this.later = null; touch(); }, SLOWLY);
      return false;
    }
    return true;
  }

  componentDidMount() {
    this.toEnd();
  }

  componentDidUpdate() {
    if (this.state.following) this.toEnd();
    else if (this.hold) {
      // Older rows came in above: what was read stays where it was.
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
    if (following && !atEnd && scrollTop < this.lastTop) this.from(Math.max(0, length - SHOWN));
    else if (!following && atEnd && from + SHOWN >= length) this.setState({ following: true });
    this.lastTop = scrollTop;
  }

  older() {
    const { following, from } = this.state;
    const first = following ? this.props.log.length - FOLLOWED : from;
    this.from(Math.max(0, first - PAGE));
  }

  /** Draws the rows from this one on; what is read stays where it is. */
  from(from) {
    const node = this.list.querySelector('[data-kind]');
    this.hold = node && { node, top: node.getBoundingClientRect().top };
    this.setState({ following: false, from });
  }

  toggle(seq) {
    const opened = new Set(this.state.opened);
    if (!opened.delete(seq)) opened.add(seq);
    this.setState({ opened });
  }

  // The list is one tab stop; the arrow keys go from row to row.
  key(event) {
    const buttons = [...this.list.querySelectorAll('.event-line[aria-expanded]')];
    const at = buttons.indexOf(document.activeElement);
    const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? buttons.length - 1 : at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined || !buttons[to] || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    buttons[to].focus();
  }

  render({ log, lang, page, notices }, { following, from, opened }) {
    const { length } = log;
    const first = following ? Math.max(0, length - FOLLOWED) : Math.min(from, Math.max(0, length - 1));
    const rows = log.slice(first, first + SHOWN);
    const newer = Math.max(0, length - first - SHOWN);
    this.drawn = { at: performance.now(), length, version: log.version };
    this.open ??= (seq) => this.toggle(seq);
    return html`<section class="timeline" data-timeline aria-label=${t('timeline')}>
      <${Filters} filter=${log.filter} following=${() => this.setState({ following: true })} lang=${lang} />
      <${Chosen} />
      <div class=${notices ? 'rows-list rows-noticed' : 'rows-list'} ref=${(list) => { this.list = list; }}
          onScroll=${() => this.scrolled()} onKeyDown=${(event) => this.key(event)} tabindex="0" role="log" aria-live="off"
              aria-label=${t('timeline')}>
        ${(first > 0 || log.missed > 0) && html`<div class="older">
          ${first > 0 && html`<button type="button" class="button" data-older onClick=${() => this.older()}>
            ${t('older', { n: first })}</button>`}
          ${log.missed > 0 && html`<span>${t('missed', { n: log.missed })}</span>`}
        </div>`}
        ${rows.map((row, place) => html`<${Row} key=${row.seq} row=${row} version=${row.version} lang=${lang} page=${page}
            opened=${opened.has(row.seq)} same=${place > 0 && rows[place - 1].at === row.at}
                lead=${place === 0 || rows[place - 1].phone !== row.phone} anew=${place > 0 && rows[place - 1].at > row.at}
                    toggle=${this.open} />`)}
        ${!rows.length && html`<${Empty} filtered=${log.rows.length > 0 || log.scanning} />`}
      </div>
      ${!following && html`<button type="button" class="button to-end" data-to-end
          onClick=${() => this.setState({ following: true })}><${Icon} name="down" />
            ${newer ? t('newer', { n: newer }) : t('toEnd')}</button>`}
    </section>`;
  }
}

function Empty({ filtered }) {
  return html`<div class="empty">
    <p><strong>${t(filtered ? 'emptyFiltered' : 'empty')}</strong></p>
    ${!filtered && store.hello && html`<p>${t('emptyHint', { button: store.hello.page.button })}</p>`}
  </div>`;
}

const KINDS = ['all', 'calls', 'changes', 'inputs'];
let typing = 0;

function Filters({ filter, following }) {
  const choose = (what) => { store.log.choose(what); following(); touch(); };
  const text = (event) => {
    clearTimeout(typing);
    const wanted = event.target.value.trim().toLowerCase();
    typing = setTimeout(() => choose({ text: wanted }), 120);
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

/** The preset that is on: what to do, and what comes. */
function Chosen() {
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
