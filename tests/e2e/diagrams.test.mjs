// The diagrams of all pages (`--graph`), drawn by Mermaid and by Graphviz: each edge is drawn, with its label.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { after, before, test } from 'node:test';
import { chromiumHere, program } from './lib/preview.mjs';

const folder = mkdtempSync(path.join(tmpdir(), 'voip-diagrams-'));
after(() => rmSync(folder, { recursive: true }));

execFileSync(program('diagrams'), [folder]);
// The pages that have only a preview.
for (const name of ['people', 'desk', 'agents', 'trouble']) {
  for (const [format, kind] of [['mermaid', 'mmd'], ['dot', 'dot'], ['json', 'json']]) {
    const graph = execFileSync(program(name), ['--graph', format], { encoding: 'utf8' });
    writeFileSync(path.join(folder, `previewed-${name}.${kind}`), graph);
  }
}
const pages = readdirSync(folder).filter((file) => file.endsWith('.json')).map((file) => path.basename(file, '.json'));

/** The diagrams of a page, and its declaration. */
function graphs(name) {
  const read = (kind) => readFileSync(path.join(folder, `${name}.${kind}`), 'utf8');
  return { mermaid: read('mmd'), dot: read('dot'), page: JSON.parse(read('json')) };
}

/** The edges of a page, from each state to each other one. */
const edgesOf = ({ flow }) => flow.flatMap(({ state, edges }) => edges.map((edge) => ({ from: state, ...edge })));

/** What a label must tell about an edge. */
const labelOf = ({ on, via, retry, actions }) => [
  ...on.map(String),
  ...(via ? [`via ${via}`] : []),
  ...(retry ? [`retry ${retry}`] : []),
  ...actions.flatMap(({ toast, run, spawn }) => [toast ?? run ?? spawn]),
];

/** The limits of a page, as a label tells them. */
const limitsOf = ({ flow }) => flow.flatMap(({ within_ms: within, ring_ms: ring }) => [
  ...(within ? [`within ${time(within)}`] : []),
  ...(ring ? [`ring ${time(ring)}`] : []),
]);
const time = (ms) => (ms % 60_000 === 0 ? `${ms / 60_000}m` : ms % 1000 === 0 ? `${ms / 1000}s` : `${ms}ms`);

const plain = (text) => text.replace(/\s+/g, '');

function assertTold(page, labels, format) {
  const shown = plain(labels.join('\n'));
  for (const part of [...edgesOf(page).flatMap(labelOf), ...limitsOf(page)]) {
    assert.ok(shown.includes(plain(part)), `${format} shows ${part}:\n${labels.join('\n')}`);
  }
}

/** Mermaid reads titles as HTML, without an escape. */
const FULL_WIDTH = { '<': '＜', '>': '＞', '&': '＆' };

let tab;
before(async () => {
  tab = await (await chromiumHere()).newPage();
  await tab.setContent('<!doctype html><meta charset="utf-8"><body></body>');
  await tab.addScriptTag({ path: createRequire(import.meta.url).resolve('@mermaid-js/tiny') });
  await tab.evaluate(() => window.mermaid.initialize({ startOnLoad: false }));
});

/** The paths of the edges and the text of their labels, as Mermaid draws them. */
const draw = (text) => tab.evaluate(async (source) => {
  document.body.innerHTML = (await window.mermaid.render('drawn', source)).svg;
  const all = (selector) => [...document.querySelectorAll(selector)];
  return {
    paths: all('path.transition').map((path) => path.getAttribute('d')),
    labels: all('.edgeLabel .edgeLabel, .edgeLabels text').map((label) => label.textContent),
    title: document.querySelector('.statediagramTitleText')?.textContent ?? '',
  };
}, text);

for (const name of pages) {
  test(`Mermaid draws the edges of ${name}`, async () => {
    const { mermaid, page } = graphs(name);
    const { paths, labels, title } = await draw(mermaid);
    const lines = new Set(edgesOf(page).map(({ from, to }) => `${from} ${to}`));
    assert.equal(paths.length, lines.size + 1, 'one line for each pair of states, and the start');
    assert.equal(new Set(paths).size, paths.length, 'no line is over another one');
    assertTold(page, labels, 'Mermaid');
    assert.equal(title, page.title.replace(/[<>&]/g, (letter) => FULL_WIDTH[letter]));
  });

  test(`Graphviz draws the edges of ${name}`, () => {
    const { dot, page } = graphs(name);
    const svg = execFileSync('dot', ['-Tjson'], { input: dot, encoding: 'utf8' });
    const drawn = JSON.parse(svg);
    assert.equal(drawn.edges.length, edgesOf(page).length + 1, 'each edge, and the start');
    assertTold(page, drawn.edges.map((edge) => words(edge._ldraw_)), 'Graphviz');
    assert.equal(words(drawn._ldraw_), page.title);
  });
}

/** The text that Graphviz draws. */
const words = (drawn) => (drawn ?? []).filter(({ op }) => op === 'T').map(({ text }) => text).join('\n');
