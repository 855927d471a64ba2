//! Folders that cannot be written, and paths that are not files.

use std::fs;

use crate::Project;

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

#[cfg(unix)]
#[test]
fn a_missing_folder_for_temporary_files() {
    let project = Project::new();
    let args = ["build", "--wasm", "app.wasm", "--out", "out"];
    let run = project.run_with(".", &args, &[("PATH", "/var/empty"), ("TMPDIR", "/nonexistent")]);
    run.failed(&["the folder for temporary files, `/nonexistent`, does not exist", "help: create it, or"]);
    assert!(!project.path("out").exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_folder_for_temporary_files_that_cannot_be_written() {
    let project = Project::new();
    let args = ["build", "--wasm", "app.wasm", "--out", "out"];
    let run = project.run_with(".", &args, &[("PATH", "/var/empty"), ("TMPDIR", "/proc/self")]);
    run.failed(&["cannot lock `/proc/self/", "help: make its folder writable, or", "(`TMPDIR`)"]);
}

#[test]
fn files_that_are_compiled_to_the_path_of_a_generated_one() {
    let project = Project::new();
    project.write("app/app.json", "{\"pages\": []}");
    for file in
        ["index.ts", "index.scss", "index.sass", "index.less"].map(|name| format!("pages/video-call/{name}"))
    {
        project.write(&format!("app/{file}"), "mine");
        project.rejected(
            &["--into", "app"],
            &[&format!("`app/{file}` is compiled to the path of a generated file")],
        );
        fs::remove_file(project.path("app").join(file)).unwrap();
    }
    project.built(&["--into", "app"]);
    // Also after a build.
    project.write("app/voip/voip.ts", "mine");
    project.write("app/pages/video-call/index.ts", "mine");
    project.rejected(
        &["--into", "app"],
        &["index.ts` and `app/voip/voip.ts` are compiled", "help: move them away"],
    );
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
    fn a_link_as_the_folder_of_the_pages_is_rejected() {
        let project = Project::new();
        project.write("app/app.json", "{\"pages\": []}");
        project.write("app/real/sub/x", "mine");
        symlink("real", project.path("app/link")).unwrap();
        for under in ["link", "link/sub"] {
            let expected =
                ["`app/link` is a link; expected a folder", "help: use the folder that it links to"];
            project.rejected(&["--into", "app", "--under", under], &expected);
        }
        project.built(&["--into", "app", "--under", "real/sub"]);
    }

    #[test]
    fn a_folder_that_cannot_be_opened_may_have_a_list() {
        use std::os::unix::fs::PermissionsExt as _;

        let project = Project::new();
        project.write("app/app.json", "{\"pages\": []}");
        project.built(&["--into", "app", "--under", "calls"]);
        for (folder, mode) in [("calls", 0o000), ("calls", 0o444), ("calls/voip", 0o000)] {
            let path = project.path("app").join(folder);
            let set_mode = |mode| fs::set_permissions(&path, fs::Permissions::from_mode(mode)).unwrap();
            set_mode(mode);
            // The permissions have no effect for root.
            if path.join("voip").exists() || path.join("voip.js").exists() {
                return set_mode(0o755);
            }
            let runs = [project.build(&["--into", "app"]), project.run(&["remove", "--into", "app"])];
            set_mode(0o755);
            for run in runs {
                run.failed(&[&format!("cannot open `app/{folder}"), ": permission denied"]);
            }
            assert!(!project.path("app/voip").exists());
        }
    }

    #[test]
    fn only_regular_files_are_read() {
        use std::os::unix::net::UnixListener;
        use std::process::Command;

        let project = Project::new();
        project.write("app/app.json", "{\"pages\": []}");
        project.built(&["--into", "app"]);
        for path in ["app/pages/video-call/index.js", "app/voip/voip.json", "app/app.json"] {
            let (path, saved) = (project.path(path), fs::read(project.path(path)).unwrap());
            for is_pipe in [true, false] {
                fs::remove_file(&path).unwrap();
                let _socket = if is_pipe {
                    assert!(Command::new("mkfifo").arg(&path).status().unwrap().success());
                    let path = path.clone();
                    // Without a writer, reading it by mistake would wait for ever.
                    std::thread::spawn(
                        move || while fs::OpenOptions::new().write(true).open(&path).is_ok() {},
                    );
                    None
                } else {
                    Some(UnixListener::bind(&path).unwrap())
                };
                for command in
                    [&["build", "--wasm", "app.wasm"][..], &["check", "--wasm", "app.wasm"], &["remove"]]
                {
                    let run = project.run(&[command, &["--into", "app"]].concat());
                    run.failed(&[path.file_name().unwrap().to_str().unwrap(), "regular file"]);
                }
            }
            fs::remove_file(&path).unwrap();
            fs::write(&path, saved).unwrap();
        }
        fs::remove_file(project.path("app/app.json")).unwrap();
        for file in ["package.json", "project.config.json"] {
            assert!(Command::new("mkfifo").arg(project.path("app").join(file)).status().unwrap().success());
            let run = project.build(&["--into", "app"]);
            assert_eq!(run.status, 1, "{}", run.err);
        }
    }

    #[test]
    fn a_folder_whose_files_cannot_be_removed() {
        use std::os::unix::fs::PermissionsExt as _;

        let project = Project::new();
        project.write("app/app.json", "{\"pages\": []}");
        project.built(&["--into", "app"]);
        let before = project.tree("app");
        for folder in ["app/pages/video-call", "app/voip"] {
            let set_mode =
                |mode| fs::set_permissions(project.path(folder), fs::Permissions::from_mode(mode)).unwrap();
            set_mode(0o555);
            // The permissions have no effect for root.
            if fs::write(project.path(folder).join("probe"), "").is_ok() {
                return;
            }
            let expected = [&format!("cannot remove `{folder}/"), ": permission denied"];
            project.rejected(&["--into", "app", "--under", "calls"], &expected);
            project.run(&["remove", "--into", "app"]).failed(&expected);
            assert_eq!(project.tree("app"), before);
            set_mode(0o755);
        }
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
