// The bar at the top: time, presets, new run, replay, language, theme and help.
import { replayFile } from '../files.js';
import { html } from '../html.js';
import { isReadOnly, store, touch, virtualNow } from '../store.js';
import { setLang, setTheme } from '../appearance.js';
import { visible } from '../escape.js';
import { clockText } from '../time.js';
import { t } from '../texts.js';
import { open, resetForms, set, time } from '../server.js';
import { Icon } from './icons.js';
import { Presets } from './presets.js';

const SPEEDS = ['0.25', '0.5', '1', '2', '5', '20'];

export function Top() {
  const { hello, link } = store;
  return html`<header class="top">
    <div class="top-title">
      <span class=${`link link-${link}`} title=${t(`link_${link}`)}></span>
      <h1><bdi>${visible(hello?.pages.map(({ spec }) => spec.title).join(' · ') ?? '…')}</bdi></h1>
      ${hello?.pages.length === 1 && html`<code class="top-name">${hello.pages[0].name}</code>`}
      ${store.build.running && html`<span class="building" role="status"><span class="spin"></span>${t('building')}</span>`}
    </div>
    <${Time} />
    <div class="top-end">
      <${Presets} />
      <button type="button" class="button" data-new onClick=${() => open()} title=${t('newTitle')}>
        <${Icon} name="restart" /><span class="roomy">${t('new')}</span></button>
      ${store.forms.some((forms) => Object.values(forms).some((form) => Object.keys(form).length)) && html`<button type="button" class="button button-icon" data-reset-forms
          aria-label=${t('resetForms')} title=${t('resetForms')} onClick=${resetForms}><${Icon} name="eraser" /></button>`}
      <label class="button" title=${t('replayTitle')}>
        <${Icon} name="upload" /><span class="roomy">${t('replay')}</span>
        <input type="file" name="replay" class="unseen" accept=".jsonl,.json,.txt,application/json"
            aria-label=${t('replayTitle')}
          onChange=${(event) => { replayFile(event.target.files[0], 0); event.target.value = ''; }} />
      </label>
      <button type="button" class="button" data-classify aria-label=${t('classifyTitle')} title=${t('classifyTitle')}
          onClick=${() => { store.open = 'classify'; touch(); }}><${Icon} name="search" /><span class="roomy">${t('classifyShort')}</span>
            </button>
      <button type="button" class="button" data-exports aria-label=${t('exportsTitle')} title=${t('exportsTitle')}
          onClick=${() => { store.open = 'exports'; touch(); }}><${Icon} name="download" /><span class="roomy">${t('exports')}</span>
            </button>
      <div class="group group-lang" role="group" aria-label=${t('language')}>
        ${['zh', 'en'].map((lang) => html`<button type="button" key=${lang} class="button" data-lang=${lang} lang=${lang}
            aria-pressed=${store.lang === lang} onClick=${() => setLang(lang)}>${lang === 'zh' ? '中文' : 'EN'}</button>`)}
      </div>
      <div class="group group-theme" role="group" aria-label=${t('theme')}>
        ${[['auto', 'auto'], ['light', 'sun'], ['dark', 'moon']].map(([theme, icon]) => html`<button type="button"
            key=${theme} class="button button-icon" data-theme=${theme} aria-pressed=${store.theme === theme}
          aria-label=${t(`theme_${theme}`)} title=${t(`theme_${theme}`)} onClick=${() => setTheme(theme)}>
            <${Icon} name=${icon} /></button>`)}
      </div>
      <button type="button" class="button button-icon" data-help aria-label=${t('help')} title=${t('help')}
          onClick=${() => { store.open = 'help'; touch(); }}>?</button>
    </div>
  </header>`;
}

function Time() {
  const { clock, settings } = store;
  const replaying = isReadOnly();
  const speed = settings.get('speed') ?? '1';
  const speeds = SPEEDS.includes(speed) ? SPEEDS : [...SPEEDS, speed].sort((a, b) => Number(a) - Number(b));
  const next = clock.paused && clock.next !== null ? t('next', { at: clockText(clock.next) }) : '';
  const setPace = (event) => set('pace', event.target.checked ? 'instant' : '', { keepPreset: true });
  return html`<div class="time" role="group" aria-label=${t('time')}>
    ${clock.paused
      ? html`<button type="button" key="resume" class="button button-icon" data-time="resume" disabled=${replaying}
          aria-label=${t('resume')} title=${t('resume')} onClick=${() => time('resume')}><${Icon} name="play" filled />
            </button>`
      : html`<button type="button" key="pause" class="button button-icon" data-time="pause" disabled=${replaying}
          aria-label=${t('pause')} title=${t('pause')} onClick=${() => time('pause')}><${Icon} name="pause" /></button>`}
    <button type="button" class="button button-icon" data-time="step" disabled=${replaying} aria-label=${t('step')}
        title=${t('step')} onClick=${() => time('step')}><${Icon} name="step" filled /></button>
    <output class=${clock.paused ? 'clock clock-paused' : 'clock'} title=${next || t('clock')} aria-live="off">
      ${clockText(virtualNow())}</output>
    <select name="speed" class="select" disabled=${replaying} aria-label=${t('speed')} title=${t('speed')} value=${speed}
        onChange=${(event) => set('speed', event.target.value === '1' ? '' : event.target.value, { keepPreset: true })}>
      ${speeds.map((one) => html`<option key=${one} value=${one} selected=${one === speed}>${one}×</option>`)}
    </select>
    <label class="check" title=${t('instantTitle')}><input type="checkbox" name="instant" disabled=${replaying}
        checked=${settings.get('pace') === 'instant'} onChange=${setPace} /><span>${t('instant')}</span></label>
  </div>`;
}
