//! `cargo voip new`.

use std::path::Path;
use std::process::Command;

use crate::{Project, Run};

/// The clone that this test is in. It is not nearby: the tests run in the system's temporary folder.
const CLONE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");

fn new(project: &Project, name: &str) -> Run {
    new_with(project, name, CLONE)
}

fn new_with(project: &Project, name: &str, runtime: &str) -> Run {
    let run = project.run_with(".", &["new", "--runtime", runtime, name], &[]);
    assert_eq!(run.out, "");
    run
}

/// The output of `cargo metadata` for the package in this folder.
fn metadata(project: &Project, folder: &str) -> serde_json::Value {
    let mut cargo = Command::new(env!("CARGO"));
    cargo
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1"])
        .current_dir(project.path(folder));
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_new_package() {
    let project = Project::new();
    let run = new(&project, "some/where/my-call");
    assert_eq!(run.status, 0, "{}", run.err);
    for text in [
        "Created package `my-call`",
        "cd some/where/my-call",
        "cargo run",
        "cargo voip dev",
        "cargo test",
        "cargo voip build",
    ] {
        assert!(run.err.contains(text), "{}", run.err);
    }
    let tree = project.tree("some/where/my-call");
    let paths: Vec<&str> = tree.keys().map(String::as_str).collect();
    assert_eq!(
        paths,
        [".gitignore", "Cargo.toml", "scenarios/refused.jsonl", "src/lib.rs", "src/main.rs", "tests/page.rs"]
    );
    for (path, bytes) in &tree {
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(!text.contains("[[") || path == "Cargo.toml" && !text.contains("[[n"), "{path}: {text}");
    }
    let lib = project.read("some/where/my-call/src/lib.rs");
    assert!(lib.contains("\n#![no_std]\n"), "{lib}");
    assert!(project.read("some/where/my-call/src/main.rs").contains("my_call::VideoCall"));
    let metadata = metadata(&project, "some/where/my-call");
    assert_eq!(metadata["packages"][0]["name"], "my-call");
    assert!(metadata["packages"][0]["dependencies"][0]["path"].as_str().unwrap().ends_with("voip-runtime"));
}

#[test]
fn a_new_package_in_the_folder_of_a_workspace() {
    let project = Project::new();
    project.write("Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\n");
    project.write("crates/first/Cargo.toml", "[package]\nname = \"first\"\n");
    project.write("crates/first/src/lib.rs", "");
    assert_eq!(new(&project, "outside").status, 0);
    assert!(project.read("outside/Cargo.toml").contains("[workspace]"));
    // Cargo reads profiles only in the root of a workspace.
    assert!(project.read("outside/Cargo.toml").contains("[profile.dev.package"));
    assert_eq!(metadata(&project, "outside")["workspace_root"], project.path("outside").to_str().unwrap());
    // If it becomes a member, it does not need `[workspace]`.
    assert_eq!(new(&project, "crates/second").status, 0);
    assert!(!project.read("crates/second/Cargo.toml").contains("[workspace]"));
    assert!(!project.read("crates/second/Cargo.toml").contains("[profile"));
    let root = project.path("");
    assert_eq!(
        metadata(&project, "crates/second")["workspace_root"],
        root.to_str().unwrap().trim_end_matches('/')
    );
}

#[test]
fn existing_files_are_not_overwritten() {
    let project = Project::new();
    project.write("existing/src/lib.rs", "mine");
    let before = project.tree(".");
    new(&project, "existing").failed(&["`existing` already exists"]);
    new(&project, "app.wasm").failed(&["app.wasm"]);
    new(&project, "src").failed(&["`src` already exists"]);
    assert_eq!(project.tree("."), before);
}

#[test]
fn invalid_package_names() {
    let project = Project::new();
    let before = project.tree(".");
    for (name, why) in [
        ("2call", "it must begin with a letter\nhelp: use `call`"),
        ("my page", "found ` `"),
        ("视频", "found `视`"),
        ("match", "it is a Rust keyword"),
        ("voip-runtime", "it conflicts with a crate of the same name"),
        ("deps", "it conflicts with a folder that cargo creates"),
        ("..", "does not name a new folder"),
        ("/", "does not name a new folder"),
    ] {
        new(&project, name).failed(&[why]);
    }
    assert_eq!(project.tree("."), before);
}

#[test]
fn a_folder_that_cannot_be_created() {
    let project = Project::new();
    project.write("file", "mine");
    let before = project.tree(".");
    new(&project, "file/demo").failed(&["cannot write"]);
    assert_eq!(project.tree("."), before);
}

/// The two crates that a new package depends on, as a clone of a repository.
fn repository(project: &Project, folder: &str) {
    for (path, name) in [("voip-runtime", "voip-runtime"), ("tools/voip-preview", "voip-preview")] {
        let package = format!("[package]\nname = \"{name}\"\nedition = \"2024\"\n[features]\nsim = []\n");
        project.write(&format!("{folder}/{path}/Cargo.toml"), &package);
        project.write(&format!("{folder}/{path}/src/lib.rs"), "");
    }
}

#[test]
fn without_a_clone_nearby_it_asks_for_the_runtime() {
    let project = Project::new();
    let before = project.tree(".");
    // Unless this repository is in the folder for temporary files too.
    if !Path::new(env!("CARGO_MANIFEST_DIR")).starts_with(std::env::temp_dir()) {
        project.run_with(".", &["new", "demo2"], &[]).failed(&[
            "cannot find `voip-runtime`, which no registry has yet\nhelp: say where it is: `--runtime PATH`",
        ]);
    }
    for (runtime, expected) in [
        ("src", "`src` is not a clone of the repository of `voip-runtime`"),
        ("absent", "`absent` is not a clone of the repository of `voip-runtime`"),
        ("https://git.example/voip#", "missing the commit or tag after `#`"),
    ] {
        project.run_with(".", &["new", "demo2", "--runtime", runtime], &[]).failed(&[expected]);
    }
    assert_eq!(project.tree("."), before);
}

#[test]
fn a_relative_path_to_a_clone_stays_relative() {
    let project = Project::new();
    repository(&project, "a clone");
    let run = new_with(&project, "我的 项目/demo2", "a clone");
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(run.err.contains("cd '我的 项目/demo2'\n"), "{}", run.err);
    let manifest = project.read("我的 项目/demo2/Cargo.toml");
    assert!(manifest.contains("path = \"../../a clone/voip-runtime\""), "{manifest}");
    assert!(!manifest.contains(project.path("").to_str().unwrap()), "{manifest}");
    assert_eq!(metadata(&project, "我的 项目/demo2")["packages"][0]["name"], "demo2");
}

#[test]
fn a_git_repository() {
    let project = Project::new();
    repository(&project, "仓 库");
    let git = |args: &[&str]| {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=a", "-c", "user.email=a@b"]).args(args);
        let output = git.current_dir(project.path("仓 库")).output().unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    git(&["init", "--quiet"]);
    git(&["add", "."]);
    git(&["commit", "--quiet", "--message", "first"]);
    git(&["tag", "v1"]);
    // A later commit without the crates.
    git(&["rm", "-r", "--quiet", "."]);
    git(&["commit", "--quiet", "--message", "second"]);
    let url = format!("file://{}", project.path("仓 库").display());
    let run = new_with(&project, "我的 项目/demo2", &format!("{url}#v1"));
    assert_eq!(run.status, 0, "{}", run.err);
    // With nothing but git: the crates have no dependencies in a registry.
    let mut cargo = Command::new(env!("CARGO"));
    cargo.args(["metadata", "--format-version", "1"]).current_dir(project.path("我的 项目/demo2"));
    // A clone of a local repository needs no network.
    cargo.env("CARGO_HOME", project.path("cargo-home")).env_remove("CARGO_NET_OFFLINE");
    let output = cargo.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let resolved: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = resolved["packages"].as_array().unwrap();
    let mut names: Vec<&str> = packages.iter().map(|package| package["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(names, ["demo2", "voip-preview", "voip-runtime"]);
}
