// The scenarios of the crate: files that are listed beside the presets. A run can be saved as one.
import { forServer, parse } from './address.js';
import { send } from './connection.js';
import { downloadText } from './files.js';
import { showConfirmation } from './notices.js';
import { PHONES, store, touch } from './store.js';

/** Why a scenario is not saved without a connection. */
const OFFLINE = { english: 'Not saved: there is no connection to the preview.', chinese: '未保存：与预览服务的连接已断开。' };

/** What the server says about scenarios. */
export const scenarioMessages = {
  scenarios(list) { store.scenarios = list; },
  scenarioSaved({ path }) {
    store.saving = null;
    showConfirmation(`Saved ${path}`, `已保存：${path}`);
  },
  /** It cannot be saved on this machine. */
  scenarioFile({ name, text }) {
    store.saving = null;
    downloadText(name, text, 'application/jsonl');
  },
  scenarioUnexpected(why) { if (store.saving) store.saving = { ...store.saving, why, unexpected: true }; },
  scenarioExists(name) { if (store.saving) store.saving = { ...store.saving, exists: name, why: null }; },
};

/** Requests the list. The files may have changed. */
export const listScenarios = () => send('scenarios');

/** Plays the scenario that the address names, after a simulation was opened. */
export function playChosen() {
  const name = store.settings.get('scenario');
  if (name) send({ scenario: name });
}

/** The address of a scenario: its settings, with the language, the theme and the forms of this one. */
export function addressOf({ name, settings }) {
  const kept = [...store.settings].filter(([key]) => key === 'lang' || key === 'theme' || /^[ab]\.set\./.test(key));
  return new Map([...kept, ...parse(settings), ['scenario', name]]);
}

/** `NotOpen` as `not-open`. @param {string} name */
const kebab = (name) => name.replace(/(?!^)([A-Z])/g, '-$1').toLowerCase();

/** The settings of this run, without the speed. If there are several pages, they name the page of the phone. */
function settingsOf(phone) {
  const settings = new Map([...store.settings].filter(([key]) => key !== 'speed'));
  if (store.hello.pages.length > 1) settings.set(`${PHONES[phone]}.page`, store.now[phone].page);
  return forServer(settings, false);
}

/**
 * Opens the dialog that saves the run of this phone. What it shows now is what it must show at the end, also while a past
 * moment is shown: the whole run is saved.
 * @param {0 | 1} phone
 */
export function startSaving(phone) {
  const { state, error, connected } = store.now[phone];
  const cause = state === 'Failed' && error ? (error.cause === 'Other' ? String(error.code) : error.cause) : '';
  store.saving = {
    phone,
    name: kebab(error?.cause && state === 'Failed' ? error.cause : state),
    title: '',
    settings: settingsOf(phone),
    state,
    cause,
    connected: state === 'InCall' ? String(connected) : '',
    exists: null,
    unexpected: false,
    why: null,
  };
  listScenarios();
  touch();
}

/**
 * Changes what is saved. A scenario with another name does not replace the one that exists, and with another expectation
 * may be as expected.
 * @param {object} change
 */
export function changeSaving(change) {
  const { exists, unexpected, why } = store.saving;
  const isOther = ['state', 'cause', 'connected'].some((part) => part in change);
  store.saving = { ...store.saving, exists: 'name' in change ? null : exists, unexpected: unexpected && !isOther, why: isOther ? null : why, ...change };
  touch();
}

export function save() {
  const { phone, name, title, settings, state, cause, connected, exists, unexpected } = store.saving;
  const expect = { state };
  if (state === 'Failed' && cause) expect.cause = cause;
  if (state === 'InCall' && connected) expect.connected = connected === 'true';
  if (!send({ saveScenario: { phone, name, title: title.trim(), settings, expect, unexpected, overwrite: exists === name } })) changeSaving({ why: OFFLINE });
}
