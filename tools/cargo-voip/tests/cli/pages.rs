//! The pages in a module.

use serde_json::json;
use voip_runtime::wx::ABI;

use crate::wasm::{custom, prefixed};
use crate::{Module, Project, page};

#[track_caller]
fn rejected(module: &Module, expected: &[&str]) {
    let project = Project::with(module);
    project.rejected(&["--out", "out"], expected);
    project.run(&["check", "--wasm", "app.wasm"]).failed(expected);
}

#[test]
fn a_module_without_pages() {
    rejected(&Module::of(&[]), &["`app.wasm` has no pages", "add `#[voip_page]` to a struct"]);
}

#[test]
fn two_pages_with_the_same_route() {
    let mut other = page("Doctor", "pages/call/index");
    other["file"] = json!("src/doctor.rs");
    rejected(
        &Module::of(&[page("Patient", "pages/call/index"), other]),
        &["two pages have the route `pages/call/index`: `Patient` (src/lib.rs) and `Doctor` (src/doctor.rs)"],
    );
    rejected(
        &Module::of(&[page("A", "pages/call/index"), page("B", "pages/Call/index")]),
        &["`pages/call/index` of `A`", "`pages/Call/index` of `B`", "differ only in case"],
    );
}

#[test]
fn invalid_routes() {
    for route in
        ["/pages/a", "../a", "a/../../b", "a//b", "a\\b", "", "a/", "C:/a", "voip/voip", "app", "a\u{1b}b"]
    {
        let module = Module::of(&[page("VideoCall", route)]);
        let project = Project::with(&module);
        let run =
            project.rejected(&["--out", "out"], &["invalid route `", "of the page `VideoCall` (src/lib.rs)"]);
        assert!(!run.err.contains('\u{1b}'));
    }
}

#[test]
fn all_invalid_routes_are_reported() {
    rejected(&Module::of(&[page("A", "/a"), page("B", "../b")]), &["of the page `A`", "of the page `B`"]);
}

#[test]
fn another_abi_version() {
    let mut new = page("VideoCall", "pages/call/index");
    new["abi"] = json!(ABI + 1);
    rejected(
        &Module::of(&[new]),
        &[&format!(
            "a page in `app.wasm` has ABI version {}, but this cargo voip supports version {ABI}",
            ABI + 1
        )],
    );
    let module = Module { abi: 7, ..Module::default() };
    rejected(&module, &["`app.wasm` has ABI version 7"]);
}

#[test]
fn a_page_whose_function_is_not_exported() {
    let module = Module { opens: false, ..Module::default() };
    rejected(&module, &["`VideoCall`", "does not export `open pages/video-call/index`"]);
}

#[test]
fn an_invalid_section() {
    let project = Project::new();
    let whole = Module::of(&[]).bytes();
    let descriptor = page("A", "a/b").to_string();
    let cut = prefixed(descriptor.as_bytes());
    for data in [
        &cut[..cut.len() - 1],
        &cut[..3],
        &prefixed(b"{}"),
        &prefixed(b"\xff"),
        &prefixed(json!({ "abi": ABI }).to_string().as_bytes()),
        &[0xff, 0xff, 0xff, 0xff, b'{'],
    ] {
        project.module(&[whole.as_slice(), &custom("voip", data)].concat());
        project.rejected(&["--out", "out"], &["invalid section `voip` in `app.wasm`"]);
    }
}

#[test]
fn pages_in_two_sections() {
    let pages = [page("A", "pages/a/index"), page("B", "sub/b/index")];
    let project = Project::with(&Module::of(&pages));
    project.built(&["--out", "out"]);
    let app: serde_json::Value = serde_json::from_str(&project.read("out/app.json")).unwrap();
    assert_eq!(app["pages"], json!(["pages/a/index", "sub/b/index"]));
    // A linker may write two sections with the same name.
    let mut module = Module::of(&pages);
    let first = module.pages.remove(0);
    module.more = "(func (export \"open pages/a/index\") (param i32))".into();
    let section = custom("voip", &prefixed(first.to_string().as_bytes()));
    project.module(&[module.bytes(), section].concat());
    assert_eq!(project.run(&["check", "--wasm", "app.wasm"]).status, 0);
}

#[test]
fn the_order_of_the_pages() {
    let mut desk = page("Desk", "pages/desk/index");
    desk["title"] = json!("值班");
    let same_name = page("A", "pages/other/index");
    let project = Project::with(&Module::of(&[page("A", "pages/a/index"), desk, page("B", "pages/b/index")]));
    // By the name of the struct, or by the route.
    project.metadata("pages = [\"Desk\", \"pages/b/index\", \"A\"]");
    project.built(&["--out", "out"]);
    let app: serde_json::Value = serde_json::from_str(&project.read("out/app.json")).unwrap();
    assert_eq!(app["pages"], json!(["pages/desk/index", "pages/b/index", "pages/a/index"]));
    assert_eq!(app["window"]["navigationBarTitleText"], "值班");
    let before = project.tree("out");
    for (pages, expected) in [
        ("\"Desk\", \"A\"", "missing `B`\nhelp: name each page once"),
        ("\"Desk\", \"A\", \"B\", \"Dsk\"", "unknown page `Dsk`\nhelp: did you mean `Desk`?"),
        ("\"Desk\", \"A\", \"B\", \"pages/a/index\"", "duplicate `pages/a/index`"),
    ] {
        project.metadata(&format!("pages = [{pages}]"));
        let start = "invalid `pages` in `[package.metadata.voip]` of package `demo`: ";
        project.rejected(&["--out", "out"], &[&format!("{start}{expected}")]);
        project.run(&["check", "--wasm", "app.wasm"]).failed(&[expected]);
    }
    assert_eq!(project.tree("out"), before);
    project.module(&Module::of(&[page("A", "pages/a/index"), same_name]).bytes());
    project.metadata("pages = [\"A\", \"pages/a/index\"]");
    project.rejected(
        &["--out", "out"],
        &["more than one page is named `A`\nhelp: use their routes: `pages/a/index` and `pages/other/index`"],
    );
}

#[test]
fn fields_with_names_that_are_not_valid_in_wxml() {
    for key in ["优先级", "null", "é"] {
        let mut page = page("VideoCall", "pages/video-call/index");
        page["fields"][1]["key"] = json!(key);
        let expected = format!("the field `{key}` of the page `VideoCall` (src/lib.rs) cannot have a row");
        rejected(&Module::of(&[page.clone()]), &[&expected]);
        // Without a label, it has no row.
        page["fields"][1]["label"] = json!(null);
        Project::with(&Module::of(&[page])).built(&["--out", "out"]);
    }
}
