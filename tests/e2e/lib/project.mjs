import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { built, output, ROOT } from './built.mjs';
import { Section } from './documents.mjs';
import { until } from './until.mjs';

/** How long a framework may take to build, in milliseconds. */
const PATIENCE = 240_000;

/** The environment of commands: that of `cargo voip build` can compile for the phone. */
function environment() {
  const { VOIP_PHONE = '', VOIP_PREVIEWS: binaries = '', ...env } = process.env;
  for (const line of VOIP_PHONE.split('\n').filter(Boolean)) {
    const [name, ...value] = line.split('=');
    if (value.length > 0) env[name] = value.join('=');
    else delete env[name];
  }
  const PATH = [binaries, env.PATH].join(path.delimiter);
  return { ...env, PATH, CARGO_TARGET_DIR: output('cargo'), NODE_OPTIONS: '--max-old-space-size=2048', NO_COLOR: '1' };
}

/**
 * A project in a folder of its own: the one in `tests/e2e/projects/NAME`, with the files that a section of
 * `docs/projects.md` shows, but those in `except`. `packages` is the folder whose npm packages it has.
 */
export class Project {
  constructor(name, { section, part, packages, except = [], folder = name }) {
    this.folder = output('projects', folder);
    this.section = new Section('docs/projects.md', section, part);
    rmSync(this.folder, { recursive: true, force: true });
    cpSync(path.join(ROOT, 'tests/e2e/projects', name), this.folder, { recursive: true });
    if (packages) symlinkSync(built('npm', packages, 'node_modules'), this.path('node_modules'));
    for (const [file, text] of this.section.files) if (!except.includes(file)) this.write(file, text);
  }

  path(...parts) {
    return path.join(this.folder, ...parts);
  }

  read(file) {
    return readFileSync(this.path(file), 'utf8');
  }

  write(file, text) {
    mkdirSync(path.dirname(this.path(file)), { recursive: true });
    writeFileSync(this.path(file), text);
  }

  /** Replaces a text that the file must have. */
  change(file, from, to) {
    const text = this.read(file);
    if (!text.includes(from)) throw new Error(`${file} does not have ${from}`);
    this.write(file, text.replace(from, to));
  }

  remove(file) {
    rmSync(this.path(file), { recursive: true, force: true });
  }

  /** The files in this folder, as paths inside it. */
  files(folder) {
    const entries = existsSync(this.path(folder)) ? readdirSync(this.path(folder), { recursive: true, withFileTypes: true }) : [];
    return entries.filter((entry) => entry.isFile()).map((entry) => path.relative(this.path(folder), path.join(entry.parentPath, entry.name)));
  }

  /** Runs the commands of the document that begin with `start`: those of `cargo voip` in the folder of the crate. */
  documented(start, more = '') {
    const commands = this.section.commands.filter((command) => command.startsWith(start));
    if (commands.length === 0) throw new Error(`the document has no command \`${start}\``);
    return commands.map((command) => this.run(command + more)).join('');
  }

  /** Runs a command, and returns what it prints. Throws if it fails. */
  run(command) {
    const isCargo = command.startsWith('cargo ');
    // The project has another name here.
    const line = command.replace(/\.\.\/my-[\w-]+/, this.folder);
    const { status, stdout, stderr, error } = spawnSync('sh', ['-ec', line], {
      cwd: isCargo ? built('projects', 'video-call') : this.folder,
      encoding: 'utf8',
      env: environment(),
      timeout: PATIENCE,
    });
    if (error || status !== 0) throw new Error(`\`${command}\` failed: ${error ?? status}\n${stdout}${stderr}`);
    return stdout + stderr;
  }

  /** Starts a command that does not end, in the folder of the project or another one. Returns a function that ends it and what it has started. */
  start(command, cwd = this.folder) {
    const child = spawn('sh', ['-ec', `exec ${command}`], { cwd, detached: true, env: environment(), stdio: 'pipe' });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => { printed += data; });
    const ended = new Promise((resolve) => child.on('exit', resolve));
    return {
      printed: () => printed,
      end: async () => {
        // The group of this child, and no other process.
        process.kill(-child.pid, 'SIGKILL');
        await ended;
      },
    };
  }

  /** Waits until a file in this folder has the text. */
  async untilSome(folder, text) {
    const has = () => this.files(folder).some((file) => this.read(path.join(folder, file)).includes(text));
    await until(has, true, `${folder} has ${text}`, PATIENCE);
  }

  /** Waits until a file is as wanted. */
  async until(file, wanted) {
    const read = () => (existsSync(this.path(file)) ? this.read(file) : undefined);
    await until(read, (text) => text !== undefined && wanted(text), `${file} is as wanted`, PATIENCE);
  }
}
