// Notices, which are shown above everything else.
import { html } from '../html.js';
import { dismiss } from '../notices.js';
import { visible } from '../escape.js';
import { store } from '../store.js';
import { t } from '../texts.js';
import { open } from '../server.js';
import { choosePreset } from './presets.js';
import { Icon } from './icons.js';

const ACTIONS = { restart: () => open(), defaults: () => choosePreset('') };

export function Notices() {
  const { notices, lang, confirmation } = store;
  return html`<div class="notices">
    ${notices.map(({ id, english, chinese, action }) => html`<div key=${id} class="notice" role="alert" data-notice=${id}>
      <${Icon} name="warn" />
      <p>${visible(lang === 'zh' ? chinese : english)}</p>
      ${action && html`<button type="button" class="button" data-notice-do=${action}
          onClick=${() => { dismiss(id); ACTIONS[action](); }}>${t(`notice_${action}`)}</button>`}
      <button type="button" class="button button-icon button-quiet" data-notice-close aria-label=${t('close')}
          title=${t('close')} onClick=${() => dismiss(id)}><${Icon} name="close" /></button>
    </div>`)}
    <div role="status">
      ${confirmation && html`<div class="notice notice-good"><${Icon} name="check" /><p>
        ${visible(lang === 'zh' ? confirmation.chinese : confirmation.english)}</p></div>`}</div>
  </div>`;
}
