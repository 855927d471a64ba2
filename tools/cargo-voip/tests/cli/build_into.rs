//! `--into`: adds pages to an existing mini-program.

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
    // A second build changes nothing.
    let before = project.tree("app");
    project.built(&["--into", "app"]);
    assert_eq!(project.tree("app"), before);
}

#[track_caller]
fn rejected(app: &str, expected: &[&str]) {
    with(app).rejected(&["--into", "app"], expected);
}

#[test]
fn order_and_formatting_are_kept() {
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
fn only_files_of_the_pages_are_written() {
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
fn pages_are_added_to_subpackages() {
    let app = "{\"pages\": [\"a\"], \"subPackages\": [{\"root\": \"pages/\", \"pages\": [\"x\"]}, {\"root\": \"page\", \"pages\": []}]}";
    merged(app, &app.replace("[\"x\"]", "[\"x\", \"video-call/index\"]"));
    let app = "{\"pages\": [\"a\"], \"subpackages\": [{\"root\": \"pages\", \"independent\": true, \"pages\": [\"x\"]}]}";
    rejected(app, &["independent subpackage `pages/`", "cannot load `voip/voip.js`", "--under pages"]);
    let project = with("{\"pages\": [\"a\"], \"subPackages\": [{\"root\": \"pages\", \"pages\": [\"x\"]}]}");
    project.built(&["--into", "app"]);
    assert!(project.read("app/pages/video-call/index.js").contains("require('../../voip/voip.js')"));
}

#[test]
fn an_invalid_app_json() {
    let comment = "comments are not allowed in JSON";
    rejected("{\n  // home\n  \"pages\": []\n}", &[&format!("app/app.json:2:3: {comment}")]);
    rejected("{\"pages\": [] /* all */}", &[&format!("app/app.json:1:14: {comment}")]);
    rejected("{\n  \"pages\": [\"a\",]\n}", &["app/app.json:2:", "invalid JSON"]);
    rejected("{\n  \"pages\": [\n", &["app/app.json:", "invalid JSON"]);
    rejected("{'pages': []}", &["invalid JSON"]);
    rejected("{\"pages\": [\"a\u{1}\"]}", &["invalid JSON"]);
    rejected("", &["app.json:1:1: expected an object"]);
    rejected("[]", &["app.json:1:1: expected an object"]);
    rejected("{}", &["app.json:1:1: missing `pages`"]);
    rejected("{\"pages\": {}}", &["app.json:1:11: expected an array for `pages`"]);
    rejected("{\"pages\": [1]}", &["app.json:1:12: expected a string"]);
    rejected(
        "{\"pages\": [], \"subPackages\": 1}",
        &["expected an array for `subPackages` in `app/app.json`"],
    );
    rejected(
        "{\"pages\": [], \"subPackages\": [{\"root\": 1}]}",
        &["app.json:1:31: expected an object with `root` and `pages` in `subPackages`"],
    );
    let project = with("");
    fs::write(project.path("app/app.json"), b"{\n\"pages\": [\"\xff\"]}").unwrap();
    project.rejected(&["--into", "app"], &["cannot read `app/app.json`: line 2 is not UTF-8"]);
    rejected(&"[".repeat(100_000), &["app.json"]);
}

#[test]
fn folders_without_a_mini_program() {
    let project = Project::new();
    project.rejected(&["--into", "none"], &["cannot open `none`: no such file or folder"]);
    project.write("empty/x", "");
    project.rejected(&["--into", "empty"], &["`empty` is not a mini-program", "use `--out`"]);
    project.write("empty/project.config.json", "{}");
    project.rejected(&["--into", "empty"], &["has no `miniprogramRoot`", "help: use the folder"]);
    project.write("empty/project.config.json", "{\"miniprogramRoot\": \"dist/\"}");
    project.rejected(
        &["--into", "empty"],
        &[
            "`miniprogramRoot`",
            "`dist/`, which has no `app.json`",
            "help: if another tool writes this folder",
        ],
    );
    for root in ["..", "/", "./", "a/.."] {
        project.write("empty/project.config.json", &format!("{{\"miniprogramRoot\": \"{root}\"}}"));
        project.rejected(&["--into", "empty"], &["has no `miniprogramRoot`"]);
    }
    project.write("empty/project.config.json", "{\"miniprogramRoot\": 1}");
    project.rejected(&["--into", "empty"], &["expected a string for `miniprogramRoot`"]);
}

#[test]
fn a_project_with_the_mini_program_in_a_subfolder() {
    // As WeChat reads it: neither `/` in front nor `..` leads out of the project.
    for root in [
        "miniprogram/",
        "/miniprogram",
        "./miniprogram",
        "../miniprogram/",
        ".\\\\miniprogram\\\\",
        "a/../miniprogram",
    ] {
        let project = Project::new();
        let config = format!("\u{feff}{{\"miniprogramRoot\": \"x\", \"miniprogramRoot\": \"{root}\"}}");
        project.write("app/project.config.json", &config);
        // Another tool's.
        project.write("app/app.json", "{\"expo\": {}}");
        project.write("app/miniprogram/app.json", APP);
        project.built(&["--into", "app"]);
        assert!(project.path("app/miniprogram/voip/app.wasm").exists(), "{root}");
        assert!(!project.path("app/voip").exists());
        assert!(project.read("app/miniprogram/app.json").contains("video-call"));
        assert_eq!(project.read("app/app.json"), "{\"expo\": {}}");
    }
}

#[test]
fn projects_that_are_no_mini_programs() {
    let project = with(APP);
    project.write("app/project.config.json", "{\"compileType\": \"plugin\", \"miniprogramRoot\": \"demo/\"}");
    project.rejected(
        &["--into", "app"],
        &[
            "`compileType` in `app/project.config.json` is `plugin`",
            "not available to plugins",
            "--into app/demo",
        ],
    );
    project.write("app/project.config.json", "{\"compileType\": \"game\"}");
    project.rejected(
        &["--into", "app"],
        &["`compileType` in `app/project.config.json` is `game`", "help: one-to-one"],
    );
    project.write("plugin/plugin.json", "{}");
    project.rejected(&["--into", "plugin"], &["`plugin` is not a mini-program: it is a plugin"]);
}

#[test]
fn of_a_key_that_is_given_twice_the_last_one_counts() {
    let app = "{\"pages\": [\"x\"], \"pages\": [\"a\"]}";
    merged(app, &app.replace("[\"a\"]", "[\"a\", \"pages/video-call/index\"]"));
    // WeChat ignores `subPackages` beside `subpackages`.
    let app = "{\"pages\": [\"a\"], \"subpackages\": [{\"root\": \"b\", \"pages\": [\"c\"]}], \"subPackages\": [{\"root\": \"pages\", \"pages\": [\"x\"]}]}";
    merged(app, &app.replace("[\"a\"]", "[\"a\", \"pages/video-call/index\"]"));
}

#[test]
fn a_page_that_differs_only_in_case() {
    rejected(
        "{\"pages\": [\"a\", \"Pages/Video-Call/index\"]}",
        &[
            "app.json:1:17: the page `Pages/Video-Call/index` and the route `pages/video-call/index` differ only in case",
        ],
    );
}

#[test]
fn other_files_are_not_overwritten() {
    let project = with(APP);
    project.write("app/pages/video-call/index.js", "Page({ mine: true })");
    project.write("app/voip/voip.js", "mine");
    project.rejected(
        &["--into", "app"],
        &["cargo voip did not write `app/pages/video-call/index.js` and `app/voip/voip.js`"],
    );
}

#[test]
fn removed_pages_are_removed_from_app_json() {
    let project = with(APP);
    project.built(&["--into", "app"]);
    project.module(&Module::of(&[page("B", "pages/b/index"), page("C", "pages/c/index")]).bytes());
    project.built(&["--into", "app"]);
    let added = "logs/logs\",\n    \"pages/b/index\",\n    \"pages/c/index\"";
    assert_eq!(project.read("app/app.json"), APP.replace("logs/logs\"", added));
    assert!(!project.path("app/pages/video-call").exists());
}

#[test]
fn a_page_that_was_listed_before_or_twice_is_removed_too() {
    let app = "{\"pages\": [\"pages/video-call/index\", \"a\", \"pages/video-call/index\"], \"subPackages\": [{\"root\": \"pages/video-call\", \"pages\": [\"index\"]}]}";
    let none = "{\"pages\": [\"a\"], \"subPackages\": [{\"root\": \"pages/video-call\", \"pages\": []}]}";
    let project = with(app);
    project.built(&["--into", "app"]);
    assert_eq!(project.read("app/app.json"), app);
    let run = project.run(&["remove", "--into", "app"]);
    assert_eq!((run.status, project.read("app/app.json").as_str()), (0, none), "{}", run.err);
    // Also by a build, and if the list is of an earlier version, which did not name such a page.
    project.write("app/app.json", app);
    project.built(&["--into", "app"]);
    let list = project.read("app/voip/voip.json").replacen("\"pages/video-call/index\"", "", 1);
    project.write("app/voip/voip.json", &list);
    project.module(&Module::of(&[page("B", "pages/b/index"), page("C", "pages/c/index")]).bytes());
    project.built(&["--into", "app"]);
    assert_eq!(
        project.read("app/app.json"),
        none.replace("\"a\"", "\"a\", \"pages/b/index\", \"pages/c/index\"")
    );
    project.write(
        "app/app.json",
        "{\"pages\": [\"pages/b/index\", \"a\", \"pages/b/index\", \"pages/c/index\"]}",
    );
    project.module(&Module::of(&[page("B", "pages/d/index"), page("C", "pages/c/index")]).bytes());
    project.built(&["--into", "app"]);
    assert_eq!(project.read("app/app.json"), "{\"pages\": [\"pages/d/index\", \"a\", \"pages/c/index\"]}");
}

#[test]
fn a_folder_is_written_either_with_out_or_with_into() {
    let project = with(APP);
    project.built(&["--into", "app"]);
    project.rejected(&["--out", "app"], &["with pages that `cargo voip build --into` added"]);
    project.built(&["--out", "out"]);
    project.rejected(&["--into", "out"], &["`out` is a complete mini-program"]);
    project.write("Cargo.toml", "[package]\nname = \"other\"\n");
    project.rejected(&["--into", "app"], &["already has the pages of the package `demo`"]);
}

#[test]
fn settings_without_effect_give_a_warning() {
    let project = with(APP);
    // As `cargo voip new` writes them.
    let new = "appid = \"touristappid\"\nproject-name = \"demo\"\n";
    for (settings, expected) in [
        ("", None),
        ("darkmode = true\n", Some("`darkmode` in `[package.metadata.voip]` has no effect with `--into`")),
        (
            "darkmode = true\nwindow = {}\n",
            Some("`darkmode` and `window` in `[package.metadata.voip]` have no effect"),
        ),
    ] {
        project.metadata(&format!("{new}{settings}"));
        let err = project.built(&["--into", "app"]).err;
        assert_eq!(err.contains("no effect"), expected.is_some(), "{err}");
        assert!(err.contains(expected.unwrap_or_default()), "{err}");
    }
}

#[test]
fn an_app_that_answers_questions_about_privacy_gives_a_warning() {
    let project = with(APP);
    project.write("app/node_modules/a/index.js", "wx.onNeedPrivacyAuthorization(ask)");
    assert!(!project.built(&["--into", "app"]).err.contains("onNeedPrivacyAuthorization"));
    project.write("app/pages/home/privacy.ts", "\nwx.onNeedPrivacyAuthorization(ask)");
    let run = project.built(&["--into", "app"]);
    for expected in [
        "home/privacy.ts:2` calls `onNeedPrivacyAuthorization`: WeChat then holds",
        "help: resolve them on the generated pages too",
    ] {
        assert!(run.err.contains(expected), "{}", run.err);
    }
}

#[test]
fn a_project_in_typescript_gets_types() {
    let project = with(APP);
    project.built(&["--into", "app"]);
    let types = ["app/pages/video-call/index.d.ts", "app/voip/voip.d.ts"];
    let paths = |project: &Project| {
        project.tree("").into_keys().filter(|path| path.ends_with(".d.ts")).collect::<Vec<_>>()
    };
    assert_eq!(paths(&project), Vec::<String>::new());
    project.write("tsconfig.json", "{}");
    project.built(&["--into", "app"]);
    assert_eq!(paths(&project), types);
    fs::remove_file(project.path("tsconfig.json")).unwrap();
    project.built(&["--into", "app"]);
    assert_eq!(paths(&project), Vec::<String>::new());
}

#[test]
fn only_a_project_with_scripts_of_its_own_can_open_a_page_without_a_component() {
    let project = with(APP);
    project.built(&["--into", "app"]);
    project.built(&["--out", "out"]);
    let opens = |folder: &str| project.read(&format!("{folder}/voip/voip.js")).contains("exports.open=");
    assert_eq!((opens("app"), opens("out")), (true, false));
}
