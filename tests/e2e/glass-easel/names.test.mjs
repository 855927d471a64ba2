// The names of a field: WeChat's newer engine runs no component with a property that has the name of a member of the component.
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { App } from '../lib/app.mjs';
import { output, ROOT } from '../lib/built.mjs';

const TABLE = readFileSync(path.join(ROOT, 'voip-macros/src/host.rs'), 'utf8');
const [, MEMBERS] = /const COMPONENT_MEMBERS: .* = \[([^\]]*)\]/.exec(TABLE);
const REFUSED = MEMBERS.match(/\w+/g);

/** Opens a page with a field of this name, whose module does not exist, and types into it. */
async function typed(name) {
  const folder = output('names');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(path.join(folder, 'voip'), { recursive: true });
  const write = (file, text) => writeFileSync(path.join(folder, file), text);
  write('app.json', '{ "pages": ["page"] }');
  write('app.js', 'App({})');
  write('page.json', '{ "component": true }');
  write('page.wxml', '<text>{{state}}</text>');
  write('voip/voip.js', readFileSync(path.join(ROOT, 'voip-runtime/src/wx/voip.min.js')));
  const declaration = { route: 'page', module: '/voip/none.wasm', fingerprint: '', fields: [[name, 'initial']] };
  write('page.js', `Component(require('./voip/voip.js').page(${JSON.stringify(declaration)}))`);
  const page = await new App(folder).open('page');
  const initial = page.instance.data[name];
  page.instance[`handleChange${name[0].toUpperCase()}${name.slice(1)}`]({ detail: { value: 'typed' } });
  assert.deepEqual([initial, page.instance.data[name]], ['initial', 'typed']);
  // The page shows that it has no module.
  assert.deepEqual([page.instance.data.state, page.app.phone.errors.length], ['Failed', 1]);
}

for (const name of ['id', 'key', 'ref', 'hidden', 'class', 'style', 'slot', 'mark', 'name', 'route', 'options', 'properties', 'is', 'voip']) {
  test(`a field may be called ${name}`, () => typed(name));
}

for (const name of REFUSED) {
  test(`the macro refuses ${name} with a reason`, async () => assert.rejects(typed(name)));
}

test('there are names that the macro refuses', () => assert.ok(REFUSED.includes('setData'), REFUSED.join()));
