// Builds the rivals as a mini-program project would: one minified script for the page, and the WXML, WXSS and JSON of the
// generated page, so that they differ only in their scripts.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { miniProgram, output } from '../../tests/e2e/lib/built.mjs';

export const ROUTE = 'pages/video-call/index';
export const GENERATED = 'video-call';
export const RIVALS = ['tutorial', 'robot3', 'xstate'];

const HERE = fileURLToPath(new URL('.', import.meta.url));

/** The folder of a mini-program. */
export const folderOf = (program) => (program === GENERATED ? miniProgram(GENERATED) : output('rivals', program));

async function buildRival(name) {
  const folder = folderOf(name);
  const generated = miniProgram(GENERATED);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, path.dirname(ROUTE)), { recursive: true });
  for (const ending of ['json', 'wxml', 'wxss']) cpSync(path.join(generated, `${ROUTE}.${ending}`), path.join(folder, `${ROUTE}.${ending}`));
  for (const file of ['app.json', 'project.config.json']) cpSync(path.join(generated, file), path.join(folder, file));
  writeFileSync(path.join(folder, 'app.js'), 'App({});\n');
  await build({
    entryPoints: [path.join(HERE, 'rivals', name, 'index.js')],
    outfile: path.join(folder, `${ROUTE}.js`),
    bundle: true,
    charset: 'utf8',
    conditions: ['production'],
    define: { 'process.env.NODE_ENV': '"production"' },
    format: 'iife',
    inject: name === 'xstate' ? [path.join(HERE, 'rivals/xstate/polyfills.js')] : [],
    legalComments: 'none',
    minify: true,
    // What the oldest engine of base library 2.20 runs, that of iOS 11.3. For less, esbuild replaces `{ ...object }` by a
    // function that takes several times as long.
    target: 'es2018',
  });
}

/** Builds the rivals that run in the realm. */
export const buildRivals = () => Promise.all(RIVALS.map(buildRival));

/**
 * Builds the page with Taro, and returns its folder. Returns `null` if Taro is not installed: `cargo xtask e2e projects` does
 * that, and downloads several hundred megabytes.
 */
export function buildTaro() {
  const packages = output('npm/taro/node_modules');
  if (!existsSync(packages)) return null;
  const folder = folderOf('taro');
  rmSync(folder, { recursive: true, force: true });
  cpSync(path.join(HERE, 'rivals/taro'), folder, { recursive: true });
  cpSync(path.join(HERE, 'rivals/shared'), path.join(folder, 'src/shared'), { recursive: true });
  cpSync(path.join(miniProgram(GENERATED), `${ROUTE}.wxss`), path.join(folder, `src/${ROUTE}.css`));
  symlinkSync(packages, path.join(folder, 'node_modules'));
  execFileSync('npx', ['taro', 'build', '--type', 'weapp'], { cwd: folder, env: { ...process.env, NODE_ENV: 'production' } });
  return path.join(folder, 'dist');
}
