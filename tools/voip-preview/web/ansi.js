// rustc's colours: the 16 of a terminal, bold and faint. Everything else that is an escape is left out.

const ESCAPE = /\u001b(?:\[([0-9;:?]*)([@-~])|\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|[@-_])/g;

/** @param {string} text @returns {{ text: string, look: string }[]} `look` is a list of classes */
export function runs(text) {
  const found = [];
  let colour = '';
  let bold = false;
  let faint = false;
  let at = 0;
  const put = (part) => {
    if (!part) return;
    const look = [colour && `ansi-${colour}`, bold && 'ansi-bold', faint && 'ansi-faint'].filter(Boolean).join(' ');
    found.push({ text: part, look });
  };
  for (const match of text.matchAll(ESCAPE)) {
    put(text.slice(at, match.index));
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
        // 256 colours: the first 16 are the terminal's own, others are left as they are.
        if (codes[index + 1] === 5 && codes[index + 2] < 16) colour = String(codes[index + 2]);
        index += codes[index + 1] === 5 ? 2 : 4;
      }
    }
  }
  put(text.slice(at));
  return found;
}
