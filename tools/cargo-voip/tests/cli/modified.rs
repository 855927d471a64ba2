//! Files that were modified since a build, and files that cannot be changed.

use std::fs;

use crate::{Module, Project, page};

const APP: &str = "{\"pages\": [\"a\"]}";
const SCRIPT: &str = "app/pages/video-call/index.js";
const STYLES: &str = "app/pages/video-call/index.wxss";

fn built() -> Project {
    let project = Project::new();
    project.write("app/app.json", APP);
    project.built(&["--into", "app"]);
    project
}

#[test]
fn line_ends_are_no_modification() {
    let project = built();
    let written = project.tree("app");
    for (path, bytes) in &written {
        if bytes.starts_with(b"\0asm") {
            continue;
        }
        let text = str::from_utf8(bytes).unwrap();
        let checked_out = text.replace('\n', "\r\n");
        project.write(&format!("app/{path}"), checked_out.trim_end());
    }
    let before = project.tree("app");
    // The same build writes nothing, and another one replaces its files.
    project.built(&["--into", "app"]);
    assert_eq!(project.tree("app"), before);
    project.module(&Module::of(&[page("B", "pages/b/index")]).bytes());
    project.built(&["--into", "app"]);
    assert!(!project.path("app/pages/video-call").exists());
    project.module(&Module::default().bytes());
    project.built(&["--into", "app"]);
    assert_eq!(project.tree("app")["pages/video-call/index.js"], written["pages/video-call/index.js"]);
}

fn fnv_1a(bytes: &[u8]) -> String {
    let add = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
    format!("{:016x}", bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, add))
}

#[test]
fn lists_of_earlier_versions_are_read() {
    let project = built();
    let mut list: serde_json::Value =
        serde_json::from_slice(&fs::read(project.path("app/voip/voip.json")).unwrap()).unwrap();
    for (path, hash) in list["files"].as_object_mut().unwrap() {
        *hash = fnv_1a(&fs::read(project.path(&format!("app/{path}"))).unwrap()).into();
    }
    project.write("app/voip/voip.json", &list.to_string());
    project.module(&Module::of(&[page("B", "pages/b/index")]).bytes());
    project.built(&["--into", "app"]);
    assert!(!project.path("app/pages/video-call").exists());
}

#[test]
fn a_damaged_module_is_written_again() {
    let project = built();
    let module = fs::read(project.path("app/voip/app.wasm")).unwrap();
    fs::write(project.path("app/voip/app.wasm"), [module.as_slice(), b"\r\n"].concat()).unwrap();
    project.built(&["--into", "app"]);
    assert_eq!(fs::read(project.path("app/voip/app.wasm")).unwrap(), module);
}

#[test]
fn all_modified_files_are_named_and_overwritten_only_on_request() {
    let project = built();
    let before = project.tree("app");
    for path in [
        "pages/video-call/index.js",
        "pages/video-call/index.json",
        "pages/video-call/index.wxml",
        "voip/voip.js",
    ] {
        project.write(&format!("app/{path}"), "// formatted");
    }
    project.write(STYLES, ".mine {}");
    project.rejected(
        &["--into", "app"],
        &[
            "index.js`, `",
            "index.json`",
            "index.wxml`",
            "index.wxss` and `app/voip/voip.js` were modified since",
            "`--overwrite`",
        ],
    );
    let run = project.built(&["--into", "app", "--overwrite"]);
    assert!(run.err.contains(&format!("Overwriting `{STYLES}`")), "{}", run.err);
    assert_eq!(project.tree("app"), before);
}

#[test]
fn a_modified_file_of_a_removed_page() {
    let project = built();
    project.write(STYLES, ".mine {}");
    project.module(&Module::of(&[page("B", "pages/b/index")]).bytes());
    project.rejected(&["--into", "app"], &[&format!("`{STYLES}` was modified since")]);
    project.built(&["--into", "app", "--overwrite"]);
    assert!(!project.path("app/pages/video-call").exists());
}

#[test]
fn files_of_others_are_never_overwritten() {
    let project = Project::new();
    project.write("app/app.json", APP);
    project.write(SCRIPT, "mine");
    project.rejected(&["--into", "app", "--overwrite"], &["cargo voip did not write", SCRIPT]);
}

#[test]
fn modified_files_are_reported_before_the_package_is_compiled() {
    let project = built();
    project.write(STYLES, ".mine {}");
    project.write("src/lib.rs", "compile_error!(\"compiled\");");
    let run = project.run(&["build", "--into", "app"]);
    run.failed(&["was modified since"]);
    project.write("other/app.json", "{");
    project.run(&["build", "--into", "other"]).failed(&["other/app.json:1:1: invalid JSON"]);
    project.run(&["build", "--into", "src"]).failed(&["`src` is not a mini-program"]);
    assert!(!project.path("target").exists());
}

#[test]
fn a_read_only_file() {
    let project = built();
    let set = |path: &str, on| {
        let mut permissions = fs::metadata(project.path(path)).unwrap().permissions();
        permissions.set_readonly(on);
        fs::set_permissions(project.path(path), permissions).unwrap();
    };
    set(SCRIPT, true);
    set("app/app.json", true);
    // Nothing to write.
    project.built(&["--into", "app"]);
    project.module(&Module::of(&[page("B", "pages/b/index")]).bytes());
    project.rejected(
        &["--into", "app"],
        &["`app/app.json` and `app/pages/video-call/index.js` cannot be changed: read-only"],
    );
    set(SCRIPT, false);
    set("app/app.json", false);
    project.built(&["--into", "app"]);
}

#[test]
fn builds_at_the_same_time() {
    let project = built();
    project.write("other.wasm", "");
    fs::write(project.path("other.wasm"), Module::of(&[page("B", "pages/b/index")]).bytes()).unwrap();
    std::thread::scope(|scope| {
        for round in 0..6 {
            let module = if round % 2 == 0 { "app.wasm" } else { "other.wasm" };
            let project = &project;
            scope.spawn(move || {
                let run = project.run(&["build", "--wasm", module, "--into", "app"]);
                assert_eq!(run.status, 0, "{}", run.err);
            });
        }
    });
    // One of them was the last one, and its files are complete.
    let after = project.tree("app");
    let is_b = project.path("app/pages/b/index.js").exists();
    let module = if is_b { "other.wasm" } else { "app.wasm" };
    let run = project.run(&["build", "--wasm", module, "--into", "app"]);
    assert_eq!(run.status, 0, "{}", run.err);
    assert_eq!(project.tree("app"), after);
    assert!(!after.keys().any(|path| path.contains("cargo-voip")), "{:?}", after.keys());
    assert_ne!(is_b, project.path("app/pages/video-call").exists());
}

/// `flock` holds the lock as a command that writes would, and is killed.
#[cfg(target_os = "linux")]
#[test]
fn a_killed_command_does_not_block_the_next_one() {
    use std::io::{BufRead as _, BufReader};
    use std::process::{Command, Stdio};

    let project = built();
    fs::create_dir(project.path("temporary")).unwrap();
    let temporary = project.path("temporary");
    let mut build = Command::new(env!("CARGO_BIN_EXE_cargo-voip"));
    build.args(["voip", "build", "--wasm", "app.wasm", "--into", "app"]).current_dir(project.path("."));
    build.env("TMPDIR", &temporary).stdout(Stdio::null()).stderr(Stdio::piped());
    assert!(build.status().unwrap().success());
    assert_eq!(fs::read_dir(&temporary).unwrap().count(), 0);
    let root = project.path("app");
    let lock = temporary.join(format!("cargo-voip-{}.lock", fnv_1a(root.as_os_str().as_encoded_bytes())));
    // A lock that cannot be opened.
    fs::create_dir(&lock).unwrap();
    let err = String::from_utf8(build.stderr(Stdio::piped()).output().unwrap().stderr).unwrap();
    assert!(
        err.contains("cannot lock `temporary/cargo-voip-")
            && err.contains("help: remove it, or set another folder"),
        "{err}"
    );
    fs::remove_dir(&lock).unwrap();
    fs::write(&lock, "").unwrap();
    let mut holder = Command::new("flock");
    holder
        .args(["--close"])
        .arg(&lock)
        // The shell does not hold the lock, and ends with its input.
        .args(["sh", "-c", "echo locked; cat"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut holder = holder.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(holder.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let mut waiting = build.spawn().unwrap();
    let mut lines = BufReader::new(waiting.stderr.take().unwrap()).lines();
    assert!(
        lines.any(|line| line.unwrap().contains("Waiting for another `cargo voip` that writes into `app`"))
    );
    let _input = holder.stdin.take();
    let _input = holder.stdin.take();
    holder.kill().unwrap();
    holder.wait().unwrap();
    assert!(lines.all(|line| line.is_ok()));
    assert!(waiting.wait().unwrap().success());
}
