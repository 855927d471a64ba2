// Language and theme. They come from the address or, if they are not set there, from the browser.
import { store, touch } from './store.js';
import { set } from './server.js';

const dark = matchMedia('(prefers-color-scheme: dark)');

/** Applies both from the settings. */
export function applyAppearance() {
  const lang = store.settings.get('lang');
  store.lang = lang === 'zh' || lang === 'en' ? lang : navigator.language.startsWith('zh') ? 'zh' : 'en';
  const theme = store.settings.get('theme');
  store.theme = theme === 'light' || theme === 'dark' ? theme : 'auto';
  const root = document.documentElement;
  root.lang = store.lang === 'zh' ? 'zh-CN' : 'en';
  root.dataset.scheme = store.theme === 'auto' ? (dark.matches ? 'dark' : 'light') : store.theme;
}

dark.addEventListener('change', () => {
  applyAppearance();
  touch();
});

function choose(key, value) {
  set(key, value, { keepPreset: true });
  applyAppearance();
}

/** @param {string} lang */
export const setLang = (lang) => choose('lang', lang);
/** @param {string} theme */
export const setTheme = (theme) => choose('theme', theme === 'auto' ? '' : theme);
