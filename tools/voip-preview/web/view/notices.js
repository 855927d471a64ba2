// Notices, over everything else.
import { html } from '../html.js';
import { dismiss } from '../notices.js';
import { visible } from '../safe.js';
import { store } from '../store.js';
import { t } from '../words.js';
import { open } from '../world.js';
import { choosePreset } from './presets.js';
import { Icon } from './icons.js';

const ACTIONS = { again: () => open(), plain: () => choosePreset('') };

export function Notices() {
  const { notices, lang, done } = store;
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
      ${done && html`<div class="notice notice-done"><${Icon} name="check" /><p>
        ${visible(lang === 'zh' ? done.chinese : done.english)}</p></div>`}</div>
  </div>`;
}
