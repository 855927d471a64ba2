// The flow of the page as a diagram: six states at fixed positions, and the edges that the page declares.
import { Component, html } from '../html.js';
import { visible } from '../escape.js';
import { edgeText, limitsOf, lineText, linesOf, undeclaredLine } from '../flow.js';
import { t } from '../texts.js';
import { LAYOUTS, verticalRange } from './layout.js';

/** The width from which lines have labels, in pixels. */
const WIDE = 460;
/** How many letters of a label fit. */
const LABEL_LENGTH = 22;

/** What leads along a line, in a few words: the caption has the rest. */
function labelText({ edges, undeclared }) {
  if (undeclared) return '';
  const triggers = edges.flatMap((edge) => (edge.event ? [t(`event_${edge.event}`)] : edge.on.map(visible)));
  let text = triggers[0];
  let shown = 1;
  while (shown < triggers.length && `${text}, ${triggers[shown]}`.length <= LABEL_LENGTH) text += `, ${triggers[shown++]}`;
  return shown < triggers.length ? `${text} +${triggers.length - shown}` : text;
}

export class Diagram extends Component {
  constructor(props) {
    super(props);
    /** The line under the pointer, and the line with the tab stop. */
    this.state = { over: null, at: 0, wide: false };
  }

  componentDidMount() {
    this.resized = new ResizeObserver(([{ contentRect }]) => {
      const wide = contentRect.width >= WIDE;
      if (wide !== this.state.wide) this.setState({ wide });
    });
    this.resized.observe(this.node);
  }

  componentWillUnmount() {
    this.resized.disconnect();
  }

  root = (node) => { this.node = node; };

  shouldComponentUpdate(next, state) {
    const { flow, lang, last, taken: explored } = this.props;
    const taken = (one) => `${one?.from}>${one?.to}>${one?.cause}`;
    const same = next.flow === flow && next.state === this.props.state && next.lang === lang && taken(next.last) === taken(last) && next.taken === explored;
    return !same || state !== this.state;
  }

  // All lines are one tab stop: the arrow keys move between them.
  key(event, lines) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = (this.state.at + step + lines.length) % lines.length;
    this.setState({ at });
    this.node.querySelectorAll('[data-edge]')[at].focus();
  }

  /** `taken` says how often `explore` has taken each line; null without a result. */
  render({ letter, flow, state, last, taken: explored }, { over, at, wide }) {
    const layout = wide ? LAYOUTS.wide : LAYOUTS.narrow;
    this.lines = this.linesFlow === flow ? this.lines : linesOf(flow);
    this.linesFlow = flow;
    const taken = last ? `${last.from}>${last.to}` : '';
    const lit = state ? taken : '';
    const isDeclared = !lit || this.lines.some((line) => line.key === lit);
    const lines = isDeclared ? this.lines : [...this.lines, undeclaredLine(last)];
    const described = lines.find((line) => line.key === (over ?? lit));
    const { top, bottom } = verticalRange(lines);
    // A page that is only called has no other states.
    const nodes = Object.entries(layout.nodes).filter(([name]) => lines.some(({ from, to }) => from === name || to === name));
    const limits = Object.fromEntries(flow.map((row) => [row.state, limitsOf(row)]));
    return html`<figure class="diagram">
      <svg ref=${this.root} data-diagram viewBox=${`0 ${top} ${layout.width} ${layout.y(bottom) - top}`} role="group"
          aria-label=${t('diagram', { state: state || t('closed') })} onKeyDown=${(event) => this.key(event, lines)}>
        ${lines.map((line, index) => {
          const on = line.key === lit;
          const show = (key) => () => this.setState({ over: key });
          return html`<g key=${line.key} class=${line.bad ? 'edge edge-bad' : 'edge'} data-edge=${line.key}
              data-lit=${on ? '' : undefined} tabindex=${index === at ? 0 : -1} role="img"
              data-undeclared=${line.undeclared ? '' : undefined}
              data-explored=${explored ? (explored[line.key] ? 'taken' : 'untaken') : undefined} aria-label=${`${line.from} → ${line.to}: ${lineText(line)}`}
              onMouseEnter=${show(line.key)} onMouseLeave=${show(null)}
                  onFocus=${() => this.setState({ over: line.key, at: index })} onBlur=${show(null)}>
            <path class="edge-area" d=${layout.lines[line.key]?.path} />
            <path class="edge-line" d=${layout.lines[line.key]?.path} pathLength="1" />
            ${!line.bad ? null : html`<path class="edge-dash" d=${layout.lines[line.key]?.path} />`}
            <path class="edge-tip" d="M-6.5-3.6 0 0-6.5 3.6z" transform=${layout.lines[line.key]?.tip} />
          </g>`;
        })}
        ${wide && lines.map((line) => html`<text key=${line.key} class=${line.bad ? 'edge-label edge-label-bad' : 'edge-label'}
            data-label=${line.key} aria-hidden="true" x=${layout.lines[line.key]?.label.x} y=${layout.lines[line.key]?.label.y} text-anchor=${layout.lines[line.key]?.label.anchor}>
          ${labelText(line)}</text>`)}
        ${nodes.map(([name, [x, y]]) => html`<g key=${name} class=${`node node-${name}`} data-node=${name}
            data-explored=${explored ? (name === 'Idle' || lines.some(({ key, to }) => to === name && explored[key]) ? 'entered' : 'unentered') : undefined}
            data-lit=${name === state ? '' : undefined} transform=${`translate(${x} ${y})`}>
          <rect x="-43" y=${limits[name] ? -14.5 : -12.5} width="86" height=${limits[name] ? 29 : 25} rx="7" />
          <text y=${limits[name] ? -0.5 : 4}>${name}</text>
          ${limits[name] && html`<text class="node-limit" data-limit=${name} y="9.5">${limits[name]}</text>`}
        </g>`)}
      </svg>
      ${described ? html`<${Caption} letter=${letter} line=${described} last=${!over && described.key === lit ? last : null}
          times=${explored && over ? explored[described.key] ?? 0 : null} />` : html`<figcaption>
        <${Badge} letter=${letter} />${t('diagramHint')}</figcaption>`}
    </figure>`;
  }
}

/** The edges of a line as text; for the line of the last change, only the edge that was taken. */
function Caption({ letter, line, last, times }) {
  const cause = last?.cause;
  const hasCause = cause !== null && cause !== undefined;
  const edge = hasCause && (line.edges.find((one) => one.on.includes(cause)) ?? line.edges.find((one) => one.event === 'failure'));
  const text = edge ? edgeText(edge) : lineText(line);
  // The cause is shown on its own.
  const rest = edge && edge.on.length ? text.split(' · ').slice(1).join(' · ') : text;
  return html`<figcaption data-caption title=${`${line.from} → ${line.to}: ${text}`}>
    <${Badge} letter=${letter} /><span class="caption-edge">${line.from} → ${line.to}</span> ${hasCause && html`<b class="cause">${visible(cause)}</b> `}
      <span>${rest}</span>${times !== null && html` <b>${t('exploreTaken', { n: times.toLocaleString('en') })}</b>`}
  </figcaption>`;
}

/** Whose diagram it is. */
function Badge({ letter }) {
  return html`<i class=${`badge badge-${letter}`} aria-hidden="true">${letter.toUpperCase()}</i>`;
}
