// Icons: strokes on a 16-pixel grid, in the colour of the surrounding text.
import { html } from '../html.js';

const PATHS = {
  play: 'M5 3.5v9l7.5-4.5z',
  pause: 'M5.5 3.5v9M10.5 3.5v9',
  step: 'M4 3.5v9L10 8zM12.5 3.5v9',
  restart: 'M13 8a5 5 0 1 1-1.6-3.7M13 2.5v3h-3',
  replay: 'M8 2.5v7.5M5 7l3 3 3-3M3 11.5v2h10v-2',
  download: 'M8 2.5v7.5M5 7l3 3 3-3M3 13.5h10',
  upload: 'M8 10.5V3M5 6l3-3 3 3M3 13.5h10',
  code: 'M5.5 4.5 2 8l3.5 3.5M10.5 4.5 14 8l-3.5 3.5',
  down: 'M4 6l4 4 4-4',
  right: 'M6 4l4 4-4 4',
  left: 'M10 4 6 8l4 4',
  close: 'M4 4l8 8M12 4l-8 8',
  sun: 'M8 5.2a2.8 2.8 0 1 0 0 5.6 2.8 2.8 0 0 0 0-5.6zM8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M3.4 12.6l.9-.9M11.7 4.3l.9-.9',
  moon: 'M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z',
  auto: 'M8 2.2a5.8 5.8 0 1 0 0 11.6A5.8 5.8 0 0 0 8 2.2zM8 2.2v11.6',
  sliders: 'M2.5 5h6M11.5 5h2M2.5 11h2M7.5 11h6M10 3.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6zM6 9.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z',
  search: 'M7 2.8a4.2 4.2 0 1 0 0 8.4 4.2 4.2 0 0 0 0-8.4zM10.2 10.2l3.3 3.3',
  bookmark: 'M4.5 2.5h7v11L8 10.8l-3.5 2.7z',
  check: 'M3.5 8.5l3 3 6-7',
  warn: 'M8 2.5 14.2 13.3H1.8zM8 6.5v3.2M8 11.4v.2',
  bell: 'M8 2.3a3.9 3.9 0 0 0-3.9 3.9c0 3.4-1.3 4.6-1.3 4.6h10.4s-1.3-1.2-1.3-4.6A3.9 3.9 0 0 0 8 2.3zM6.8 13.2a1.3 1.3 0 0 0 2.4 0',
  bellOff: 'M11.9 7.5v-1.3A3.9 3.9 0 0 0 5.6 3.1M4.1 6.2c0 3.4-1.3 4.6-1.3 4.6h8.4M6.8 13.2a1.3 1.3 0 0 0 2.4 0M2.5 2.5l11 11',
  eraser: 'M6 13h7.5M3 9.5 8.8 3.7a1.2 1.2 0 0 1 1.7 0l2.3 2.3a1.2 1.2 0 0 1 0 1.7L7.5 13H6zM6 6.5l4 4',
  phone: 'M4.2 2.6 6 2.5l1.2 3-1.5 1.2a8 8 0 0 0 3.6 3.6l1.2-1.5 3 1.2-.1 1.8c-.1.9-.8 1.6-1.7 1.5A10.6 10.6 0 0 1 2.7 4.3c-.1-.9.6-1.6 1.5-1.7z',
};

/** The icon of the mini-program, on a 48-pixel grid. */
export const CAMERA = 'M12 17.5a3 3 0 0 1 3-3h11a3 3 0 0 1 3 3v13a3 3 0 0 1-3 3H15a3 3 0 0 1-3-3zM31.5 22l4-3v10l-4-3z';

/** @param {{ name: keyof typeof PATHS, filled?: boolean }} props */
export function Icon({ name, filled }) {
  return html`<svg class=${filled ? 'icon icon-filled' : 'icon'} viewBox="0 0 16 16" aria-hidden="true"><path
      d=${PATHS[name]} /></svg>`;
}
