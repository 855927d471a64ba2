//! Folders that cannot be written, and interrupted builds.

use std::fs;

use crate::project::Tree;
use crate::{Module, Project, page};

#[test]
fn a_file_instead_of_a_folder() {
    let project = Project::new();
    project.write("file", "mine");
    project.rejected(&["--out", "file"], &["`file` is a file; expected a folder"]);
    project.rejected(&["--out", "file/out"], &["`file/out`", "a parent of the path is a file, not a folder"]);
    project.rejected(&["--into", "file"], &["`file` is a file"]);
    project.built(&["--out", "out"]);
    fs::remove_dir_all(project.path("out/pages")).unwrap();
    project.write("out/pages", "mine");
    project.rejected(&["--out", "out"], &["`out/pages` is a file; expected a folder"]);
}

#[test]
fn a_folder_instead_of_a_file() {
    let project = Project::new();
    project.built(&["--out", "out"]);
    fs::remove_file(project.path("out/app.js")).unwrap();
    project.write("out/app.js/x", "mine");
    project.rejected(&["--out", "out"], &["`out/app.js` is a folder; expected a file"]);
}

/// Simulates an interrupted build of the page `B`: the file list exists, one file is renamed, and two still have their
/// temporary names. Returns the folder before that build, and after a complete one.
fn interrupt(project: &Project, built: &[&str]) -> [Tree; 2] {
    let folder = built[1];
    project.built(built);
    let before = project.tree(folder);
    project.module(&Module::of(&[page("B", "pages/b/index")]).bytes());
    project.built(built);
    let after = project.tree(folder);
    project.module(&Module::default().bytes());
    project.built(built);
    assert_eq!(project.tree(folder), before);
    let text = |path: &str| str::from_utf8(&after[path]).unwrap();
    project.write(&format!("{folder}/.cargo-voip-4194305"), text("voip/voip.json"));
    project.write(&format!("{folder}/pages/b/index.js"), text("pages/b/index.js"));
    project.write(&format!("{folder}/pages/b/.index.wxml.cargo-voip-4194305"), "half");
    project.write(&format!("{folder}/.app.json.cargo-voip-4194305"), text("app.json"));
    [before, after]
}

#[test]
fn the_next_build_reverts_an_interrupted_one() {
    let project = Project::new();
    let [before, _] = interrupt(&project, &["--out", "out"]);
    project.built(&["--out", "out"]);
    assert_eq!(project.tree("out"), before);
}

#[test]
fn the_next_build_of_the_same_page_completes_an_interrupted_one() {
    let project = Project::new();
    let [_, after] = interrupt(&project, &["--out", "out"]);
    project.module(&Module::of(&[page("B", "pages/b/index")]).bytes());
    project.built(&["--out", "out"]);
    assert_eq!(project.tree("out"), after);
}

#[test]
fn the_next_build_reverts_an_interrupted_one_in_an_existing_mini_program() {
    let project = Project::new();
    project.write("app/app.json", "{\"pages\": []}");
    let [before, after] = interrupt(&project, &["--into", "app"]);
    // All files except the list were renamed.
    project.write("app/app.json", str::from_utf8(&after["app.json"]).unwrap());
    project.built(&["--into", "app"]);
    assert_eq!(project.tree("app"), before);
}

#[test]
fn the_next_build_completes_an_interrupted_first_build() {
    let project = Project::new();
    project.built(&["--out", "out"]);
    let after = project.tree("out");
    fs::rename(project.path("out/voip/voip.json"), project.path("out/.cargo-voip-4194305")).unwrap();
    fs::remove_file(project.path("out/app.js")).unwrap();
    project.built(&["--out", "out"]);
    assert_eq!(project.tree("out"), after);
}

#[test]
fn a_file_that_was_modified_after_an_interrupted_build() {
    let project = Project::new();
    interrupt(&project, &["--out", "out"]);
    project.write("out/pages/b/index.js", "mine");
    project.rejected(&["--out", "out"], &["`out/pages/b/index.js` was modified since"]);
    project.built(&["--out", "out", "--overwrite"]);
    assert!(!project.path("out/pages/b").exists());
}

#[test]
fn an_incomplete_file_list_is_removed() {
    let project = Project::new();
    project.built(&["--out", "out"]);
    let before = project.tree("out");
    project.write("out/.cargo-voip-4194305", "{\"abo");
    project.built(&["--out", "out"]);
    assert_eq!(project.tree("out"), before);
    project.write("elsewhere/.cargo-voip-4194305", "");
    project.built(&["--out", "elsewhere"]);
    assert_eq!(project.tree("elsewhere"), before);
}

#[test]
fn a_file_list_with_paths_outside_of_the_folder_is_rejected() {
    let project = Project::new();
    project.built(&["--out", "out"]);
    let list = project.read("out/voip/voip.json").replace("\"app.js\"", "\"../app.wasm\"");
    project.write("out/.cargo-voip-4194305", &list);
    project.rejected(&["--out", "out"], &[".cargo-voip-4194305`", "names files outside of the folder"]);
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::fs;
    use crate::Project;

    #[test]
    fn links_out_of_the_folder_are_rejected() {
        let project = Project::new();
        project.write("app/app.json", "{\"pages\": []}");
        project.write("outside/x", "mine");
        symlink(project.path("outside"), project.path("app/pages")).unwrap();
        project.rejected(
            &["--into", "app"],
            &["`app/pages` is a link to", "outside`, which is outside of `app`"],
        );
        fs::remove_file(project.path("app/pages")).unwrap();
        symlink("../outside", project.path("app/voip")).unwrap();
        project.rejected(&["--into", "app"], &["`app/voip` is a link to", "which is outside of `app`"]);
    }

    #[test]
    fn broken_links_and_links_instead_of_files_are_rejected() {
        let project = Project::new();
        project.write("app/app.json", "{\"pages\": []}");
        symlink("nowhere", project.path("app/pages")).unwrap();
        project.rejected(&["--into", "app"], &["`app/pages` is a broken link"]);
        fs::remove_file(project.path("app/pages")).unwrap();
        project.write("app/mine.js", "mine");
        fs::create_dir_all(project.path("app/voip")).unwrap();
        symlink("../mine.js", project.path("app/voip/voip.js")).unwrap();
        project.rejected(&["--into", "app"], &["`app/voip/voip.js` is a link; expected a file"]);
    }

    #[test]
    fn links_inside_the_folder_are_followed() {
        let project = Project::new();
        project.write("app/app.json", "{\"pages\": []}");
        project.write("app/real/x", "mine");
        symlink("real", project.path("app/pages")).unwrap();
        symlink("app", project.path("link")).unwrap();
        project.built(&["--into", "link"]);
        assert!(project.path("app/real/video-call/index.js").exists());
        project.built(&["--into", "link"]);
    }

    #[test]
    fn a_read_only_folder() {
        use std::os::unix::fs::PermissionsExt as _;

        let project = Project::new();
        project.write("app/app.json", "{\"pages\": []}");
        let set_mode =
            |mode| fs::set_permissions(project.path("app"), fs::Permissions::from_mode(mode)).unwrap();
        set_mode(0o555);
        // The permissions have no effect for root.
        if fs::write(project.path("app/probe"), "").is_ok() {
            return;
        }
        project.rejected(&["--into", "app"], &["cannot write into `app`: permission denied"]);
        set_mode(0o755);
    }

    #[test]
    fn a_file_system_without_new_files() {
        let project = Project::new();
        project.rejected(&["--out", "/proc/voip"], &["cannot write"]);
        project.rejected(&["--out", "/proc/self/voip/deeper"], &["cannot write"]);
    }
}
