//! `[package.metadata.voip]`: settings of the mini-program.

use serde_json::{Map, Value};

use crate::cargo::Package;
use crate::error::{Result, bail};
use crate::nearest::did_you_mean;
use crate::text::list;

const KEYS: [&str; 8] =
    ["appid", "project-name", "permissions", "window", "darkmode", "pages", "allocator", "record"];

/// With this appid anyone can run a mini-program in the devtools.
const TOURIST_APPID: &str = "touristappid";

/// Whether a build records what happens on the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Record {
    Off,
    /// Without the texts of fields and of the handler's own host calls.
    Redacted,
    Full,
}

#[derive(Debug, PartialEq)]
pub(crate) struct Config {
    pub(crate) appid: String,
    pub(crate) project_name: String,
    /// Scopes, each with the text that the user is shown.
    pub(crate) permissions: Vec<(String, String)>,
    pub(crate) window: Map<String, Value>,
    /// Whether the mini-program has a dark theme.
    pub(crate) darkmode: bool,
    /// The names of the structs or the routes of all pages, in order.
    pub(crate) pages: Option<Vec<String>>,
    /// Whether to use the runtime's allocator and panic handler. If not, the package defines its own.
    pub(crate) allocator: bool,
    pub(crate) record: Record,
    /// The keys in the manifest that set something in `app.json` or `project.config.json`.
    pub(crate) app_keys: Vec<String>,
}

impl Config {
    /// Reads the settings of a package; missing ones have defaults.
    pub(crate) fn of(package: &Package) -> Result<Self> {
        let mut config = Self {
            appid: TOURIST_APPID.into(),
            project_name: package.name.clone(),
            permissions: Vec::new(),
            window: Map::new(),
            darkmode: false,
            pages: None,
            allocator: true,
            record: Record::Off,
            app_keys: Vec::new(),
        };
        let wrong = |what: String| {
            bail(format!("invalid `[package.metadata.voip]` in package `{}`: {what}", package.name))
        };
        let table = match package.metadata.get("voip") {
            None => return Ok(config),
            Some(Value::Object(table)) => table,
            Some(_) => return wrong("expected a table".into()),
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
                ("darkmode", Value::Bool(on)) => config.darkmode = *on,
                ("pages", Value::Array(names)) if !names.is_empty() && names.iter().all(Value::is_string) => {
                    config.pages = Some(names.iter().filter_map(Value::as_str).map(str::to_owned).collect());
                    continue;
                }
                ("pages", _) => {
                    return wrong("expected a list for `pages`: the names of the pages, in order".into());
                }
                ("allocator", Value::Bool(on)) => {
                    config.allocator = *on;
                    continue;
                }
                ("record", value) => {
                    config.record = match (value.as_bool(), value.as_str()) {
                        (Some(false), _) => Record::Off,
                        (Some(true), _) => Record::Redacted,
                        (_, Some("full")) => Record::Full,
                        _ => return wrong("expected `true`, `false` or `\"full\"` for `record`".into()),
                    };
                    continue;
                }
                ("allocator" | "darkmode", _) => {
                    return wrong(format!("expected `true` or `false` for `{key}`"));
                }
                ("appid" | "project-name", _) => {
                    return wrong(format!("expected a non-empty string for `{key}`"));
                }
                ("permissions" | "window", _) => return wrong(format!("expected a table for `{key}`")),
                _ => {
                    let help =
                        did_you_mean(key, &KEYS).unwrap_or_else(|| format!("the keys are {}", list(&KEYS)));
                    return wrong(format!("unknown key `{key}`\nhelp: {help}"));
                }
            }
            config.app_keys.push(key.clone());
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
                "`{scope}` is not allowed in `permissions`: WeChat accepts only location scopes in `app.json`\n\
                 help: remove it; the page requests the microphone and the camera, and the text for the user is \
                 set in 「用户隐私保护指引」 in the admin console"
            ));
        }
        let Some(text) = text.as_str() else {
            return Err(format!(
                "expected a string for `{scope}` in `permissions`: the text that the user is shown"
            ));
        };
        permissions.push((scope.clone(), text.into()));
    }
    Ok(permissions)
}
