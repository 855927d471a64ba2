/** The step's state, by the step's name in the address. */
// generated: steps, by tests/tests/facts.rs
export const STATE = { authorize: 'Authorizing', enable: 'Enabling', join: 'Joining' };
// end of generated

/**
 * The result of a page's flow if the host answers `step` with `cause` every time: the last state, the
 * changes from the step's state on, and the toast of the last change.
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
    // The steps between succeed again.
    for (let at = back; at < order.indexOf(start); at += 1) changes.push(`${order[at]} → ${order[at + 1]}`);
  }
}
