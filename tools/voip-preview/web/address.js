// The settings are the query of the page's address, so that a link reproduces them. Unknown keys are kept and
// sent, so that the server can report them.

/** Keys that only the browser uses. */
const BROWSER_KEYS = ['lang', 'theme', 'preset', 'scenario'];
/** What the user typed into the forms: `a.set.openid=…`. The server gets it with the forms. */
const FORM_KEY = /^([ab])\.set\.(.+)$/;
/** Keys that set how a phone opens. They do not change a running simulation. */
const INITIAL_STATE_KEY = /^([ab]\.)?(state|cause|query)$/;

/** The steps of a call, whose answers can be set. */
// generated: steps, by tests/tests/facts.rs
export const STEPS = ['authorize', 'enable', 'join'];
// end of generated
/** Faults that happen after a call is answered, with a delay. */
export const TIMED_FAULTS = ['interrupt', 'kill'];

/** @typedef {Map<string, string>} Settings */

/** @param {string} query @returns {Settings} */
export function parse(query) {
  return new Map(new URLSearchParams(query));
}

/** Standard encoding, but commas and colons stay readable. */
const encode = (text) => encodeURIComponent(text).replace(/%2C/g, ',').replace(/%3A/g, ':');

/** @param {Settings} settings */
export function format(settings) {
  return [...settings].map(([key, value]) => `${encode(key)}=${encode(value)}`).join('&');
}

/** The query for the server. @param {Settings} settings @param {boolean} running whether the simulation is already running */
export function forServer(settings, running) {
  return format(new Map([...settings].filter(([key]) => !BROWSER_KEYS.includes(key) && !FORM_KEY.test(key)
    && !(running && INITIAL_STATE_KEY.test(key)))));
}

/** Only the language, the theme and the forms. @param {Settings} settings */
export function appearanceAndForms(settings) {
  return new Map([...settings].filter(([key]) => key === 'lang' || key === 'theme' || FORM_KEY.test(key)));
}

/** The settings without the forms. @param {Settings} settings */
export function withoutForms(settings) {
  return new Map([...settings].filter(([key]) => !FORM_KEY.test(key)));
}

/** The key of a field in a form. @param {0 | 1} phone @param {string} field */
export const formKey = (phone, field) => `${'ab'[phone]}.set.${field}`;

/** What the user typed: the phone, the field and the text. @param {Settings} settings @returns {[0 | 1, string, string][]} */
export function readForms(settings) {
  return [...settings].flatMap(([key, text]) => {
    const [, letter, field] = key.match(FORM_KEY) ?? [];
    return field ? [[letter === 'a' ? 0 : 1, field, text]] : [];
  });
}

/** @param {Settings} settings @param {boolean} push whether to add an entry to the history */
export function show(settings, push = false) {
  const query = format(settings);
  const address = location.pathname + (query ? `?${query}` : '');
  if (address === location.pathname + location.search) return;
  history[push ? 'pushState' : 'replaceState'](null, '', address);
}

/**
 * The host's answer to a step.
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

/** How many faults are set for the phone. @param {Settings} settings */
export function countFaults(settings, phone) {
  const steps = STEPS.filter((step) => writeAnswer(readAnswer(settings.get(`${phone}.${step}`))));
  const timedFaults = TIMED_FAULTS.filter((what) => settings.get(`${phone}.${what}`));
  const answers = [...settings.keys()].filter((key) => key.startsWith(`${phone}.answer.`));
  return steps.length + timedFaults.length + answers.length + readFlags(settings.get(`${phone}.phone`)).length;
}
