//! `--into`: pages that get another route, and what else in `app.json` names them.

use crate::{Module, Project, page};

fn with(app: &str, pages: &[(&str, &str)]) -> Project {
    let project = Project::new();
    project.write("app/app.json", app);
    build(&project, pages);
    project
}

fn build(project: &Project, pages: &[(&str, &str)]) -> String {
    let pages: Vec<_> = pages.iter().map(|(name, route)| page(name, route)).collect();
    project.module(&Module::of(&pages).bytes());
    project.built(&["--into", "app"]).err
}

#[test]
fn a_new_route_takes_the_place_of_the_old_one() {
    let project = with("{\"pages\": []}", &[("A", "pages/a/index")]);
    let listed = "{\n  \"pages\": [\n    \"pages/a/index\",\n    \"mine\"\n  ]\n}";
    project.write("app/app.json", listed);
    build(&project, &[("A", "pages/new/index")]);
    assert_eq!(project.read("app/app.json"), listed.replace("pages/a/", "pages/new/"));
    // Also if the struct has another name.
    build(&project, &[("B", "pages/b/index")]);
    assert_eq!(project.read("app/app.json"), listed.replace("pages/a/", "pages/b/"));
    assert!(!project.path("app/pages/a").exists() && !project.path("app/pages/new").exists());
}

#[test]
fn pages_are_told_apart_by_their_structs() {
    let project = with("{\"pages\": [\"mine\"]}", &[("A", "pages/a/index"), ("B", "pages/b/index")]);
    build(&project, &[("B", "pages/y/index"), ("A", "pages/x/index")]);
    assert_eq!(project.read("app/app.json"), "{\"pages\": [\"mine\", \"pages/x/index\", \"pages/y/index\"]}");
    build(&project, &[("C", "pages/c/index"), ("B", "pages/y/index"), ("D", "pages/d/index")]);
    assert_eq!(
        project.read("app/app.json"),
        "{\"pages\": [\"mine\", \"pages/y/index\", \"pages/c/index\", \"pages/d/index\"]}"
    );
}

#[test]
fn lines_that_still_name_the_old_route_are_reported() {
    let project = with("{\"pages\": [\"mine\"]}", &[("A", "pages/a/index")]);
    project.write(
        "app/app.json",
        "{\n\"pages\": [\"mine\", \"pages/a/index\"],\n\"entryPagePath\": \"pages/a/index\",\n\"tabBar\": {\"list\": \
         [{\"pagePath\": \"pages/a/index\"}]},\n\"preloadRule\": {\"pages/a/index\": {\"packages\": []}},\n\"x\": \
         \"/pages/a/index\", \"y\": \"pages/a/index2\"}",
    );
    let err = build(&project, &[("A", "pages/b/index")]);
    for at in ["3:18", "4:34", "5:17", "6:6"] {
        assert!(err.contains(&format!("app/app.json:{at}: `")), "{at}: {err}");
    }
    assert_eq!(
        err.matches("pages/a/index` is no longer a page\nhelp: change it to `pages/b/index`").count(),
        4,
        "{err}"
    );
}

#[test]
fn a_subpackage_without_pages_that_is_preloaded() {
    let app = "{\"pages\": [\"mine\"], \"subpackages\": [{\"root\": \"calls/\", \"name\": \"c\", \"pages\": []}], \
               \"preloadRule\": {\"mine\": {\"packages\": [\"c\", \"calls\"]}}}";
    let project = with(app, &[("A", "calls/a/index")]);
    let err = build(&project, &[("A", "pages/a/index")]);
    assert!(err.contains("`preloadRule` names the subpackage `c`, which has no page now"), "{err}");
    assert!(err.contains("the subpackage `calls`"), "{err}");
    assert_eq!(project.read("app/app.json"), app.replace("[\"mine\"],", "[\"mine\", \"pages/a/index\"],"));
}

#[test]
fn a_route_that_changes_only_its_case() {
    let project = with("{\"pages\": [\"mine\"]}", &[("A", "pages/a/index")]);
    project.module(&Module::of(&[page("A", "pages/A/index")]).bytes());
    project.rejected(&["--into", "app"], &["differ only in case", "`cargo voip remove`"]);
}

#[test]
fn a_new_route_that_differs_only_in_case_from_another_page() {
    let project = with("{\"pages\": [\"mine/X\"]}", &[("A", "pages/a/index")]);
    project.module(&Module::of(&[page("A", "mine/x")]).bytes());
    project.rejected(
        &["--into", "app"],
        &["app.json:1:12: the page `mine/X` and the route `mine/x` differ only in case"],
    );
}

#[test]
fn a_page_that_moves_to_another_package() {
    let app = "{\"pages\": [\"mine\"], \"subpackages\": [{\"root\": \"calls\", \"pages\": []}]}";
    let project = with(app, &[("A", "pages/a/index"), ("B", "pages/b/index")]);
    let listed = project.read("app/app.json");
    let entry = "\"entryPagePath\": \"pages/a/index\", ";
    project.write("app/app.json", &listed.replacen('{', &format!("{{{entry}"), 1));
    let err = project.built(&["--into", "app", "--under", "calls"]).err;
    assert!(
        err.contains("`pages/a/index` is no longer a page\nhelp: change it to `calls/pages/a/index`"),
        "{err}"
    );
    let moved = app.replace("[]", "[\"pages/a/index\", \"pages/b/index\"]");
    assert_eq!(project.read("app/app.json").replace(entry, ""), moved);
}

#[test]
fn names_of_devices_are_no_routes() {
    let project = Project::with(&Module::of(&[page("A", "pages/con/index")]));
    project.rejected(&[], &["invalid route `pages/con/index`", "Windows keeps the name"]);
    project
        .run(&["new", "CON"])
        .failed(&["invalid package name `CON`: Windows keeps this name for a device"]);
}
