import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { output } from './built.mjs';

/** The recording that a phone wrote to its console last. */
export function printed(phone) {
  return phone.console.filter(({ level, text }) => level === 'info' && text.startsWith('{"voip"')).at(-1)?.text;
}

/** The records of a recording, without its header. */
export function recordsOf(text) {
  return text.trim().split('\n').slice(1).map((line) => JSON.parse(line));
}

/** Replays a recording on this computer, and returns what the preview prints. It must match the page. */
export function replayed(program, name, text) {
  const file = output('recordings', `${name}.jsonl`);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  return execFileSync(path.join(process.env.VOIP_PREVIEWS, program), ['--replay', file], { encoding: 'utf8' });
}
