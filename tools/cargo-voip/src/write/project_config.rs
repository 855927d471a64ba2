//! `project.config.json` of an existing mini-program.

use jsonc_parser::ast::Value;

use crate::error::{Result, bail};
use crate::write::json::{member, object, split_bom};

/// What `project.config.json` says about the mini-program.
#[derive(Debug, PartialEq)]
pub(super) struct ProjectConfig {
    /// `miniprogramRoot` as it is written.
    pub(super) written: String,
    /// The folder of the mini-program, relative to the project, with `/` at its end. Empty for the project itself.
    pub(super) root: String,
    /// What the project is, if it is not a mini-program: `plugin`, `game`, ….
    pub(super) other: Option<String>,
}

impl ProjectConfig {
    pub(super) fn read(text: &str, file: &str) -> Result<Self> {
        let config = object(split_bom(text).1, file)?;
        let text_of = |key: &str| match member(&config, key) {
            None | Some(Value::NullKeyword(_)) => Ok(String::new()),
            Some(Value::StringLit(text)) => Ok(text.value.to_string()),
            Some(_) => bail(format!("expected a string for `{key}` in `{file}`")),
        };
        let (written, kind) = (text_of("miniprogramRoot")?, text_of("compileType")?);
        let other =
            Some(kind).filter(|kind| !["", "miniprogram", "weapp", "component"].contains(&kind.as_str()));
        Ok(Self { root: normalize(&written), written, other })
    }
}

/// A folder as WeChat's tools read it: `\` is `/`, and neither `/` in front nor `..` leads out of the project.
fn normalize(written: &str) -> String {
    let slashes = written.replace('\\', "/");
    let mut parts: Vec<&str> = Vec::new();
    for part in slashes.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.iter().flat_map(|part| [*part, "/"]).collect()
}
