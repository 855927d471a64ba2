/**
 * The answers that the stand-in host can give, as functions that can be combined:
 *
 *     host.script.join1v1Chat = [fail({ errCode: -1 }), after(2000, succeed())];
 *
 * An answer is a function of the host call `{ name, options, clock, succeed(result), fail(error) }`. Its
 * return value is the return value of the host call.
 */

/** Calls `success` and then `complete`. */
export const succeed = (result) => (call) => void call.succeed(result);

/** Calls `fail` and then `complete`, with an error of any shape. */
export const fail = (...error) => (call) => void call.fail(...error);

/** Fails with this error code. */
export const failWith = (errCode, errMsg) => (call) =>
  void call.fail({ errCode, errMsg: errMsg ?? `${call.name}:fail ${errCode}` });

/** Fails as if the user taps 拒绝. */
export const deny = fail({ errMsg: 'authorize:fail auth deny' });

/** Never answers. */
export const never = () => undefined;

/** All answers in the same turn of the event loop, in order. */
export const all =
  (...answers) =>
  (call) =>
    answers.forEach((answer) => void answer(call));

/** The answer after a delay. */
export const after = (milliseconds, answer) => (call) => void call.clock.setTimeout(() => answer(call), milliseconds);

/** The answer after the host call has returned, as on a phone. */
export const soon = (answer) => (call) => void Promise.resolve().then(() => answer(call));

/** The host call throws. */
export const throws = (error) => () => {
  throw error;
};

/** The answer, and a returned promise that rejects, as some calls of Taro and WeChat do. */
export const rejectsToo = (error, answer) => (call) => {
  answer(call);
  return call.reject(error);
};

/** The answer, and a returned promise that resolves. */
export const resolvesToo = (result, answer) => (call) => {
  answer(call);
  return call.resolve(result);
};
