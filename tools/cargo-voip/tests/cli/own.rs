//! Templates of a page's own.

use crate::{Module, Project, page};

const MINE: &str = "<input value=\"{{listenOpenid}}\" bindinput=\"handleChangeListenOpenid\" />\n";

#[test]
fn beside_the_source() {
    let project = Project::new();
    project.write("src/index.wxml", MINE);
    project.built(&["--out", "out"]);
    assert_eq!(project.read("out/pages/video-call/index.wxml"), MINE);
    assert!(project.read("out/pages/video-call/index.wxss").contains(".wrapper"));
    // The nearer one wins.
    project.write("src/video-call/index.wxml", "<view>{{state}}</view>");
    project.write("src/video-call/index.wxss", ".a {}");
    project.built(&["--out", "out"]);
    assert_eq!(project.read("out/pages/video-call/index.wxml"), "<view>{{state}}</view>");
    assert_eq!(project.read("out/pages/video-call/index.wxss"), ".a {}");
}

#[test]
fn what_it_binds_to_must_be_there() {
    let project = Project::new();
    project.write("src/index.wxml", "<view>\n  <button bindtap=\"handleCal\">{{stat}}</button>\n</view>");
    let said = [
        "`src/index.wxml` line 2: the page has no handler `handleCal` (did you mean `handleCall`?)",
        "`src/index.wxml` line 2: the page has no data `stat` (did you mean `state`?)",
    ];
    project.refused(&["--out", "out"], &said);
    project.run(&["check", "--wasm", "app.wasm"]).failed(&said);
}

#[test]
fn between_two_pages() {
    let project = Project::with(&Module::of(&[page("A", "pages/a/index"), page("B", "pages/b/index")]));
    project.write("src/index.wxss", ".a {}");
    project.refused(
        &["--out", "out"],
        &[
            "`src/index.wxss` stands between the pages `A` and `B`",
            "`src/a/index.wxss`",
            "`src/b/index.wxss`",
        ],
    );
    std::fs::remove_file(project.path("src/index.wxss")).unwrap();
    project.write("src/a/index.wxss", ".a {}");
    project.built(&["--out", "out"]);
    assert_eq!(project.read("out/pages/a/index.wxss"), ".a {}");
    assert!(project.read("out/pages/b/index.wxss").contains(".wrapper"));
}

#[test]
fn between_two_pages_in_folders_of_one_name() {
    let project = Project::with(&Module::of(&[page("A", "one/call/index"), page("B", "two/call/index")]));
    project.write("src/call/index.wxml", MINE);
    project.refused(&["--out", "out"], &["`src/call/index.wxml` stands between the pages `A` and `B`"]);
}

#[test]
fn that_cannot_be_read() {
    let project = Project::new();
    std::fs::write(project.path("src/index.wxml"), b"<view>\n\xff</view>").unwrap();
    project.refused(&["--out", "out"], &["cannot read `src/index.wxml`: line 2 is not UTF-8"]);
    std::fs::remove_file(project.path("src/index.wxml")).unwrap();
    std::fs::create_dir(project.path("src/index.wxml")).unwrap();
    project.refused(&["--out", "out"], &["cannot read `src/index.wxml`: it is a folder"]);
}

#[test]
fn a_source_that_is_elsewhere() {
    let mut other = page("A", "pages/a/index");
    other["file"] = serde_json::json!("gone/lib.rs");
    let run = Project::with(&Module::of(&[other])).built(&["--out", "out"]);
    assert!(run.err.contains("the source of the page `A` (gone/lib.rs) is not here"), "{}", run.err);
}
