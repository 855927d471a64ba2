//! `cargo voip remove`.

use crate::{Module, Project, Run, page};

const APP: &str =
    "{\n  \"pages\": [ \"a\"\n  ],\n  \"subpackages\": [{\"root\": \"calls\", \"pages\": [ ]}]\n}";

fn with(app: &str, module: &Module) -> Project {
    let project = Project::with(module);
    project.write("app/app.json", app);
    project.write("app/pages/mine.js", "mine");
    project
}

fn two() -> Module {
    Module::of(&[page("A", "pages/a/index"), page("B", "calls/b/index")])
}

fn remove(project: &Project, args: &[&str]) -> Run {
    project.run(&[&["remove", "--into", "app"], args].concat())
}

#[track_caller]
fn removed(project: &Project, args: &[&str]) {
    let run = remove(project, args);
    assert_eq!(run.status, 0, "{}", run.err);
}

#[track_caller]
fn rejected(project: &Project, args: &[&str], expected: &[&str]) {
    let before = project.tree(".");
    remove(project, args).failed(expected);
    assert_eq!(project.tree("."), before);
}

#[test]
fn the_folder_is_as_it_was_before() {
    for under in [&[][..], &["--under", "calls"]] {
        let project = with(APP, &two());
        let before = project.tree("app");
        project.built(&[&["--into", "app"], under].concat());
        assert_ne!(project.tree("app"), before);
        removed(&project, &[]);
        assert_eq!(project.tree("app"), before);
    }
}

#[test]
fn some_pages() {
    let project = with(APP, &two());
    project.built(&["--into", "app"]);
    let all = project.tree("app");
    rejected(
        &project,
        &["pages/b/index"],
        &["no page `pages/b/index`", "help: did you mean `pages/a/index`?"],
    );
    removed(&project, &["pages/a/index"]);
    assert_eq!(
        project.read("app/app.json"),
        APP.replace("[ ]", "[\"calls/b/index\" ]").replace("calls/b", "b")
    );
    assert!(!project.path("app/pages/a").exists() && project.path("app/voip/app.wasm").exists());
    // The next build has them again.
    project.built(&["--into", "app"]);
    assert_eq!(project.tree("app"), all);
    removed(&project, &["pages/a/index", "calls/b/index"]);
    assert!(!project.path("app/voip").exists());
    assert_eq!(project.read("app/app.json"), APP);
}

#[test]
fn the_pages_of_one_package() {
    let project = with(APP, &Module::of(&[page("A", "pages/a/index")]));
    project.built(&["--into", "app", "--under", "one"]);
    let before = project.tree("app");
    project.write("Cargo.toml", "[package]\nname = \"other\"\nedition = \"2024\"\n");
    project.built(&["--into", "app", "--under", "two"]);
    rejected(
        &project,
        &["-p", "third"],
        &["no pages of the package `third`", "it has those of `demo` and `other`"],
    );
    rejected(&project, &["one/pages/a/index"], &["more than one package", "--package NAME"]);
    removed(&project, &["-p", "other", "pages/a/index"]);
    assert_eq!(project.tree("app"), before);
    project.built(&["--into", "app", "--under", "two"]);
    removed(&project, &[]);
    assert_eq!(project.read("app/app.json"), APP);
    rejected(&project, &[], &["`app` has no pages that `cargo voip build --into` added"]);
}

#[test]
fn modified_files() {
    let project = with(APP, &Module::default());
    project.built(&["--into", "app"]);
    let styles = "app/pages/video-call/index.wxss";
    project.write(styles, ".mine {}");
    rejected(&project, &[], &[&format!("`{styles}` was modified since"), "--overwrite"]);
    let run = remove(&project, &["--overwrite"]);
    assert!(
        run.status == 0 && run.err.contains(&format!("Removing `{styles}`, which was modified")),
        "{}",
        run.err
    );
    assert!(!project.path("app/pages/video-call").exists());
    assert_eq!(project.read("app/app.json"), APP);
}

#[test]
fn app_json_still_names_the_page() {
    let project = with(APP, &Module::default());
    project.built(&["--into", "app"]);
    let app = project.read("app/app.json");
    project
        .write("app/app.json", &app.replace("{\n", "{\n  \"entryPagePath\": \"pages/video-call/index\",\n"));
    rejected(
        &project,
        &[],
        &["app/app.json:2:20: `pages/video-call/index` is no longer a page", "help: remove it"],
    );
    project.write("app/app.json", &app);
    removed(&project, &[]);
}

#[test]
fn pages_that_use_a_removed_page_as_a_component_are_named() {
    let project = with(APP, &Module::default());
    project.built(&["--into", "app"]);
    let using =
        |path: &str| format!("\u{feff}{{\"usingComponents\": {{\"x\": \"/x\", \"call\": \"{path}\"}}}}");
    project.write("app/a.json", &using("pages/video-call/index"));
    project.write("app/b/c/d.json", &using("../../pages/./video-call/index"));
    project.write("app/b/e.json", &using("/pages/video-call/index"));
    project.write("app/b/others.json", &using("pages/video-call/index"));
    project.write("app/node_modules/f.json", &using("/pages/video-call/index"));
    project.write("app/invalid.json", "{");
    let named = |err: &str, help: &str| {
        let warnings: Vec<&str> = err.lines().filter_map(|line| line.strip_prefix("warning: ")).collect();
        let files: Vec<&str> =
            warnings.iter().filter_map(|warning| Some(warning.split_once(": the component")?.0)).collect();
        assert_eq!(files, ["app/a.json", "app/b/c/d.json", "app/b/e.json"], "{err}");
        assert_eq!(err.matches(help).count(), 3, "{err}");
    };
    let run = project.built(&["--into", "app", "--under", "calls"]);
    named(&run.err, "help: change it to `/calls/pages/video-call/index`");
    project.built(&["--into", "app", "--under", "."]);
    let run = remove(&project, &[]);
    assert_eq!(run.status, 0, "{}", run.err);
    named(&run.err, "help: remove it");
}

#[test]
fn folders_without_added_pages() {
    let project = with(APP, &Module::default());
    project.built(&["--out", "out"]);
    let run = project.run(&["remove", "--into", "out"]);
    run.failed(&["`out` is a complete mini-program", "remove the whole folder"]);
    project.run(&["remove", "--into", "src"]).failed(&["`src` is not a mini-program"]);
    assert_eq!(project.run(&["remove"]).status, 2);
}
