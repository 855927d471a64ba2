// The status bar of a phone: time, signal and battery.
import { html } from '../html.js';
import { virtualNow } from '../store.js';
import { dayText } from '../time.js';

export function StatusBar({ dark, online }) {
  return html`<div class=${dark ? 'statusbar statusbar-dark' : 'statusbar'} aria-hidden="true">
    <span>${dayText(virtualNow())}</span>
    <svg viewBox="0 0 62 14">
      ${online
        ? html`<g><rect x="0" y="8" width="3" height="5" rx="1" /><rect x="4.6" y="5.6" width="3" height="7.4" rx="1" />
          <rect x="9.2" y="3.2" width="3" height="9.8" rx="1" /><rect x="13.8" y="1" width="3" height="12" rx="1" /></g>`
        : html`<path class="statusbar-line" d="M1 12h2M5.6 12h2M10.2 12h2M14.8 12h2M4 2.5l6 6M10 2.5l-6 6" />`}
      ${online && html`<path class="statusbar-line"
          d="M22.5 5.2a9 9 0 0 1 12 0M24.8 7.8a5.6 5.6 0 0 1 7.4 0M27.1 10.4a2.2 2.2 0 0 1 2.8 0" />`}
      <rect class="statusbar-line" x="39" y="2" width="19" height="10" rx="3" /><rect x="40.8" y="3.8" width="13"
          height="6.4" rx="1.6" /><rect x="59.2" y="5" width="1.6" height="4" rx=".8" />
    </svg>
  </div>`;
}
