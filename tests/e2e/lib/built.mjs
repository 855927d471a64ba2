import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Where `cargo xtask e2e` builds the tested programs. */
const BUILT = process.env.VOIP_E2E ?? path.join(process.env.CARGO_TARGET_DIR ?? path.join(ROOT, 'target'), 'e2e');

/** The path of a file or folder that `cargo xtask e2e` has built. */
export function built(...parts) {
  const file = path.join(BUILT, ...parts);
  if (!existsSync(file)) throw new Error(`${file} does not exist: run \`cargo xtask e2e\`, which builds it`);
  return file;
}

/** The path of a file that a test writes. */
export function output(...parts) {
  return path.join(BUILT, ...parts);
}

/** The folder of a generated mini-program. */
export function miniProgram(name) {
  return built('out', name);
}

/** The report of `cargo voip build --json`. */
export function report(name) {
  return JSON.parse(readFileSync(built('out', `${name}.json`), 'utf8'));
}

/** The built mini-programs that record. */
export const RECORDING = ['recorded', 'recorded-voice', 'recorded-full'];

/** The built mini-programs. */
export const PROGRAMS = ['video-call', 'voice-support', 'kinds', 'two-pages', 'panics', 'people', 'test-pages', 'own-wxml', 'demo', ...RECORDING];

/** The files of a mini-program with this ending, as paths inside it. */
export function filesOf(program, ending) {
  return readdirSync(miniProgram(program), { recursive: true }).filter((file) => file.endsWith(ending));
}

/** The routes in a mini-program's `app.json`. */
export function routesOf(program) {
  return JSON.parse(readFileSync(path.join(miniProgram(program), 'app.json'), 'utf8')).pages;
}
