//! `[package.metadata.voip]`: what a package says of its mini-program.

use serde_json::{Map, Value};

use crate::cargo::Package;
use crate::error::{Result, refuse};
use crate::nearest::hint;
use crate::say::list;

const KEYS: [&str; 5] = ["appid", "project-name", "permissions", "window", "allocator"];

/// An id with which anyone may try a mini-program in the devtools.
const TOURIST: &str = "touristappid";

#[derive(Debug, PartialEq)]
pub(crate) struct Config {
    pub(crate) appid: String,
    pub(crate) project_name: String,
    /// Scopes, and what the user is told of each.
    pub(crate) permissions: Vec<(String, String)>,
    pub(crate) window: Map<String, Value>,
    /// Whether the module takes the runtime's allocator and panic handler; else the package brings its own.
    pub(crate) allocator: bool,
    /// The keys that the package gives for `app.json` and `project.config.json`.
    pub(crate) given: Vec<String>,
}

impl Config {
    /// Reads it; a package that says nothing has the defaults.
    pub(crate) fn of(package: &Package) -> Result<Self> {
        let mut config = Self {
            appid: TOURIST.into(),
            project_name: package.name.clone(),
            permissions: Vec::new(),
            window: Map::new(),
            allocator: true,
            given: Vec::new(),
        };
        let wrong = |what: String| refuse(format!("`[package.metadata.voip]` of `{}`: {what}", package.name));
        let table = match package.metadata.get("voip") {
            None => return Ok(config),
            Some(Value::Object(table)) => table,
            Some(_) => return wrong("it is a table".into()),
        };
        for (key, value) in table {
            match (key.as_str(), value) {
                ("appid", Value::String(id)) if !id.is_empty() => config.appid.clone_from(id),
                ("project-name", Value::String(name)) if !name.is_empty() => {
                    config.project_name.clone_from(name);
                }
                ("permissions", Value::Object(scopes)) => match permissions(scopes) {
                    Ok(permissions) => config.permissions = permissions,
                    Err(why) => return wrong(why),
                },
                ("window", Value::Object(window)) => config.window.clone_from(window),
                ("allocator", Value::Bool(on)) => {
                    config.allocator = *on;
                    continue;
                }
                ("allocator", _) => return wrong("`allocator` is true or false".into()),
                ("appid" | "project-name", _) => return wrong(format!("`{key}` is text and not empty")),
                ("permissions" | "window", _) => return wrong(format!("`{key}` is a table")),
                _ => {
                    let hint = hint(key, &KEYS);
                    return wrong(format!("there is no key `{key}`{hint}; the keys are {}", list(&KEYS)));
                }
            }
            config.given.push(key.clone());
        }
        Ok(config)
    }
}

/// `"scope.userLocation" = "To show who is near"`.
fn permissions(scopes: &Map<String, Value>) -> std::result::Result<Vec<(String, String)>, String> {
    let mut permissions = Vec::new();
    for (scope, text) in scopes {
        if matches!(scope.as_str(), "scope.record" | "scope.camera") {
            return Err(format!(
                "`permissions` cannot hold `{scope}`: app.json knows location scopes alone, and WeChat rejects \
                 the others there. The page asks for the microphone and the camera by itself; what the user \
                 is told of them is written in 「用户隐私保护指引」 of the admin console. Take `{scope}` out"
            ));
        }
        let Some(text) = text.as_str() else {
            return Err(format!("`permissions` says for `{scope}` what the user is told, as text"));
        };
        permissions.push((scope.clone(), text.into()));
    }
    Ok(permissions)
}
