// The page's flow as a diagram: six states in fixed places, with the edges that the page declares.
import { Component, html } from '../html.js';
import { visible } from '../safe.js';
import { t } from '../words.js';
import { NODES, WAYS, WIDTH, box } from './places.js';

/** @typedef {{ key: string, from: string, to: string, ways: any[], bad: boolean }} Edge */

/** Edges between the same two states are one line. @returns {Edge[]} */
function edgesOf(flow) {
  const found = new Map();
  for (const { state: from, edges } of flow) {
    for (const way of edges) {
      const key = `${from}>${way.to}`;
      if (!found.has(key)) found.set(key, { key, from, to: way.to, ways: [], bad: true });
      const edge = found.get(key);
      edge.ways.push(way);
      if (way.event && way.event !== 'failure') edge.bad = false;
    }
  }
  return [...found.values()];
}

/** One way in words: when it is taken, and what happens on it. */
function wayText(way) {
  const parts = [way.event ? t(`event_${way.event}`) : way.on.join(', ')];
  if (way.via) parts.push(`via ${way.via}`);
  if (way.retry) parts.push(`retry ${way.retry}`);
  if (way.after_ms) parts.push(`after ${way.after_ms / 1000}s`);
  for (const action of way.actions ?? []) parts.push(action.toast ? `toast “${visible(action.toast)}”` : `run ${visible(action.run)}`);
  return parts.join(' · ');
}

export class Diagram extends Component {
  constructor(props) {
    super(props);
    this.state = { over: null, at: 0 };
  }

  root = (node) => { this.node = node; };

  shouldComponentUpdate(next, state) {
    const { flow, lang, last } = this.props;
    const taken = (one) => `${one?.from}>${one?.to}>${one?.cause}`;
    const same = next.flow === flow && next.state === this.props.state && next.lang === lang && taken(next.last) === taken(last);
    return !same || state !== this.state;
  }

  // One tab stop for all edges: the arrow keys go from one to the next.
  key(event, edges) {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const at = (this.state.at + step + edges.length) % edges.length;
    this.setState({ at });
    this.node.querySelectorAll('[data-edge]')[at].focus();
  }

  render({ flow, state, last }, { over, at }) {
    this.edges = this.of === flow ? this.edges : edgesOf(flow);
    this.of = flow;
    const { edges } = this;
    const taken = last ? `${last.from}>${last.to}` : '';
    const lit = state ? taken : '';
    const named = edges.find((edge) => edge.key === (over ?? lit));
    const { top, bottom } = box(edges);
    return html`<figure class="diagram">
      <svg ref=${this.root} data-diagram viewBox=${`0 ${top} ${WIDTH} ${bottom - top}`} role="group"
          aria-label=${t('diagram', { state: state || t('closed') })} onKeyDown=${(event) => this.key(event, edges)}>
        ${[...edges].map((edge, index) => {
          const on = edge.key === lit;
          const show = (key) => () => this.setState({ over: key });
          return html`<g key=${edge.key} class=${edge.bad ? 'edge edge-bad' : 'edge'} data-edge=${edge.key}
              data-lit=${on ? '' : undefined} tabindex=${index === at ? 0 : -1} role="img"
              aria-label=${`${edge.from} → ${edge.to}: ${edge.ways.map(wayText).join('; ')}`}
              onMouseEnter=${show(edge.key)} onMouseLeave=${show(null)}
                  onFocus=${() => this.setState({ over: edge.key, at: index })} onBlur=${show(null)}>
            <path class="edge-area" d=${WAYS[edge.key]?.line} />
            <path class="edge-line" d=${WAYS[edge.key]?.line} pathLength="1" />
            ${!edge.bad ? null : html`<path class="edge-dash" d=${WAYS[edge.key]?.line} />`}
            <path class="edge-tip" d="M-6.5-3.6 0 0-6.5 3.6z" transform=${WAYS[edge.key]?.tip} />
          </g>`;
        })}
        ${Object.entries(NODES).map(([name, [x, y]]) => html`<g key=${name} class=${`node node-${name}`} data-node=${name}
            data-lit=${name === state ? '' : undefined} transform=${`translate(${x} ${y})`}>
          <rect x="-43" y="-12.5" width="86" height="25" rx="7" />
          <text y="4">${name}</text>
        </g>`)}
      </svg>
      ${named ? html`<${Caption} edge=${named} last=${!over && named.key === lit ? last : null} />` : html`<figcaption>
        ${t('diagramHint')}</figcaption>`}
    </figure>`;
  }
}

/** An edge in words; of the one that was taken last, the way that it was taken. */
function Caption({ edge, last }) {
  const cause = last?.cause;
  const caused = cause !== null && cause !== undefined;
  const way = caused && (edge.ways.find((one) => one.on.includes(cause)) ?? edge.ways.find((one) => one.event === 'failure'));
  const words = (way ? [way] : edge.ways).map(wayText).join('; ');
  const rest = way && way.on.length ? words.split(' · ').slice(1).join(' · ') : words;
  return html`<figcaption title=${`${edge.from} → ${edge.to}: ${words}`}>
    <span class="caption-edge">${edge.from} → ${edge.to}</span> ${caused && html`<b class="cause">${visible(cause)}</b> `}
      <span>${rest}</span>
  </figcaption>`;
}
