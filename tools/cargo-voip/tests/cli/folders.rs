//! Places where nothing can be written, and builds that were interrupted.

use std::fs;

use serde_json::json;

use crate::Project;

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

#[test]
fn a_build_that_was_interrupted_is_undone_by_the_next() {
    let project = Project::new();
    project.built(&["--out", "out"]);
    let before = project.tree("out");
    // As it is left when the machine stops after two of three steps: one file is replaced, one is new.
    let staging = "out/.cargo-voip-4194305";
    let old = project.read("out/app.js");
    project.write(&format!("{staging}/old-0"), &old);
    project.write("out/app.js", "half");
    project.write("out/new/page.js", "half");
    project.write(&format!("{staging}/new-2"), "half");
    let step = |path: &str, replaces: bool| json!({ "path": path, "writes": true, "replaces": replaces });
    let steps = [step("app.js", true), step("new/page.js", false), step("app.json", true)];
    project.write(
        &format!("{staging}/journal.json"),
        &json!({ "steps": steps, "folders": ["new"] }).to_string(),
    );
    project.built(&["--out", "out"]);
    assert_eq!(project.tree("out"), before);
}

#[test]
fn the_same_in_a_mini_program_of_someones() {
    let project = Project::new();
    project.write("app/app.json", "{\"pages\": []}");
    project.built(&["--into", "app"]);
    let before = project.tree("app");
    // One file was put aside, and nothing put in its place yet.
    fs::create_dir(project.path("app/.cargo-voip-4194305")).unwrap();
    fs::rename(project.path("app/app.json"), project.path("app/.cargo-voip-4194305/old-0")).unwrap();
    let step = json!({ "path": "app.json", "writes": true, "replaces": true });
    let journal = json!({ "steps": [step], "folders": [] }).to_string();
    project.write("app/.cargo-voip-4194305/journal.json", &journal);
    project.built(&["--into", "app"]);
    assert_eq!(project.tree("app"), before);
}

#[test]
fn rubbish_of_a_build_that_was_interrupted_early_goes() {
    let project = Project::new();
    project.built(&["--out", "out"]);
    let before = project.tree("out");
    project.write("out/.cargo-voip-4194305/new-0", "half");
    project.write("out/.cargo-voip-4194306/journal.json", "{\"ste");
    project.write(".elsewhere.cargo-voip-4194305/app.js", "half");
    project.built(&["--out", "out"]);
    assert_eq!(project.tree("out"), before);
    project.built(&["--out", "elsewhere"]);
    assert!(!project.path(".elsewhere.cargo-voip-4194305").exists());
}

#[test]
fn a_journal_is_not_trusted() {
    let project = Project::new();
    project.built(&["--out", "out"]);
    project.write("out/.cargo-voip-4194305/old-0", "evil");
    let step = json!({ "path": "../app.wasm", "writes": true, "replaces": true });
    project.write(
        "out/.cargo-voip-4194305/journal.json",
        &json!({ "steps": [step], "folders": [] }).to_string(),
    );
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
