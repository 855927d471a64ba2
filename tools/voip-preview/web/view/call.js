// WeChat's call window: full size, or small so that the user can reach the page.
import { Component, html } from '../html.js';
import { isReadOnly, store, touch, virtualNow } from '../store.js';
import { talkText } from '../time.js';
import { act } from '../server.js';
import { mayFocus, returnFocus } from './overlay.js';
import { Picture } from './picture.js';

/** The colours, by `backgroundType`. */
const BACKGROUNDS = ['#262930', '#FA5151', '#FA9D3B', '#3D7257', '#1485EE', '#6467F0'];

const ICONS = {
  end: 'M4 14.6c0-4 7.2-6.2 12-6.2s12 2.2 12 6.2c0 1.5.1 3.6-1.6 3.5l-4.3-.7c-1.3-.2-1.5-1-1.6-2.6l-.1-1.2c-2.8-.9-6-.9-8.8 0l-.1 1.2c-.1 1.6-.3 2.4-1.6 2.6l-4.3.7C3.9 18.2 4 16.1 4 14.6z',
  pickUp: 'M10.2 5.2c1-.9 2.3-.5 3 .6l1.7 2.9c.6 1 .4 2.1-.4 2.8l-1.4 1.3c1.2 2.6 3.2 4.7 5.8 5.9l1.4-1.4c.7-.8 1.8-1 2.8-.4l2.9 1.7c1.1.7 1.5 2 .6 3-1.3 1.6-3 2.6-4.8 2.2C14.3 22.2 8.8 16.7 8 10c-.2-1.8.6-3.5 2.2-4.8z',
  mute: 'M16 5.5a3.2 3.2 0 0 0-3.2 3.2v6.6a3.2 3.2 0 0 0 6.4 0V8.7A3.2 3.2 0 0 0 16 5.5zM9.3 14.8a6.7 6.7 0 0 0 13.4 0M16 21.5V26',
  camera: 'M6 11.5a2 2 0 0 1 2-2h11a2 2 0 0 1 2 2v9a2 2 0 0 1-2 2H8a2 2 0 0 1-2-2zM21 14.5l5-3v9l-5-3',
  loud: 'M7 13v6h4l5.5 4.5v-15L11 13zM20 12a5.5 5.5 0 0 1 0 8M23 9a9.5 9.5 0 0 1 0 14',
};

const stateOf = (call) => (call.connectedAt !== null && call.connectedAt !== undefined ? 'talking' : call.outgoing ? 'ringing' : 'incoming');
const shrink = (index, small) => () => { store.shrunk[index] = small; touch(); };

/** The call of the other phone, if it is the other side of this one. */
function otherSide(index, call) {
  const other = store.phones[1 - index]?.call;
  return other && other.outgoing !== call.outgoing && other.connectedAt === call.connectedAt ? store.calls[1 - index] : null;
}

function RoundButton({ name, label, icon, onClick, pressed, crossed = pressed, replaying }) {
  return html`<div class="round">
    <button type="button" class=${`round-button round-${icon}`} data-call-do=${name} aria-label=${label}
        aria-pressed=${pressed} disabled=${replaying} onClick=${onClick}>
      <svg viewBox="0 0 32 32" aria-hidden="true"><path d=${ICONS[icon]} />${crossed && html`<path d="M7 7l18 18" />`}</svg>
    </button>
    <span aria-hidden="true">${label}</span>
  </div>`;
}

export class CallWindow extends Component {
  root = (node) => { this.node = node; };

  componentDidMount() {
    this.phone = this.node.closest('[data-phone]');
    this.focus();
  }

  getSnapshotBeforeUpdate() {
    return this.node.contains(document.activeElement);
  }

  componentDidUpdate(_, __, hadFocus) {
    // The button that had the focus is gone if the call was answered with it.
    if (hadFocus && document.activeElement === document.body) this.focus();
  }

  /** The focus goes where the user acts next: a phone that rings takes it from the phone that calls. */
  focus() {
    const rings = this.node.dataset.call === 'incoming';
    const inScreen = document.activeElement?.matches('.screen :not(input, select, textarea)');
    if (!(mayFocus(this.phone) || rings && inScreen)) return;
    this.node.querySelector(rings ? '[data-call-do=pickUp]' : '[data-call-do=hangUp]')?.focus({ preventScroll: true });
  }

  componentWillUnmount() {
    if (this.node.contains(document.activeElement)) returnFocus(this.phone);
  }

  render({ index, call }) {
    const state = stateOf(call);
    const replaying = isReadOnly();
    const voice = call.roomType === 'voice';
    const kind = voice ? '语音' : '视频';
    const own = store.calls[index];
    const other = state === 'talking' ? otherSide(index, call) ?? { camera: true, front: true } : null;
    const onAct = (action) => () => act(index, action);
    const choose = (change) => () => { Object.assign(own, change); touch(); };
    const status = { ringing: '正在等待对方接受邀请…', incoming: `邀请你${kind}通话`, talking: '' }[state];
    const seen = !voice && other?.camera;
    const mute = html`<${RoundButton} key="mute" name="mute" label=${call.muted ? '已静音' : '静音'} icon="mute"
        pressed=${Boolean(call.muted)} replaying=${replaying} onClick=${onAct({ mute: !call.muted })} />`;
    const end = html`<${RoundButton} key="end" name="hangUp" label=${{ ringing: '取消', incoming: '拒绝', talking: '挂断' }[state]}
        icon="end" replaying=${replaying} onClick=${onAct('hangUp')} />`;
    const third = voice
      ? html`<${RoundButton} key="loud" name="speaker" label=${own.loud ? '免提已开' : '免提'} icon="loud" pressed=${own.loud}
          crossed=${false} onClick=${choose({ loud: !own.loud })} />`
      : html`<${RoundButton} key="camera" name="camera" label=${own.camera ? '关摄像头' : '开摄像头'} icon="camera"
          pressed=${!own.camera} onClick=${choose({ camera: !own.camera })} />`;
    return html`<div ref=${this.root} class=${seen || call.backgroundType ? 'call call-bright' : 'call'} data-call=${state} role="dialog"
        aria-label=${`${kind}通话`} style=${{ backgroundColor: BACKGROUNDS[call.backgroundType] ?? BACKGROUNDS[0] }}
        onKeyDown=${(event) => { if (event.key === 'Escape' && state === 'incoming') act(index, 'hangUp'); }}>
      ${seen && html`<${Picture} name="other" of=${1 - index} front=${other.front} />`}
      ${!voice && state !== 'incoming' && own.camera && html`<${Picture} name="self" of=${index} front=${own.front} />`}
      <button type="button" class="call-shrink" data-call-do="shrink" aria-label="收起" title="收起"
          onClick=${shrink(index, true)}>
        <svg viewBox="0 0 24 24" aria-hidden="true"><path d="M10.5 4.5v6h-6M13.5 19.5v-6h6M10.5 10.5 4 4M13.5 13.5 20 20" /></svg>
      </button>
      <div class="call-who">
        ${!seen && html`<span class="call-face" aria-hidden="true"><bdi>${[...String(call.name || '?')][0]}</bdi></span>`}
        <p class="call-name"><bdi>${call.name}</bdi></p>
        <p class="call-says" aria-live="polite">${status}</p>
      </div>
      ${state === 'talking' && html`<p class="call-time" aria-label="通话时间">${talkText(virtualNow() - call.connectedAt)}</p>`}
      ${!voice && html`<div class="call-more">
        ${!call.disableSwitchVoice && html`<button type="button" data-call-do="toVoice" disabled=${replaying}
            onClick=${onAct('switchToVoice')}>切到语音</button>`}
        ${state !== 'incoming' && html`<button type="button" data-call-do="flip" disabled=${!own.camera}
            onClick=${choose({ front: !own.front })}>翻转</button>`}
      </div>`}
      <div class="call-acts">
        ${state === 'incoming'
          ? [end, html`<${RoundButton} key="yes" name="pickUp" label="接听" icon="pickUp" replaying=${replaying}
              onClick=${onAct('pickUp')} />`]
          : [mute, end, third]}
      </div>
    </div>`;
  }
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
