//! `[package.metadata.voip]`.

use serde_json::{Value, json};

use crate::Project;

fn with(voip: &str) -> Project {
    let project = Project::new();
    project.write("Cargo.toml", &format!("[package]\nname = \"demo\"\n{voip}\n"));
    project
}

#[track_caller]
fn refused(voip: &str, said: &[&str]) {
    with(voip).refused(&["--out", "out"], said);
}

#[test]
fn all_of_it() {
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
fn none_of_it() {
    let project = with("");
    project.built(&["--out", "out"]);
    let app: Value = serde_json::from_str(&project.read("out/app.json")).unwrap();
    assert_eq!(app.get("permission"), None);
    let settings: Value = serde_json::from_str(&project.read("out/project.config.json")).unwrap();
    assert_eq!((&settings["appid"], &settings["projectname"]), (&json!("touristappid"), &json!("demo")));
}

#[test]
fn mistakes() {
    let keys = "the keys are `appid`, `project-name`, `permissions`, `window` and `allocator`";
    refused(
        "[package.metadata.voip]\napp-id = \"x\"",
        &["`demo`", "no key `app-id` (did you mean `appid`?)", keys],
    );
    refused("[package.metadata]\nvoip = 1", &["it is a table"]);
    refused("[package.metadata.voip]\nappid = 1", &["`appid` is text and not empty"]);
    refused("[package.metadata.voip]\nproject-name = \"\"", &["`project-name` is text and not empty"]);
    refused("[package.metadata.voip]\nwindow = \"x\"", &["`window` is a table"]);
    refused("[package.metadata.voip]\nallocator = \"mine\"", &["`allocator` is true or false"]);
    refused(
        "[package.metadata.voip.permissions]\n\"scope.userLocation\" = 1",
        &["`scope.userLocation`", "as text"],
    );
}

#[test]
fn scopes_that_wechat_rejects() {
    for scope in ["scope.record", "scope.camera"] {
        refused(
            &format!("[package.metadata.voip.permissions]\n\"{scope}\" = \"x\""),
            &[&format!("`permissions` cannot hold `{scope}`"), "location scopes alone", "用户隐私保护指引"],
        );
    }
}
