// The positions of the diagram's states and edges. The steps of a call are around the outside, and Failed is in the
// middle, so that edges do not cross.

const WIDTH = 360;

/** The centre of each state. @type {Record<string, [number, number]>} */
const NODES = {
  Idle: [48, 38],
  Authorizing: [180, 38],
  Enabling: [312, 38],
  Failed: [180, 91],
  InCall: [48, 144],
  Joining: [312, 144],
};

/** Every legal edge, and the failure of a page's code before a call: the path, and the direction of its tip in degrees. */
const PATHS = {
  'Idle>Authorizing': ['M91 38 134 38', 0],
  'Authorizing>Enabling': ['M223 38 266 38', 0],
  'Enabling>Joining': ['M312 51 312 128', 90],
  'Joining>InCall': ['M269 144 94 144', 180],
  'InCall>Idle': ['M48 131 48 54', -90],
  'Idle>Failed': ['M58 51C64 80 98 95 132 93', -3],
  'Authorizing>Failed': ['M172 51 172 75', 90],
  'Failed>Authorizing': ['M188 78 188 54', -90],
  'Enabling>Failed': ['M284 51C270 76 252 86 226 88', 176],
  'Joining>Failed': ['M284 131C270 106 252 97 226 95', 184],
  'InCall>Failed': ['M76 131C90 106 108 97 134 95', -4],
  'Failed>Idle': ['M137 88C108 86 88 76 78 55', -116],
  'Joining>Idle': ['M269 138C190 116 120 132 64 54', -126],
  'Authorizing>Idle': ['M152 25C138 13 92 13 72 24', 155],
  'Enabling>Authorizing': ['M290 25C276 13 232 13 210 23.5', 155],
  'Enabling>Idle': ['M330 25C300-4 80-4 44 22', 138],
  'Joining>Enabling': ['M330 131C342 112 342 76 331 54', -107],
  'Joining>Authorizing': ['M296 131C262 104 240 78 212 53', -139],
  'Authorizing>Authorizing': ['M168 25C160 8 194 8 189 22', 108],
  'Enabling>Enabling': ['M318 25C312 8 344 8 337 22', 108],
  'Joining>Joining': ['M302 157C294 174 328 174 323 160', -108],
};

/** Where a coordinate is in the wide layout: states keep their size, and the gaps between them grow. */
const stretched = (centres, half, gap) => (value) => {
  const passed = centres.slice(1).map((centre, index) => {
    const [start, end] = [centres[index] + half, centre - half];
    return Math.min(1, Math.max(0, (value - start) / (end - start)));
  });
  return value + gap * passed.reduce((sum, one) => sum + one, 0);
};
const WIDER = { x: stretched([48, 180, 312], 50, 110), y: stretched([38, 91, 144], 15, 22) };

/** A number of a path that was computed. */
const round = (value) => Math.round(value * 10) / 10;

/** Labels beside the middle of their lines: how they are aligned there, and how far from it. */
const BESIDE = {
  'Authorizing>Failed': ['end', -5], 'Failed>Authorizing': ['start', 5],
  'Joining>Joining': ['end', 42], 'Enabling>Enabling': ['end', 42],
};

/** The middle of a line or of a curve. */
function middle([x1, y1, ...rest]) {
  const [x2, y2] = rest.slice(-2);
  if (rest.length === 2) return [(x1 + x2) / 2, (y1 + y2) / 2];
  const [a, b, c, d] = rest;
  return [(x1 + 3 * a + 3 * c + x2) / 8, (y1 + 3 * b + 3 * d + y2) / 8];
}

function labelAt(key, [x, y]) {
  const [anchor, shift] = BESIDE[key] ?? ['middle', 0];
  return { x: round(x + shift), y: round(y + 3), anchor };
}

/** The lines of a layout: their paths, tips, and the places of their labels. */
function linesIn(x, y) {
  return Object.fromEntries(Object.entries(PATHS).map(([key, [path, angle]]) => {
    const points = path.match(/-?[\d.]+/g).map((number, index) => round((index % 2 ? y : x)(Number(number))));
    let index = 0;
    const drawn = path.replace(/-?[\d.]+/g, () => `${index ? ' ' : ''}${points[index++]}`);
    const [endX, endY] = points.slice(-2);
    // The path ends at the start of the tip.
    return [key, { path: drawn, tip: `translate(${endX} ${endY}) rotate(${angle}) translate(2 0)`, label: labelAt(key, middle(points)) }];
  }));
}

const same = (value) => value;

/** The two layouts; the wide one has room for labels. */
export const LAYOUTS = {
  narrow: { width: WIDTH, nodes: NODES, lines: linesIn(same, same), y: same },
  wide: {
    width: WIDTH + 220,
    nodes: Object.fromEntries(Object.entries(NODES).map(([name, [x, y]]) => [name, [WIDER.x(x), WIDER.y(y)]])),
    lines: linesIn(WIDER.x, WIDER.y),
    y: WIDER.y,
  },
};

/** The edges above the states. */
const ABOVE = ['Authorizing>Idle', 'Enabling>Authorizing', 'Enabling>Idle', 'Authorizing>Authorizing', 'Enabling>Enabling'];

/** The vertical range that these lines need. @param {{ key: string }[]} lines */
export function verticalRange(lines) {
  const has = (key) => lines.some((line) => line.key === key);
  return {
    top: has('Enabling>Idle') ? 0 : ABOVE.some(has) ? 9 : 23,
    bottom: has('Joining>Joining') ? 173 : 159,
  };
}
