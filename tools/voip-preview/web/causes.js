// The causes of failures: their codes, meanings and remedies.
import { visible } from './escape.js';
import { store } from './store.js';

const isPresent = (value) => value !== null && value !== undefined;

/**
 * The texts of a cause as a record names it: its name, or its code if it has no name.
 * @param {string | number} cause
 */
export function causeInfo(cause) {
  const { causes, otherCause } = store.hello;
  return causes.find(({ name }) => name === cause) ?? otherCause;
}

/** `NotOpen (-20000)`, or the code alone. @param {string | number} cause */
export function causeName(cause) {
  const { name, code } = causeInfo(cause);
  return name === cause && isPresent(code) ? `${name} (${code})` : visible(cause);
}

/** What a cause means. @param {string | number} cause @param {'en' | 'zh'} lang */
export const meaning = (cause, lang = store.lang) => causeInfo(cause)[lang === 'zh' ? 'chinese' : 'english'];

/** What to do about a cause. @param {string | number} cause @param {'en' | 'zh'} lang */
export const remedy = (cause, lang = store.lang) => causeInfo(cause)[lang === 'zh' ? 'remedyChinese' : 'remedy'];
