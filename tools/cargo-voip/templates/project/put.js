const MINI_PROGRAM = path.join(HERE, 'mini-program')
const LIST = path.join(HERE, 'voip.json')
/** In the output: a hash of each file that this hook has put there. A build may keep them. */
const WRITTEN = '.cargo-voip-hook'
const ROUTE = 'set another route in #[voip_page]'

function shown(file) {
  return path.relative('', file)
}

/** Does something with a file. An error names the file. */
function at(file, act) {
  try {
    return act(file)
  } catch (error) {
    throw new Error(`voip: ${shown(file)}: ${error.message}`)
  }
}

function hash(bytes) {
  return crypto.createHash('sha256').update(bytes).digest('hex')
}

/** What the hook has put into an output. */
function written(output) {
  try {
    return JSON.parse(fs.readFileSync(path.join(output, WRITTEN), 'utf8')) || {}
  } catch {
    return {}
  }
}

/** Checks that the files are there which cargo voip wrote. */
function check() {
  if (!fs.existsSync(LIST)) return
  const list = at(LIST, () => JSON.parse(fs.readFileSync(LIST, 'utf8').replace(/^\ufeff/, '')))
  const missing = Object.keys(list.files || {}).map((file) => path.join(HERE, '..', file)).filter((file) => !fs.existsSync(file))
  if (missing.length > 0) throw new Error(`voip: ${missing.map(shown).join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing\nhelp: run \`cargo voip build --into\` again`)
}

/** The paths of the files in this folder of `MINI_PROGRAM`. */
function files(inside = '') {
  const folder = path.join(MINI_PROGRAM, inside)
  // `cargo voip remove` may have removed it since the build began.
  if (!fs.existsSync(folder)) return []
  const entries = fs.readdirSync(folder, { withFileTypes: true })
  return entries.flatMap((entry) => (entry.isDirectory() ? files(`${inside}${entry.name}/`) : [inside + entry.name]))
}

/** The pages: each has one WXML. */
function routes() {
  return files().filter((file) => file.endsWith('.wxml')).map((file) => file.slice(0, -'.wxml'.length))
}

/** The lists of pages of an `app.json`: that of the main package, then those of the subpackages. */
function lists(app) {
  if (!app || !Array.isArray(app.pages)) throw new Error('expected an object with the array `pages`')
  // WeChat ignores `subPackages` beside `subpackages`.
  const key = app.subpackages ? 'subpackages' : 'subPackages'
  const packages = app[key] || []
  if (!Array.isArray(packages)) throw new Error(`expected an array for \`${key}\``)
  return [{ folder: '', pages: app.pages }].concat(packages.map((each) => {
    const { root, pages, independent } = each || {}
    if (typeof root !== 'string' || !Array.isArray(pages)) throw new Error(`expected objects with \`root\` and \`pages\` in \`${key}\``)
    return { folder: `${root.replace(/^\/+|\/+$/g, '')}/`, pages, independent }
  }))
}

/** Adds a page to the list that it belongs to. Returns whether it was not there. */
function add(all, route) {
  // The package with the longest folder.
  const of = (file) => all.filter(({ folder }) => file.startsWith(folder)).reduce((a, b) => (b.folder.length > a.folder.length ? b : a))
  const glue = files().find((file) => `/${file}`.endsWith('/voip/voip.js'))
  const [list, { folder }] = [of(route), of(glue)]
  if (list.folder !== folder && list.independent) {
    throw new Error(`voip: the page ${route} is in the independent subpackage ${list.folder}, which cannot load ${glue} of another package
help: write the pages and the glue into the subpackage: --under ${list.folder.slice(0, -1)}; or ${ROUTE}`)
  }
  if (list.folder !== folder && folder) {
    throw new Error(`voip: ${glue} is in the subpackage ${folder}, so the page ${route} outside of it cannot load it
help: write the pages and the glue into another folder: --under DIR`)
  }
  const page = route.slice(list.folder.length)
  if (list.pages.includes(page)) return false
  list.pages.push(page)
  return true
}

/** Puts the pages into the mini-program of each build. */
function putter() {
  const added = new Set()

  /** The files for the output: the bytes that are there, and those that are to be there. */
  function copies(output) {
    return files().map((name) => {
      const file = path.join(output, name)
      const old = fs.existsSync(file) ? at(file, () => fs.readFileSync(file)) : undefined
      const bytes = at(path.join(MINI_PROGRAM, name), (ours) => fs.readFileSync(ours))
      return { name, file, old, bytes, same: old !== undefined && old.equals(bytes) }
    })
  }

  return {
    put(output) {
      const appJson = path.join(output, 'app.json')
      if (!fs.existsSync(appJson)) return
      check()
      if (routes().length === 0) return
      const text = at(appJson, () => fs.readFileSync(appJson, 'utf8'))
      const bom = text.startsWith('\ufeff') ? '\ufeff' : ''
      const app = at(appJson, () => JSON.parse(text.slice(bom.length)))
      const all = at(appJson, () => lists(app))
      for (const route of routes()) {
        if (add(all, route)) added.add(route)
        else if (!added.has(route)) throw new Error(`voip: this project has a page of its own at ${route}\nhelp: ${ROUTE}`)
      }
      const ours = copies(output)
      const earlier = written(output)
      const foreign = ours.filter(({ name, old, same }) => old && !same && earlier[name] !== hash(old))
      if (foreign.length > 0) {
        throw new Error(`voip: this project has files of its own where the pages belong: ${foreign.map(({ file }) => shown(file)).join(', ')}
help: ${ROUTE}, or write the pages and the glue into another folder: --under DIR`)
      }
      // WeChat's devtools reload when a file is written.
      for (const { file, bytes, same } of ours) if (!same) write(file, bytes)
      const now = Object.fromEntries(ours.map(({ name, bytes }) => [name, hash(bytes)]))
      if (JSON.stringify(now) !== JSON.stringify(earlier)) write(path.join(output, WRITTEN), JSON.stringify(now))
      const json = bom + JSON.stringify(app, null, 2)
      if (json !== text) write(appJson, json)
    }
  }
}

function write(file, content) {
  at(file, () => {
    fs.mkdirSync(path.dirname(file), { recursive: true })
    fs.writeFileSync(file, content)
  })
}
