//! An `index.json` and an `index.js` next to the source of a page.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::{Module, Project, page};

const SETTINGS: &str = "out/pages/video-call/index.json";
const SCRIPT: &str = "out/pages/video-call/index.js";

fn settings(project: &Project) -> Value {
    serde_json::from_str(&project.read(SETTINGS)).unwrap()
}

#[test]
fn settings_are_added() {
    let project = Project::new();
    project.write(
        "src/index.json",
        "\u{feff}{ \"backgroundColor\": \"#fff\", \"usingComponents\": { \"a-b\": \"/a/b\" }, \"中\": [1, null] }",
    );
    project.built(&["--out", "out"]);
    let expected = json!({
        "component": true, "navigationStyle": "custom", "navigationBarTitleText": "视频通话",
        "renderer": "webview", "styleIsolation": "page-isolated",
        "usingComponents": { "a-b": "/a/b" }, "backgroundColor": "#fff", "中": [1, null]
    });
    assert_eq!(settings(&project), expected, "{}", project.read(SETTINGS));
}

#[test]
fn settings_of_the_page_cannot_be_replaced() {
    let project = Project::new();
    let all = "{\"component\": false, \"navigationStyle\": \"default\", \"navigationBarTitleText\": \"x\"}";
    project.write("src/index.json", all);
    project.rejected(
        &["--out", "out"],
        &[
            "error: src/index.json: `component` is set by cargo voip\nhelp: remove it",
            "error: src/index.json: `navigationBarTitleText` is set by cargo voip\nhelp: set `title` in `#[voip_page]`",
            "error: src/index.json: `navigationStyle` is set by cargo voip\nhelp: remove it",
        ],
    );
    // A page with its own WXML may have the navigation bar of the host.
    project.write("src/index.json", "{\"navigationStyle\": \"default\"}");
    project.write("src/index.wxml", "<view>{{state}}</view>");
    project.built(&["--out", "out"]);
    assert_eq!(settings(&project)["navigationStyle"], "default");
    // It chooses its renderer, and may use the styles of its app.
    assert_eq!(
        (&settings(&project)["renderer"], &settings(&project)["styleIsolation"]),
        (&json!(null), &json!(null))
    );
}

#[test]
fn invalid_settings_have_a_position() {
    let project = Project::new();
    for (text, position) in [
        ("{\n  \"a\": 1,\n}", "3:1"),
        ("{\"a\": 1} x", "1:10"),
        ("{\n", "2:1"),
        ("\u{feff}{\"标题\": x}", "1:8"),
        ("{ \"a\": 1", "1:8"),
    ] {
        project.write("src/index.json", text);
        project
            .run(&["check", "--wasm", "app.wasm"])
            .failed(&[&format!("error: src/index.json:{position}: ")]);
    }
}

#[test]
fn invalid_settings_are_rejected() {
    let project = Project::new();
    for (text, message) in [
        ("", "the file is empty\nhelp: the smallest `index.json` is `{}`"),
        ("\u{feff} \n", "the file is empty\nhelp: "),
        ("[]", "expected an object, found a list\nhelp: "),
        ("null", "expected an object, found null\nhelp: "),
        ("{\"window\": {}}", "`window` is not a setting of a page\nhelp: move its keys out of it"),
        ("{\"pages\": []}", "`pages` is not a setting of a page\nhelp: move it to `app.json`"),
        (
            "{\"usingComponents\": []}",
            "`usingComponents` is a list: expected an object\nhelp: an example is ",
        ),
        ("{\"usingComponents\": null}", "`usingComponents` is null: expected an object\nhelp: "),
        (
            "{\"usingComponents\": {\"a\": 1}}",
            "`a` in `usingComponents` is a number: expected a path\nhelp: ",
        ),
    ] {
        project.write("src/index.json", text);
        project.rejected(&["--out", "out"], &[&format!("error: src/index.json: {message}")]);
        project.run(&["check", "--wasm", "app.wasm"]).failed(&[message]);
    }
}

#[test]
fn a_script_is_a_behavior_of_the_page() {
    let project = Project::new();
    let own = "module.exports = { data: { note: '' }, methods: { ask() { this.handleCall(); } } };\n";
    project.write("src/index.js", own);
    project.write("src/index.wxml", "<view bindtap='ask'>{{note}}{{state}}</view>");
    project.built(&["--out", "out"]);
    assert_eq!(project.read("out/pages/video-call/index.own.js"), own);
    let script = project.read(SCRIPT);
    assert!(script.contains("require('./index.own.js')") && script.contains("Behavior(own)"), "{script}");
    // Without it, nothing of that is in the page.
    std::fs::remove_file(project.path("src/index.js")).unwrap();
    project.rejected(&["--out", "out"], &["unknown handler `ask`", "unknown data `note`"]);
    std::fs::remove_file(project.path("src/index.wxml")).unwrap();
    project.built(&["--out", "out"]);
    assert!(!project.read(SCRIPT).contains("own"));
    assert!(!project.path("out/pages/video-call/index.own.js").exists());
}

#[test]
fn invalid_scripts_are_rejected() {
    let project = Project::new();
    for (text, message) in [
        ("module.exports = {\n  methods: {\n};\n", "src/index.js:1:18: missing `}`"),
        ("module.exports = { a: 'x };", "src/index.js:1:23: missing `'` at the end of the string"),
        ("Page({})", "src/index.js: exports nothing\nhelp: export a behavior"),
    ] {
        project.write("src/index.js", text);
        project.rejected(&["--out", "out"], &[&format!("error: {message}")]);
        project.run(&["check", "--wasm", "app.wasm"]).failed(&[message]);
    }
    let mut large = String::from("exports.a = '");
    for number in 0..400_000 {
        let _ = write!(large, "{number}");
    }
    project.write("src/index.js", &(large + "';"));
    project.run(&["check", "--wasm", "app.wasm"]).failed(&["a package of a mini-program has at most 2 MB"]);
}

#[test]
fn files_for_two_pages_are_ambiguous() {
    let project = Project::with(&Module::of(&[page("A", "pages/a/index"), page("B", "pages/b/index")]));
    project.write("src/index.json", "{}");
    project.write("src/index.js", "exports.data = {};");
    project.rejected(&["--out", "out"], &["`src/index.json` is ambiguous"]);
    std::fs::remove_file(project.path("src/index.json")).unwrap();
    project.rejected(&["--out", "out"], &["`src/index.js` is ambiguous"]);
    std::fs::remove_file(project.path("src/index.js")).unwrap();
    project.write("src/a/index.js", "exports.data = {};");
    project.built(&["--out", "out"]);
    assert!(project.read("out/pages/a/index.js").contains("index.own.js"));
    assert!(!project.read("out/pages/b/index.js").contains("index.own.js"));
}
