import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ROOT } from './built.mjs';

/**
 * A section of a document, such as `## Taro` with its `### Vue`: its commands, and the files that it shows. A file is a
 * block of code whose first line is a comment with its path.
 */
export class Section {
  /** The lines of `sh` blocks. */
  commands = [];
  /** The text of each file by its path. */
  files = new Map();

  constructor(document, name, part) {
    const text = readFileSync(path.join(ROOT, document), 'utf8');
    const section = cut(text, `## ${name}`);
    const whole = part ? section.split(/^### /m)[0] + cut(section, `### ${part}`) : section;
    for (const [, language, code] of whole.matchAll(/^```(\w+)\n([^]*?)^```$/gm)) {
      if (language === 'sh') this.commands.push(...code.trim().split('\n'));
      const [, file] = /^(?:\/\/|<!--) (\S+\.\w+)(?: -->)?\n/.exec(code) ?? [];
      if (file) this.files.set(file, code.slice(code.indexOf('\n') + 1));
    }
  }
}

/** The text from this heading to the next one of its level. */
function cut(text, heading) {
  const level = heading.split(' ')[0];
  const parts = text.split(new RegExp(`^(?=${level} )`, 'm'));
  const found = parts.find((part) => part.startsWith(`${heading}\n`));
  if (!found) throw new Error(`there is no \`${heading}\``);
  return found;
}
