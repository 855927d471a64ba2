//! `--out`: writes a complete mini-program to its own folder.

use std::fs;

use serde_json::Value;

use crate::{Module, Project, page};

#[test]
fn a_new_folder() {
    let project = Project::new();
    let run = project.built(&[]);
    let tree = project.tree("target/voip/demo");
    let paths: Vec<&str> = tree.keys().map(String::as_str).collect();
    let route = "pages/video-call/index";
    let page =
        [format!("{route}.js"), format!("{route}.json"), format!("{route}.wxml"), format!("{route}.wxss")];
    let mut expected = vec!["app.js", "app.json"];
    expected.extend(page.iter().map(String::as_str));
    expected.extend(["project.config.json", "voip/app.wasm", "voip/voip.js", "voip/voip.json"]);
    assert_eq!(paths, expected);
    // No temporary files remain next to it.
    assert_eq!(fs::read_dir(project.path("target/voip")).unwrap().count(), 1);
    for step in ["Checking app.wasm", "Writing target/voip/demo", "Finished `demo`"] {
        assert!(run.err.contains(step), "{}", run.err);
    }
    for text in expected.iter().copied().chain([
        "total",
        "类目已通过审核",
        "接口设置",
        "服务市场",
        "用户隐私保护指引",
        "真机",
    ]) {
        assert!(run.out.contains(text), "{text}\n{}", run.out);
    }
}

#[test]
fn the_report_as_json() {
    let project = Project::new();
    let run = project.built(&["--out", "out", "--json"]);
    let report: Value = serde_json::from_str(&run.out).unwrap();
    let tree = project.tree("out");
    let files = report["files"].as_array().unwrap();
    assert_eq!(files.len(), tree.len());
    let mut total = 0;
    for file in files {
        let bytes = tree[file["path"].as_str().unwrap()].len();
        assert_eq!(file["bytes"], bytes);
        assert!(file["brotli"].as_u64().unwrap() > 0);
        total += bytes;
    }
    assert_eq!(report["total"]["bytes"], total);
    assert_eq!(report["package"], "demo");
    assert_eq!(report["pages"][0]["route"], "pages/video-call/index");
    assert_eq!(report["folder"], project.path("out").to_str().unwrap());
    assert_eq!(report["warnings"].as_array().unwrap().len(), 1, "{}", report["warnings"]);
}

#[test]
fn a_second_build_changes_nothing() {
    let project = Project::new();
    project.built(&["--out", "out"]);
    let first = project.tree("out");
    let modified = |path: &str| fs::metadata(project.path(path)).unwrap().modified().unwrap();
    let before = modified("out/app.json");
    project.built(&["--out", "out"]);
    assert_eq!(project.tree("out"), first);
    assert_eq!(modified("out/app.json"), before, "an unchanged file is written again");
    // A build in another folder writes the same files.
    project.built(&["--out", "elsewhere/deep/down"]);
    assert_eq!(project.tree("elsewhere/deep/down"), first);
}

#[test]
fn an_empty_folder() {
    let project = Project::new();
    fs::create_dir(project.path("out")).unwrap();
    project.write("out/.DS_Store", "");
    project.built(&["--out", "out"]);
    assert!(project.path("out/app.json").exists());
}

#[test]
fn a_folder_with_other_files_is_rejected() {
    let project = Project::new();
    project.write("out/notes.txt", "mine");
    project.write("out/a/b", "mine");
    project.rejected(
        &["--out", "out"],
        &["`out` contains files that cargo voip did not write: `a` and `notes.txt`"],
    );
    project.write("out/app.json", "{}");
    project.rejected(&["--out", "out"], &["use `--into`"]);
    project.rejected(&["--out", "."], &["did not write"]);
}

#[test]
fn a_later_build_removes_files_of_removed_pages() {
    let project = Project::with(&Module::of(&[page("A", "pages/a/index"), page("B", "deep/er/b/index")]));
    project.built(&["--out", "out"]);
    // A file of the devtools, and a file of the user next to a page.
    project.write("out/project.private.config.json", "{}");
    project.write("out/pages/a/notes.txt", "mine");
    project.module(&Module::of(&[page("B", "other/b/index")]).bytes());
    project.built(&["--out", "out"]);
    let tree = project.tree("out");
    assert!(!tree.keys().any(|path| path.starts_with("deep")), "{:?}", tree.keys());
    let left: Vec<&str> = tree.keys().map(String::as_str).filter(|path| path.starts_with("pages")).collect();
    assert_eq!(left, ["pages/a/notes.txt"]);
    assert!(tree.contains_key("project.private.config.json"));
    assert!(tree.contains_key("other/b/index.wxml"));
}

#[test]
fn a_removed_file_is_written_again() {
    let project = Project::new();
    project.built(&["--out", "out"]);
    fs::remove_file(project.path("out/app.js")).unwrap();
    fs::remove_dir_all(project.path("out/pages")).unwrap();
    project.built(&["--out", "out"]);
    assert!(project.path("out/app.js").exists() && project.path("out/pages/video-call/index.js").exists());
}

#[test]
fn a_modified_project_config_is_kept() {
    let project = Project::new();
    project.built(&["--out", "out"]);
    project.write("out/project.config.json", "{\"appid\": \"wx\"}");
    let run = project.built(&["--out", "out", "--json"]);
    assert!(run.err.contains("Keeping `out/project.config.json`"), "{}", run.err);
    assert!(run.out.contains("\"bytes\":15,\"path\":\"project.config.json\""), "{}", run.out);
    project.built(&["--out", "out"]);
    assert_eq!(project.read("out/project.config.json"), "{\"appid\": \"wx\"}");
}

#[test]
fn a_modified_file_list_is_rejected() {
    for list in [
        "",
        "{}",
        "{\"about\":\"\",\"kind\":\"out\",\"package\":\"\",\"pages\":[],\"files\":{\"../app.wasm\":\"0\"}}",
    ] {
        let project = Project::new();
        project.built(&["--out", "out"]);
        project.write("out/voip/voip.json", list);
        project.rejected(&["--out", "out"], &["`out/voip/voip.json` was modified"]);
    }
}
