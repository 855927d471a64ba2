//! `cargo voip new`.

use std::process::Command;

use crate::{Project, Run};

fn new(project: &Project, name: &str) -> Run {
    let run = project.run_with(".", &["new", name], &[]);
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
    assert_eq!(paths, [".gitignore", "Cargo.toml", "src/lib.rs", "src/main.rs", "tests/page.rs"]);
    for (path, bytes) in &tree {
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(!text.contains("[[") || path == "Cargo.toml" && !text.contains("[[n"), "{path}: {text}");
    }
    let lib = project.read("some/where/my-call/src/lib.rs");
    assert!(lib.contains("\n#![cfg_attr(target_os = \"none\", no_std)]\n"), "{lib}");
    assert!(project.read("some/where/my-call/src/main.rs").contains("my_call::VideoCall"));
    let metadata = metadata(&project, "some/where/my-call");
    assert_eq!(metadata["packages"][0]["name"], "my-call");
    // By path, because the tests run in a checkout.
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
    assert_eq!(metadata(&project, "outside")["workspace_root"], project.path("outside").to_str().unwrap());
    // If it becomes a member, it does not need `[workspace]`.
    assert_eq!(new(&project, "crates/second").status, 0);
    assert!(!project.read("crates/second/Cargo.toml").contains("[workspace]"));
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
