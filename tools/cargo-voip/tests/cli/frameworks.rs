//! `--into` a Taro or uni-app project. `cargo xtask e2e projects` builds such projects with their own tools.

use crate::{Module, Project, page};

const PAGES: [&str; 4] = [
    "mini-program/pages/video-call/index.js",
    "mini-program/pages/video-call/index.json",
    "mini-program/pages/video-call/index.wxml",
    "mini-program/pages/video-call/index.wxss",
];

/// A Taro project with its last output, which its `project.config.json` names.
fn taro() -> Project {
    let project = Project::new();
    project.write("app/package.json", "{\"dependencies\": {\"@tarojs/taro\": \"4.2.0\", \"react\": \"18\"}}");
    project.write("app/project.config.json", "{\"miniprogramRoot\": \"dist/\"}");
    project.write("app/src/app.config.ts", "export default defineAppConfig({})");
    project.write("app/dist/app.json", "{\"pages\": [\"a\"]}");
    project
}

fn uni_app(source: &str) -> Project {
    let project = Project::new();
    project.write("app/package.json", "{\"dependencies\": {\"@dcloudio/uni-app\": \"3\"}}");
    project.write(&format!("app/{source}manifest.json"), "{}");
    project.write(&format!("app/{source}pages.json"), "{}");
    project.write("app/dist/build/mp-weixin/app.json", "{\"pages\": [\"a\"]}");
    project
}

/// Builds, and asserts that the files in this folder, and no others, are new.
#[track_caller]
fn builds_into(project: &Project, into: &str, folder: &str, kind: &[&str]) -> String {
    let before = project.tree("app");
    let run = project.built(&["--into", into]);
    let mut after = project.tree("app");
    let more = ["voip.js", "video-call.js", "voip.json", "mini-program/voip/voip.js"];
    for file in PAGES.iter().chain(&more).chain(&["mini-program/voip/app.wasm"]).chain(kind) {
        assert!(after.remove(&format!("{folder}{file}")).is_some(), "{folder}{file}: {:?}", after.keys());
    }
    after.retain(|path, _| !path.ends_with(".d.ts"));
    assert_eq!(after, before);
    let written = project.tree("app");
    project.built(&["--into", into]);
    assert_eq!(project.tree("app"), written, "a second build changes nothing");
    run.out
}

#[test]
fn a_taro_project_gets_the_files_in_its_sources() {
    let out = builds_into(&taro(), "app", "src/voip/", &["plugin.cjs"]);
    assert!(out.contains("plugins: [require.resolve('../src/voip/plugin.cjs')],"), "{out}");
    assert!(!out.contains("app.js 里加上"), "{out}");
    let plugin = &taro();
    plugin.built(&["--into", "app"]);
    let plugin = plugin.read("app/src/voip/plugin.cjs");
    assert!(plugin.contains("module.exports = (ctx) =>") && plugin.contains("function putter()"), "{plugin}");
}

#[test]
fn a_uni_app_project_gets_the_files_in_its_sources() {
    let types = ["plugin.js", "plugin.d.ts"];
    for into in ["app", "app/src"] {
        let out = builds_into(&uni_app("src/"), into, "src/voip/", &types);
        assert!(out.contains("import voip from './src/voip/plugin.js'"), "{out}");
    }
    let out = builds_into(&uni_app(""), "app", "voip/", &types);
    assert!(out.contains("import voip from './voip/plugin.js'"), "{out}");
}

#[test]
fn the_element_of_a_page_is_new() {
    for project in [taro(), uni_app("src/")] {
        project.module(&Module::of(&[page("Video", "pages/video/index")]).bytes());
        let before = project.tree("app");
        for command in ["build", "check"] {
            project.run(&[command, "--wasm", "app.wasm", "--into", "app"]).failed(&[
                "the page `Video` (src/lib.rs) has the route `pages/video/index`, so its element is `video`",
                "help: choose another route, such as `route = \"pages/video-call/index\"`",
            ]);
        }
        assert_eq!(project.tree("app"), before);
        project.built(&["--out", "out"]);
    }
}

#[test]
fn files_of_pages_that_no_longer_exist_are_removed() {
    let project = taro();
    project.module(&Module::of(&[page("VideoCall", "pages/old/index")]).bytes());
    project.built(&["--into", "app"]);
    project.module(&Module::default().bytes());
    project.built(&["--into", "app"]);
    let files: Vec<_> = project.tree("app").into_keys().collect();
    assert!(!files.iter().any(|file| file.contains("old")), "{files:?}");
}

#[test]
fn under_moves_the_pages_in_the_mini_program() {
    for project in [taro(), uni_app("src/")] {
        project.built(&["--into", "app"]);
        let before = project.tree("app");
        project.built(&["--into", "app", "--under", "calls"]);
        let tree = project.tree("app");
        assert!(tree.contains_key("src/voip/mini-program/calls/voip/app.wasm"), "{:?}", tree.keys());
        assert!(project.read("app/src/voip/video-call.js").contains("module: '/calls/voip/app.wasm'"));
        let mut copied = tree.keys().filter_map(|path| path.strip_prefix("src/voip/mini-program/"));
        assert!(copied.all(|path| path.starts_with("calls/")), "{:?}", tree.keys());
        project.built(&["--into", "app"]);
        assert_eq!(project.tree("app"), before);
        project.rejected(
            &["--into", "app", "--under", "miniprogram_npm/x"],
            &["does not build `miniprogram_npm`", "help: choose another folder for `--under`"],
        );
    }
}

#[test]
fn a_folder_that_a_framework_writes_is_named() {
    let project = taro();
    let run = project.built(&["--into", "app/dist"]);
    for text in
        ["`app/dist` is in the Taro project `app`", "its next build removes the pages", "use `--into app`"]
    {
        assert!(run.err.contains(text), "{}", run.err);
    }
    let run = uni_app("src/").built(&["--into", "app/dist/build/mp-weixin"]);
    assert!(run.err.contains("is in the uni-app project `app`"), "{}", run.err);
    let project = uni_app("");
    project.write("app/unpackage/dist/dev/mp-weixin/app.json", "{\"pages\": [\"a\"]}");
    let run = project.built(&["--into", "app/unpackage/dist/dev/mp-weixin"]);
    assert!(run.err.contains("is in the uni-app project `app`"), "{}", run.err);
    taro().rejected(&["--into", "app/src"], &["a folder of the Taro project `app`", "use `--into app`"]);
}

#[test]
fn a_native_mini_program_may_use_packages_of_taro() {
    let project = Project::new();
    project.write("app/package.json", "{\"devDependencies\": {\"@tarojs/helper\": \"4\"}}");
    project.write("app/app.json", "{\"pages\": [\"a\"]}");
    project.built(&["--into", "app"]);
    assert!(project.read("app/app.json").contains("pages/video-call/index"));
    // A mini-program beside a Taro project, with a package of its own.
    let project = taro();
    project.write("app/native/package.json", "{}");
    project.write("app/native/miniprogram/app.json", "{\"pages\": [\"a\"]}");
    let run = project.built(&["--into", "app/native/miniprogram"]);
    assert!(!run.err.contains("Taro"), "{}", run.err);
}

#[test]
fn a_taro_project_without_sources_is_rejected() {
    let project = Project::new();
    project.write("app/package.json", "{\"dependencies\": {\"@tarojs/taro\": \"4.2.0\"}}");
    project.rejected(
        &["--into", "app"],
        &[
            "cannot open `app/src`, the source folder of the Taro project",
            "help: if its `sourceRoot` is another",
        ],
    );
}

#[test]
fn another_version_of_taro_is_a_warning() {
    for (version, warns) in
        [("^3.6.0", true), ("3", true), ("~4.0.1", false), ("latest", false), ("workspace:*", false)]
    {
        let project = taro();
        project
            .write("app/package.json", &format!("{{\"dependencies\": {{\"@tarojs/taro\": \"{version}\"}}}}"));
        let run = project.built(&["--into", "app"]);
        assert_eq!(run.err.contains("but the build hook is for Taro 4"), warns, "{version}: {}", run.err);
    }
}

#[test]
fn uni_app_with_vue_2_is_rejected() {
    let message =
        ["`app` uses uni-app with Vue 2", "help: use `--into` with the output folder, after each build"];
    let project = uni_app("src/");
    for manifest in ["{/* Vue */ \"vueVersion\": \"2\"}", "{\"vueVersion\": 2}"] {
        project.write("app/src/manifest.json", manifest);
        project.rejected(&["--into", "app"], &message);
    }
    let run = project.built(&["--into", "app/dist/build/mp-weixin"]);
    assert!(run.err.contains("help: run this command after each build"), "{}", run.err);
    project.write("app/src/manifest.json", "{/* Vue */ \"vueVersion\": \"3\"}");
    project.built(&["--into", "app"]);
    // The version is that of the package which builds it.
    let project = uni_app("src/");
    project.write("app/package.json", "{\"devDependencies\": {\"@dcloudio/vue-cli-plugin-uni\": \"2\"}}");
    project.rejected(&["--into", "app"], &message);
}

#[test]
fn files_that_cargo_voip_did_not_write_are_kept() {
    let project = taro();
    project.write("app/src/voip/plugin.cjs", "mine");
    project.rejected(&["--into", "app"], &["cargo voip did not write `app/src/voip/plugin.cjs`"]);
}

#[test]
fn pages_that_use_servers_need_allowed_domains() {
    let without = taro().built(&["--into", "app"]);
    assert!(!without.out.contains("合法域名"), "{}", without.out);
    let requests = "(data (i32.const 8) \"request\")".to_owned();
    let project = Project::with(&Module { more: requests, ..Module::default() });
    let with = project.built(&["--out", "out"]);
    // The name may also be part of another text.
    assert!(with.out.contains("如果页面访问服务器") && with.out.contains("合法域名"), "{}", with.out);
}

#[test]
fn one_page_is_removed() {
    for under in [&[][..], &["--under", "calls"]] {
        let route = |page: &str| if under.is_empty() { page.into() } else { format!("calls/{page}") };
        let project = taro();
        let build = |routes: [&str; 2]| {
            let pages: Vec<_> = routes.iter().map(|route| page("A", route)).collect();
            project.module(&Module::of(&pages).bytes());
            project.built(&[&["--into", "app"], under].concat());
        };
        // Both are named `call` in the sources, if they are alone.
        build(["pages/call/index", "other/call/index"]);
        let declarations = ["app/src/voip/call.js", "app/src/voip/other-call-index.js"];
        let kept = declarations.map(|file| project.read(file))[1].clone();
        project
            .run(&["remove", "--into", "app", "pages/cal/index"])
            .failed(&[&format!("did you mean `{}`?", route("pages/call/index"))]);
        let run = project.run(&["remove", "--into", "app", &route("pages/call/index")]);
        assert_eq!(run.status, 0, "{}", run.err);
        assert!(!run.err.contains("warning"), "{}", run.err);
        let tree = project.tree("app");
        assert!(
            !tree.keys().any(|path| path.contains("pages/call") || path.starts_with("src/voip/call.")),
            "{:?}",
            tree.keys()
        );
        assert_eq!(project.read(declarations[1]), kept);
        assert!(tree.contains_key(&format!("src/voip/mini-program/{}.wxml", route("other/call/index"))));
        assert!(tree.contains_key("src/voip/plugin.cjs") && tree.contains_key("src/voip/voip.js"));
        let run = project.run(&["remove", "--into", "app", &route("other/call/index")]);
        assert!(run.err.contains("still names `voip/plugin.cjs`"), "{}", run.err);
        assert!(!project.path("app/src/voip").exists());
    }
}

#[test]
fn one_page_of_an_earlier_version_cannot_be_removed() {
    let project = taro();
    project.module(&Module::of(&[page("A", "pages/first/index"), page("B", "pages/second/index")]).bytes());
    project.built(&["--into", "app"]);
    let mut list: serde_json::Value = serde_json::from_str(&project.read("app/src/voip/voip.json")).unwrap();
    list["pages"] = serde_json::json!([]);
    project.write("app/src/voip/voip.json", &list.to_string());
    let before = project.tree("app");
    project.run(&["remove", "--into", "app", "pages/first/index"]).failed(&[
        "an earlier version of cargo voip wrote these pages",
        "help: run `cargo voip build --into`",
    ]);
    assert_eq!(project.tree("app"), before);
    assert_eq!(project.run(&["remove", "--into", "app"]).status, 0);
}

#[test]
fn all_pages_are_removed_together() {
    let project = taro();
    let before = project.tree("app");
    project.built(&["--into", "app"]);
    let run = project.run(&["remove", "--into", "app"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert!(run.err.contains("still names `voip/plugin.cjs`"), "{}", run.err);
    assert_eq!(project.tree("app"), before);
}
