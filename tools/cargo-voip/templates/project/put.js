const MINI_PROGRAM = path.join(HERE, 'mini-program')
const LIST = path.join(HERE, 'voip.json')
const HELP = 'help: set another route in #[voip_page]'

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

/** Adds a page to the list of `app` that it belongs to. */
function add(app, route) {
  // WeChat ignores `subPackages` beside `subpackages`.
  const folder = ({ root }) => `${root.replace(/^\/+|\/+$/g, '')}/`
  const packages = (app.subpackages || app.subPackages || []).filter((each) => route.startsWith(folder(each)))
  const [inside] = packages.sort((a, b) => folder(b).length - folder(a).length)
  if (inside && inside.independent) {
    throw new Error(`voip: the page ${route} is in the independent subpackage ${inside.root}, which cannot load voip/voip.js of the main package\n${HELP}`)
  }
  const { pages } = inside || app
  const page = inside ? route.slice(folder(inside).length) : route
  if (pages.includes(page)) return false
  pages.push(page)
  return true
}

/** A function that copies the pages into a mini-program that was just built, and adds them to its app.json. */
function putter() {
  const added = new Set()
  return (output) => {
    const appJson = path.join(output, 'app.json')
    if (!fs.existsSync(appJson) || routes().length === 0) return
    const app = JSON.parse(fs.readFileSync(appJson, 'utf8'))
    for (const route of routes()) {
      if (add(app, route)) added.add(route)
      else if (!added.has(route)) throw new Error(`voip: this project has a page of its own at ${route}\n${HELP}`)
    }
    for (const file of files()) write(path.join(output, file), fs.readFileSync(path.join(MINI_PROGRAM, file)))
    write(appJson, Buffer.from(JSON.stringify(app, null, 2)))
  }
}

/** Writes a file unless it has this content: WeChat's devtools reload when a file is written. */
function write(file, bytes) {
  if (fs.existsSync(file) && fs.readFileSync(file).equals(bytes)) return
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, bytes)
}
