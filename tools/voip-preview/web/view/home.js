// The home screen of a phone, with the icon of the mini-program.
import { html } from '../html.js';
import { isReadOnly, pageOf, store } from '../store.js';
import { act } from '../server.js';
import { CAMERA } from './icons.js';

export function Home({ index }) {
  const title = pageOf(index).title;
  return html`<div class="home">
    <button type="button" class="home-app" data-do="start" disabled=${isReadOnly()}
        onClick=${() => act(index, 'start')}>
      <svg viewBox="0 0 48 48" aria-hidden="true"><rect class="home-icon" width="48" height="48" rx="11" /><path
          class="home-sign"
              d=${CAMERA} /></svg>
      <bdi>${title}</bdi>
    </button>
  </div>`;
}
