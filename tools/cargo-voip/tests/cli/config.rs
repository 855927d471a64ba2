//! `[package.metadata.voip]`.

use serde_json::{Value, json};

use crate::Project;

fn with(voip: &str) -> Project {
    let project = Project::new();
    project.write("Cargo.toml", &format!("[package]\nname = \"demo\"\n{voip}\n"));
    project
}

#[track_caller]
fn rejected(voip: &str, expected: &[&str]) {
    with(voip).rejected(&["--out", "out"], expected);
}

#[test]
fn every_key_is_used() {
    let project = with(
        "[package.metadata.voip]\nappid = \"wx0123456789abcdef\"\nproject-name = \"视频\"\n\
         permissions = { \"scope.userLocation\" = \"附近\" }\n\
         window = { navigationBarTitleText = \"电话\", pageOrientation = \"auto\" }",
    );
    project.built(&["--out", "out"]);
    let app: Value = serde_json::from_str(&project.read("out/app.json")).unwrap();
    assert_eq!(app["permission"], json!({ "scope.userLocation": { "desc": "附近" } }));
    assert_eq!(app["window"]["navigationBarTitleText"], "电话");
    assert_eq!(app["window"]["pageOrientation"], "auto");
    assert_eq!(app["window"]["navigationBarTextStyle"], "black");
    let settings: Value = serde_json::from_str(&project.read("out/project.config.json")).unwrap();
    assert_eq!(
        (&settings["appid"], &settings["projectname"]),
        (&json!("wx0123456789abcdef"), &json!("视频"))
    );
}

#[test]
fn every_key_has_a_default() {
    let project = with("");
    project.built(&["--out", "out"]);
    let app: Value = serde_json::from_str(&project.read("out/app.json")).unwrap();
    assert_eq!(app.get("permission"), None);
    let settings: Value = serde_json::from_str(&project.read("out/project.config.json")).unwrap();
    assert_eq!((&settings["appid"], &settings["projectname"]), (&json!("touristappid"), &json!("demo")));
}

#[test]
fn invalid_keys_and_values() {
    rejected(
        "[package.metadata.voip]\napp-id = \"x\"",
        &["`demo`", "unknown key `app-id`", "did you mean `appid`?"],
    );
    let keys = "the keys are `appid`, `project-name`, `permissions`, `window`, `darkmode`, `pages`, `allocator` and `record`";
    rejected("[package.metadata.voip]\nother = \"x\"", &["unknown key `other`", keys]);
    rejected("[package.metadata]\nvoip = 1", &["expected a table"]);
    rejected("[package.metadata.voip]\nappid = 1", &["expected a non-empty string for `appid`"]);
    rejected(
        "[package.metadata.voip]\nproject-name = \"\"",
        &["expected a non-empty string for `project-name`"],
    );
    rejected("[package.metadata.voip]\nwindow = \"x\"", &["expected a table for `window`"]);
    rejected(
        "[package.metadata.voip]\nallocator = \"mine\"",
        &["expected `true` or `false` for `allocator`"],
    );
    rejected("[package.metadata.voip]\ndarkmode = 1", &["expected `true` or `false` for `darkmode`"]);
    for pages in ["\"VideoCall\"", "[]", "[1]"] {
        rejected(&format!("[package.metadata.voip]\npages = {pages}"), &["expected a list for `pages`"]);
    }
    rejected(
        "[package.metadata.voip.permissions]\n\"scope.userLocation\" = 1",
        &["expected a string for `scope.userLocation`"],
    );
}

#[test]
fn scopes_that_wechat_rejects() {
    for scope in ["scope.record", "scope.camera"] {
        rejected(
            &format!("[package.metadata.voip.permissions]\n\"{scope}\" = \"x\""),
            &[
                &format!("`{scope}` is not allowed in `permissions`"),
                "only location scopes",
                "用户隐私保护指引",
            ],
        );
    }
}
