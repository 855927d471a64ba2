/**
 * What the host can answer to a call, as small functions to put together:
 *
 *     host.script.join1v1Chat = [fail({ errCode: -1 }), after(2000, succeed())];
 *
 * An answer takes the host call `{ name, options, clock, succeed(result), fail(error) }` and does to
 * it whatever that answer does; what it returns is what the host call returns.
 */

/** `success`, and then `complete`. */
export const succeed = (result) => (call) => void call.succeed(result);

/** `fail`, and then `complete`; `error` is whatever shape the host gave it. */
export const fail = (...error) => (call) => void call.fail(...error);

/** The documented failure with this code. */
export const failWith = (errCode, errMsg) => (call) =>
  void call.fail({ errCode, errMsg: errMsg ?? `${call.name}:fail ${errCode}` });

/** The user taps 拒绝. */
export const deny = fail({ errMsg: 'authorize:fail auth deny' });

/** Nothing, ever. */
export const never = () => undefined;

/** The given answers, one after the other, in one go. */
export const all =
  (...answers) =>
  (call) =>
    answers.forEach((answer) => void answer(call));

/** The answer, once so much time has passed. */
export const after = (milliseconds, answer) => (call) => void call.clock.setTimeout(() => answer(call), milliseconds);

/** The answer in the next turn of the event loop, which is how a phone answers. */
export const soon = (answer) => (call) => void Promise.resolve().then(() => answer(call));

/** The host call itself throws. */
export const throws = (error) => () => {
  throw error;
};

/** The answer, and besides it a promise that rejects, as Taro's and some of WeChat's calls return. */
export const rejectsToo = (error, answer) => (call) => {
  answer(call);
  return call.reject(error);
};

/** The answer, and besides it a promise that resolves. */
export const resolvesToo = (result, answer) => (call) => {
  answer(call);
  return call.resolve(result);
};
