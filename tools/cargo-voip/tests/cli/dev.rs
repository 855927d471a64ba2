//! `cargo voip dev`: runs the preview, and restarts it when a source changes.

mod followed;
mod running;

use std::fs;

use running::{Dev, demo, version};

use crate::Project;

#[test]
fn a_change_is_built_and_served_at_the_same_address() {
    let project = demo();
    let dev = Dev::started(&project, &[]);
    dev.prints(1, "Started `demo`");
    version(&project, "two");
    dev.logs(1, "started two");
    dev.prints(1, "Restarted `demo`");
    dev.waits("second address", || dev.addresses().len() == 2);
    let addresses = dev.addresses();
    assert_eq!(addresses[0], addresses[1]);
    assert_eq!(
        dev.log(),
        [
            "started one, --serve, VOIP_DEV=1",
            r#"{"running":true}"#,
            // The browser is already open, and the introduction was printed.
            &format!("started two, --serve {} --no-open, VOIP_DEV=again", addresses[0]),
        ]
    );
    assert!(dev.out().contains("this is one\n") && dev.out().contains("this is two\n"), "{}", dev.out());
    assert!(dev.err().contains("Changed `src/lib.rs`\n"), "{}", dev.err());
}

#[test]
fn arguments_are_passed_to_the_preview() {
    let project = demo();
    let dev = Dev::started(
        &project,
        &["-p", "demo", "--serve", "127.0.0.1:0", "--no-open", "--allow-host", "dev.example"],
    );
    assert_eq!(
        dev.log(),
        ["started one, --serve 127.0.0.1:0 --no-open --allow-host dev.example, VOIP_DEV=1"]
    );
}

#[test]
fn a_compile_error_is_shown_in_the_browser_and_the_terminal_until_it_is_fixed() {
    let project = demo();
    let dev = Dev::started(&project, &[]);
    project.write("src/lib.rs", "pub const VERSION: &str = (\"two\"); fn f() -> u8 { 'x' }");
    dev.logs(1, r#"{"errors":"#);
    dev.prints(1, "Waiting for a change; the previous build keeps running");
    let log = dev.log();
    assert_eq!(log[1], r#"{"running":true}"#);
    let line: serde_json::Value = serde_json::from_str(&log[2]).unwrap();
    let errors = line["errors"].as_str().unwrap();
    assert!(errors.contains("mismatched types") && errors.contains("src/lib.rs"), "{errors}");
    // With colors, and without warnings.
    assert!(errors.contains('\u{1b}') && !errors.contains("warning"), "{errors}");
    let err = dev.err();
    assert!(err.contains("error[E0308]: mismatched types") && !err.contains('\u{1b}'), "{err}");
    assert!(err.contains("warning: unnecessary parentheses"), "{err}");
    assert!(Dev::is_served(&dev.addresses()[0]), "the preview has ended");

    // The previous source again: the running preview is up to date.
    version(&project, "one");
    dev.logs(1, r#"{"running":false}"#);
    assert_eq!(dev.log()[3..], [r#"{"running":true}"#, r#"{"running":false}"#]);
    version(&project, "three");
    dev.logs(1, "started three");
}

#[test]
fn an_invalid_manifest_is_shown_in_the_browser() {
    let project = demo();
    let dev = Dev::started(&project, &[]);
    let manifest = project.read("Cargo.toml");
    project.write("Cargo.toml", "[package\n");
    dev.logs(1, r#"{"errors":"error: "#);
    assert!(dev.log()[2].contains("Cargo.toml"), "{:#?}", dev.log());
    project.write("Cargo.toml", &manifest);
    dev.logs(1, r#"{"running":false}"#);
}

#[test]
fn the_preview_is_not_restarted_without_a_change() {
    let project = demo();
    let dev = Dev::started(&project, &[]);
    // Not a file of the crate.
    project.write("src/notes.rs", "not even Rust");
    dev.logs(1, r#"{"running":false}"#);
    dev.prints(1, "Unchanged `demo`");
    // A file of the crate, with the same content.
    version(&project, "one");
    dev.logs(2, r#"{"running":false}"#);
    // The build itself is not a change.
    version(&project, "two");
    dev.logs(1, "started two");
    let (begins, ends) = (r#"{"running":true}"#, r#"{"running":false}"#);
    let log = dev.log();
    assert_eq!(log[1..log.len() - 1], [begins, ends, begins, ends, begins]);
    // Neither are the reads of the compiler.
    let err = dev.err();
    let changed: Vec<&str> = err.lines().filter_map(|line| line.trim().strip_prefix("Changed ")).collect();
    assert_eq!(changed, ["`src/notes.rs`", "`src/lib.rs`", "`src/lib.rs`"]);
}

#[test]
fn a_change_during_a_build_is_built_after_it() {
    let project = demo();
    // A build lasts until the file `go` exists.
    project.write(
        "build.rs",
        "fn main() {
            std::fs::write(\"building\", \"\").unwrap();
            while !std::path::Path::new(\"go\").exists() {
                std::thread::sleep(std::time::Duration::from_millis(10));
            }
        }",
    );
    project.write("go", "");
    let dev = Dev::started(&project, &[]);
    for file in ["go", "building"] {
        fs::remove_file(project.path(file)).unwrap();
    }
    version(&project, "two");
    dev.waits("build", || project.path("building").exists());
    for name in ["three", "four", "five"] {
        version(&project, name);
    }
    project.write("go", "");
    // The build compiles the last version; one more build follows for all three changes.
    dev.logs(1, "started five");
    dev.logs(1, r#"{"running":false}"#);
    version(&project, "six");
    dev.logs(1, "started six");
    let builds = dev.log().iter().filter(|line| *line == r#"{"running":true}"#).count();
    assert_eq!(builds, 3, "{:#?}", dev.log());
}

#[test]
fn after_a_failed_first_build_it_waits_for_a_change() {
    let project = demo();
    project.write("src/lib.rs", "pub const VERSION: &str = 1;");
    let dev = Dev::new(&project, &[]);
    dev.prints(1, "Waiting for a change\n");
    assert!(dev.err().contains("mismatched types"), "{}", dev.err());
    assert_eq!(dev.out(), "");
    version(&project, "two");
    dev.logs(1, "started two");
    // The first start opens the browser.
    assert_eq!(dev.log(), ["started two, --serve, VOIP_DEV=1"]);
}

#[test]
fn a_preview_that_ends_is_started_again_after_the_next_change() {
    let project = demo();
    let main = project.read("src/main.rs");
    let dev = Dev::started(&project, &[]);
    project.write("src/main.rs", "fn main() {\n    std::process::exit(7);\n}\n");
    dev.prints(1, "error: the preview `demo` ended unexpectedly (exit status: 7)");
    dev.prints(1, "Waiting for a change\n");
    project.write("src/main.rs", &main);
    dev.logs(2, "started one");
    // Also if nothing is rebuilt.
    project.write("src/main.rs", "fn main() {\n    std::process::exit(8);\n}\n");
    dev.prints(1, "error: the preview `demo` ended unexpectedly (exit status: 8)");
    project.write("src/notes.rs", "");
    dev.prints(2, "error: the preview `demo` ended unexpectedly (exit status: 8)");
    let addresses = dev.addresses();
    assert!(addresses.len() == 2 && addresses[0] == addresses[1], "{addresses:?}");
}

#[test]
fn the_preview_ends_when_the_command_does() {
    let project = demo();
    let mut dev = Dev::started(&project, &[]);
    project.write("src/notes.rs", "");
    dev.logs(1, r#"{"running":false}"#);
    dev.kill();
    dev.logs(1, "stdin closed");
    dev.waits("end of the preview", || !Dev::is_served(&dev.addresses()[0]));
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_command_and_the_preview() {
    let project = demo();
    let mut dev = Dev::in_a_terminal(&project);
    dev.logs(1, "started one");
    dev.waits("address", || dev.addresses().len() == 1);
    dev.interrupt();
    dev.waits("end of the preview", || !Dev::is_served(&dev.addresses()[0]));
}

#[test]
fn two_commands_can_run_at_once() {
    let project = demo();
    let both = [Dev::started(&project, &[]), Dev::new(&project, &[])];
    both[1].prints(1, "Started `demo`");
    // A build without a change restarts neither: each still has its copy.
    project.write("src/notes.rs", "");
    for dev in &both {
        dev.prints(1, "Unchanged `demo`");
    }
    version(&project, "two");
    for dev in &both {
        dev.waits("second address", || dev.addresses().len() == 2);
        let addresses = dev.addresses();
        assert_eq!(addresses[0], addresses[1]);
        assert!(Dev::is_served(&addresses[0]), "the preview has ended");
    }
    assert_ne!(both[0].addresses(), both[1].addresses());
    assert_eq!(copies(&project), 2);
}

// Only on Linux is it known at once which processes have ended.
#[cfg(target_os = "linux")]
#[test]
fn old_copies_are_removed() {
    let project = demo();
    let copies = || copies(&project);
    let mut dev = Dev::started(&project, &[]);
    version(&project, "two");
    dev.logs(1, "started two");
    dev.waits("one copy", || copies() == 1);
    dev.kill();
    let dev = Dev::new(&project, &[]);
    dev.logs(2, "started two");
    dev.waits("one copy", || copies() == 1);
}

/// The number of copies of the executable.
fn copies(project: &Project) -> usize {
    let processes = fs::read_dir(project.path("target/voip-dev/demo")).unwrap().flatten();
    processes.map(|process| fs::read_dir(process.path()).into_iter().flatten().count()).sum()
}

#[test]
fn packages_without_a_preview() {
    let project = demo();
    let manifest = project.read("Cargo.toml");
    let rejected = |expected: &[&str]| project.run(&["dev"]).failed(expected);
    project.run(&["dev", "-p", "dmo"]).failed(&["no package `dmo`", "did you mean `demo`?"]);

    project.write("Cargo.toml", &manifest.replace("voip-preview.path = \"preview\"", ""));
    rejected(&["the binary `demo` of the package `demo` is not a preview", "`voip-preview`"]);
    // A dev-dependency is not enough.
    project.write("Cargo.toml", &manifest.replace("[dependencies]", "[dev-dependencies]"));
    rejected(&["the binary `demo` of the package `demo` is not a preview", "`voip-preview`"]);

    project.write("Cargo.toml", &manifest);
    fs::remove_file(project.path("src/main.rs")).unwrap();
    rejected(&["the package `demo` has no preview", "`src/main.rs`", "cargo voip new"]);

    for name in ["first", "second"] {
        project.write(&format!("src/bin/{name}.rs"), "fn main() {}");
    }
    rejected(&["the package `demo` has more than one binary: `first` and `second`", "default-run"]);
}

#[test]
fn default_run_selects_the_preview() {
    let project = demo();
    project.write("src/bin/other.rs", "fn main() {}");
    Dev::started(&project, &[]);
    fs::rename(project.path("src/main.rs"), project.path("src/bin/shown.rs")).unwrap();
    let manifest = project.read("Cargo.toml");
    project.write("Cargo.toml", &manifest.replace("[package]\n", "[package]\ndefault-run = \"shown\"\n"));
    let dev = Dev::new(&project, &[]);
    dev.logs(2, "started one");
}
