//! Taro and uni-app projects: `--into PROJECT`.
//!
//! Such a project builds its mini-program anew each time, so pages cannot be added to it once. Instead, the files of
//! the mini-program are written into the sources, below `voip/`, together with a build hook, `voip/plugin.js`. After
//! each build, the hook copies them into the output and adds the pages to its `app.json`. It needs only Node: who
//! builds the project needs no Rust.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::console::Warnings;
use crate::error::{Error, Result, bail};
use crate::file::{describe, display_path};
use crate::generate::File;
use crate::generate::fill::fill;
use crate::generate::types::Framework;

/// The folder, in the sources, of what the hook copies. Not `dist` or `output`, which many projects do not commit.
const MINI_PROGRAM: &str = "voip/mini-program/";

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
}

/// A project that a framework builds.
#[derive(Debug)]
pub(crate) struct Project {
    pub(crate) kind: Kind,
    /// What renders the pages of the project, and so checks the attributes of its elements.
    pub(crate) framework: Option<Framework>,
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
            let has = |name: &str| packages.iter().any(|package| package == name);
            if !packages.iter().any(|name| name.starts_with("@tarojs/")) {
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
            Error::new(format!(
                "cannot open `{}`, the source folder of the {} project: {}",
                display_path(&source),
                kind.name(),
                describe(&error)
            ))
        })?;
        // `--into PROJECT/src` is the same project.
        let parent =
            source.parent().filter(|parent| source.ends_with("src") && parent.join("package.json").is_file());
        let root = parent.map_or_else(|| source.clone(), Path::to_path_buf);
        Ok(Some(Self { kind, framework, root, source }))
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
        match self.kind {
            Kind::Taro => files.push(file("voip/plugin.js", TARO)),
            Kind::UniApp => {
                files.push(file("voip/plugin.js", UNI_APP));
                files.push(file("voip/plugin.d.ts", UNI_APP_TYPES));
            }
        }
        files
    }

    /// What the user adds to the project, once.
    pub(crate) fn configuration(&self) -> String {
        let folder = if self.root == self.source { "" } else { "src/" };
        match self.kind {
            Kind::Taro => format!(
                "  构建配置 Build configuration\n    \
                 · 在 config/index.ts（或 .js）里加上一行，只需一次；之后每次 taro build 都会带上页面\n      \
                 add this line to config/index.ts (or .js), once; each `taro build` then contains the pages:\n\n        \
                 plugins: [require.resolve('../{folder}voip/plugin.js')],\n"
            ),
            Kind::UniApp => format!(
                "  构建配置 Build configuration\n    \
                 · 在 vite.config.ts（或 .js）里加上，只需一次；之后每次构建 mp-weixin 都会带上页面\n      \
                 add this to vite.config.ts (or .js), once; each build for mp-weixin then contains the pages:\n\n        \
                 import voip from './{folder}voip/plugin.js'\n        \
                 plugins: [uni(), voip()],\n"
            ),
        }
    }
}

/// Checks a folder that is not such a project, but may be inside one, such as `dist`: the framework writes it anew.
pub(crate) fn check_inside(folder: &Path, warnings: &Warnings) -> Result<()> {
    let Some((root, kind)) = around(folder) else { return Ok(()) };
    let (folder_name, root, name) = (display_path(folder), display_path(&root), kind.name());
    let help = format!("help: to have the pages in each build of {name}, use `--into {root}`");
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
fn around(folder: &Path) -> Option<(PathBuf, Kind)> {
    let folder = fs::canonicalize(folder).ok()?;
    for above in folder.ancestors().skip(1) {
        if let Ok(Some(project)) = Project::find(above) {
            return Some((project.root, project.kind));
        }
        if above.join("package.json").exists() {
            return None;
        }
    }
    None
}

/// The npm packages that the package in this folder depends on.
fn packages(folder: &Path) -> Vec<String> {
    let text = fs::read_to_string(folder.join("package.json")).unwrap_or_default();
    let package: Value = serde_json::from_str(text.trim_start_matches('\u{feff}')).unwrap_or_default();
    let names =
        |key| package.get(key).and_then(Value::as_object).into_iter().flat_map(|packages| packages.keys());
    names("dependencies").chain(names("devDependencies")).cloned().collect()
}
