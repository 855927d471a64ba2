//! `--under`: pages, glue and module in a folder of the mini-program; `--npm`: in an npm package.

use std::fs;

use serde_json::Value;

use crate::{Module, Project, page};

const PAGE: &str = "pages/video-call/index";

fn with(app: &str) -> Project {
    let project = Project::new();
    project.write("app/app.json", app);
    project
}

#[test]
fn everything_is_in_the_subpackage() {
    for key in ["subpackages", "subPackages"] {
        let app = format!("{{\"pages\": [\"a\"], \"{key}\": [{{\"root\": \"calls\", \"pages\": []}}]}}");
        let project = with(&app);
        project.built(&["--into", "app", "--under", "calls"]);
        assert_eq!(project.read("app/app.json"), app.replace("[]", &format!("[\"{PAGE}\"]")));
        assert!(project.tree("app").keys().all(|path| path == "app.json" || path.starts_with("calls/")));
        let script = project.read(&format!("app/calls/{PAGE}.js"));
        assert!(script.contains("require('../../voip/voip.js')"), "{script}");
        assert!(script.contains("module: '/calls/voip/app.wasm'"), "{script}");
        // As the module knows it.
        assert!(script.contains(&format!("route: '{PAGE}'")), "{script}");
        let before = project.tree("app");
        project.built(&["--into", "app", "--under", "./calls/"]);
        assert_eq!(project.tree("app"), before);
    }
}

#[test]
fn an_independent_subpackage() {
    let app = "{\"pages\": [\"a\"], \"subpackages\": [{\"root\": \"calls\", \"independent\": true, \"pages\": []}]}";
    let project = with(app);
    project.built(&["--into", "app", "--under", "calls"]);
    assert!(project.read("app/app.json").contains(PAGE));
}

#[test]
fn a_subpackage_whose_root_is_voip() {
    let app = "{\"pages\": [\"a\"], \"subPackages\": [{\"root\": \"voip\", \"pages\": [\"room\"]}]}";
    let project = with(app);
    project.rejected(
        &["--into", "app"],
        &["`voip/voip.js` is in the subpackage `voip/`", "outside of it cannot load it", "`--under DIR`"],
    );
    project.built(&["--into", "app", "--under", "calls"]);
    assert_eq!(project.read("app/app.json"), app.replace("[\"a\"]", &format!("[\"a\", \"calls/{PAGE}\"]")));
    project.built(&["--into", "app", "--under", "voip"]);
    assert_eq!(project.read("app/app.json"), app.replace("[\"room\"]", &format!("[\"room\", \"{PAGE}\"]")));
    assert!(project.path("app/voip/voip/app.wasm").exists() && !project.path("app/calls").exists());
}

#[test]
fn another_folder_moves_the_files() {
    let app = "{\"pages\": [\"a\"], \"subpackages\": [{\"root\": \"calls\", \"pages\": []}]}";
    let project = with(app);
    project.built(&["--into", "app"]);
    let run = project.built(&["--into", "app", "--under", "calls"]);
    assert!(run.err.contains("Moving the pages of `demo` from `app` to `app/calls`"), "{}", run.err);
    let moved = project.tree("app");
    assert!(moved.keys().all(|path| path == "app.json" || path.starts_with("calls/")), "{:?}", moved.keys());
    let other = with(app);
    other.built(&["--into", "app", "--under", "calls"]);
    assert_eq!(moved, other.tree("app"));
}

#[test]
fn packages_in_folders_of_their_own() {
    let project = with("{\"pages\": [\"a\"]}");
    project.built(&["--into", "app", "--under", "one"]);
    project.write("Cargo.toml", "[package]\nname = \"other\"\nedition = \"2024\"\n");
    project.module(&Module::of(&[page("B", "pages/b/index")]).bytes());
    project.rejected(
        &["--into", "app", "--under", "one"],
        &["`app/one` already has the pages of the package `demo`"],
    );
    project.built(&["--into", "app", "--under", "two"]);
    assert_eq!(
        project.read("app/app.json"),
        format!("{{\"pages\": [\"a\", \"one/{PAGE}\", \"two/pages/b/index\"]}}")
    );
}

#[test]
fn components_below_miniprogram_npm_are_no_pages() {
    let project = with("{\"pages\": [\"a\"]}");
    project.built(&["--into", "app", "--under", "miniprogram_npm\\demo"]);
    assert_eq!(project.read("app/app.json"), "{\"pages\": [\"a\"]}");
    assert!(
        project
            .read(&format!("app/miniprogram_npm/demo/{PAGE}.js"))
            .contains("'/miniprogram_npm/demo/voip/app.wasm'")
    );
}

#[test]
fn folders_that_are_not_in_the_mini_program() {
    let project = with("{\"pages\": [\"a\"]}");
    for folder in ["..", "../x", "a/../..", "/tmp", "C:\\x"] {
        project.rejected(&["--into", "app", "--under", folder], &["is not a folder of the mini-program"]);
    }
    for (folder, why) in [
        ("aux/x", "invalid name `aux`: Windows keeps the name of a part for a device"),
        ("calls ", "invalid name `calls `: a part begins or ends with a space"),
        ("a./calls", "invalid name `a.`: a part begins or ends with a space, or ends with a dot"),
        ("a\"b", "it contains a character that is not allowed"),
        ("__plugin__", "invalid name `__plugin__`: WeChat keeps it for itself"),
        ("miniprogram_npm", "invalid name `miniprogram_npm`: WeChat's tools write this folder"),
        ("calls/Node_Modules", "the folder is not part of a mini-program"),
    ] {
        project.rejected(&["--into", "app", "--under", folder], &[why, "help: choose another folder"]);
    }
    let run = project.build(&["--under", "x"]);
    assert_eq!(run.status, 2, "{}", run.err);
}

#[test]
fn folders_that_differ_only_in_case() {
    let project =
        with("{\"pages\": [\"a\"], \"subPackages\": [{\"root\": \"sub/calls\", \"pages\": [\"x\"]}]}");
    project.rejected(
        &["--into", "app", "--under", "sub/CALLS"],
        &["`sub/CALLS` and the subpackage `sub/calls` in `app/app.json` differ only in case"],
    );
    project.module(&Module::of(&[page("A", "Sub/calls/index")]).bytes());
    project.rejected(&["--into", "app"], &["`Sub/calls/index` and the subpackage `sub/calls`"]);
    // Also of a folder that is no subpackage, and of files.
    project.module(&Module::default().bytes());
    project.write("app/components/x", "");
    let expected = ["`app/Components` and the existing `app/components` differ only in case"];
    project.rejected(&["--into", "app", "--under", "Components"], &expected);
    project.write("app/pages/video-call/Index.js", "mine");
    project.rejected(
        &["--into", "app"],
        &["`app/pages/video-call/index.js` and the existing", "Index.js` differ"],
    );
    project.built(&["--into", "app", "--under", "sub/calls"]);
}

#[test]
fn an_npm_package() {
    let project = Project::new();
    project.write("Cargo.toml", "[package]\nname = \"Demo\"\nversion = \"1.2.3\"\nedition = \"2024\"\n");
    project.built(&["--npm"]);
    let package: Value = serde_json::from_str(&project.read("target/voip-npm/Demo/package.json")).unwrap();
    assert_eq!(
        [&package["name"], &package["version"], &package["miniprogram"]],
        ["demo", "1.2.3", "miniprogram_dist"]
    );
    let tree = project.tree("target/voip-npm/Demo");
    assert!(
        tree.keys().all(|path| path == "package.json" || path.starts_with("miniprogram_dist/")),
        "{:?}",
        tree.keys()
    );
    let script = project.read(&format!("target/voip-npm/Demo/miniprogram_dist/{PAGE}.js"));
    assert!(script.contains("module: '/miniprogram_npm/demo/voip/app.wasm'"), "{script}");
    assert!(script.contains("require('../../voip/voip.js')"), "{script}");
    let types = project.read(&format!("target/voip-npm/Demo/miniprogram_dist/{PAGE}.d.ts"));
    assert!(types.contains("listenOpenid: string;"), "{types}");
    assert!(tree.contains_key("miniprogram_dist/voip/voip.d.ts"), "{:?}", tree.keys());
    project.built(&["--npm"]);
    assert_eq!(project.tree("target/voip-npm/Demo"), tree);
    project.rejected(&["--out", "target/voip-npm/Demo"], &["is an npm package", "use `--npm`"]);
    project.built(&["--npm", "--out", "out"]);
    assert_eq!(project.tree("out"), tree);
    // What WeChat's tools copy into a mini-program is not taken for what a build wrote there.
    project.write("app/app.json", "{\"pages\": []}");
    fs::create_dir_all(project.path("app/miniprogram_npm")).unwrap();
    fs::rename(project.path("out/miniprogram_dist"), project.path("app/miniprogram_npm/demo")).unwrap();
    project.built(&["--into", "app"]);
    assert!(project.path("app/miniprogram_npm/demo/voip/app.wasm").exists());
}

#[test]
fn a_field_that_no_page_around_the_component_can_set() {
    let mut described = page("VideoCall", "pages/video-call/index");
    described["fields"][1]["key"] = "style".into();
    described["fields"][3]["key"] = "id".into();
    let project = Project::with(&Module::of(&[described]));
    let run = project.built(&["--npm"]);
    assert!(
        run.err.contains("uses `VideoCall` (src/lib.rs) as a component cannot set `style` and `id`"),
        "{}",
        run.err
    );
    let run = project.built(&["--out", "out"]);
    assert!(!run.err.contains("as a component"), "{}", run.err);
}

#[test]
fn folders_without_pages_of_a_mini_program() {
    let project = with("{\"pages\": [\"a\"]}");
    for folder in ["node_modules/x", ".x", "calls/.x"] {
        project.rejected(&["--into", "app", "--under", folder], &["is not part of a mini-program"]);
    }
}

#[test]
fn a_route_with_the_folder_in_it_has_a_path_of_its_own() {
    let project = with("{\"pages\": [\"a\"]}");
    let build = |under: &str, routes: [&str; 2], expected: &[&str]| {
        project.module(&Module::of(&[page("A", routes[0]), page("B", routes[1])]).bytes());
        project.rejected(&["--into", "app", "--under", under], expected);
    };
    build("pages", ["x/index", "pages/x/index"], &["`x/index` of `A`", "the same path, `pages/x/index`"]);
    build("pages", ["x/index", "pages/X/index"], &["`pages/X/index` of `B`", "differ only in case"]);
    build(
        "calls",
        ["a", "calls/Voip/voip"],
        &["invalid route `calls/Voip/voip` of the page `B`", "the folder `calls/voip` is reserved"],
    );
}
