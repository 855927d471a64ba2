//! What a module says of its pages.

use serde_json::json;

use crate::wasm::{custom, prefixed};
use crate::{Module, Project, page};

#[track_caller]
fn refused(module: &Module, said: &[&str]) {
    let project = Project::with(module);
    project.refused(&["--out", "out"], said);
    project.run(&["check", "--wasm", "app.wasm"]).failed(said);
}

#[test]
fn a_crate_without_pages() {
    refused(&Module::of(&[]), &["`app.wasm` has no page: annotate a struct with #[voip_page]"]);
}

#[test]
fn two_pages_on_one_route() {
    let mut other = page("Doctor", "pages/call/index");
    other["file"] = json!("src/doctor.rs");
    refused(
        &Module::of(&[page("Patient", "pages/call/index"), other]),
        &["two pages have the route `pages/call/index`: `Patient` (src/lib.rs) and `Doctor` (src/doctor.rs)"],
    );
    refused(
        &Module::of(&[page("A", "pages/call/index"), page("B", "pages/Call/index")]),
        &["`pages/call/index` of `A`", "`pages/Call/index` of `B`", "differ in case alone"],
    );
}

#[test]
fn routes_that_leave_the_mini_program() {
    for route in
        ["/pages/a", "../a", "a/../../b", "a//b", "a\\b", "", "a/", "C:/a", "voip/voip", "app", "a\u{1b}b"]
    {
        let module = Module::of(&[page("VideoCall", route)]);
        let project = Project::with(&module);
        let run =
            project.refused(&["--out", "out"], &["the route `", "of the page `VideoCall` (src/lib.rs)"]);
        assert!(!run.err.contains('\u{1b}'));
    }
}

#[test]
fn every_wrong_route_is_named_at_once() {
    refused(&Module::of(&[page("A", "/a"), page("B", "../b")]), &["of the page `A`", "of the page `B`"]);
}

#[test]
fn another_version() {
    let mut new = page("VideoCall", "pages/call/index");
    new["abi"] = json!(3);
    refused(
        &Module::of(&[new]),
        &["was built with another voip-runtime: its ABI is 3, and that of this cargo voip is 2"],
    );
    let mut module = Module::usual();
    module.abi = 7;
    refused(&module, &["was built with another voip-runtime: its ABI is 7"]);
}

#[test]
fn a_page_that_cannot_be_opened() {
    let mut module = Module::usual();
    module.opens = false;
    refused(&module, &["`VideoCall`", "does not export `open pages/video-call/index`"]);
}

#[test]
fn a_section_that_is_damaged() {
    let project = Project::new();
    let whole = Module::of(&[]).bytes();
    let descriptor = page("A", "a/b").to_string();
    let cut = prefixed(descriptor.as_bytes());
    for data in [
        &cut[..cut.len() - 1],
        &cut[..3],
        &prefixed(b"{}"),
        &prefixed(b"\xff"),
        &prefixed(br#"{"abi":2}"#),
        &[0xff, 0xff, 0xff, 0xff, b'{'],
    ] {
        project.module(&[whole.as_slice(), &custom("voip", data)].concat());
        project.refused(&["--out", "out"], &["the section `voip` of `app.wasm` is not as voip-runtime"]);
    }
}

#[test]
fn two_pages_and_two_sections() {
    let pages = [page("A", "pages/a/index"), page("B", "sub/b/index")];
    let project = Project::with(&Module::of(&pages));
    project.built(&["--out", "out"]);
    let app: serde_json::Value = serde_json::from_str(&project.read("out/app.json")).unwrap();
    assert_eq!(app["pages"], json!(["pages/a/index", "sub/b/index"]));
    // What a linker leaves in two sections of one name belongs together.
    let mut module = Module::of(&pages);
    let first = module.pages.remove(0);
    module.more = "(func (export \"open pages/a/index\") (param i32))".into();
    let section = custom("voip", &prefixed(first.to_string().as_bytes()));
    project.module(&[module.bytes(), section].concat());
    assert_eq!(project.run(&["check", "--wasm", "app.wasm"]).status, 0);
}

#[test]
fn fields_that_no_template_can_name() {
    for key in ["优先级", "null", "é"] {
        let mut page = page("VideoCall", "pages/video-call/index");
        page["fields"][1]["key"] = json!(key);
        let said = format!("the field `{key}` of the page `VideoCall` (src/lib.rs) cannot have a row");
        refused(&Module::of(&[page.clone()]), &[&said]);
        // It may be there without one.
        page["fields"][1]["label"] = json!(null);
        Project::with(&Module::of(&[page])).built(&["--out", "out"]);
    }
}
