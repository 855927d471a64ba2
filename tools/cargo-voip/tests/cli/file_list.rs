//! `voip/voip.json`, the list of the written files: lost, damaged, or a file of others.

use std::fs;

use crate::{Module, Project, page};

const APP: &str = "{\"pages\": [\"a\"]}";
const LIST: &str = "app/voip/voip.json";

fn built() -> Project {
    let project = Project::new();
    project.write("app/app.json", APP);
    project.built(&["--into", "app"]);
    project
}

/// Every command reports the list, and changes nothing.
#[track_caller]
fn rejected(project: &Project, expected: &[&str]) {
    for under in [&[][..], &["--under", "calls"], &["--overwrite"]] {
        project.rejected(&[&["--into", "app"], under].concat(), expected);
    }
    let before = project.tree(".");
    project.run(&["remove", "--into", "app"]).failed(expected);
    project.run(&["check", "--wasm", "app.wasm", "--into", "app"]).failed(expected);
    assert_eq!(project.tree("."), before);
}

#[test]
fn a_list_that_cannot_be_read() {
    let project = built();
    let list = project.read(LIST);
    let conflict = format!("<<<<<<< HEAD\n{list}=======\n{list}>>>>>>> theirs\n");
    project.write(LIST, &conflict);
    rejected(&project, &["`app/voip/voip.json` has a merge conflict", "help: keep one side of it"]);
    for text in ["", "{}", &list[..40], &list.replace("voip/voip.js\"", "../x\"")] {
        project.write(LIST, text);
        rejected(&project, &["`app/voip/voip.json` was modified", "help: restore it from version control"]);
    }
    project.write(LIST, &list);
    project.built(&["--into", "app"]);
}

#[test]
fn a_lost_list_is_written_again() {
    let project = built();
    let before = project.tree("app");
    fs::remove_file(project.path(LIST)).unwrap();
    let without = project.tree("app");
    project
        .run(&["remove", "--into", "app"])
        .failed(&["it has no list of them", "help: if the list is lost"]);
    assert_eq!(project.tree("app"), without);
    // Also after a build of an earlier version, which wrote an empty one.
    for empty in [false, true] {
        if empty {
            let list =
                "{\"about\": \"\", \"kind\": \"into\", \"package\": \"demo\", \"pages\": [], \"files\": {}}";
            project.write(LIST, list);
            project.run(&["remove", "--into", "app"]).failed(&["it has no list of them"]);
        }
        project.built(&["--into", "app"]);
        assert_eq!(project.tree("app"), before);
    }
    let run = project.run(&["remove", "--into", "app"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert_eq!(project.tree("app").into_keys().collect::<Vec<_>>(), ["app.json"]);
    assert_eq!(project.read("app/app.json"), APP);
}

#[test]
fn a_lost_list_and_other_files() {
    let project = built();
    fs::remove_file(project.path(LIST)).unwrap();
    project.module(&Module::of(&[page("VideoCall", "pages/video-call/index"), page("B", "b")]).bytes());
    project.rejected(
        &["--into", "app", "--record"],
        &["cargo voip did not write", "if `app/voip/voip.json` is lost", "restore that instead"],
    );
}

#[test]
fn a_file_of_others_in_its_place() {
    let project = Project::new();
    project.write("app/app.json", "{\"pages\": [\"voip/voip\"]}");
    project.write(LIST, "{\"usingComponents\": {}}");
    project.rejected(
        &["--into", "app"],
        &["cargo voip did not write `app/voip/voip.json`", "help: move it away; or", "`--under DIR`"],
    );
    project.built(&["--into", "app", "--under", "calls"]);
    project.run(&["remove", "--into", "app"]);
    assert_eq!(project.read(LIST), "{\"usingComponents\": {}}");
}

#[test]
fn a_byte_order_mark_in_the_list() {
    let project = built();
    let (before, list) = (project.tree("app"), project.read(LIST));
    project.write(LIST, &format!("\u{feff}{list}"));
    project.built(&["--into", "app"]);
    assert_eq!(project.tree("app"), before);
    project.write(LIST, &format!("\u{feff}{list}"));
    assert_eq!(project.run(&["remove", "--into", "app"]).status, 0);
    assert_eq!(project.read("app/app.json"), APP);
    assert!(!project.path("app/voip").exists());
}

#[test]
fn a_list_that_was_moved() {
    let project = built();
    project.write("app/calls/x", "");
    fs::rename(project.path("app/voip"), project.path("app/calls/voip")).unwrap();
    project.rejected(
        &["--into", "app", "--under", "calls"],
        &["`app/calls/voip/voip.json` lists the files of `app`: it was moved", "help: move the folder back"],
    );
    fs::rename(project.path("app/calls/voip"), project.path("app/voip")).unwrap();
    project.built(&["--into", "app", "--under", "calls"]);
}
