/** The step's state, by the step's name in the address. */
// generated: steps, by tests/tests/facts.rs
export const STATE = { authorize: 'Authorizing', enable: 'Enabling', join: 'Joining' };
// end of generated

/**
 * Where a page comes to rest whose host answers `step` with `cause` every time, as its declared flow says:
 * the changes from that step's state on, and the toast of the last.
 */
export function ending(flow, step, cause) {
  const start = STATE[step];
  const order = Object.values(STATE);
  const taken = new Map();
  const changes = [];
  for (;;) {
    const { edges } = flow.find(({ state }) => state === start);
    const usable = (edge) => edge.on.includes(cause) && (edge.retry === null || (taken.get(edge) ?? 0) < edge.retry);
    const edge = edges.find(usable) ?? edges.find(({ event }) => event === 'failure');
    taken.set(edge, (taken.get(edge) ?? 0) + 1);
    changes.push(`${start} → ${edge.to} (${cause})`);
    const back = order.indexOf(edge.to);
    if (back < 0) {
      const toast = edge.actions.find((action) => action.toast)?.toast ?? null;
      return { state: edge.to, changes, toast };
    }
    // From there, what comes before the step succeeds again.
    for (let at = back; at < order.indexOf(start); at += 1) changes.push(`${order[at]} → ${order[at + 1]}`);
  }
}
