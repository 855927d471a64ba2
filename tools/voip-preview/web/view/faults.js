// The faults panel of one phone: the host's answer to each step, faults of the phone, and events.
import { TIMED_FAULTS, STEPS, readAnswer, readFlags, writeAnswer } from '../address.js';
import { causeName, meaning, remedy } from '../causes.js';
import { Component, html } from '../html.js';
import { PHONES, pageOf, store } from '../store.js';
import { t } from '../texts.js';
import { act, restart, set, setAll } from '../server.js';
import { Icon } from './icons.js';
import { Requests } from './requests.js';

const PHONE_FAULTS = ['offline', 'old', 'closed', 'callable', 'uncallable', 'silent', 'early', 'doubled', 'replaces'];
/** When the host reports the members of a call. Only one of these is possible. */
const MEMBER_EVENTS = ['silent', 'early', 'doubled'];
const CODE = /^-?\d{1,10}$/;
const TIME = /^\d+( ?(ms|s|m))?$/;
const QUERY = /^\??(?:[^=&]+=[^&]*(?:&|$))*$/;
/** A time without a unit is in milliseconds; a space before the unit is left out in the address. */
const withUnit = (time) => (/\d$/.test(time) ? `${time}ms` : time.replace(' ', ''));
const spaced = (time) => time.replace(/(\d)([a-z])/, '$1 $2');

/** The name of a cause, its code, and what it means. */
const causeText = ({ name }) => `${causeName(name)} · ${meaning(name)}`;

export class Faults extends Component {
  constructor(props) {
    super(props);
    /** The steps for which the user types another code. */
    this.state = { coding: {} };
  }

  root = (node) => { this.node = node; };

  componentDidMount() {
    this.node.querySelector('select')?.focus();
  }

  render({ index, close }, { coding }) {
    const letter = PHONES[index];
    const name = letter.toUpperCase();
    const flags = readFlags(store.settings.get(`${letter}.phone`));
    const isReplaced = (flag, by) => flag === by || MEMBER_EVENTS.includes(flag) && MEMBER_EVENTS.includes(by);
    const setFault = (flag, on) => set(`${letter}.phone`, [...flags.filter((one) => !isReplaced(one, flag)), ...(on ? [flag] : [])].join(','));
    const replaying = Boolean(store.replay);
    const onAct = (action) => () => act(index, action);
    const reset = () => {
      this.setState({ coding: {} });
      const settings = new Map(store.settings);
      for (const name of [...STEPS, ...TIMED_FAULTS, 'phone']) settings.delete(`${letter}.${name}`);
      for (const key of store.settings.keys()) if (key.startsWith(`${letter}.answer.`)) settings.delete(key);
      settings.delete('preset');
      setAll(settings);
    };
    const onKeyDown = (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      const toggle = this.node.closest('[data-phone]').querySelector('[data-faults-toggle]');
      close();
      toggle.focus();
    };
    return html`<div ref=${this.root} class="faults" data-faults=${letter} role="dialog"
        aria-label=${t('faultsHead', { name })} onKeyDown=${onKeyDown}>
      <header class="faults-head">
        <h2>${t('faultsHead', { name })}</h2>
        <button type="button" class="button button-quiet" data-faults-reset=${letter} disabled=${replaying} onClick=${reset}>${t('reset')}
          </button>
        <button type="button" class="button button-icon button-quiet" aria-label=${t('close')} onClick=${close}>
          <${Icon} name="close" /></button>
      </header>
      <fieldset class="faults-body" disabled=${replaying}>
        ${STEPS.map((step) => html`<${Step} key=${step} step=${step} name=${`${letter}.${step}`}
            coding=${Boolean(coding[step])} code=${(on) => this.setState({ coding: { ...coding, [step]: on } })} />`)}
        <${Requests} index=${index} />
        <fieldset class="faults-part">
          <legend>${t('phoneFaults')}</legend>
          <div class="flags">
            ${PHONE_FAULTS.filter((flag) => flag !== (pageOf(index).receive ? 'uncallable' : 'callable')).map((flag) => html`<label key=${flag} class="check" title=${t(`flag_${flag}_title`)}>
              <input type="checkbox" name=${`${letter}.phone.${flag}`} checked=${flags.includes(flag)}
                  onChange=${(event) => setFault(flag, event.target.checked)} /><span>${t(`flag_${flag}`)}</span>
            </label>`)}
          </div>
        </fieldset>
        ${takesQuery(pageOf(index)) && html`<fieldset class="faults-part">
          <legend>${t('query')}</legend>
          <${LazyInput} kind="field-query" name=${`${letter}.query`} placeholder="name=value&…" label=${t('query')}
              value=${store.settings.get(`${letter}.query`) ?? ''} pattern=${QUERY} hint=${t('queryHint')}
              commit=${(query) => restart(withQuery(`${letter}.query`, query))} />
        </fieldset>`}
        <fieldset class="faults-part">
          <legend>${t('events')}</legend>
          <div class="actions">
            <button type="button" class="button" data-action="interrupt" onClick=${onAct('interrupt')}>
              <${Icon} name="phone" />${t('interrupt')}</button>
            <button type="button" class="button" data-action="kill" disabled=${!store.phones[index]?.running}
                onClick=${onAct('kill')}>${t('kill')}</button>
            <button type="button" class="button" data-action="start" disabled=${store.phones[index]?.running}
                onClick=${onAct('start')}>${t('start')}</button>
            <button type="button" class="button" data-action="ring" title=${t('ringTitle')}
                disabled=${!rings(store.phones[index])} onClick=${onAct('ring')}>
              <${Icon} name="bell" />${t('ring')}</button>
          </div>
          <p class="faults-note">${t('delayAfterAnswer')}</p>
          <div class="faults-row timed-faults">
            ${TIMED_FAULTS.map((fault) => html`<label key=${fault} class="inline"><span>${t(`after_${fault}`)}</span>
              <${LazyInput} kind="field-late" name=${`${letter}.${fault}`} placeholder="–" label=${t(`after_${fault}`)}
                value=${spaced(store.settings.get(`${letter}.${fault}`) ?? '')} pattern=${TIME} hint=${t('timeHint')}
                commit=${(time) => set(`${letter}.${fault}`, withUnit(time))} /></label>`)}
          </div>
        </fieldset>
      </fieldset>
    </div>`;
  }
}

/** Whether a call of somebody else rings here: a call that was answered ends, as in WeChat. */
const rings = (phone) => phone?.callable && !phone.background && (!phone.call || typeof phone.call.connectedAt === 'number');

/** Whether the page reads parameters of its address. */
const takesQuery = (page) => page.on_load || page.fields.some((field) => field.query);

/** The settings with another query, with which the page opens. */
function withQuery(key, query) {
  const settings = new Map(store.settings);
  if (query) settings.set(key, query);
  else settings.delete(key);
  return settings;
}

/** A text field that commits its value when it loses the focus, so that rendering does not change what is typed. */
class LazyInput extends Component {
  constructor(props) {
    super(props);
    this.state = { text: null };
  }

  render({ kind, name, placeholder, label, disabled, value, pattern, hint, commit }, { text }) {
    const invalid = text !== null && text !== '' && !pattern.test(text);
    const leave = () => {
      if (text === null || invalid) return;
      this.setState({ text: null });
      if (text !== value) commit(text);
    };
    return html`<input class=${`field ${kind}`} name=${name} placeholder=${placeholder} aria-label=${label}
        aria-invalid=${invalid || undefined} autocomplete="off" disabled=${disabled} value=${text ?? value}
      onInput=${(event) => this.setState({ text: event.target.value.trim() })} onBlur=${leave}
          onKeyDown=${(event) => { if (event.key === 'Enter') leave(); }} />
      ${invalid && html`<small class="field-hint" role="alert">${hint}</small>`}`;
  }
}

function Step({ step, name, coding, code }) {
  const answer = readAnswer(store.settings.get(name));
  const causes = store.hello.causes.filter((cause) => cause.steps.includes(step));
  const change = (part) => set(name, writeAnswer({ ...answer, ...part }));
  const known = ['ok', 'refuse', 'never'].includes(answer.answer) || causes.some((cause) => cause.name === answer.answer);
  const other = coding || !known;
  const never = answer.answer === 'never';
  const changed = Boolean(writeAnswer(answer));
  const pick = (event) => {
    const { value } = event.target;
    code(value === 'other');
    // No other option applies to an answer that never comes.
    if (value === 'never') change({ answer: value, late: '', then: '', twice: false });
    else if (value !== 'other') change({ answer: value });
  };
  return html`<fieldset class=${changed ? 'faults-part faults-changed' : 'faults-part'} aria-label=${step}>
    <div class="faults-row faults-step">
      <code class="grow">${step}</code>
      <label class="check"><input type="checkbox" name=${`${name}.twice`} disabled=${never} checked=${answer.twice}
          onChange=${(event) => change({ twice: event.target.checked })} /><span>${t('twice')}</span></label>
      <label class="check" title=${t('onceTitle')}><input type="checkbox" name=${`${name}.once`} disabled=${!changed}
          checked=${answer.once} onChange=${(event) => change({ once: event.target.checked })} /><span>${t('once')}</span>
            </label>
    </div>
    <div class="faults-row">
      <select class="select grow" name=${name} aria-label=${t('answerOf', { step })}
          value=${other ? 'other' : answer.answer} onChange=${pick}>
        <option value="ok" selected=${!other && answer.answer === 'ok'}>${t('ok')}</option>
        ${step === 'authorize' && html`<option value="refuse" selected=${answer.answer === 'refuse'}>${t('refuse')}
          </option>`}
        <option value="never" selected=${never}>${t('never')}</option>
        <optgroup label=${t('failsWith')}>
          ${causes.map((cause) => html`<option key=${cause.name} value=${cause.name}
              selected=${!other && answer.answer === cause.name}>${causeText(cause)}</option>`)}
          <option value="other" selected=${other}>${t('otherCode')}</option>
        </optgroup>
      </select>
      ${other && html`<${LazyInput} kind="field-code" name=${`${name}.code`} placeholder="-1234" label=${t('otherCode')}
          value=${known ? '' : answer.answer} pattern=${CODE} hint=${t('codeHint')} commit=${(code) => change({ answer: code || 'ok' })} />`}
    </div>
    ${causes.some((cause) => cause.name === answer.answer) && html`<p class="faults-note" data-meaning>${meaning(answer.answer)}
      <br />${t('classifyRemedy')}: ${remedy(answer.answer)}</p>`}
    <div class="faults-row">
      <label class="inline"><span>${t('late')}</span><${LazyInput} kind="field-late" name=${`${name}.late`} placeholder="0s"
          label=${t('late')} disabled=${never} value=${spaced(answer.late)} pattern=${TIME} hint=${t('timeHint')}
              commit=${(late) => change({ late: withUnit(late) })} /></label>
      <label class="inline grow"><span>${t('then')}</span><select class="select grow" name=${`${name}.then`}
          disabled=${never} value=${answer.then} onChange=${(event) => change({ then: event.target.value })}>
        <option value="" selected=${!answer.then}>${t('thenNothing')}</option>
        <option value="ok" selected=${answer.then === 'ok'}>${t('thenOk')}</option>
        ${causes.map((cause) => html`<option key=${cause.name} value=${cause.name} selected=${answer.then === cause.name}>
          ${causeText(cause)}</option>`)}
      </select></label>
    </div>
  </fieldset>`;
}
