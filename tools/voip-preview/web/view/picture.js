// The picture of a camera, drawn: the user of the phone (the front camera), or the room (the back camera).
import { html } from '../html.js';

const PEOPLE = [{ wall: '#56646f', shirt: '#3c6ea5', hair: '#2c2522' }, { wall: '#6b5a4b', shirt: '#a35a2a', hair: '#4a3b30' }];

/** @param {{ name: 'self' | 'other', of: 0 | 1, front: boolean }} props */
export function Picture({ name, of, front }) {
  const { wall, shirt, hair } = PEOPLE[of];
  return html`<svg class=${`picture picture-${name}`} data-picture=${name} data-camera=${front ? 'front' : 'back'}
      viewBox="0 0 90 160" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
    <rect width="90" height="160" fill=${wall} />
    ${front
      ? html`<g><rect x="58" y="16" width="22" height="30" fill="#fff" opacity=".16" /><path d="M10 160c0-34 14-50 35-50s35 16 35 50z"
          fill=${shirt} /><rect x="37" y="92" width="16" height="24" rx="8" fill="#e3b693" /><ellipse cx="45" cy="76" rx="21" ry="26"
          fill="#efc5a3" /><path d="M23 74c-2-24 8-33 22-33s24 9 22 33c-4-14-12-17-22-17s-18 3-22 17z" fill=${hair} /><path
          d="M37 75v2M53 75v2M39 88q6 5 12 0" fill="none" stroke="#5a4032" stroke-width="2" stroke-linecap="round" /></g>`
      : html`<g><rect x="14" y="20" width="36" height="46" fill="#46606f" stroke="#8a97a0" stroke-width="3" /><path
          d="M32 20v46M14 43h36" stroke="#8a97a0" stroke-width="2" /><rect y="112" width="90" height="48" fill="#b99b77" /><rect x="52"
          y="84" width="28" height="36" rx="3" fill=${shirt} opacity=".7" /><path d="M66 84c-8-12-2-22 0-26 3 6 8 14 0 26z"
          fill="#3f8f5a" /></g>`}
  </svg>`;
}
