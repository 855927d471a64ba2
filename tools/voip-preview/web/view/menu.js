// The menu ⋯ of the mini-program.
import { html } from '../html.js';
import { isReadOnly, pageOf, store, touch } from '../store.js';
import { act } from '../server.js';
import { Overlay } from './overlay.js';

export class Menu extends Overlay {
  close() {
    store.menus[this.props.index] = false;
    touch();
  }

  render({ index }) {
    const settings = () => { this.close(); act(index, 'openSettings'); };
    const onKeyDown = (event) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      this.close();
    };
    return html`<div ref=${this.root} class="cover" data-dialog="menu" role="dialog" aria-modal="true" aria-label="更多"
        onKeyDown=${onKeyDown} onClick=${(event) => { if (event.target === event.currentTarget) this.close(); }}>
      <div class="sheet app-menu">
        <p class="app-menu-title"><bdi>${pageOf(index).title}</bdi></p>
        <div class="app-menu-items"><button type="button" class="app-menu-item" data-menu="settings" disabled=${isReadOnly()}
            onClick=${settings}><svg viewBox="0 0 24 24" aria-hidden="true"><path
              d="M12 8.4a3.6 3.6 0 1 0 0 7.2 3.6 3.6 0 0 0 0-7.2zM12 3v3M12 18v3M4.2 7.5l2.6 1.5M17.2 15l2.6 1.5M4.2 16.5 6.8 15M17.2 9l2.6-1.5" /></svg>设置</button></div>
        <button type="button" class="app-menu-cancel" data-menu="cancel" onClick=${() => this.close()}>取消</button>
      </div>
    </div>`;
  }
}
