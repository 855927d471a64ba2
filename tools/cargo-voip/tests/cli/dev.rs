//! `cargo voip dev`: the preview runs, and follows the sources.

mod followed;
mod running;

use std::fs;

use running::{Dev, demo, version};

use crate::Project;

#[test]
fn a_saved_change_is_built_and_shown_at_the_same_address() {
    let project = demo();
    let dev = Dev::started(&project, &[]);
    dev.says(1, "Started `demo`");
    version(&project, "two");
    dev.logs(1, "started two");
    dev.says(1, "Restarted `demo`");
    dev.waits("second address", || dev.addresses().len() == 2);
    let addresses = dev.addresses();
    assert_eq!(addresses[0], addresses[1]);
    assert_eq!(
        dev.log(),
        [
            "started one, --serve, VOIP_DEV=1",
            r#"{"running":true}"#,
            // The browser is open already, and the greeting read.
            &format!("started two, --serve {} --no-open, VOIP_DEV=again", addresses[0]),
        ]
    );
    assert!(dev.out().contains("this is one\n") && dev.out().contains("this is two\n"), "{}", dev.out());
    assert!(dev.err().contains("Changed `src/lib.rs`\n"), "{}", dev.err());
}

#[test]
fn what_is_asked_for_is_handed_on() {
    let project = demo();
    let dev = Dev::started(&project, &["-p", "demo", "--serve", "127.0.0.1:0", "--no-open"]);
    assert_eq!(dev.log(), ["started one, --serve 127.0.0.1:0 --no-open, VOIP_DEV=1"]);
}

#[test]
fn a_mistake_reaches_the_browser_and_the_terminal_until_it_is_mended() {
    let project = demo();
    let dev = Dev::started(&project, &[]);
    project.write("src/lib.rs", "pub const VERSION: &str = (\"two\"); fn f() -> u8 { 'x' }");
    dev.logs(1, r#"{"errors":"#);
    dev.says(1, "Waiting for a change; what was built before goes on");
    let log = dev.log();
    assert_eq!(log[1], r#"{"running":true}"#);
    let said: serde_json::Value = serde_json::from_str(&log[2]).unwrap();
    let errors = said["errors"].as_str().unwrap();
    assert!(errors.contains("mismatched types") && errors.contains("src/lib.rs"), "{errors}");
    // In colours, and errors alone.
    assert!(errors.contains('\u{1b}') && !errors.contains("warning"), "{errors}");
    let err = dev.err();
    assert!(err.contains("error[E0308]: mismatched types") && !err.contains('\u{1b}'), "{err}");
    assert!(err.contains("warning: unnecessary parentheses"), "{err}");
    assert!(Dev::is_served(&dev.addresses()[0]), "the preview is gone");

    // What was there before: the preview that runs is the right one.
    version(&project, "one");
    dev.logs(1, r#"{"running":false}"#);
    assert_eq!(dev.log()[3..], [r#"{"running":true}"#, r#"{"running":false}"#]);
    version(&project, "three");
    dev.logs(1, "started three");
}

#[test]
fn a_wrong_manifest_reaches_the_browser_too() {
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
fn a_save_that_changes_nothing_restarts_nothing() {
    let project = demo();
    let dev = Dev::started(&project, &[]);
    // No part of the crate.
    project.write("src/notes.rs", "not even Rust");
    dev.logs(1, r#"{"running":false}"#);
    dev.says(1, "Unchanged `demo`");
    // A part of it, as it was.
    version(&project, "one");
    dev.logs(2, r#"{"running":false}"#);
    // And what is built is no change by itself.
    version(&project, "two");
    dev.logs(1, "started two");
    let (begins, ends) = (r#"{"running":true}"#, r#"{"running":false}"#);
    let log = dev.log();
    assert_eq!(log[1..log.len() - 1], [begins, ends, begins, ends, begins]);
    // Nor that the compiler has read it.
    let err = dev.err();
    let changed: Vec<&str> = err.lines().filter_map(|line| line.trim().strip_prefix("Changed ")).collect();
    assert_eq!(changed, ["`src/notes.rs`", "`src/lib.rs`", "`src/lib.rs`"]);
}

#[test]
fn a_change_during_a_build_is_built_after_it() {
    let project = demo();
    // A build lasts until it may end.
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
    // After the build, which takes the last of them, one more is made of all three.
    dev.logs(1, "started five");
    dev.logs(1, r#"{"running":false}"#);
    version(&project, "six");
    dev.logs(1, "started six");
    let builds = dev.log().iter().filter(|line| *line == r#"{"running":true}"#).count();
    assert_eq!(builds, 3, "{:#?}", dev.log());
}

#[test]
fn when_the_first_build_fails_it_waits_for_a_change() {
    let project = demo();
    project.write("src/lib.rs", "pub const VERSION: &str = 1;");
    let dev = Dev::new(&project, &[]);
    dev.says(1, "Waiting for a change\n");
    assert!(dev.err().contains("mismatched types"), "{}", dev.err());
    assert_eq!(dev.out(), "");
    version(&project, "two");
    dev.logs(1, "started two");
    // This is the first that anyone sees: the browser opens.
    assert_eq!(dev.log(), ["started two, --serve, VOIP_DEV=1"]);
}

#[test]
fn a_preview_that_ends_by_itself_comes_back_with_the_next_change() {
    let project = demo();
    let main = project.read("src/main.rs");
    let dev = Dev::started(&project, &[]);
    project.write("src/main.rs", "fn main() {\n    std::process::exit(7);\n}\n");
    dev.says(1, "error: `demo` ended by itself (exit status: 7)");
    dev.says(1, "Waiting for a change\n");
    project.write("src/main.rs", &main);
    dev.logs(2, "started one");
    // Even if nothing is to be built.
    project.write("src/main.rs", "fn main() {\n    std::process::exit(8);\n}\n");
    dev.says(1, "error: `demo` ended by itself (exit status: 8)");
    project.write("src/notes.rs", "");
    dev.says(2, "error: `demo` ended by itself (exit status: 8)");
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
fn ctrl_c_ends_both() {
    let project = demo();
    let mut dev = Dev::in_a_terminal(&project);
    dev.logs(1, "started one");
    dev.waits("address", || dev.addresses().len() == 1);
    dev.interrupt();
    dev.waits("end of the preview", || !Dev::is_served(&dev.addresses()[0]));
}

#[test]
fn two_at_once_do_not_get_in_each_others_way() {
    let project = demo();
    let both = [Dev::started(&project, &[]), Dev::new(&project, &[])];
    both[1].says(1, "Started `demo`");
    // A build that changes nothing restarts neither: what each of them runs is still there.
    project.write("src/notes.rs", "");
    for dev in &both {
        dev.says(1, "Unchanged `demo`");
    }
    version(&project, "two");
    for dev in &both {
        dev.waits("second address", || dev.addresses().len() == 2);
        let addresses = dev.addresses();
        assert_eq!(addresses[0], addresses[1]);
        assert!(Dev::is_served(&addresses[0]), "the preview is gone");
    }
    assert_ne!(both[0].addresses(), both[1].addresses());
    assert_eq!(copies(&project), 2);
}

// Elsewhere it is not told at once who is gone.
#[cfg(target_os = "linux")]
#[test]
fn what_was_run_does_not_pile_up() {
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

/// How many copies there are of what was built.
fn copies(project: &Project) -> usize {
    let processes = fs::read_dir(project.path("target/voip-dev/demo")).unwrap().flatten();
    processes.map(|process| fs::read_dir(process.path()).into_iter().flatten().count()).sum()
}

#[test]
fn packages_without_a_preview() {
    let project = demo();
    let manifest = project.read("Cargo.toml");
    let refused = |said: &[&str]| project.run(&["dev"]).failed(said);
    project.run(&["dev", "-p", "dmo"]).failed(&["no package `dmo` (did you mean `demo`?)"]);

    project.write("Cargo.toml", &manifest.replace("voip-preview.path = \"preview\"", ""));
    refused(&["the binary `demo` of the package `demo` cannot serve a preview", "`voip-preview`"]);
    // For tests alone it is no help.
    project.write("Cargo.toml", &manifest.replace("[dependencies]", "[dev-dependencies]"));
    refused(&["the binary `demo` of the package `demo` cannot serve a preview", "`voip-preview`"]);

    project.write("Cargo.toml", &manifest);
    fs::remove_file(project.path("src/main.rs")).unwrap();
    refused(&["the package `demo` has no preview", "`src/main.rs`", "cargo voip new"]);

    for name in ["first", "second"] {
        project.write(&format!("src/bin/{name}.rs"), "fn main() {}");
    }
    refused(&[
        "which binary of the package `demo` is its preview? It has `first` and `second`",
        "default-run",
    ]);
}

#[test]
fn of_several_binaries_the_preview_is_the_one_named() {
    let project = demo();
    project.write("src/bin/other.rs", "fn main() {}");
    Dev::started(&project, &[]);
    fs::rename(project.path("src/main.rs"), project.path("src/bin/shown.rs")).unwrap();
    let manifest = project.read("Cargo.toml");
    project.write("Cargo.toml", &manifest.replace("[package]\n", "[package]\ndefault-run = \"shown\"\n"));
    let dev = Dev::new(&project, &[]);
    dev.logs(2, "started one");
}
