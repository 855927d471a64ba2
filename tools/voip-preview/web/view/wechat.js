// WeChat's windows above the page: the permission sheet, the modal before the settings, and the settings. Escape
// refuses or closes.
import { html } from '../html.js';
import { isReadOnly, pageOf, store } from '../store.js';
import { act } from '../server.js';
import { CAMERA } from './icons.js';
import { Overlay } from './overlay.js';

const SCOPES = { 'scope.record': ['麦克风', '使用你的麦克风'], 'scope.camera': ['摄像头', '使用你的摄像头'] };
const scopeName = (scope) => SCOPES[scope]?.[0] ?? scope;
const scopeUse = (scope) => SCOPES[scope]?.[1] ?? `使用 ${scope}`;

export function WeChat({ index, phone }) {
  const { dialog } = phone;
  if (!dialog) return null;
  const replaying = isReadOnly();
  if (dialog === 'askSettings') return html`<${AskSettings} key="ask" index=${index} replaying=${replaying} />`;
  if (dialog.permission) return html`<${Permission} key=${dialog.permission.scope} index=${index}
      scope=${dialog.permission.scope} replaying=${replaying} />`;
  if (dialog.settings) return html`<${Settings} key="settings" index=${index} scopes=${dialog.settings.scopes}
      replaying=${replaying} />`;
  return null;
}

class Question extends Overlay {
  key(event, answer) {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    act(this.props.index, answer);
  }
}

class Permission extends Question {
  render({ index, scope, replaying }) {
    const answer = (action) => () => act(index, action);
    return html`<div ref=${this.root} class="cover" data-dialog="permission" role="dialog" aria-modal="true"
        aria-label=${scopeUse(scope)} onKeyDown=${(event) => this.key(event, 'refuse')}>
      <div class="sheet">
        <p class="sheet-who"><svg class="sheet-icon" viewBox="0 0 48 48" aria-hidden="true"><circle cx="24" cy="24"
            r="24" /><path
                d=${CAMERA} /></svg>
                  <bdi>${pageOf(index).title}</bdi><span>申请</span></p>
        <p class="sheet-what">${scopeUse(scope)}</p>
        <p class="sheet-why">用于音视频通话</p>
        <div class="sheet-answers">
          <button type="button" class="wx-button wx-plain" data-answer="refuse" disabled=${replaying}
              onClick=${answer('refuse')}>拒绝</button>
          <button type="button" class="wx-button wx-green" data-answer="allow" disabled=${replaying}
              onClick=${answer('allow')}>允许</button>
        </div>
      </div>
    </div>`;
  }
}

class AskSettings extends Question {
  render({ index, replaying }) {
    return html`<div ref=${this.root} class="cover cover-middle" data-dialog="askSettings" role="dialog" aria-modal="true"
        aria-label="需要授权" onKeyDown=${(event) => this.key(event, 'refuse')}>
      <div class="modal">
        <p class="modal-title">需要授权</p>
        <p class="modal-content">请在设置中打开所需的权限</p>
        <div class="modal-answers">
          <button type="button" data-answer="refuse" disabled=${replaying} onClick=${() => act(index, 'refuse')}>取消</button>
          <button type="button" class="modal-yes" data-answer="allow" disabled=${replaying}
              onClick=${() => act(index, 'allow')}>去设置</button>
        </div>
      </div>
    </div>`;
  }
}

class Settings extends Question {
  render({ index, scopes, replaying }) {
    return html`<div ref=${this.root} class="wx-page" data-dialog="settings" role="dialog" aria-modal="true" aria-label="设置"
        onKeyDown=${(event) => this.key(event, 'leaveSettings')}>
      <div class="nav">
        <button type="button" class="nav-back" data-answer="leaveSettings" aria-label="返回" title="返回" disabled=${replaying}
            onClick=${() => act(index, 'leaveSettings')}><i></i></button>
        <h2 class="nav-title">设置</h2>
      </div>
      <p class="wx-hint">${scopes.length ? html`允许“<bdi>${pageOf(index).title}</bdi>”使用`
        : html`“<bdi>${pageOf(index).title}</bdi>”还没有请求过权限`}</p>
      <div class="rows">
        ${scopes.map(([scope, on]) => html`<div key=${scope} class="row">
          <span class="row-name" id=${`${index}-${scope}`}>${scopeName(scope)}</span>
          <button type="button" role="switch" class="switch" data-scope=${scope} aria-checked=${String(on)}
              aria-labelledby=${`${index}-${scope}`} disabled=${replaying}
            onClick=${() => act(index, { turn: { scope, on: !on } })}></button>
        </div>`)}
      </div>
    </div>`;
  }
}
