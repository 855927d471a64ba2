//! The folder of an existing mini-program.

use std::fs;
use std::path::{Path, PathBuf};

use crate::error::{Result, bail};
use crate::file::{display_path, read_text};
use crate::write::app_json;
use crate::write::paths::canonical_folder;
use crate::write::project_config::ProjectConfig;

/// The folder with `app.json`. Its path has no links.
pub(crate) struct MiniProgram(pub(super) PathBuf);

impl MiniProgram {
    /// Finds the mini-program of a project folder, as WeChat's tools do: `miniprogramRoot` in its `project.config.json` wins
    /// over an `app.json` beside it, which may be another tool's.
    pub(crate) fn find(folder: &Path) -> Result<Self> {
        let root = canonical_folder(folder)?;
        let (shown, has_app) = (display_path(folder), root.join("app.json").exists());
        let project = root.join("project.config.json");
        if !project.exists() {
            return if has_app { Ok(Self(root)) } else { bail(not_a_mini_program(&root, &shown)) };
        }
        let project = display_path(&project);
        let config = ProjectConfig::read(&read_text(&root.join("project.config.json"))?, &project)?;
        if let Some(kind) = config.other {
            return bail(format!(
                "`{shown}` is not the project of a mini-program: `compileType` in `{project}` is `{kind}`{}",
                if kind == "plugin" {
                    format!(
                        "\nhelp: one-to-one calls are not available to plugins; to add the pages to the mini-program \
                         beside the plugin, use its folder: `--into {}`",
                        display_path(&root.join(&config.root))
                    )
                } else {
                    "\nhelp: one-to-one calls are only available to mini-programs; use the folder of one"
                        .into()
                }
            ));
        }
        if config.root.is_empty() {
            if has_app {
                return Ok(Self(root));
            }
            return bail(format!(
                "`{shown}` has no `app.json`, and its `project.config.json` has no `miniprogramRoot`\n\
                 help: use the folder with `app.json`; or, to write a new mini-program, use `--out`"
            ));
        }
        let field = format!("`miniprogramRoot` in `{project}` is `{}`", config.written);
        let mini_program = root.join(config.root.trim_end_matches('/'));
        let mini_program = fs::canonicalize(&mini_program).unwrap_or(mini_program);
        if !mini_program.starts_with(&root) {
            return bail(format!(
                "{field}, which is outside of `{shown}`\nhelp: use that folder: `--into {}`",
                display_path(&mini_program)
            ));
        }
        if !mini_program.join("app.json").exists() {
            return bail(format!(
                "{field}, which has no `app.json`\n\
                 help: if another tool writes this folder, run it first; or use the folder with `app.json`"
            ));
        }
        Ok(Self(mini_program))
    }

    /// Whether the app declares that it has a dark theme. What is wrong with its `app.json` is reported as it is merged.
    pub(crate) fn has_dark_theme(&self) -> bool {
        read_text(&self.0.join("app.json")).is_ok_and(|text| app_json::is_dark(&text))
    }
}

fn not_a_mini_program(root: &Path, shown: &str) -> String {
    let what = [("plugin.json", "it is a plugin"), ("game.json", "it is a game")];
    let what = what.iter().find(|(file, _)| root.join(file).exists());
    let why = what.map_or("it has no `app.json` and no `project.config.json`", |(_, why)| why);
    format!("`{shown}` is not a mini-program: {why}\nhelp: to write a new mini-program, use `--out`")
}
