//! Builds and removals that were interrupted.

use std::fs;

use crate::project::Tree;
use crate::{Module, Project, page};

/// Simulates an interrupted build of the page `B`: the file list exists, one file is renamed, and two still have their
/// temporary names. Returns the folder before that build, and after a complete one.
fn interrupt(project: &Project, built: &[&str]) -> [Tree; 2] {
    let folder = built[1];
    project.built(built);
    let before = project.tree(folder);
    project.module(&Module::of(&[page("B", "pages/b/index")]).bytes());
    project.built(built);
    let after = project.tree(folder);
    project.module(&Module::default().bytes());
    project.built(built);
    assert_eq!(project.tree(folder), before);
    let text = |path: &str| str::from_utf8(&after[path]).unwrap();
    project.write(&format!("{folder}/.cargo-voip-4194305"), text("voip/voip.json"));
    project.write(&format!("{folder}/pages/b/index.js"), text("pages/b/index.js"));
    project.write(&format!("{folder}/pages/b/.index.wxml.cargo-voip-4194305"), "half");
    project.write(&format!("{folder}/.app.json.cargo-voip-4194305"), text("app.json"));
    [before, after]
}

#[test]
fn the_next_build_reverts_an_interrupted_one() {
    let project = Project::new();
    let [before, _] = interrupt(&project, &["--out", "out"]);
    project.built(&["--out", "out"]);
    assert_eq!(project.tree("out"), before);
}

#[test]
fn the_next_build_of_the_same_page_completes_an_interrupted_one() {
    let project = Project::new();
    let [_, after] = interrupt(&project, &["--out", "out"]);
    project.module(&Module::of(&[page("B", "pages/b/index")]).bytes());
    project.built(&["--out", "out"]);
    assert_eq!(project.tree("out"), after);
}

#[test]
fn the_next_build_reverts_an_interrupted_one_in_an_existing_mini_program() {
    let project = Project::new();
    project.write("app/app.json", "{\"pages\": []}");
    let [before, after] = interrupt(&project, &["--into", "app"]);
    // All files except the list were renamed.
    for (path, bytes) in &after {
        if path != "voip/voip.json" {
            project.write(&format!("app/{path}"), &String::from_utf8_lossy(bytes));
        }
    }
    fs::write(project.path("app/voip/app.wasm"), &after["voip/app.wasm"]).unwrap();
    for temporary in ["app/.app.json.cargo-voip-4194305", "app/pages/b/.index.wxml.cargo-voip-4194305"] {
        fs::remove_file(project.path(temporary)).unwrap();
    }
    project.built(&["--into", "app"]);
    assert_eq!(project.tree("app"), before);
}

#[test]
fn the_next_build_completes_an_interrupted_first_build() {
    let project = Project::new();
    project.built(&["--out", "out"]);
    let after = project.tree("out");
    fs::rename(project.path("out/voip/voip.json"), project.path("out/.cargo-voip-4194305")).unwrap();
    fs::remove_file(project.path("out/app.js")).unwrap();
    project.built(&["--out", "out"]);
    assert_eq!(project.tree("out"), after);
}

#[test]
fn a_file_that_was_modified_after_an_interrupted_build() {
    let project = Project::new();
    interrupt(&project, &["--out", "out"]);
    project.write("out/pages/b/index.js", "mine");
    project.rejected(&["--out", "out"], &["`out/pages/b/index.js` was modified since"]);
    project.built(&["--out", "out", "--overwrite"]);
    assert!(!project.path("out/pages/b").exists());
}

#[test]
fn an_incomplete_file_list_is_removed() {
    let project = Project::new();
    project.built(&["--out", "out"]);
    let before = project.tree("out");
    project.write("out/.cargo-voip-4194305", "{\"abo");
    project.built(&["--out", "out"]);
    assert_eq!(project.tree("out"), before);
    project.write("elsewhere/.cargo-voip-4194305", "");
    project.built(&["--out", "elsewhere"]);
    assert_eq!(project.tree("elsewhere"), before);
}

const APP: &str = "{\"pages\": [\"a\"]}";

/// Simulates a first build that was killed before it renamed the first file, except `renamed`.
fn interrupt_first(project: &Project, renamed: &[&str]) {
    project.write("app/app.json", APP);
    project.built(&["--into", "app"]);
    let after = project.tree("app");
    fs::remove_dir_all(project.path("app")).unwrap();
    for (path, bytes) in &after {
        if renamed.contains(&path.as_str()) {
            project.write(&format!("app/{path}"), str::from_utf8(bytes).unwrap());
            continue;
        }
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let path = if path == "voip/voip.json" {
            "/.cargo-voip-4194305".into()
        } else {
            format!("{folder}/.{name}.cargo-voip-4194305")
        };
        project.write(&format!("app/{path}"), "");
        fs::write(project.path("app").join(path.trim_start_matches('/')), bytes).unwrap();
    }
    if !renamed.contains(&"app.json") {
        project.write("app/app.json", APP);
    }
}

#[test]
fn an_interrupted_first_build_is_removed() {
    for renamed in [&[][..], &["pages/video-call/index.js"]] {
        let project = Project::new();
        interrupt_first(&project, renamed);
        let run = project.run(&["remove", "--into", "app"]);
        assert_eq!(run.status, 0, "{}", run.err);
        assert_eq!(project.tree("app").into_keys().collect::<Vec<_>>(), ["app.json"], "{}", run.err);
        assert_eq!(project.read("app/app.json"), APP);
    }
}

#[test]
fn a_file_that_was_created_after_a_build_was_interrupted_before_it_wrote_its_own() {
    let project = Project::new();
    interrupt_first(&project, &[]);
    let mine = [
        ("app/app.json", "{\"pages\": [\"a\", \"pages/video-call/index\"]}"),
        ("app/pages/video-call/index.js", "mine"),
        ("app/pages/video-call/index.wxml", "mine"),
    ];
    for (path, text) in mine {
        project.write(path, text);
    }
    project.rejected(&["--into", "app", "--overwrite"], &["cargo voip did not write", "index.js`"]);
    project.module(&Module::of(&[page("B", "pages/b/index")]).bytes());
    project.built(&["--into", "app"]);
    let run = project.run(&["remove", "--into", "app"]);
    assert_eq!(run.status, 0, "{}", run.err);
    let left: Vec<String> = project.tree("").into_keys().filter(|path| path.starts_with("app/")).collect();
    assert_eq!(left, mine.map(|(path, _)| path));
    for (path, text) in mine {
        assert_eq!(project.read(path), text);
    }
}

#[test]
fn what_an_interrupted_removal_leaves_is_removed() {
    let project = Project::new();
    project.write("app/app.json", "{\"pages\": [\"a\"]}");
    let before = project.tree("app");
    for command in ["remove", "build"] {
        project.built(&["--into", "app"]);
        let built = project.tree("app");
        project.write("app/.app.json.cargo-voip-4194305", "half");
        // It removes a file, and then its folder.
        fs::remove_dir_all(project.path("app/pages/video-call")).unwrap();
        fs::create_dir_all(project.path("app/pages")).unwrap();
        if command == "build" {
            project.built(&["--into", "app"]);
            assert_eq!(project.tree("app"), built);
            project.write("app/voip/.voip.js.cargo-voip-4194305", "half");
        }
        let run = project.run(&["remove", "--into", "app"]);
        assert_eq!(run.status, 0, "{}", run.err);
        assert_eq!(project.tree("app"), before, "{command}");
    }
}

#[test]
fn a_first_build_that_wrote_nothing_does_not_block_another_package() {
    // It was killed before or after it wrote the temporary files.
    for has_temporary in [true, false] {
        let project = Project::new();
        project.write("expected/app.json", APP);
        project.write("Cargo.toml", "[package]\nname = \"other\"\nedition = \"2024\"\n");
        project.built(&["--into", "expected"]);
        project.write("Cargo.toml", "[package]\nname = \"demo\"\nedition = \"2024\"\n");
        interrupt_first(&project, &[]);
        if !has_temporary {
            for folder in ["app/pages", "app/voip"] {
                fs::remove_dir_all(project.path(folder)).unwrap();
            }
        }
        project.write("Cargo.toml", "[package]\nname = \"other\"\nedition = \"2024\"\n");
        project.built(&["--into", "app"]);
        assert_eq!(project.tree("app"), project.tree("expected"));
    }
    // Nor does it block the same package in a folder of its own.
    let project = Project::new();
    interrupt_first(&project, &[]);
    fs::rename(project.path("app"), project.path("out")).unwrap();
    fs::remove_file(project.path("out/app.json")).unwrap();
    let list = project.read("out/.cargo-voip-4194305").replace("\"into\"", "\"out\"");
    project.write("out/.cargo-voip-4194305", &list);
    project.built(&["--out", "out"]);
}

/// A command that removes the page `a`, or one that adds a third page, was interrupted before it wrote the list.
#[test]
fn a_page_can_be_removed_after_an_interrupted_command() {
    let two = || vec![page("A", "pages/a/index"), page("B", "pages/b/index")];
    for is_removal in [true, false] {
        let project = Project::with(&Module::of(&two()));
        project.write("app/app.json", APP);
        project.built(&["--into", "app"]);
        let (list, module) =
            (project.read("app/voip/voip.json"), fs::read(project.path("app/voip/app.wasm")));
        if is_removal {
            assert_eq!(project.run(&["remove", "--into", "app", "pages/a/index"]).status, 0);
        } else {
            project.module(&Module::of(&[two(), vec![page("C", "pages/c/index")]].concat()).bytes());
            project.built(&["--into", "app"]);
            assert_ne!(fs::read(project.path("app/voip/app.wasm")).unwrap(), module.unwrap());
        }
        fs::rename(project.path("app/voip/voip.json"), project.path("app/.cargo-voip-4194305")).unwrap();
        project.write("app/voip/voip.json", &list);
        let run = project.run(&["remove", "--into", "app", "pages/a/index"]);
        assert_eq!(run.status, 0, "{is_removal}: {}", run.err);
        assert!(!project.path("app/pages/a").exists() && !project.path("app/.cargo-voip-4194305").exists());
        let left = if is_removal {
            "\"a\", \"pages/b/index\""
        } else {
            "\"a\", \"pages/b/index\", \"pages/c/index\""
        };
        assert_eq!(project.read("app/app.json"), APP.replace("\"a\"", left));
        // The list is of what is there.
        project.built(&["--into", "app"]);
        assert_eq!(project.run(&["remove", "--into", "app"]).status, 0);
        assert_eq!(project.tree("app").into_keys().collect::<Vec<_>>(), ["app.json"]);
    }
}

#[test]
fn an_interrupted_build_of_another_package_is_left_alone() {
    let project = Project::new();
    project.write("app/app.json", "{\"pages\": []}");
    project.built(&["--into", "app", "--under", "one"]);
    let list = project.read("app/one/voip/voip.json").replace("pages/video-call", "pages/b");
    project.write("app/.cargo-voip-4194305", &list);
    project.write("app/one/pages/b/.index.js.cargo-voip-4194305", "half");
    project.write("Cargo.toml", "[package]\nname = \"other\"\nedition = \"2024\"\n");
    project.built(&["--into", "app", "--under", "two"]);
    assert!(project.path("app/.cargo-voip-4194305").exists());
    assert!(project.path("app/one/pages/b/.index.js.cargo-voip-4194305").exists());
}
