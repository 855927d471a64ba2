import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { TmplGroup } from 'glass-easel-template-compiler';
import { filesOf, miniProgram, ROOT } from './built.mjs';

/** The elements of a page. They are renamed, because a browser has its own `input` and `button`. */
const ELEMENTS = 'button|image|input|navigator|picker|switch|text|view';

/** The engine and the client code of these tests, as browser scripts. */
const COMMON_JS = readFileSync(createRequire(import.meta.url).resolve('glass-easel'), 'utf8');
export const ENGINE = `var glassEasel = (function (exports) { ${COMMON_JS}\nreturn exports; })({});`;
export const CLIENT = readFileSync(path.join(ROOT, 'tests/e2e/glass-easel/client.js'), 'utf8');

/**
 * The argument of `voipOpen` for this page. `answers` are the host's answers; `depth` is the number of open pages, or 0 for a
 * component inside another page.
 */
export function pageSource(program, route, answers = {}, depth = 1) {
  const folder = miniProgram(program);
  const read = (file, encoding = 'utf8') => readFileSync(path.join(folder, file), encoding);
  return {
    answers,
    depth,
    module: read('voip/app.wasm', 'base64'),
    route,
    scripts: Object.fromEntries(filesOf(program, '.js').map((file) => [file, read(file)])),
    slot: compiled('<slot />'),
    template: compiled(renamed(read(`${route}.wxml`))),
    wxss: inBrowser(read(`${route}.wxss`)),
  };
}

/** Compiles WXML with glass-easel's compiler. A warning is an error here. */
function compiled(wxml) {
  const group = new TmplGroup();
  const warnings = group.addTmpl('', wxml);
  if (warnings.length > 0) throw new Error(`glass-easel warns: ${warnings.map((each) => each.message).join(', ')}`);
  const generated = group.getTmplGenObjectGroups();
  group.free();
  return generated;
}

function renamed(wxml) {
  return wxml.replace(new RegExp(`(</?)(${ELEMENTS})(?=[\\s/>])`, 'g'), '$1wx-$2');
}

/** Converts `rpx` to `vw`: every screen is 750 rpx wide. */
function inBrowser(wxss) {
  return wxss.replace(/(-?[\d.]+)rpx\b/g, (_, number) => `${Number(number) / 7.5}vw`);
}
