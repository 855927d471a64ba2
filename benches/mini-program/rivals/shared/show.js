// Shows the state of a call on its page.

/** Why a call changes its state, if nothing went wrong. */
const NO_FAILURE = { cause: '', code: 0, message: '' };

/**
 * Sets the data that has changed, in one `setData`, and triggers the events of a component. `failure` is why the state has
 * changed, if something went wrong.
 */
export function show(page, next, failure = NO_FAILURE) {
  const from = page.data.state;
  const changed = {};
  for (const key of Object.keys(next)) if (page.data[key] !== next[key]) changed[key] = next[key];
  if (Object.keys(changed).length) page.setData(changed);
  if (!('state' in changed)) return;
  const { cause, code, message, sentence } = failure;
  page.triggerEvent('change', { from, to: next.state, cause, code, message });
  if (next.state === 'Failed') page.triggerEvent('fail', { cause, code, message, sentence });
}
