//! `--into`: a mini-program that someone has.

use std::fs;

use crate::{Module, Project, page};

const APP: &str = "{\n  \"pages\": [\n    \"pages/home/home\",\n    \"pages/logs/logs\"\n  ],\n  \"window\": {\"navigationBarTitleText\": \"Mine\" },\n  \"sitemapLocation\": \"sitemap.json\"\n}";

fn with(app: &str) -> Project {
    let project = Project::new();
    project.write("app/app.json", app);
    project.write("app/app.js", "App({ mine: true })");
    project.write("app/pages/home/home.js", "Page({})");
    project
}

#[track_caller]
fn merged(app: &str, expected: &str) {
    let project = with(app);
    project.built(&["--into", "app"]);
    assert_eq!(project.read("app/app.json"), expected);
    // Once more: nothing changes.
    let before = project.tree("app");
    project.built(&["--into", "app"]);
    assert_eq!(project.tree("app"), before);
}

#[track_caller]
fn refused(app: &str, said: &[&str]) {
    with(app).refused(&["--into", "app"], said);
}

#[test]
fn order_and_formatting_stay() {
    merged(APP, &APP.replace("logs/logs\"", "logs/logs\",\n    \"pages/video-call/index\""));
    merged("{\"pages\":[\"a\"]}", "{\"pages\":[\"a\", \"pages/video-call/index\"]}");
    merged("{\"pages\":[\"a\",\"b\"]}", "{\"pages\":[\"a\",\"b\",\"pages/video-call/index\"]}");
    merged(
        "{ \"z\": 1.50, \"pages\": [ \"a\" ], \"a\": \"\\u0041\" }\r\n",
        "{ \"z\": 1.50, \"pages\": [ \"a\", \"pages/video-call/index\" ], \"a\": \"\\u0041\" }\r\n",
    );
    merged(
        "{\r\n\t\"pages\": [\r\n\t\t\"a\"\r\n\t]\r\n}",
        "{\r\n\t\"pages\": [\r\n\t\t\"a\",\r\n\t\t\"pages/video-call/index\"\r\n\t]\r\n}",
    );
    merged("\u{feff}{\"pages\": []}", "\u{feff}{\"pages\": [\"pages/video-call/index\"]}");
    merged(
        "{\"pages\": [\"pages/video-call/index\", \"a\"]}",
        "{\"pages\": [\"pages/video-call/index\", \"a\"]}",
    );
}

#[test]
fn only_what_belongs_to_the_pages_is_written() {
    let project = with(APP);
    let mut before = project.tree("app");
    project.built(&["--into", "app"]);
    let mut after = project.tree("app");
    let route = "pages/video-call/index";
    for extension in ["js", "json", "wxml", "wxss"] {
        assert!(after.remove(&format!("{route}.{extension}")).is_some());
    }
    for file in ["voip/app.wasm", "voip/voip.js", "voip/voip.json"] {
        assert!(after.remove(file).is_some());
    }
    before.remove("app.json");
    after.remove("app.json");
    assert_eq!(after, before);
}

#[test]
fn subpackages() {
    let app = "{\"pages\": [\"a\"], \"subPackages\": [{\"root\": \"pages/\", \"pages\": [\"x\"]}, {\"root\": \"page\", \"pages\": []}]}";
    merged(app, &app.replace("[\"x\"]", "[\"x\", \"video-call/index\"]"));
    let app = "{\"pages\": [\"a\"], \"subpackages\": [{\"root\": \"pages\", \"independent\": true, \"pages\": [\"x\"]}]}";
    refused(app, &["independent subpackage `pages/`", "cannot load `voip/voip.js`"]);
    let project = with("{\"pages\": [\"a\"], \"subPackages\": [{\"root\": \"pages\", \"pages\": [\"x\"]}]}");
    project.built(&["--into", "app"]);
    assert!(project.read("app/pages/video-call/index.js").contains("require('../../voip/voip.js')"));
}

#[test]
fn an_app_json_that_is_no_json() {
    refused("{\n  // home\n  \"pages\": []\n}", &["`app/app.json` line 2, column 3: there is a comment"]);
    refused("{\"pages\": [] /* all */}", &["`app/app.json` line 1, column 14: there is a comment"]);
    refused("{\n  \"pages\": [\"a\",]\n}", &["`app/app.json` line 2, column", "this is no JSON"]);
    refused("{\n  \"pages\": [\n", &["`app/app.json` line", "this is no JSON"]);
    refused("{'pages': []}", &["this is no JSON"]);
    refused("{\"pages\": [\"a\u{1}\"]}", &["this is no JSON"]);
    refused("", &["app.json` line 1, column 1"]);
    refused("[]", &["the whole must be an object"]);
    refused("{}", &["line 1, column 1: there is no list `pages`"]);
    refused("{\"pages\": {}}", &["line 1, column 11: `pages` is no list"]);
    refused("{\"pages\": [1]}", &["line 1, column 12: a page is text"]);
    refused("{\"pages\": [], \"pages\": []}", &["line 1, column 15: the key `pages` is given twice"]);
    refused("{\"pages\": [], \"subPackages\": 1}", &["`subPackages` of `app/app.json` is no list"]);
    refused("{\"pages\": [], \"subPackages\": [{\"root\": 1}]}", &["each of `subPackages` is a table"]);
    let project = with("");
    fs::write(project.path("app/app.json"), b"{\n\"pages\": [\"\xff\"]}").unwrap();
    project.refused(&["--into", "app"], &["cannot read `app/app.json`: line 2 is not UTF-8"]);
    refused(&"[".repeat(100_000), &["app.json"]);
}

#[test]
fn folders_that_hold_no_mini_program() {
    let project = Project::new();
    project.refused(&["--into", "none"], &["cannot look at `none`: there is no such file"]);
    project.write("empty/x", "");
    project.refused(&["--into", "empty"], &["`empty` is no mini-program", "say --out"]);
    project.write("empty/project.config.json", "{}");
    project.refused(&["--into", "empty"], &["names no `miniprogramRoot`"]);
    project.write("empty/project.config.json", "{\"miniprogramRoot\": \"dist/\"}");
    project.refused(&["--into", "empty"], &["`miniprogramRoot`", "`dist/`", "no `app.json` in it"]);
    project.write("empty/project.config.json", "{\"miniprogramRoot\": \"..\"}");
    project.refused(&["--into", "empty"], &["leads out of `empty`"]);
    project.write("empty/project.config.json", "{\"miniprogramRoot\": \"/\"}");
    project.refused(&["--into", "empty"], &["leads out of `empty`"]);
    project.write("empty/project.config.json", "{\"miniprogramRoot\": 1}");
    project.refused(&["--into", "empty"], &["is no text"]);
}

#[test]
fn a_project_with_its_mini_program_inside() {
    let project = Project::new();
    project.write("app/project.config.json", "{\"miniprogramRoot\": \"miniprogram/\"}");
    project.write("app/miniprogram/app.json", APP);
    project.built(&["--into", "app"]);
    assert!(project.path("app/miniprogram/voip/app.wasm").exists());
    assert!(!project.path("app/voip").exists());
    assert!(project.read("app/miniprogram/app.json").contains("video-call"));
}

#[test]
fn files_of_others_are_never_overwritten() {
    let project = with(APP);
    project.write("app/pages/video-call/index.js", "Page({ mine: true })");
    project.write("app/voip/voip.js", "mine");
    project.refused(
        &["--into", "app"],
        &["cargo voip did not write `app/pages/video-call/index.js` and `app/voip/voip.js`"],
    );
}

#[test]
fn a_file_of_others_that_is_the_same_stays_theirs() {
    let project = with(APP);
    project.built(&["--into", "app"]);
    let theirs = project.read("app/pages/video-call/index.wxss");
    let project = with(APP);
    project.write("app/pages/video-call/index.wxss", &theirs);
    project.built(&["--into", "app"]);
    project.module(&Module::of(&[page("B", "pages/b/index")]).bytes());
    project.built(&["--into", "app"]);
    assert!(!project.path("app/pages/video-call/index.js").exists());
    assert_eq!(project.read("app/pages/video-call/index.wxss"), theirs);
}

#[test]
fn pages_that_are_gone_leave_the_list_too() {
    let project = with(APP);
    project.built(&["--into", "app"]);
    project.module(&Module::of(&[page("B", "pages/b/index"), page("C", "pages/c/index")]).bytes());
    project.built(&["--into", "app"]);
    let added = "logs/logs\",\n    \"pages/b/index\",\n    \"pages/c/index\"";
    assert_eq!(project.read("app/app.json"), APP.replace("logs/logs\"", added));
    assert!(!project.path("app/pages/video-call").exists());
    // A page that they had listed themselves is theirs.
    project.write("app/app.json", &APP.replace("logs/logs", "b/index"));
    project.module(&Module::usual().bytes());
    project
        .write("app/voip/voip.json", &project.read("app/voip/voip.json").replace("\"pages/b/index\",", ""));
    project.built(&["--into", "app"]);
    assert!(project.read("app/app.json").contains("pages/b/index"));
}

#[test]
fn changed_by_hand() {
    let project = with(APP);
    project.built(&["--into", "app"]);
    project.write("app/pages/video-call/index.wxml", "<view/>");
    project.refused(&["--into", "app"], &["`app/pages/video-call/index.wxml` was changed since"]);
}

#[test]
fn whose_folder_it_is() {
    let project = with(APP);
    project.built(&["--into", "app"]);
    project.refused(&["--out", "app"], &["`cargo voip build --into` has added pages to"]);
    project.built(&["--out", "out"]);
    project.refused(&["--into", "out"], &["`out` was written whole"]);
    project.write("Cargo.toml", "[package]\nname = \"other\"\n");
    project.refused(&["--into", "app"], &["has the pages of the package `demo` already"]);
}

#[test]
fn settings_that_are_the_mini_programs_own() {
    let project = with(APP);
    project.write("Cargo.toml", "[package]\nname = \"demo\"\n[package.metadata.voip]\nappid = \"wx\"\n");
    let run = project.built(&["--into", "app"]);
    assert!(run.err.contains("gives `appid`, which --into leaves to the mini-program"), "{}", run.err);
}
