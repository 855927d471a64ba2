// The flow of the page as a diagram: six states at fixed positions, and the edges that the page declares.
import { Component, html } from '../html.js';
import { visible } from '../escape.js';
import { edgeText, limitsOf, lineText, linesOf, undeclaredLine } from '../flow.js';
import { t } from '../texts.js';
import { EDGE_PATHS, NODES, WIDTH, verticalRange } from './layout.js';

export class Diagram extends Component {
  constructor(props) {
    super(props);
    /** The line under the pointer, and the line with the tab stop. */
    this.state = { over: null, at: 0 };
  }

  root = (node) => { this.node = node; };

  shouldComponentUpdate(next, state) {
    const { flow, lang, last } = this.props;
    const taken = (one) => `${one?.from}>${one?.to}>${one?.cause}`;
    const same = next.flow === flow && next.state === this.props.state && next.lang === lang && taken(next.last) === taken(last);
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

  render({ flow, state, last }, { over, at }) {
    this.lines = this.linesFlow === flow ? this.lines : linesOf(flow);
    this.linesFlow = flow;
    const taken = last ? `${last.from}>${last.to}` : '';
    const lit = state ? taken : '';
    const isDeclared = !lit || this.lines.some((line) => line.key === lit);
    const lines = isDeclared ? this.lines : [...this.lines, undeclaredLine(last)];
    const described = lines.find((line) => line.key === (over ?? lit));
    const { top, bottom } = verticalRange(lines);
    // A page that is only called has no other states.
    const nodes = Object.entries(NODES).filter(([name]) => lines.some(({ from, to }) => from === name || to === name));
    const limits = Object.fromEntries(flow.map((row) => [row.state, limitsOf(row)]));
    return html`<figure class="diagram">
      <svg ref=${this.root} data-diagram viewBox=${`0 ${top} ${WIDTH} ${bottom - top}`} role="group"
          aria-label=${t('diagram', { state: state || t('closed') })} onKeyDown=${(event) => this.key(event, lines)}>
        ${lines.map((line, index) => {
          const on = line.key === lit;
          const show = (key) => () => this.setState({ over: key });
          return html`<g key=${line.key} class=${line.bad ? 'edge edge-bad' : 'edge'} data-edge=${line.key}
              data-lit=${on ? '' : undefined} tabindex=${index === at ? 0 : -1} role="img"
              data-undeclared=${line.undeclared ? '' : undefined} aria-label=${`${line.from} → ${line.to}: ${lineText(line)}`}
              onMouseEnter=${show(line.key)} onMouseLeave=${show(null)}
                  onFocus=${() => this.setState({ over: line.key, at: index })} onBlur=${show(null)}>
            <path class="edge-area" d=${EDGE_PATHS[line.key]?.path} />
            <path class="edge-line" d=${EDGE_PATHS[line.key]?.path} pathLength="1" />
            ${!line.bad ? null : html`<path class="edge-dash" d=${EDGE_PATHS[line.key]?.path} />`}
            <path class="edge-tip" d="M-6.5-3.6 0 0-6.5 3.6z" transform=${EDGE_PATHS[line.key]?.tip} />
          </g>`;
        })}
        ${nodes.map(([name, [x, y]]) => html`<g key=${name} class=${`node node-${name}`} data-node=${name}
            data-lit=${name === state ? '' : undefined} transform=${`translate(${x} ${y})`}>
          <rect x="-43" y=${limits[name] ? -14.5 : -12.5} width="86" height=${limits[name] ? 29 : 25} rx="7" />
          <text y=${limits[name] ? -0.5 : 4}>${name}</text>
          ${limits[name] && html`<text class="node-limit" data-limit=${name} y="9.5">${limits[name]}</text>`}
        </g>`)}
      </svg>
      ${described ? html`<${Caption} line=${described} last=${!over && described.key === lit ? last : null} />` : html`<figcaption>
        ${t('diagramHint')}</figcaption>`}
    </figure>`;
  }
}

/** The edges of a line as text; for the line of the last change, only the edge that was taken. */
function Caption({ line, last }) {
  const cause = last?.cause;
  const hasCause = cause !== null && cause !== undefined;
  const edge = hasCause && (line.edges.find((one) => one.on.includes(cause)) ?? line.edges.find((one) => one.event === 'failure'));
  const text = edge ? edgeText(edge) : lineText(line);
  // The cause is shown on its own.
  const rest = edge && edge.on.length ? text.split(' · ').slice(1).join(' · ') : text;
  return html`<figcaption data-caption title=${`${line.from} → ${line.to}: ${text}`}>
    <span class="caption-edge">${line.from} → ${line.to}</span> ${hasCause && html`<b class="cause">${visible(cause)}</b> `}
      <span>${rest}</span>
  </figcaption>`;
}
