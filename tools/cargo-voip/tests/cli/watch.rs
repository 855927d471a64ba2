//! `cargo voip build --watch`.

use std::fs;
use std::io::Read as _;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use crate::Project;

/// A running command. It is ended when this is dropped.
struct Watching {
    process: Child,
    err: Arc<Mutex<String>>,
}

impl Watching {
    fn new(project: &Project, args: &[&str]) -> Self {
        Self::with(project, &[&["--wasm", "app.wasm"], args].concat())
    }

    fn with(project: &Project, args: &[&str]) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-voip"));
        command.args(["voip", "build", "--watch"]).args(args).current_dir(project.path("."));
        command.env("CARGO", env!("CARGO")).env("NO_COLOR", "1").env_remove("CARGO_TARGET_DIR");
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut process = command.spawn().unwrap();
        let mut stderr = process.stderr.take().unwrap();
        let err = Arc::new(Mutex::new(String::new()));
        let text = Arc::clone(&err);
        thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(length @ 1..) = stderr.read(&mut bytes) {
                text.lock().unwrap().push_str(&String::from_utf8_lossy(&bytes[..length]));
            }
        });
        Self { process, err }
    }

    /// Waits until standard error contains this text so many times.
    #[track_caller]
    fn prints(&self, times: usize, text: &str) {
        let began = Instant::now();
        while self.err.lock().unwrap().matches(text).count() < times {
            assert!(began.elapsed() < Duration::from_secs(120), "{text}: {}", self.err.lock().unwrap());
            thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn a_change_is_built_into_the_same_folder() {
    let project = Project::new();
    let watching = Watching::new(&project, &["--out", "out"]);
    watching.prints(1, "Waiting for a change; press Ctrl-C to stop");
    let styles = "out/pages/video-call/index.wxss";
    assert!(project.read(styles).contains(".wrapper"));
    project.write("src/index.wxss", ".first {}");
    watching.prints(1, "Changed `src/index.wxss`");
    watching.prints(2, "Waiting for a change");
    assert_eq!(project.read(styles), ".first {}");

    // A build that fails says why, and keeps the files.
    let before = project.tree("out");
    project.write("src/index.json", "{ \"component\": ");
    watching.prints(1, "error: src/index.json:1:");
    watching.prints(3, "Waiting for a change");
    assert_eq!(project.tree("out"), before);
    project.write("src/index.json", "{ \"backgroundColor\": \"#000\" }");
    watching.prints(4, "Waiting for a change");
    assert!(project.read("out/pages/video-call/index.json").contains("#000"));
    fs::remove_file(project.path("src/index.wxss")).unwrap();
    watching.prints(5, "Waiting for a change");
    assert!(project.read(styles).contains(".wrapper"));
}

#[test]
fn its_own_output_is_no_change() {
    let project = Project::new();
    // The mini-program is in a folder with sources of the package.
    project.write("src/app/app.json", "{\"pages\": []}");
    let watching = Watching::new(&project, &["--into", "src/app"]);
    watching.prints(1, "Waiting for a change");
    project.write("src/index.wxss", ".first {}");
    watching.prints(2, "Waiting for a change");
    assert_eq!(project.read("src/app/pages/video-call/index.wxss"), ".first {}");
    project.write("src/index.wxss", ".second {}");
    watching.prints(3, "Waiting for a change");
    assert_eq!(watching.err.lock().unwrap().matches("Changed `src/index.wxss`").count(), 2);
    assert_eq!(watching.err.lock().unwrap().matches("Changed ").count(), 2);
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it() {
    let project = Project::new();
    let mut watching = Watching::new(&project, &["--out", "out"]);
    watching.prints(1, "Waiting for a change");
    let id = watching.process.id().to_string();
    assert!(Command::new("kill").args(["-INT", &id]).status().unwrap().success());
    assert!(!crate::ended(&mut watching.process).success());
    assert!(project.path("out/app.json").exists());
}

#[test]
fn a_new_module_is_built() {
    let project = Project::new();
    project.write("modules/app.wasm", "no module");
    let arguments = ["--wasm", "modules/app.wasm", "--out", "out"];
    let watching = Watching::with(&project, &arguments);
    watching.prints(1, "Waiting for a change");
    assert!(!project.path("out/app.json").exists());
    fs::rename(project.path("app.wasm"), project.path("modules/app.wasm")).unwrap();
    watching.prints(1, "Changed `modules/app.wasm`");
    watching.prints(2, "Waiting for a change");
    assert!(project.path("out/app.json").exists());
}

#[test]
fn a_folder_in_the_mini_program_may_have_sources() {
    let project = Project::new();
    project.write("app.json", "{\"pages\": []}");
    let watching = Watching::new(&project, &["--into", "."]);
    watching.prints(1, "Waiting for a change");
    // A folder that is moved is one change, without those of its files.
    project.write(".new/index.wxss", ".first {}");
    fs::rename(project.path(".new"), project.path("src/new")).unwrap();
    watching.prints(1, "Changed `src/new`");
    watching.prints(2, "Waiting for a change");
    assert_eq!(watching.err.lock().unwrap().matches("Changed ").count(), 1);
}

#[test]
fn a_warning_about_privacy_is_printed_once() {
    let project = Project::new();
    project.write("app/app.json", "{\"pages\": []}");
    project.write("app/app.js", "wx.onNeedPrivacyAuthorization(ask)");
    let watching = Watching::new(&project, &["--into", "app"]);
    watching.prints(1, "Waiting for a change");
    project.write("src/index.wxss", ".first {}");
    watching.prints(2, "Waiting for a change");
    assert_eq!(watching.err.lock().unwrap().matches("calls `onNeedPrivacyAuthorization`").count(), 1);
}
