// The settings are the query of the page's address: a link reproduces them. Keys that nobody knows
// are kept and sent, so that the server can say what is wrong with them.

/** Keys that only this page uses. */
const OURS = ['lang', 'theme', 'preset'];
/** Keys that say how a world begins; they are no settings of a running one. */
const AT_START = /^([ab]\.)?(state|cause)$/;

/** The steps of a call, whose answers a phone can be told. */
// generated: steps, by tests/tests/facts.rs
export const STEPS = ['authorize', 'enable', 'join'];
// end of generated
/** What comes over a call so long after it was answered. */
export const MISHAPS = ['interrupt', 'kill'];

/** @typedef {Map<string, string>} Settings */

/** @param {string} query @returns {Settings} */
export function parse(query) {
  return new Map(new URLSearchParams(query));
}

/** Standard encoding, but with the commas and colons left readable. */
const encode = (text) => encodeURIComponent(text).replace(/%2C/g, ',').replace(/%3A/g, ':');

/** @param {Settings} settings */
export function format(settings) {
  return [...settings].map(([key, value]) => `${encode(key)}=${encode(value)}`).join('&');
}

/** What the server is to know. @param {Settings} settings @param {boolean} running */
export function forServer(settings, running) {
  return format(new Map([...settings].filter(([key]) => !OURS.includes(key) && !(running && AT_START.test(key)))));
}

/** Only what is this page's own: the language and the theme. @param {Settings} settings */
export function ownOnly(settings) {
  return new Map([...settings].filter(([key]) => key === 'lang' || key === 'theme'));
}

/** @param {Settings} settings @param {boolean} push whether the way back leads to what was before */
export function show(settings, push = false) {
  const query = format(settings);
  const address = location.pathname + (query ? `?${query}` : '');
  if (address === location.pathname + location.search) return;
  history[push ? 'pushState' : 'replaceState'](null, '', address);
}

/**
 * How a host answers one step.
 * @typedef {{ answer: string, late: string, twice: boolean, then: string, once: boolean, rest: string[] }} Answer
 */

/** @param {string | undefined} value @returns {Answer} */
export function readAnswer(value) {
  const answer = { answer: 'ok', late: '', twice: false, then: '', once: false, rest: [] };
  (value ?? '').split(',').map((word) => word.trim()).filter(Boolean).forEach((word, index) => {
    if (word === 'twice') answer.twice = true;
    else if (word === 'once') answer.once = true;
    else if (word === 'never') answer.answer = 'never';
    else if (word.startsWith('late:')) answer.late = word.slice(5);
    else if (word.startsWith('then:')) answer.then = word.slice(5);
    else if (index === 0) answer.answer = word;
    else answer.rest.push(word);
  });
  return answer;
}

/** @param {Answer} answer */
export function writeAnswer(answer) {
  const words = [];
  if (answer.answer !== 'ok') words.push(answer.answer);
  if (answer.late) words.push(`late:${answer.late}`);
  if (answer.twice) words.push('twice');
  if (answer.then) words.push(`then:${answer.then}`);
  if (answer.once && words.length) words.push('once');
  return [...words, ...answer.rest].join(',');
}

/** @param {string | undefined} value @returns {string[]} */
export function readFlags(value) {
  return (value ?? '').split(',').map((word) => word.trim()).filter(Boolean);
}

/** How many settings of a phone are not as they are by themselves. @param {Settings} settings */
export function faultsOf(settings, phone) {
  const steps = STEPS.filter((step) => writeAnswer(readAnswer(settings.get(`${phone}.${step}`))));
  const mishaps = MISHAPS.filter((what) => settings.get(`${phone}.${what}`));
  return steps.length + mishaps.length + readFlags(settings.get(`${phone}.phone`)).length;
}
