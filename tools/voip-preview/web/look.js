// Language and theme. The address has them if they were chosen, else the browser says.
import { store, touch } from './store.js';
import { set } from './world.js';

const dark = matchMedia('(prefers-color-scheme: dark)');

/** Takes both from the settings. */
export function look() {
  const lang = store.settings.get('lang');
  store.lang = lang === 'zh' || lang === 'en' ? lang : navigator.language.startsWith('zh') ? 'zh' : 'en';
  const theme = store.settings.get('theme');
  store.theme = theme === 'light' || theme === 'dark' ? theme : 'auto';
  const root = document.documentElement;
  root.lang = store.lang === 'zh' ? 'zh-CN' : 'en';
  root.dataset.look = store.theme === 'auto' ? (dark.matches ? 'dark' : 'light') : store.theme;
}

dark.addEventListener('change', () => {
  look();
  touch();
});

function choose(key, value) {
  set(key, value, { keepPreset: true });
  look();
}

/** @param {string} lang */
export const setLang = (lang) => choose('lang', lang);
/** @param {string} theme */
export const setTheme = (theme) => choose('theme', theme === 'auto' ? '' : theme);
