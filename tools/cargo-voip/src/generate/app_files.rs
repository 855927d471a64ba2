//! The files of a mini-program that do not belong to a page.

use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::config::Config;
use crate::generate::escape::js;
use crate::generate::fill::fill;
use crate::generate::{FILE_LIST, File};
use crate::page::Page;
use crate::place::Place;

const APP_JS: &str = include_str!("../../templates/app/app.js");

/// The WeChat devtools change this file.
pub(crate) const PROJECT: &str = "project.config.json";

#[derive(Serialize)]
struct App<'a> {
    pages: Vec<&'a str>,
    window: Map<String, Value>,
    #[serde(skip_serializing_if = "Map::is_empty")]
    permission: Map<String, Value>,
    style: &'a str,
    #[serde(rename = "lazyCodeLoading")]
    lazy_code_loading: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    darkmode: Option<bool>,
    #[serde(rename = "themeLocation", skip_serializing_if = "Option::is_none")]
    theme: Option<&'a str>,
}

#[derive(Serialize)]
struct Project<'a> {
    appid: &'a str,
    projectname: &'a str,
    #[serde(rename = "compileType")]
    compile_type: &'a str,
    setting: Value,
    #[serde(rename = "packOptions")]
    pack_options: Value,
}

/// The colors of the window in an app with a dark theme.
const THEME: &str = "theme.json";

/// `app.js`, `app.json`, `project.config.json`, and for an app with a dark theme `theme.json`.
pub(crate) fn files(pages: &[Page], config: &Config) -> Vec<File> {
    let mut window = Map::new();
    let title = pages.first().map_or(config.project_name.as_str(), |page| page.title.as_str());
    let (text, background) = if config.darkmode { ("@text", "@background") } else { ("black", "#f5f5f5") };
    for (key, value) in [
        ("navigationBarTitleText", title),
        ("navigationBarTextStyle", text),
        ("navigationBarBackgroundColor", background),
        ("backgroundColor", background),
    ] {
        window.insert(key.into(), value.into());
    }
    window.extend(config.window.clone());
    let app = App {
        pages: pages.iter().map(|page| page.route.as_str()).collect(),
        window,
        permission: config
            .permissions
            .iter()
            .map(|(scope, text)| (scope.clone(), json!({ "desc": text })))
            .collect(),
        style: "v2",
        lazy_code_loading: "requiredComponents",
        darkmode: config.darkmode.then_some(true),
        theme: config.darkmode.then_some(THEME),
    };
    let project = Project {
        appid: &config.appid,
        projectname: &config.project_name,
        compile_type: "miniprogram",
        // The glue is already ES5.
        setting: json!({ "es6": false, "minified": true, "minifyWXML": true, "minifyWXSS": true }),
        // Only later builds read the list.
        pack_options: json!({ "ignore": [{ "type": "file", "value": FILE_LIST }] }),
    };
    let mut files = vec![
        // The module is loaded as the app starts, and so runs when a page opens later.
        File::new("app.js".into(), fill(APP_JS, &[("module", &js(&Place::default().module()))])),
        File::new("app.json".into(), pretty(&app)),
        File::new(PROJECT.into(), pretty(&project)),
    ];
    if config.darkmode {
        let theme = json!({
            "light": { "text": "black", "background": "#f5f5f5" },
            "dark": { "text": "white", "background": "#000000" },
        });
        files.push(File::new(THEME.into(), pretty(&theme)));
    }
    files
}

/// `package.json`, for an npm package in the layout of WeChat's tools. They take `miniprogram_dist` for the root of the
/// package, and so must TypeScript.
pub(crate) fn npm_files(package: &str, version: &str) -> Vec<File> {
    let package = json!({
        "name": package, "version": version, "miniprogram": "miniprogram_dist", "files": ["miniprogram_dist"],
        "typesVersions": { "*": { "*": ["miniprogram_dist/*"] } },
    });
    vec![File::new("package.json".into(), pretty(&package))]
}

fn pretty(value: &impl Serialize) -> String {
    // Strings and maps of strings always serialize.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
