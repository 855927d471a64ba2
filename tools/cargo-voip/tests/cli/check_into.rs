//! `cargo voip check --into`: what `build --into` would do.

use crate::{Module, Project, page};

fn check(project: &Project, args: &[&str]) -> (i32, String) {
    let before = project.tree(".");
    let run = project.run(&[&["check", "--wasm", "app.wasm", "--into", "app"], args].concat());
    assert_eq!(project.tree("."), before);
    (run.status, run.err)
}

#[test]
fn the_changes_are_printed() {
    let project = Project::new();
    project.write("app/app.json", "{\"pages\": [\"a\"]}");
    let (status, err) = check(&project, &[]);
    assert_eq!(status, 0, "{err}");
    for line in [
        "Would add `app/pages/video-call/index.wxml`",
        "Would add `app/voip/app.wasm`",
        "Would change `app/app.json`",
    ] {
        assert!(err.contains(line), "{line}\n{err}");
    }
    let (_, err) = check(&project, &["--under", "calls"]);
    assert!(err.contains("Would add `app/calls/pages/video-call/index.wxml`"), "{err}");
    project.built(&["--into", "app"]);
    let (_, err) = check(&project, &[]);
    assert!(err.contains("Unchanged") && !err.contains("Would"), "{err}");
    project.module(&Module::of(&[page("B", "pages/b/index")]).bytes());
    let (_, err) = check(&project, &[]);
    assert!(err.contains("Would remove `app/pages/video-call/index.js`"), "{err}");
}

#[test]
fn the_errors_are_those_of_build() {
    let project = Project::new();
    let (status, err) = check(&project, &[]);
    assert!(status == 1 && err.contains("cannot open `app`"), "{err}");
    project.write("app/app.json", "{\"pages\": [");
    assert!(check(&project, &[]).1.contains("app/app.json:1:"));
    project.write("app/app.json", "{\"pages\": []}");
    project.write("app/voip/voip.js", "mine");
    let (status, err) = check(&project, &[]);
    assert!(status == 1 && err.contains("cargo voip did not write `app/voip/voip.js`"), "{err}");
}

#[test]
fn the_help_says_what_is_not_checked() {
    let run = Project::new().run(&["check", "--help"]);
    assert!(run.out.contains("It does not find out whether the folder may be written"), "{}", run.out);
}
