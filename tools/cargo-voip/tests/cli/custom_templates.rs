//! Custom templates: an `index.wxml` or `index.wxss` next to the source of a page.

use crate::{Module, Project, page};

const MINE: &str = "<input value=\"{{listenOpenid}}\" bindinput=\"handleChangeListenOpenid\" />\n";

#[test]
fn templates_next_to_the_source_are_used() {
    let project = Project::new();
    project.write("src/index.wxml", MINE);
    project.built(&["--out", "out"]);
    assert_eq!(project.read("out/pages/video-call/index.wxml"), MINE);
    assert!(project.read("out/pages/video-call/index.wxss").contains(".wrapper"));
    // A template in the folder of the page has priority.
    project.write("src/video-call/index.wxml", "<view>{{state}}</view>");
    project.write("src/video-call/index.wxss", ".a {}");
    project.built(&["--out", "out"]);
    assert_eq!(project.read("out/pages/video-call/index.wxml"), "<view>{{state}}</view>");
    assert_eq!(project.read("out/pages/video-call/index.wxss"), ".a {}");
}

#[test]
fn unknown_data_and_handlers_are_rejected() {
    let project = Project::new();
    project.write("src/index.wxml", "<view>\n  <button bindtap=\"handleCal\">{{stat}}</button>\n</view>");
    let expected = [
        "error: src/index.wxml:2: unknown handler `handleCal`\nhelp: did you mean `handleCall`?",
        "error: src/index.wxml:2: unknown data `stat`\nhelp: did you mean `state`?",
    ];
    project.rejected(&["--out", "out"], &expected);
    project.run(&["check", "--wasm", "app.wasm"]).failed(&expected);
}

#[test]
fn a_template_for_two_pages_is_ambiguous() {
    let project = Project::with(&Module::of(&[page("A", "pages/a/index"), page("B", "pages/b/index")]));
    project.write("src/index.wxss", ".a {}");
    project.rejected(
        &["--out", "out"],
        &[
            "`src/index.wxss` is ambiguous: it could belong to the pages `A` and `B`",
            "use `src/a/index.wxss` for `A`, use `src/b/index.wxss` for `B`",
        ],
    );
    std::fs::remove_file(project.path("src/index.wxss")).unwrap();
    project.write("src/a/index.wxss", ".a {}");
    project.built(&["--out", "out"]);
    assert_eq!(project.read("out/pages/a/index.wxss"), ".a {}");
    assert!(project.read("out/pages/b/index.wxss").contains(".wrapper"));
}

#[test]
fn a_template_for_two_pages_with_the_same_folder_name_is_ambiguous() {
    let project = Project::with(&Module::of(&[page("A", "one/call/index"), page("B", "two/call/index")]));
    project.write("src/call/index.wxml", MINE);
    project.rejected(&["--out", "out"], &["`src/call/index.wxml` is ambiguous", "different folders"]);
}

#[test]
fn a_template_that_cannot_be_read() {
    let project = Project::new();
    std::fs::write(project.path("src/index.wxml"), b"<view>\n\xff</view>").unwrap();
    project.rejected(&["--out", "out"], &["cannot read `src/index.wxml`: line 2 is not UTF-8"]);
    std::fs::remove_file(project.path("src/index.wxml")).unwrap();
    std::fs::create_dir(project.path("src/index.wxml")).unwrap();
    project.rejected(&["--out", "out"], &["cannot read `src/index.wxml`: it is a folder"]);
}

#[test]
fn a_source_that_does_not_exist_gives_a_warning() {
    let mut other = page("A", "pages/a/index");
    other["file"] = serde_json::json!("gone/lib.rs");
    let run = Project::with(&Module::of(&[other])).built(&["--out", "out"]);
    assert!(run.err.contains("cannot find the source of the page `A` (gone/lib.rs)"), "{}", run.err);
}
