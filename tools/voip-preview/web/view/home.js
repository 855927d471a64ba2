// The phone without the mini-program: its icon on the home screen.
import { html } from '../html.js';
import { store } from '../store.js';
import { person } from '../world.js';

export function Home({ index }) {
  const title = store.hello.page.title;
  return html`<div class="home">
    <button type="button" class="home-app" data-do="start" disabled=${Boolean(store.replay)}
        onClick=${() => person(index, 'start')}>
      <svg viewBox="0 0 48 48" aria-hidden="true"><rect class="home-icon" width="48" height="48" rx="11" /><path
          class="home-sign"
              d="M12 17.5a3 3 0 0 1 3-3h11a3 3 0 0 1 3 3v13a3 3 0 0 1-3 3H15a3 3 0 0 1-3-3zM31.5 22l4-3v10l-4-3z" /></svg>
      <bdi>${title}</bdi>
    </button>
  </div>`;
}
