// The host calls of the page, as promises.
import { failure, failureOf, isFailure } from './failures.js';

const EXIT_LIMIT = 5_000;

/** Makes a host call. Rejects with a failure. Only the first answer counts. */
export function ask(name, options = {}) {
  return new Promise((resolve, reject) => {
    let isAnswered = false;
    const once = (settle) => (answer) => {
      if (isAnswered) return;
      isAnswered = true;
      settle(answer);
    };
    const refuse = (error) => reject(failureOf(name, options.scope, error));
    const fail = once(refuse);
    const success = once((answer) => {
      if (!isFailure(answer)) resolve(answer);
      // The room may have been entered. It is left before the page can join again.
      else if (name === 'join1v1Chat') within(EXIT_LIMIT, exit()).then(() => refuse(answer), () => refuse(answer));
      else refuse(answer);
    });
    try {
      if (typeof wx[name] !== 'function') throw `${name}:fail not supported`;
      const promise = wx[name]({ ...options, success, fail });
      // Some versions return a promise besides, whose rejection must not be reported as unhandled.
      if (promise && promise.catch) promise.catch(() => {});
    } catch (error) {
      fail(error);
    }
  });
}

/** Rejects if the promise takes longer. */
export function within(milliseconds, promise) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(failure('Timeout')), milliseconds);
    const end = (settle) => (value) => {
      clearTimeout(timer);
      settle(value);
    };
    promise.then(end(resolve), end(reject));
  });
}

export const ENABLE_LIMIT = 15_000;
export const JOIN_LIMIT = 60_000;

/** The user may refuse either scope, and thinks as long as it takes. */
export async function authorize(isAwaited = () => true) {
  await ask('authorize', { scope: 'scope.record' });
  if (isAwaited()) await ask('authorize', { scope: 'scope.camera' });
}

export const enable = () => ask('setEnable1v1Chat', { enable: true });

/** How many joins are not answered. */
let joins = 0;

/** Joins the room. `isAwaited` says whether the page still waits for it, `isInCall` whether it is in a newer call. */
export async function join({ data }, isAwaited, isInCall) {
  // An earlier join may still enter the room.
  if (joins > 0) await within(EXIT_LIMIT, exit()).catch(() => {});
  if (!isAwaited()) return;
  const { callName, callOpenid, listenName, listenOpenid } = data;
  joins += 1;
  try {
    await ask('join1v1Chat', {
      caller: { nickname: callName, openid: callOpenid },
      listener: { nickname: listenName, openid: listenOpenid },
      roomType: 'video',
    });
  } finally {
    joins -= 1;
  }
  // The other phone rings after a join, even if the page does not wait for it any more.
  if (!isAwaited() && !isInCall()) exit();
}

/** Leaves the room. It does not matter whether this fails. */
export const exit = () => ask('exitVoIPChat').catch(() => {});

/** With an icon, the host cuts off a title after seven characters. */
export const toast = (title) => void ask('showToast', { title, icon: title.length > 7 ? 'none' : 'error' }).catch(() => {});

/**
 * Listens to the events of the room: to the number of members, and to an interruption. Returns a function that ends this.
 */
export function watch(onMembers, onInterrupted) {
  const members = (event) => void (Array.isArray(event.openIdList) && onMembers(event.openIdList.length));
  // What its codes mean is not documented.
  const interrupted = (error) => onInterrupted({ cause: 'Interrupted', code: 0, message: error.errMsg });
  wx.onVoIPChatMembersChanged(members);
  wx.onVoIPChatInterrupted(interrupted);
  return () => {
    wx.offVoIPChatMembersChanged(members);
    wx.offVoIPChatInterrupted(interrupted);
  };
}
