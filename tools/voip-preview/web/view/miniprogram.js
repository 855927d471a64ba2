// The page, as the generated mini-program shows it.
import { html } from '../html.js';
import { isReadOnly, pageOf, store, touch } from '../store.js';
import { act, input } from '../server.js';
import { t } from '../texts.js';
import { Contacts, Row } from './fields.js';

const STATUS = { Authorizing: '正在请求授权…', Enabling: '正在开启通话…', Joining: '正在呼叫…' };

/** The fields with labels, in groups: those of the caller are apart from the others. */
function groups(fields) {
  const found = [];
  let side = null;
  for (const field of fields) {
    if (field.label === null || field.label === undefined) continue;
    const prefix = String(field.role ?? '').split('.')[0];
    if (!found.length || (prefix !== side && (prefix === 'caller' || side === 'caller'))) found.push([]);
    side = prefix;
    found.at(-1).push(field);
  }
  return found;
}

export function MiniProgram({ index, phone, covered }) {
  const page = pageOf(index);
  const { state, busy, loading, receiving, available, error, reachable, connected } = phone;
  const replaying = isReadOnly();
  const status = STATUS[state] ?? (state === 'InCall' ? (connected ? '对方已接听' : '通话中') : loading ? '加载中…' : busy ? '请稍候…'
    : receiving ? '正在开启通话…' : page.receive && reachable ? '等待来电…' : '');
  const calls = page.fields.some((field) => field.role === 'listener.openid');
  const onInput = (action) => () => input(index, action);
  return html`<div class="mini" inert=${covered}>
    <div class="nav">
      <h2 class="nav-title"><bdi>${page.title}</bdi></h2>
      <div class="capsule">
        <button type="button" class="capsule-more" data-do="menu" aria-label="更多" title="更多"
            onClick=${() => { store.menus[index] = true; touch(); }}><i></i><i></i><i></i></button>
        <button type="button" class="capsule-close" data-do="background" aria-label="退到后台" title="退到后台" disabled=${replaying}
            onClick=${() => act(index, 'background')}><i></i></button>
      </div>
    </div>
    <div class="mini-body">
      ${groups(page.fields).map((fields, place) => html`<div key=${place} class="rows">
        ${fields.map((field) => (field.kind === 'contacts'
          ? html`<${Contacts} key=${field.name} index=${index} field=${field} phone=${phone} replaying=${replaying} />`
          : html`<${Row} key=${field.name} index=${index} field=${field} empty=${phone.emptyField === field.name}
              replaying=${replaying} />`))}
      </div>`)}
      <p class="says" aria-live="polite">${status}</p>
      ${error && html`<div class="failure" data-error role="alert">
        <div class="failure-words">
          <p><bdi>${error.sentence}</bdi></p>
          ${error.remedyChinese && html`<p class="failure-remedy"><bdi>${error.remedyChinese}</bdi></p>`}
        </div>
        ${['WechatNoCamera', 'WechatNoRecord'].includes(error.cause) && html`<button type="button" data-do="openSettings"
            disabled title=${t('openSettings')}>去系统设置</button>`}
        <button type="button" data-do="dismiss" disabled=${!available.dismiss || replaying} onClick=${onInput('dismiss')}>知道了</button>
      </div>`}
      <div class="acts">
        ${state === 'InCall'
          ? html`<button type="button" key="end" class="act act-end" data-do="hangUp" disabled=${!available.hangUp || replaying}
              onClick=${onInput('hangUp')}>结束</button>`
          : calls && html`<button type="button" key="call" class="act" data-do="tap" disabled=${!available.tap || replaying}
              onClick=${onInput('tap')}>${busy && html`<span class="act-spin" aria-hidden="true"></span>`}<bdi>${page.button}
                </bdi></button>`}
        ${page.receive && html`<button type="button" key="receive" class=${page.receive.only ? 'act' : 'act act-plain'}
            data-do=${reachable ? 'stopReceiving' : 'receive'}
            disabled=${!(reachable ? available.stopReceiving : available.receive) || replaying}
            onClick=${onInput(reachable ? 'stopReceiving' : 'receive')}>${reachable ? '停止接听' : '可接听'}</button>`}
        ${(busy || receiving) && state !== 'InCall' && html`<button type="button" key="cancel" class="act act-plain" data-do="cancel"
            disabled=${!available.cancel || replaying} onClick=${onInput('cancel')}>取消</button>`}
      </div>
    </div>
  </div>`;
}
