// One phone: its header, its screen, the diagram of the flow, and the available actions.
import { countFaults } from '../address.js';
import { visible } from '../escape.js';
import { html } from '../html.js';
import { PHONES, isReadOnly, pageOf, store, touch } from '../store.js';
import { send } from '../connection.js';
import { startSaving } from '../scenarios.js';
import { t } from '../texts.js';
import { input, set } from '../server.js';
import { CallWindow, SmallCall } from './call.js';
import { Diagram } from './diagram.js';
import { ExploreButton, ExploreResult, takenOf } from './explore.js';
import { Faults } from './faults.js';
import { Home } from './home.js';
import { Icon } from './icons.js';
import { Inspector } from './inspector.js';
import { Menu } from './menu.js';
import { MiniProgram } from './miniprogram.js';
import { NotRinging } from './not-ringing.js';
import { StatusBar } from './statusbar.js';
import { WeChat } from './wechat.js';

const toggleFaults = (index) => { store.faults[index] = !store.faults[index]; touch(); };

/** @param {{ index: 0 | 1 }} props */
export function Phone({ index }) {
  const letter = PHONES[index];
  const phone = store.phones[index];
  const { hello } = store;
  const ready = Boolean(phone && hello);
  return html`<section class=${`column column-${letter}`} data-phone=${letter} data-state=${phone?.state}
      data-busy=${String(phone?.busy ?? false)}
      data-running=${String(phone?.running ?? false)} aria-label=${t('phone', { letter: letter.toUpperCase() })}>
    <div class="phone">
      <${Head} index=${index} phone=${phone} />
      <div class="device">
        <div class="screen" lang="zh-CN">
          ${ready && html`<${Screen} index=${index} phone=${phone} />`}
        </div>
      </div>
      ${ready && html`<${NotRinging} index=${index} phone=${phone} />`}
      ${ready && html`<${Actions} index=${index} phone=${phone} />`}
      ${ready && html`<${Tools} index=${index} />`}
      ${ready && html`<${ExploreResult} index=${index} />`}
      ${ready && store.inspected[index] && html`<${Inspector} index=${index} phone=${phone} />`}
    </div>
    ${ready && html`<${Diagram} letter=${letter} flow=${pageOf(index).flow} state=${phone.running ? phone.state : ''} last=${phone.last}
        lang=${store.lang} taken=${takenOf(index)} />`}
    ${store.faults[index] && html`<${Faults} index=${index} close=${() => toggleFaults(index)} />`}
  </section>`;
}

function Screen({ index, phone }) {
  const { call, background } = phone;
  const running = phone.running && !background;
  const small = store.shrunk[index];
  const toast = (store.past ?? store).toasts[index];
  const large = call && !small;
  return html`
    <${StatusBar} dark=${large || !running} online=${phone.online} />
    ${running ? html`<${MiniProgram} key=${`page${phone.left}`} index=${index} phone=${phone}
        covered=${Boolean(large || phone.dialog || store.menus[index])} />` : html`<${Home} key="home" index=${index} />`}
    ${toast && running && html`<div key=${toast.key} class=${toast.icon === 'none' ? 'toast' : 'toast toast-icon'}
        data-toast role="status">
      ${toast.icon !== 'none' && html`<span class=${`toast-sign toast-${toast.icon === 'error' ? 'error' : 'success'}`}
          aria-hidden="true"></span>`}
      <p><bdi>${toast.title}</bdi></p>
    </div>`}
    ${running && store.menus[index] && html`<${Menu} key="menu" index=${index} />`}
    ${!background && html`<${WeChat} index=${index} phone=${phone} />`}
    ${large && html`<${CallWindow} key="call" index=${index} call=${call} />`}
    ${call && small && html`<${SmallCall} key="small" index=${index} call=${call} />`}
  `;
}

function Head({ index, phone }) {
  const letter = PHONES[index];
  const faults = countFaults(store.settings, letter);
  const open = store.faults[index];
  const name = letter.toUpperCase();
  const several = store.hello?.pages.length > 1;
  return html`<header class=${several ? 'head head-several' : 'head'}>
    <span class=${`badge badge-${letter}`} aria-hidden="true">${name}</span>
    <div class="head-what" title=${`${t('openid')}: ${phone?.openid ?? ''}`}>
      <strong class=${`state state-${phone?.state}`}>${phone ? stateText(phone) : '…'}</strong>
      ${phone && store.hello && html`<${Bell} index=${index} phone=${phone} />`}
      ${!several && html`<span class="head-openid"><bdi>${phone?.openid}</bdi></span>`}
    </div>
    ${several && html`<${PagePicker} letter=${letter} shown=${phone?.page} />`}
    <button type="button" class=${faults ? 'button button-faulty' : 'button'} data-faults-toggle=${letter}
        aria-expanded=${open} aria-label=${t('faultsOf', { name, n: faults })} onClick=${() => toggleFaults(index)}>
      <${Icon} name="sliders" />${t('faults')}${faults > 0 && html`<span class="count">${faults}</span>`}
    </button>
  </header>`;
}

/** The state of the page, or that the app is not shown. */
export const stateText = (phone) => (!phone.running ? t('closed') : phone.background ? t('background') : phone.state);

/** Whether a call rings on this phone. */
export const rings = ({ call }) => Boolean(call && !call.outgoing && typeof call.connectedAt !== 'number');

/** Whether a call rings on this phone, or could ring. */
export function Bell({ index, phone }) {
  const ringing = rings(phone);
  const text = t(ringing ? 'bell_rings' : phone.callable ? 'bell_on' : pageOf(index).receive ? 'bell_off' : 'bell_off_app');
  return html`<span class=${ringing ? 'bell bell-rings' : phone.callable ? 'bell' : 'bell bell-off'} role="img" title=${text}
      data-bell=${ringing ? 'rings' : phone.callable ? 'on' : 'off'} aria-label=${text}><${Icon} name=${phone.callable ? 'bell' : 'bellOff'} /></span>`;
}

/** Chooses the page that the phone shows, which starts a new run of it. */
function PagePicker({ letter, shown }) {
  const key = `${letter}.page`;
  return html`<select name=${key} class="select head-page" disabled=${isReadOnly()} value=${shown ?? ''}
      aria-label=${t('pageOf', { name: letter.toUpperCase() })} title=${t('pageOf', { name: letter.toUpperCase() })}
      onChange=${(event) => set(key, event.target.value)}>
    ${store.hello.pages.map(({ name, spec }) => html`<option key=${name} value=${name} selected=${name === shown}>
      ${visible(spec.title)}</option>`)}
  </select>`;
}

/** What tells more about the page of this phone, and what is made of its run. */
function Tools({ index }) {
  const letter = PHONES[index];
  const name = letter.toUpperCase();
  const open = store.inspected[index];
  return html`<div class="tools">
    <button type="button" class="button" data-inspect=${letter} aria-expanded=${open} title=${t('inspectTitle')}
        onClick=${() => { store.inspected[index] = !open; touch(); }}>${t('inspect')}</button>
    <${ExploreButton} index=${index} />
    <button type="button" class="button button-icon button-quiet" data-download=${letter} title=${t('downloadTitle')}
        aria-label=${t('download', { name })}
      onClick=${(event) => send({ recording: { phone: index, fullOpenids: event.shiftKey } })}><${Icon} name="download" />
        </button>
    <button type="button" class="button button-icon button-quiet" data-copy-test=${letter} title=${t('copyTest', { name })}
        aria-label=${t('copyTest', { name })}
      onClick=${() => send({ test: { phone: index } })}><${Icon} name="code" /></button>
    <button type="button" class="button button-icon button-quiet" data-save-scenario=${letter} title=${t('saveTitle', { name })}
        aria-label=${t('saveTitle', { name })} onClick=${() => startSaving(index)}><${Icon} name="bookmark" /></button>
  </div>`;
}

/** The actions that are available, even if a window covers the page. */
function Actions({ index, phone }) {
  const { available, running } = phone;
  const replaying = isReadOnly();
  const page = pageOf(index);
  const actions = [
    ...(page.fields.some((field) => field.role === 'listener.openid') ? [['tap', available.tap]] : []),
    ...(page.receive && !phone.reachable ? [['receive', available.receive]] : []),
    ...(page.receive && phone.reachable ? [['stopReceiving', available.stopReceiving]] : []),
    ...(page.on_load || page.receive?.on_show ? [['show', running]] : []),
    ['cancel', available.cancel],
    ['hangUp', available.hangUp],
    ['dismiss', available.dismiss],
    ['leave', running],
  ];
  return html`<div class="chips" role="group" aria-label=${t('available')}>
    ${actions.map(([action, isAvailable]) => html`<button type="button" key=${action} class="chip" data-available=${action}
        disabled=${!isAvailable || replaying}
            title=${t(`available_${action}_title`)}
          onClick=${() => input(index, action)}>${t(`available_${action}`)}
          </button>`)}
  </div>`;
}
