// The flow of a page as text: the lines of the diagram, and what takes each edge.
import { visible } from './escape.js';
import { t } from './texts.js';

/** @typedef {{ key: string, from: string, to: string, edges: any[], bad: boolean, undeclared?: boolean }} Line */

/** Groups the edges between the same two states into one line. @returns {Line[]} */
export function linesOf(flow) {
  const found = new Map();
  for (const { state: from, edges, within_ms: within, ring_ms: ring } of flow) {
    const named = edges.flatMap(({ on }) => on);
    for (const declared of edges) {
      const edge = { ...declared, within, ring, takesTimeout: within && declared.event === 'failure' && !named.includes('Timeout') };
      const key = `${from}>${edge.to}`;
      if (!found.has(key)) found.set(key, { key, from, to: edge.to, edges: [], bad: true });
      const line = found.get(key);
      line.edges.push(edge);
      if (edge.event && edge.event !== 'failure') line.bad = false;
    }
  }
  return [...found.values()];
}

/** The line of a change for which the flow declares no edge: the code of the page has failed, or the call was cancelled. */
export function undeclaredLine({ from, to }) {
  return { key: `${from}>${to}`, from, to, edges: [], bad: to === 'Failed', undeclared: true };
}

/** A duration as a flow writes it. @param {number} ms */
const duration = (ms) => (ms % 60000 === 0 ? `${ms / 60000}m` : ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`);

/** The time limits of a state, as its row writes them; empty if it has none. */
export function limitsOf({ within_ms: within, ring_ms: ring }) {
  return [ring && t('limit_ring', { time: duration(ring) }), within && t('limit_within', { time: duration(within) })].filter(Boolean).join(' · ');
}

/** A cause as text, with the limit of the row that leads to it. */
function causeText(cause, { within, ring }) {
  const [limit, ms] = cause === 'Timeout' ? ['within', within] : cause === 'NoAnswer' ? ['ring', ring] : [];
  return ms ? `${cause} (${t(`limit_${limit}`, { time: duration(ms) })})` : cause;
}

/** An action as text. */
function actionText({ toast, duration_ms: shown, run, spawn }) {
  if (run) return `run ${visible(run)}`;
  if (spawn) return `spawn ${visible(spawn)}`;
  return `toast “${visible(toast)}”${shown ? ` ${duration(shown)}` : ''}`;
}

/** What takes an edge. */
function triggerText(edge) {
  if (!edge.event) return edge.on.map((cause) => causeText(cause, edge)).join(', ');
  const event = t(`event_${edge.event}`);
  if (edge.event === 'success' && edge.within) return `${event} ${t('limit_within', { time: duration(edge.within) })}`;
  return edge.takesTimeout ? `${event}, ${causeText('Timeout', edge)}` : event;
}

/** An edge as text: its trigger, and what happens on it. */
export function edgeText(edge) {
  const parts = [triggerText(edge)];
  if (edge.via) parts.push(`via ${edge.via}`);
  if (edge.retry) parts.push(`retry ${edge.retry}`);
  if (edge.after_ms) parts.push(`after ${duration(edge.after_ms)}`);
  return [...parts, ...(edge.actions ?? []).map(actionText)].join(' · ');
}

/** A line as text. @param {Line} line */
export function lineText(line) {
  if (line.undeclared) return t(line.to === 'Failed' ? 'undeclaredFailed' : 'undeclaredIdle', { from: line.from });
  return line.edges.map(edgeText).join('; ');
}
