// Colours in rustc's output: the 16 colours of a terminal, bold and faint. Other escape sequences are removed.

const ESCAPE = /\u001b(?:\[([0-9;:?]*)([@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-_])/g;

/** Splits the text into parts of one style. @param {string} text @returns {{ text: string, classes: string }[]} */
export function styledParts(text) {
  const parts = [];
  let colour = '';
  let bold = false;
  let faint = false;
  let at = 0;
  const add = (part) => {
    if (!part) return;
    const classes = [colour && `ansi-${colour}`, bold && 'ansi-bold', faint && 'ansi-faint'].filter(Boolean).join(' ');
    parts.push({ text: part, classes });
  };
  for (const match of text.matchAll(ESCAPE)) {
    add(text.slice(at, match.index));
    at = match.index + match[0].length;
    if (match[2] !== 'm') continue;
    const codes = (match[1] || '0').split(/[;:]/).map(Number);
    for (let index = 0; index < codes.length; index++) {
      const code = codes[index];
      if (code === 0) { colour = ''; bold = false; faint = false; }
      else if (code === 1) bold = true;
      else if (code === 2) faint = true;
      else if (code === 22) { bold = false; faint = false; }
      else if (code === 39) colour = '';
      else if (code >= 30 && code <= 37) colour = String(code - 30);
      else if (code >= 90 && code <= 97) colour = String(code - 90 + 8);
      else if (code === 38) {
        // 256 colours: the first 16 are the colours of the terminal, the others are ignored.
        if (codes[index + 1] === 5 && codes[index + 2] < 16) colour = String(codes[index + 2]);
        index += codes[index + 1] === 5 ? 2 : 4;
      }
    }
  }
  add(text.slice(at));
  return parts;
}
