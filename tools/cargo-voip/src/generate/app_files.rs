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
const APP_WXSS: &str = include_str!("../../templates/app/app.wxss");

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

/// `app.js`, `app.json`, `app.wxss` and `project.config.json`.
pub(crate) fn files(pages: &[Page], config: &Config) -> Vec<File> {
    let mut window = Map::new();
    let title = pages.first().map_or(config.project_name.as_str(), |page| page.title.as_str());
    for (key, value) in [
        ("navigationBarTitleText", title),
        ("navigationBarTextStyle", "black"),
        ("navigationBarBackgroundColor", "#f5f5f5"),
        ("backgroundColor", "#f5f5f5"),
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
    };
    let project = Project {
        appid: &config.appid,
        projectname: &config.project_name,
        compile_type: "miniprogram",
        // The glue is already ES5.
        setting: json!({ "es6": false, "minified": true }),
        // Only later builds read the list.
        pack_options: json!({ "ignore": [{ "type": "file", "value": FILE_LIST }] }),
    };
    vec![
        // The module is loaded as the app starts, and so runs when a page opens later.
        File::new("app.js".into(), fill(APP_JS, &[("module", &js(&Place::default().module()))])),
        File::new("app.json".into(), pretty(&app)),
        File::new("app.wxss".into(), APP_WXSS.into()),
        File::new(PROJECT.into(), pretty(&project)),
    ]
}

/// `package.json`, for an npm package in the layout of WeChat's tools.
pub(crate) fn npm_files(package: &str, version: &str) -> Vec<File> {
    let package = json!({
        "name": package, "version": version, "miniprogram": "miniprogram_dist", "files": ["miniprogram_dist"],
    });
    vec![File::new("package.json".into(), pretty(&package))]
}

fn pretty(value: &impl Serialize) -> String {
    // Strings and maps of strings always serialize.
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
