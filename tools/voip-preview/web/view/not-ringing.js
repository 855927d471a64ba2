// Why the call of this phone rings nowhere, and what to do. WeChat shows none of this.
import { readFlags } from '../address.js';
import { type } from '../forms.js';
import { html } from '../html.js';
import { PHONES, isReadOnly, pageOf, store } from '../store.js';
import { t } from '../texts.js';
import { act, input, set } from '../server.js';
import { Icon } from './icons.js';

export function NotRinging({ index, phone }) {
  const reason = phone.call?.outgoing && phone.call.notRinging;
  if (!reason) return null;
  const other = /** @type {0 | 1} */ (1 - index);
  const peer = store.phones[other];
  const names = { name: PHONES[other].toUpperCase(), openid: peer?.openid };
  const key = `${PHONES[other]}.phone`;
  const flags = () => readFlags(store.settings.get(key)).filter((flag) => flag !== 'uncallable');
  const listener = pageOf(index).fields.find((field) => field.role === 'listener.openid' && field.label);
  const ways = {
    notReachable: [
      peer?.available.receive && ['receive', () => input(other, 'receive')],
      ['callable', () => set(key, (pageOf(other).receive ? [...flags(), 'callable'] : flags()).join(','))],
    ],
    closed: [['start', () => act(other, 'start')]],
    background: [['start', () => act(other, 'start')]],
    unknownOpenid: [listener && ['openid', () => useOpenid(index, listener, peer.openid)]],
    ownOpenid: [listener && ['openid', () => useOpenid(index, listener, peer.openid)]],
  }[reason] ?? [];
  return html`<div class="not-ringing" role="status" data-not-ringing=${reason}>
    <p><${Icon} name="warn" />${t(reason === 'notReachable' && !pageOf(other).receive ? 'silent_notReachable_app' : `silent_${reason}`, names)}</p>
    ${ways.filter(Boolean).map(([way, go]) => html`<button type="button" key=${way} class="button" data-way=${way}
        disabled=${isReadOnly()} onClick=${go}>${t(`way_${way}`, names)}</button>`)}
  </div>`;
}

/** Ends the call, and calls the other phone next time. */
function useOpenid(index, field, openid) {
  input(index, 'hangUp');
  type(index, field, openid);
}
