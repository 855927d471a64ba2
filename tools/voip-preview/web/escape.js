// Makes text from pages and hosts safe to show. Characters that change the text direction, break a line or are
// invisible are written as escapes.

const HIDDEN = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/g;

/** @param {unknown} text */
export function visible(text) {
  return String(text ?? '').replace(HIDDEN, (letter) => `\\u{${letter.charCodeAt(0).toString(16)}}`);
}

/** The same, but line breaks stay. @param {unknown} text */
export function visibleLines(text) {
  return String(text ?? '').split('\n').map(visible).join('\n');
}

/** A value in one line, in the syntax of JavaScript. @param {unknown} value */
export function oneLine(value, maxLength = 160) {
  let text = '';
  const write = (part) => {
    if (text.length > maxLength) return;
    if (Array.isArray(part)) {
      text += '[';
      part.slice(0, 20).forEach((item, index) => { if (index) text += ', '; write(item); });
      text += ']';
    } else if (part && typeof part === 'object') {
      text += '{';
      Object.entries(part).slice(0, 20).forEach(([key, item], index) => {
        text += `${index ? ', ' : ''}${key}: `;
        write(item);
      });
      text += '}';
    } else {
      text += JSON.stringify(typeof part === 'string' ? part.slice(0, maxLength) : part ?? null);
    }
  };
  write(value);
  text = visible(text);
  return text.length > maxLength ? `${text.slice(0, maxLength)}…` : text;
}

/** Indented JSON, shortened if it is too long to read. @param {unknown} value */
export function indentedJson(value, maxLength = 20000) {
  const text = visibleLines(JSON.stringify(value, null, 2) ?? 'null');
  return text.length > maxLength ? `${text.slice(0, maxLength)}\n… (+${text.length - maxLength})` : text;
}
