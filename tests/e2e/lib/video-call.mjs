import assert from 'node:assert/strict';
import { Phone } from './phone.mjs';

/** The page of `examples/video-call`. */
export const ROUTE = 'pages/video-call/index';

/** The three steps: the host call, the state, and the toast of a failure. */
export const STEPS = [
  { call: 'authorize', state: 'Authorizing', toast: '唤起授权失败', icon: 'error' },
  // Eight characters: a toast with an icon shows at most seven.
  { call: 'setEnable1v1Chat', state: 'Enabling', toast: '开启通话功能失败', icon: 'none' },
  { call: 'join1v1Chat', state: 'Joining', toast: '加入通话失败', icon: 'error' },
];

/** The host calls of a successful call. */
export const WHOLE_CALL = ['authorize', 'authorize', 'setEnable1v1Chat', 'join1v1Chat'];

/** A phone with the page open and its four fields set. */
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

/** Asserts that the page shows this failure: the toast, the sentence and the events. */
export function assertFailed({ host, page }, step, { cause, code, sentence, message }) {
  const { state, busy, error } = page.data;
  assert.deepEqual({ state, busy, error }, { state: 'Failed', busy: false, error: sentence });
  assert.deepEqual(host.last('showToast'), { title: step.toast, icon: step.icon });
  const [failure, ...more] = page.events('fail');
  assert.equal(more.length, 0, 'there is exactly one event');
  assert.equal(failure.cause, cause);
  assert.equal(failure.sentence, sentence);
  if (code !== undefined) assert.equal(failure.code, code);
  if (message !== undefined) assert.equal(failure.message, message, "the host's message is kept");
  const change = page.events('change').at(-1);
  assert.deepEqual([change.from, change.to, change.cause], [step.state, 'Failed', cause]);
  host.assertNoViolations();
}

/** The data of a page of `video-call` as it opens. */
export const INITIAL = {
  state: 'Idle', busy: false, reachable: false, connected: false, loading: false, receiving: false, error: '', pageDepth: 0,
  listenOpenid: '', listenName: 'listener', callOpenid: '', callName: 'caller',
};

/** What a test sets for a call. */
export const FIELDS = { listenOpenid: 'oListener', listenName: '小红', callOpenid: 'oCaller', callName: '小明' };
