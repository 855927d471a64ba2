//! Places where nothing can be written, and builds that were interrupted.

use std::fs;

use crate::project::Tree;
use crate::{Module, Project, page};

#[test]
fn a_file_where_a_folder_must_be() {
    let project = Project::new();
    project.write("file", "mine");
    project.refused(&["--out", "file"], &["`file` is a file, and must be a folder"]);
    project.refused(&["--out", "file/out"], &["`file/out`", "a part of its path is a file and no folder"]);
    project.refused(&["--into", "file"], &["`file` is a file"]);
    project.built(&["--out", "out"]);
    fs::remove_dir_all(project.path("out/pages")).unwrap();
    project.write("out/pages", "mine");
    project.refused(&["--out", "out"], &["`out/pages` is a file, and must be a folder"]);
}

#[test]
fn a_folder_where_a_file_must_be() {
    let project = Project::new();
    project.built(&["--out", "out"]);
    fs::remove_file(project.path("out/app.js")).unwrap();
    project.write("out/app.js/x", "mine");
    project.refused(&["--out", "out"], &["`out/app.js` is a folder, and must be a file"]);
}

/// Leaves a folder as an interrupted build of the page `B` leaves it: the list of its files is there, one file is in
/// place and two still have their temporary names. Returns the folder before that build, and after a complete one.
fn interrupt(project: &Project, built: &[&str]) -> [Tree; 2] {
    let folder = built[1];
    project.built(built);
    let before = project.tree(folder);
    project.module(&Module::of(&[page("B", "pages/b/index")]).bytes());
    project.built(built);
    let after = project.tree(folder);
    project.module(&Module::usual().bytes());
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
fn a_build_that_was_interrupted_is_undone_by_the_next() {
    let project = Project::new();
    let [before, _] = interrupt(&project, &["--out", "out"]);
    project.built(&["--out", "out"]);
    assert_eq!(project.tree("out"), before);
}

#[test]
fn a_build_that_was_interrupted_is_finished_by_the_next_of_the_same_page() {
    let project = Project::new();
    let [_, after] = interrupt(&project, &["--out", "out"]);
    project.module(&Module::of(&[page("B", "pages/b/index")]).bytes());
    project.built(&["--out", "out"]);
    assert_eq!(project.tree("out"), after);
}

#[test]
fn the_same_in_a_mini_program_of_someones() {
    let project = Project::new();
    project.write("app/app.json", "{\"pages\": []}");
    let [before, after] = interrupt(&project, &["--into", "app"]);
    // The last file but the list was put in its place, too.
    project.write("app/app.json", str::from_utf8(&after["app.json"]).unwrap());
    project.built(&["--into", "app"]);
    assert_eq!(project.tree("app"), before);
}

#[test]
fn a_first_build_that_was_interrupted_is_finished_by_the_next() {
    let project = Project::new();
    project.built(&["--out", "out"]);
    let after = project.tree("out");
    fs::rename(project.path("out/voip/voip.json"), project.path("out/.cargo-voip-4194305")).unwrap();
    fs::remove_file(project.path("out/app.js")).unwrap();
    project.built(&["--out", "out"]);
    assert_eq!(project.tree("out"), after);
}

#[test]
fn what_was_changed_after_an_interrupted_build_is_kept() {
    let project = Project::new();
    interrupt(&project, &["--out", "out"]);
    project.write("out/pages/b/index.js", "mine");
    let run = project.built(&["--out", "out"]);
    assert!(run.err.contains("`out/pages/b/index.js` belongs to no page now"), "{}", run.err);
    assert_eq!(project.read("out/pages/b/index.js"), "mine");
}

#[test]
fn rubbish_of_a_build_that_was_interrupted_early_goes() {
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
fn a_list_that_is_left_is_not_trusted() {
    let project = Project::new();
    project.built(&["--out", "out"]);
    let list = project.read("out/voip/voip.json").replace("\"app.js\"", "\"../app.wasm\"");
    project.write("out/.cargo-voip-4194305", &list);
    project.refused(&["--out", "out"], &[".cargo-voip-4194305` is left of a build that was interrupted"]);
}

#[cfg(unix)]
mod links {
    use std::os::unix::fs::symlink;

    use super::fs;
    use crate::Project;

    #[test]
    fn that_lead_out_of_the_folder() {
        let project = Project::new();
        project.write("app/app.json", "{\"pages\": []}");
        project.write("outside/x", "mine");
        symlink(project.path("outside"), project.path("app/pages")).unwrap();
        project
            .refused(&["--into", "app"], &["`app/pages` is a link that leads out of `app`, to", "outside"]);
        fs::remove_file(project.path("app/pages")).unwrap();
        symlink("../outside", project.path("app/voip")).unwrap();
        project.refused(&["--into", "app"], &["`app/voip` is a link that leads out of `app`"]);
    }

    #[test]
    fn that_lead_nowhere_or_stand_for_a_file() {
        let project = Project::new();
        project.write("app/app.json", "{\"pages\": []}");
        symlink("nowhere", project.path("app/pages")).unwrap();
        project.refused(&["--into", "app"], &["`app/pages` is a link that leads nowhere"]);
        fs::remove_file(project.path("app/pages")).unwrap();
        project.write("app/mine.js", "mine");
        fs::create_dir_all(project.path("app/voip")).unwrap();
        symlink("../mine.js", project.path("app/voip/voip.js")).unwrap();
        project.refused(&["--into", "app"], &["`app/voip/voip.js` is a link"]);
    }

    #[test]
    fn that_stay_inside_are_followed() {
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
    fn a_folder_that_may_not_be_written() {
        use std::os::unix::fs::PermissionsExt as _;

        let project = Project::new();
        project.write("app/app.json", "{\"pages\": []}");
        let may = |mode| fs::set_permissions(project.path("app"), fs::Permissions::from_mode(mode)).unwrap();
        may(0o555);
        // Root may write anywhere; then there is nothing to see here.
        if fs::write(project.path("app/probe"), "").is_ok() {
            return;
        }
        project.refused(&["--into", "app"], &["cannot write into `app`: permission denied"]);
        may(0o755);
    }

    #[test]
    fn a_place_that_takes_no_files_at_all() {
        let project = Project::new();
        project.refused(&["--out", "/proc/voip"], &["cannot write"]);
        project.refused(&["--out", "/proc/self/voip/deeper"], &["cannot write"]);
    }
}
