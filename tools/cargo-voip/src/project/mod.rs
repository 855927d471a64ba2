//! Taro and uni-app projects: `--into PROJECT`.
//!
//! Each build of such a project overwrites its mini-program, so pages cannot be added to it once. Instead, the files
//! of the mini-program are written into the sources, below `voip/`, together with a build hook, [`Kind::hook`]. After
//! each build, the hook copies them into the output and adds the pages to its `app.json`. It needs only Node: to only
//! build the project, you do not need Rust.

use std::fs;
use std::path::{Path, PathBuf};

use jsonc_parser::{CollectOptions, ParseOptions, ast, parse_to_ast};
use serde_json::{Map, Value};

use crate::console::Warnings;
use crate::error::{Error, Result, bail};
use crate::file::{describe, display_path, read_text};
use crate::generate::File;
use crate::generate::fill::fill;
use crate::generate::types::Framework;

/// The folder, in the sources, of what the hook copies. Not `dist` or `output`, which many projects do not commit.
pub(crate) const MINI_PROGRAM: &str = "voip/mini-program/";

const PUT: &str = include_str!("../../templates/project/put.js");
const TARO: &str = include_str!("../../templates/project/taro.js");
const UNI_APP: &str = include_str!("../../templates/project/uni-app.js");
const UNI_APP_TYPES: &str = include_str!("../../templates/project/uni-app.d.ts");

/// The framework that builds the mini-program of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Taro,
    UniApp,
}

impl Kind {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Taro => "Taro",
            Self::UniApp => "uni-app",
        }
    }

    /// The build hook, which the build configuration names. That of Taro is `CommonJS`, also in a package of ES modules.
    pub(crate) fn hook(self) -> &'static str {
        match self {
            Self::Taro => "voip/plugin.cjs",
            Self::UniApp => "voip/plugin.js",
        }
    }
}

/// A project that a framework builds.
#[derive(Debug)]
pub(crate) struct Project {
    pub(crate) kind: Kind,
    /// What renders the pages of the project, and so checks the attributes of its elements.
    pub(crate) framework: Option<Framework>,
    /// The major version of Taro, or of Vue with uni-app, if the project says it.
    version: Option<String>,
    root: PathBuf,
    /// The folder of the sources, without links: `src`, or with uni-app the project itself.
    source: PathBuf,
}

impl Project {
    /// The project in this folder, or `None` if it is none of these frameworks'. A folder with `app.json` is a native
    /// mini-program, whatever npm packages it uses.
    pub(crate) fn find(folder: &Path) -> Result<Option<Self>> {
        if folder.join("app.json").exists() {
            return Ok(None);
        }
        let is_uni_app =
            |source: &Path| ["manifest.json", "pages.json"].iter().all(|file| source.join(file).is_file());
        let (kind, framework, source) = if is_uni_app(&folder.join("src")) {
            (Kind::UniApp, Some(Framework::Vue), folder.join("src"))
        } else if is_uni_app(folder) {
            (Kind::UniApp, Some(Framework::Vue), folder.to_path_buf())
        } else {
            let packages = packages(folder);
            let has = |name: &str| packages.contains_key(name);
            if !packages.keys().any(|name| name.starts_with("@tarojs/")) {
                return Ok(None);
            }
            let framework = if has("react") || has("preact") {
                Some(Framework::React)
            } else {
                has("vue").then_some(Framework::Vue)
            };
            (Kind::Taro, framework, folder.join("src"))
        };
        let source = fs::canonicalize(&source).map_err(|error| {
            let (source, name) = (display_path(&source), kind.name());
            let help = match kind {
                Kind::Taro => "\nhelp: if its `sourceRoot` is another folder, rename that to `src`",
                Kind::UniApp => "",
            };
            Error::new(format!(
                "cannot open `{source}`, the source folder of the {name} project: {}{help}",
                describe(&error)
            ))
        })?;
        // `--into PROJECT/src` is the same project.
        let parent =
            source.parent().filter(|parent| source.ends_with("src") && parent.join("package.json").is_file());
        let root = parent.map_or_else(|| source.clone(), Path::to_path_buf);
        let version = match kind {
            Kind::Taro => packages(&root).get("@tarojs/taro").and_then(Value::as_str).and_then(major),
            Kind::UniApp => vue_version(&source, &root),
        };
        Ok(Some(Self { kind, framework, version, root, source }))
    }

    /// Whether this version of the framework is built in the way that the build hook knows.
    fn is_supported(&self) -> bool {
        let supported = match self.kind {
            Kind::Taro => "4",
            Kind::UniApp => "3",
        };
        self.version.as_ref().is_none_or(|version| version == supported)
    }

    /// Checks the version of the framework. uni-app with Vue 2 ignores the configuration that names the hook.
    pub(crate) fn check(&self, warnings: &Warnings) -> Result<()> {
        let Some(version) = self.version.as_ref().filter(|_| !self.is_supported()) else { return Ok(()) };
        let root = display_path(&self.root);
        match self.kind {
            Kind::Taro => {
                warnings.add(format!("`{root}` uses Taro {version}, but the build hook is for Taro 4"));
                Ok(())
            }
            Kind::UniApp => bail(format!(
                "`{root}` uses uni-app with Vue {version}, but the build hook is for Vue 3\n\
                 help: use `--into` with the output folder, after each build"
            )),
        }
    }

    /// The folder of the sources.
    pub(crate) fn source(&self) -> &Path {
        &self.source
    }

    /// The files to write into the source folder: those of the mini-program, and the hook.
    pub(crate) fn files(&self, mini_program: &[File]) -> Vec<File> {
        let mut files: Vec<File> = mini_program
            .iter()
            .map(|file| File { path: format!("{MINI_PROGRAM}{}", file.path), bytes: file.bytes.clone() })
            .collect();
        let file = |path: &str, template: &str| File {
            path: path.into(),
            bytes: fill(template, &[("put", PUT)]).into(),
        };
        let hook = self.kind.hook();
        match self.kind {
            Kind::Taro => files.push(file(hook, TARO)),
            Kind::UniApp => {
                files.push(file(hook, UNI_APP));
                files.push(file("voip/plugin.d.ts", UNI_APP_TYPES));
            }
        }
        files
    }

    /// What the user adds to the project, once.
    pub(crate) fn configuration(&self) -> String {
        let folder = if self.root == self.source { "" } else { "src/" };
        let hook = self.kind.hook();
        match self.kind {
            Kind::Taro => format!(
                "  构建配置 Build configuration\n    \
                 · 在 config/index.ts（或 .js）里加上一行，只需一次；之后每次 taro build 都会带上页面\n      \
                 add this line to config/index.ts (or .js), once; each `taro build` then contains the pages:\n\n        \
                 plugins: [require.resolve('../{folder}{hook}')],\n"
            ),
            Kind::UniApp => format!(
                "  构建配置 Build configuration\n    \
                 · 在 vite.config.ts（或 .js）里加上，只需一次；之后每次构建 mp-weixin 都会带上页面\n      \
                 add this to vite.config.ts (or .js), once; each build for mp-weixin then contains the pages:\n\n        \
                 import voip from './{folder}{hook}'\n        \
                 plugins: [uni(), voip()],\n"
            ),
        }
    }
}

/// Checks a folder that is not such a project, but may be inside one, such as `dist`: each build overwrites it.
pub(crate) fn check_inside(folder: &Path, warnings: &Warnings) -> Result<()> {
    let Some(project) = around(folder) else { return Ok(()) };
    let (folder_name, root, name) = (display_path(folder), display_path(&project.root), project.kind.name());
    let help = if project.kind == Kind::Taro || project.is_supported() {
        format!("help: to have the pages in each build of {name}, use `--into {root}`")
    } else {
        "help: run this command after each build".into()
    };
    if folder.join("app.json").exists() {
        warnings.add(format!(
            "`{folder_name}` is in the {name} project `{root}`: if {name} writes this folder, its next build removes \
             the pages\n{help}"
        ));
        return Ok(());
    }
    bail(format!(
        "`{folder_name}` is not a mini-program, but a folder of the {name} project `{root}`\n{help}"
    ))
}

/// The project that contains this folder, up to the next `package.json`.
fn around(folder: &Path) -> Option<Project> {
    let folder = fs::canonicalize(folder).ok()?;
    for above in folder.ancestors().skip(1) {
        if let Ok(Some(project)) = Project::find(above) {
            return Some(project);
        }
        if above.join("package.json").exists() {
            return None;
        }
    }
    None
}

/// The npm packages that the package in this folder depends on, and their versions.
fn packages(folder: &Path) -> Map<String, Value> {
    let text = read_text(&folder.join("package.json")).unwrap_or_default();
    let package: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap_or_default();
    let of = |key| package.get(key).and_then(Value::as_object).cloned().unwrap_or_default();
    let mut packages = of("devDependencies");
    packages.extend(of("dependencies"));
    packages
}

/// The major version in a requirement such as `^4.2.0`.
fn major(requirement: &str) -> Option<String> {
    let version = requirement.trim_start_matches(['^', '~', '>', '=', 'v', ' ']);
    let major: String = version.chars().take_while(char::is_ascii_digit).collect();
    (!major.is_empty()).then_some(major)
}

/// The version of Vue of a uni-app project. Its `manifest.json` may have comments.
fn vue_version(source: &Path, root: &Path) -> Option<String> {
    let text = read_text(&source.join("manifest.json")).unwrap_or_default();
    let text = text.trim_start_matches('\u{feff}');
    let manifest = parse_to_ast(text, &CollectOptions::default(), &ParseOptions::default()).ok()?.value;
    let version = match &manifest {
        Some(ast::Value::Object(manifest)) => manifest.get("vueVersion").map(|version| &version.value),
        _ => None,
    };
    match version {
        Some(ast::Value::StringLit(version)) => major(&version.value),
        Some(ast::Value::NumberLit(version)) => major(version.value),
        // Only Vue 2 is built with this package.
        _ => packages(root).contains_key("@dcloudio/vue-cli-plugin-uni").then(|| "2".into()),
    }
}
