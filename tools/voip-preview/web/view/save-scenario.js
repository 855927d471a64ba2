// The dialog that saves the run of a phone as a scenario.
import { visible } from '../escape.js';
import { html } from '../html.js';
import { changeSaving, save } from '../scenarios.js';
import { PHONES, store, touch } from '../store.js';
import { t } from '../texts.js';
import { Dialog } from './dialogs.js';

const STATES = ['Idle', 'Authorizing', 'Enabling', 'Joining', 'InCall', 'Failed'];

export function SaveScenario({ saving, scenarios }) {
  const { phone, name, title, settings, state, cause, connected, exists, unexpected, why } = saving;
  const change = (key) => (event) => changeSaving({ [key]: event.target.value });
  const close = () => { store.saving = null; touch(); };
  const submit = (event) => { event.preventDefault(); save(); };
  const causes = store.hello.causes.map((one) => one.name);
  if (cause && !causes.includes(cause)) causes.unshift(cause);
  const replaces = exists === name;
  const file = `scenarios/${name || '…'}.jsonl`;
  return html`<${Dialog} name="save-scenario" title=${t('saveTitle', { name: PHONES[phone].toUpperCase() })} close=${close}>
    <form class="save" onSubmit=${submit}>
      <p>${t('saveWhat')}</p>
      <label><span>${t('saveName')}</span>
        <input autofocus name="scenario-name" value=${name} required maxlength="64" pattern="[A-Za-z0-9_][A-Za-z0-9_\\-]*" autocomplete="off"
            spellcheck=${false} title=${t('saveNameHint')} onInput=${change('name')} /></label>
      <label><span>${t('saveSentence')}</span>
        <input name="scenario-title" value=${title} maxlength="200" autocomplete="off" onInput=${change('title')} /></label>
      <fieldset><legend>${t('saveExpect')}</legend>
        <select name="expect-state" class="select" aria-label=${t('saveState')} value=${state} onChange=${change('state')}>
          ${STATES.map((one) => html`<option key=${one} value=${one} selected=${one === state}>${one}</option>`)}</select>
        ${state === 'Failed' && html`<select name="expect-cause" class="select" aria-label=${t('saveCause')} value=${cause} onChange=${change('cause')}>
          <option value="" selected=${!cause}>${t('saveAnyCause')}</option>
          ${causes.map((one) => html`<option key=${one} value=${one} selected=${one === cause}>${visible(one)}</option>`)}</select>`}
        ${state === 'InCall' && html`<select name="expect-connected" class="select" aria-label=${t('saveConnected')} value=${connected}
            onChange=${change('connected')}>
          ${[['', 'saveEither'], ['true', 'connected'], ['false', 'notConnected']].map(([value, text]) => html`<option key=${value}
              value=${value} selected=${value === connected}>${t(text)}</option>`)}</select>`}
      </fieldset>
      <p class="save-settings"><span>${t('saveSettings')}</span> ${settings ? html`<code>${visible(settings)}</code>` : t('saveNoSettings')}</p>
      ${replaces && html`<p class="save-why" role="alert">${t('saveExists', { file })}</p>`}
      ${why && html`<p class="save-why" role="alert">${visible(store.lang === 'zh' ? why.chinese : why.english)}</p>`}
      <footer>
        <span class="quiet">${scenarios && !scenarios.maySave ? t('saveDownload') : html`<code>${visible(file)}</code>`}</span>
        <button type="button" class="button" onClick=${close}>${t('saveCancel')}</button>
        <button class="button button-save" data-save>${t(replaces ? 'saveReplace' : unexpected ? 'saveUnexpected' : 'saveDo')}</button>
      </footer>
    </form>
  <//>`;
}
