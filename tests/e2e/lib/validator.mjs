// WeChat's own validator of JSON files, and its code-quality check: `miniprogram-ci`, which `cargo xtask e2e --validator` installs.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const require = createRequire(import.meta.url);
const { Project, packNpm } = require('miniprogram-ci');
export { packNpm };
const JSON_COMPILER = 'miniprogram-ci/dist/modules/corecompiler/original/json';
const { getAppJSON } = require(`${JSON_COMPILER}/app/index.js`);
const { getPageJSON } = require(`${JSON_COMPILER}/page/getPageJSON.js`);

const SCRATCH = mkdtempSync(path.join(os.tmpdir(), 'voip-validator-'));

/** The attributes of the mini-program, which the validator otherwise requests from WeChat's servers. */
const ATTRIBUTES = {
  appType: 0,
  isSandbox: true,
  platform: false,
  released: true,
  setting: {
    MaxCodeSize: 2,
    MaxSubPackageLimit: 100,
    MaxSubpackageFullCodeSize: 30,
    MaxSubpackageSubCodeSize: 2,
    MaxTabbarCount: 5,
    MaxTabbarIconSize: 40,
    MinTabbarCount: 2,
    NavigateMiniprogramLimit: 10,
  },
};

/** This folder as a project of WeChat's tool. */
export function projectAt(projectPath) {
  const privateKeyPath = path.join(SCRATCH, 'no-key');
  writeFileSync(privateKeyPath, 'none');
  const project = new Project({ appid: 'wx0000000000000000', type: 'miniProgram', projectPath, privateKeyPath });
  project.attr = async () => ATTRIBUTES;
  project.attrSync = () => ATTRIBUTES;
  project.getExtAppid = async () => undefined;
  Object.defineProperty(project, 'miniappAttr', { value: undefined, writable: true });
  return project;
}

/** The `app.json` of this folder, as WeChat reads it; `__warning__` says what is wrong. */
export const appOf = async (folder) => getAppJSON(projectAt(folder));
/** The JSON of a page. */
export const pageOf = async (folder, pagePath) => getPageJSON(projectAt(folder), { pagePath, root: '' });

/** Asserts that the validator accepts `app.json` and the JSON of every page. */
export async function isValid(folder) {
  const app = await appOf(folder);
  const pages = await Promise.all(app.pages.map((route) => pageOf(folder, route)));
  assert.deepEqual([app, ...pages].map((json) => json.__warning__).filter(Boolean), []);
}

/** What WeChat's code-quality check says about a mini-program: `{ checks, failed }`, the names of its checks. */
export function codeQuality(folder) {
  const program = fileURLToPath(new URL('code-quality.mjs', import.meta.url));
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, folder], { encoding: 'utf8' });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout.trim().split('\n').at(-1));
}
