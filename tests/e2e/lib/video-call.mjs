import assert from 'node:assert/strict';
import { Phone } from './phone.mjs';

/** The page of the tutorial, `examples/video-call`. */
export const ROUTE = 'pages/video-call/index';

/** The three steps: the host call of each, and the toast that its failure shows. */
export const STEPS = [
  { call: 'authorize', state: 'Authorizing', toast: '唤起授权失败', icon: 'error' },
  // Eight characters: beside an icon the phone would cut the last one off.
  { call: 'setEnable1v1Chat', state: 'Enabling', toast: '开启通话功能失败', icon: 'none' },
  { call: 'join1v1Chat', state: 'Joining', toast: '加入通话失败', icon: 'error' },
];

/** Everything that the host is asked for by a call that comes about. */
export const WHOLE_CALL = ['authorize', 'authorize', 'setEnable1v1Chat', 'join1v1Chat'];

/** A phone with the page open and its four rows filled in. */
export async function filledIn({ script = {}, ...options } = {}) {
  const phone = new Phone('video-call', options);
  Object.assign(phone.host.script, script);
  const page = await phone.open(ROUTE);
  fillIn(page);
  return { phone, host: phone.host, page };
}

export function fillIn(page) {
  page.input('listenOpenid', 'oListener');
  page.input('listenName', '小红');
  page.input('callOpenid', 'oCaller');
  page.input('callName', '小明');
}

/** The page shows this failure, as the step's toast, its sentence, and to its parent. */
export function assertFailed({ host, page }, step, { cause, code, sentence, message }) {
  const { state, busy, error } = page.data;
  assert.deepEqual({ state, busy, error }, { state: 'Failed', busy: false, error: sentence });
  assert.deepEqual(host.last('showToast'), { title: step.toast, icon: step.icon });
  const [failure, ...more] = page.events('fail');
  assert.equal(more.length, 0, 'one failure is one event');
  assert.equal(failure.cause, cause);
  assert.equal(failure.sentence, sentence);
  if (code !== undefined) assert.equal(failure.code, code);
  if (message !== undefined) assert.equal(failure.message, message, "the host's own words are kept");
  const change = page.events('change').at(-1);
  assert.deepEqual([change.from, change.to, change.cause], [step.state, 'Failed', cause]);
  host.assertManners();
}
