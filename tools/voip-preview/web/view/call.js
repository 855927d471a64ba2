// WeChat's call window: full size, or small so that the user can reach the page.
import { html } from '../html.js';
import { isReadOnly, store, touch, virtualNow } from '../store.js';
import { talkText } from '../time.js';
import { act } from '../server.js';

/** The colours, by `backgroundType`. */
const BACKGROUNDS = ['#262930', '#FA5151', '#FA9D3B', '#3D7257', '#1485EE', '#6467F0'];

const ICONS = {
  end: 'M4 14.6c0-4 7.2-6.2 12-6.2s12 2.2 12 6.2c0 1.5.1 3.6-1.6 3.5l-4.3-.7c-1.3-.2-1.5-1-1.6-2.6l-.1-1.2c-2.8-.9-6-.9-8.8 0l-.1 1.2c-.1 1.6-.3 2.4-1.6 2.6l-4.3.7C3.9 18.2 4 16.1 4 14.6z',
  pickUp: 'M10.2 5.2c1-.9 2.3-.5 3 .6l1.7 2.9c.6 1 .4 2.1-.4 2.8l-1.4 1.3c1.2 2.6 3.2 4.7 5.8 5.9l1.4-1.4c.7-.8 1.8-1 2.8-.4l2.9 1.7c1.1.7 1.5 2 .6 3-1.3 1.6-3 2.6-4.8 2.2C14.3 22.2 8.8 16.7 8 10c-.2-1.8.6-3.5 2.2-4.8z',
  mute: 'M16 5.5a3.2 3.2 0 0 0-3.2 3.2v6.6a3.2 3.2 0 0 0 6.4 0V8.7A3.2 3.2 0 0 0 16 5.5zM9.3 14.8a6.7 6.7 0 0 0 13.4 0M16 21.5V26',
};

const stateOf = (call) => (call.connectedAt !== null && call.connectedAt !== undefined ? 'talking' : call.outgoing ? 'ringing' : 'incoming');
const shrink = (index, small) => () => { store.shrunk[index] = small; touch(); };

function RoundButton({ name, label, icon, onClick, pressed, replaying }) {
  return html`<div class="round">
    <button type="button" class=${`round-button round-${icon}`} data-call-do=${name} aria-label=${label}
        aria-pressed=${pressed} disabled=${replaying} onClick=${onClick}>
      <svg viewBox="0 0 32 32" aria-hidden="true"><path d=${ICONS[icon]} />${pressed && html`<path d="M7 7l18 18" />`}</svg>
    </button>
    <span aria-hidden="true">${label}</span>
  </div>`;
}

export function CallWindow({ index, call }) {
  const state = stateOf(call);
  const replaying = isReadOnly();
  const kind = call.roomType === 'voice' ? '语音' : '视频';
  const onAct = (action) => () => act(index, action);
  const status = { ringing: '正在等待对方接受邀请…', incoming: `邀请你${kind}通话`, talking: '' }[state];
  return html`<div class="call" data-call=${state} role="dialog" aria-label=${`${kind}通话`}
      style=${{ backgroundColor: BACKGROUNDS[call.backgroundType] ?? BACKGROUNDS[0] }}
      onKeyDown=${(event) => { if (event.key === 'Escape' && state === 'incoming') act(index, 'hangUp'); }}>
    <button type="button" class="call-shrink" data-call-do="shrink" aria-label="收起" title="收起"
        onClick=${shrink(index, true)}>
      <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M10.5 4.5v6h-6M13.5 19.5v-6h6M10.5 10.5 4 4M13.5 13.5 20 20" /></svg>
    </button>
    <div class="call-who">
      <span class="call-face" aria-hidden="true"><bdi>${[...String(call.name || '?')][0]}</bdi></span>
      <p class="call-name"><bdi>${call.name}</bdi></p>
      <p class="call-says" aria-live="polite">${status}</p>
    </div>
    ${state === 'talking' && html`<p class="call-time" aria-label="通话时间">${talkText(virtualNow() - call.connectedAt)}</p>`}
    <div class="call-acts">
      ${state === 'incoming'
        ? html`
          <${RoundButton} key="no" name="hangUp" label="拒绝" icon="end" replaying=${replaying} onClick=${onAct('hangUp')} />
          <${RoundButton} key="yes" name="pickUp" label="接听" icon="pickUp" replaying=${replaying} onClick=${onAct('pickUp')} />`
        : html`
          <${RoundButton} key="mute" name="mute" label=${call.muted ? '已静音' : '静音'} icon="mute" pressed=${Boolean(call.muted)}
            replaying=${replaying} onClick=${onAct({ mute: !call.muted })} />
          <${RoundButton} key="end" name="hangUp" label=${state === 'ringing' ? '取消' : '挂断'} icon="end" replaying=${replaying}
            onClick=${onAct('hangUp')} />`}
    </div>
  </div>`;
}

export function SmallCall({ index, call }) {
  const state = stateOf(call);
  const status = { ringing: '等待接听', incoming: '来电', talking: '' }[state];
  return html`<button type="button" class="small-call" data-call=${state} data-call-do="grow" aria-label="返回通话" title="返回通话"
      onClick=${shrink(index, false)}>
    <svg viewBox="0 0 32 32" aria-hidden="true"><path d=${ICONS.pickUp} /></svg>
    <span>${status || talkText(virtualNow() - call.connectedAt)}</span>
  </button>`;
}
