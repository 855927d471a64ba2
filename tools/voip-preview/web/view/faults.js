// What goes wrong on one phone: how its host answers each step, what the phone is like, and what
// happens to it.
import { MISHAPS, STEPS, readAnswer, readFlags, writeAnswer } from '../address.js';
import { Component, html } from '../html.js';
import { PHONES, store } from '../store.js';
import { t } from '../words.js';
import { person, set, setAll } from '../world.js';
import { Icon } from './icons.js';

const FLAGS = ['offline', 'old', 'silent', 'closed', 'uncallable'];
const CODE = /^-?\d{1,10}$/;
const TIME = /^\d+(ms|s|m)?$/;
/** A number alone is of seconds. */
const withUnit = (time) => (/\d$/.test(time) ? `${time}s` : time);

/** A name in the host's documents, with its code. */
const causeText = (cause) => [cause.name, cause.code ?? '', store.lang === 'zh' ? `· ${cause.chinese}` : ''].filter((part) => part !== '').join(' ');

export class Faults extends Component {
  constructor(props) {
    super(props);
    /** Steps whose answer is a code that is being typed. */
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
    const turn = (flag, on) => set(`${letter}.phone`, [...flags.filter((one) => one !== flag), ...(on ? [flag] : [])].join(','));
    const stood = Boolean(store.replay);
    const does = (what) => () => person(index, what);
    const reset = () => {
      this.setState({ coding: {} });
      const settings = new Map(store.settings);
      for (const what of [...STEPS, ...MISHAPS, 'phone']) settings.delete(`${letter}.${what}`);
      settings.delete('preset');
      setAll(settings);
    };
    const onKeyDown = (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      const toggle = this.node.parentNode.querySelector('[data-faults-toggle]');
      close();
      toggle.focus();
    };
    return html`<div ref=${this.root} class="faults" data-faults=${letter} role="dialog"
        aria-label=${t('faultsHead', { name })} onKeyDown=${onKeyDown}>
      <header class="faults-head">
        <h2>${t('faultsHead', { name })}</h2>
        <button type="button" class="button button-quiet" data-faults-reset=${letter} onClick=${reset}>${t('reset')}
          </button>
        <button type="button" class="button button-icon button-quiet" aria-label=${t('close')} onClick=${close}>
          <${Icon} name="close" /></button>
      </header>
      <fieldset class="faults-body" disabled=${stood}>
        ${STEPS.map((step) => html`<${Step} key=${step} step=${step} name=${`${letter}.${step}`}
            coding=${Boolean(coding[step])} code=${(on) => this.setState({ coding: { ...coding, [step]: on } })} />`)}
        <fieldset class="faults-part">
          <legend>${t('phoneIs')}</legend>
          <div class="flags">
            ${FLAGS.map((flag) => html`<label key=${flag} class="check" title=${t(`flag_${flag}_title`)}>
              <input type="checkbox" name=${`${letter}.phone.${flag}`} checked=${flags.includes(flag)}
                  onChange=${(event) => turn(flag, event.target.checked)} /><span>${t(`flag_${flag}`)}</span>
            </label>`)}
          </div>
        </fieldset>
        <fieldset class="faults-part">
          <legend>${t('happens')}</legend>
          <div class="persons">
            <button type="button" class="button" data-person="interrupt" onClick=${does('interrupt')}>
              <${Icon} name="phone" />${t('interrupt')}</button>
            <button type="button" class="button" data-person="kill" disabled=${!store.phones[index]?.running}
                onClick=${does('kill')}>${t('kill')}</button>
            <button type="button" class="button" data-person="start" disabled=${store.phones[index]?.running}
                onClick=${does('start')}>${t('start')}</button>
          </div>
          <p class="faults-note">${t('afterAnswer')}</p>
          <div class="faults-row mishaps">
            ${MISHAPS.map((what) => html`<label key=${what} class="inline"><span>${t(`after_${what}`)}</span>
              <${Draft} look="field-late" name=${`${letter}.${what}`} placeholder="–" label=${t(`after_${what}`)}
                value=${store.settings.get(`${letter}.${what}`) ?? ''} fits=${TIME} form=${t('timeForm')}
                commit=${(time) => set(`${letter}.${what}`, withUnit(time))} /></label>`)}
          </div>
        </fieldset>
      </fieldset>
    </div>`;
  }
}

/** A field that counts when it is left: what is typed stays while the page around it is drawn again. */
class Draft extends Component {
  constructor(props) {
    super(props);
    this.state = { text: null };
  }

  render({ look, name, placeholder, label, disabled, value, fits, form, commit }, { text }) {
    const wrong = text !== null && text !== '' && !fits.test(text);
    const leave = () => {
      if (text === null || wrong) return;
      this.setState({ text: null });
      if (text !== value) commit(text);
    };
    return html`<input class=${`field ${look}`} name=${name} placeholder=${placeholder} aria-label=${label}
        aria-invalid=${wrong || undefined} autocomplete="off" disabled=${disabled} value=${text ?? value}
      onInput=${(event) => this.setState({ text: event.target.value.trim() })} onBlur=${leave}
          onKeyDown=${(event) => { if (event.key === 'Enter') leave(); }} />
      ${wrong && html`<small class="wrong-form" role="alert">${form}</small>`}`;
  }
}

function Step({ step, name, coding, code }) {
  const answer = readAnswer(store.settings.get(name));
  const causes = store.hello.causes.filter((cause) => cause.steps.includes(step));
  const change = (what) => set(name, writeAnswer({ ...answer, ...what }));
  const known = ['ok', 'refuse', 'never'].includes(answer.answer) || causes.some((cause) => cause.name === answer.answer);
  const other = coding || !known;
  const never = answer.answer === 'never';
  const changed = Boolean(writeAnswer(answer));
  const pick = (event) => {
    const { value } = event.target;
    code(value === 'other');
    // What is never answered is not answered late, nor twice.
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
      ${other && html`<${Draft} look="field-code" name=${`${name}.code`} placeholder="-1234" label=${t('otherCode')}
          value=${known ? '' : answer.answer} fits=${CODE} form=${t('codeForm')} commit=${(code) => change({ answer: code || 'ok' })} />`}
    </div>
    <div class="faults-row">
      <label class="inline"><span>${t('late')}</span><${Draft} look="field-late" name=${`${name}.late`} placeholder="0s"
          label=${t('late')} disabled=${never} value=${answer.late} fits=${TIME} form=${t('timeForm')}
              commit=${(late) => change({ late: withUnit(late) })} /></label>
      <label class="inline grow"><span>${t('then')}</span><select class="select grow" name=${`${name}.then`}
          disabled=${never} value=${answer.then} onChange=${(event) => change({ then: event.target.value })}>
        <option value="" selected=${!answer.then}>${t('thenNothing')}</option>
        <option value="ok" selected=${answer.then === 'ok'}>ok</option>
        ${causes.map((cause) => html`<option key=${cause.name} value=${cause.name} selected=${answer.then === cause.name}>
          ${cause.name}</option>`)}
      </select></label>
    </div>
  </fieldset>`;
}
