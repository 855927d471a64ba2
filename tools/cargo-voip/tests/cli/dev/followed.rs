//! Which files are watched: those of the package and of its path dependencies.

use std::fs;

use super::running::{Dev, demo};

#[test]
fn path_dependencies_are_watched() {
    let project = demo();
    // `near` is in another workspace, and depends on `words` there.
    project.write("elsewhere/words/Cargo.toml", "[package]\nname = \"words\"\nedition = \"2024\"\n");
    project.write("elsewhere/words/src/lib.rs", "pub const VERSION: &str = \"one\";");
    project.write(
        "elsewhere/near/Cargo.toml",
        "[package]\nname = \"near\"\nedition = \"2024\"\n[dependencies]\nwords.path = \"../words\"\n",
    );
    project.write("elsewhere/near/src/lib.rs", "pub use words::VERSION;");
    project.write("elsewhere/Cargo.toml", "[workspace]\nmembers = [\"near\", \"words\"]\n");
    project.write("mine/src/lib.rs", "pub use near::VERSION;");
    project.write("mine/src/main.rs", &project.read("src/main.rs"));
    project.write(
        "mine/Cargo.toml",
        "[package]\nname = \"demo\"\nedition = \"2024\"\n[workspace]\n[dependencies]\n\
         voip-preview.path = \"../preview\"\nnear.path = \"../elsewhere/near\"\n",
    );
    fs::remove_dir_all(project.path("src")).unwrap();
    project.write("preview/Cargo.toml", &(project.read("preview/Cargo.toml") + "[workspace]\n"));
    fs::remove_file(project.path("Cargo.toml")).unwrap();
    let dev = Dev::new_in(&project, "mine", &[]);
    dev.logs(1, "started one");
    project.write("elsewhere/words/src/lib.rs", "pub const VERSION: &str = \"two\";");
    dev.logs(1, "started two");
}

#[cfg(unix)]
#[test]
fn a_new_dependency_is_watched_even_if_no_event_reports_it() {
    let project = demo();
    let manifest = project.read("Cargo.toml");
    // There are no events for a file behind a link, just as when the system drops events.
    project.write(".real/Cargo.toml", &manifest);
    fs::remove_file(project.path("Cargo.toml")).unwrap();
    std::os::unix::fs::symlink(".real/Cargo.toml", project.path("Cargo.toml")).unwrap();
    let dev = Dev::started(&project, &[]);
    project.write(".near/Cargo.toml", "[package]\nname = \"near\"\nedition = \"2024\"\n");
    project.write(".near/src/lib.rs", "pub const VERSION: &str = \"two\";");
    project.write(".real/Cargo.toml", &(manifest + "near.path = \".near\"\n"));
    project.write("src/lib.rs", "pub use near::VERSION;");
    dev.logs(1, "started two");
    assert!(!dev.err().contains("Cargo.toml"), "{}", dev.err());
    project.write(".near/src/lib.rs", "pub const VERSION: &str = \"three\";");
    dev.logs(1, "started three");
}

#[test]
fn a_package_in_the_target_folder_is_watched() {
    let project = demo();
    project.write(".cargo/config.toml", "[build]\ntarget-dir = \"built\"\n");
    fs::create_dir_all(project.path("built/all/demo")).unwrap();
    for (from, to) in [("preview", "preview"), ("src", "demo/src"), ("Cargo.toml", "demo/Cargo.toml")] {
        fs::rename(project.path(from), project.path(&format!("built/all/{to}"))).unwrap();
    }
    let manifest = project.read("built/all/demo/Cargo.toml");
    project.write("built/all/demo/Cargo.toml", &manifest.replace("\"preview\"", "\"../preview\""));
    let workspace = "[workspace]\nmembers = [\"demo\", \"preview\"]\nresolver = \"3\"\n";
    project.write("built/all/Cargo.toml", workspace);
    let dev = Dev::new_in(&project, "built/all/demo", &[]);
    dev.logs(1, "started one");
    project.write("built/all/demo/src/lib.rs", "pub const VERSION: &str = \"two\";");
    dev.logs(1, "started two");
    // The manifest of the workspace is a source too.
    project.write("built/all/Cargo.toml", &format!("{workspace}[profile.dev]\nopt-level = 1\n"));
    dev.logs(2, "started two");
    // The output of the build is not a source.
    assert_eq!(dev.err().matches("Changed").count(), 2, "{}", dev.err());
}

#[test]
fn new_folders_are_watched() {
    let project = demo();
    let dev = Dev::started(&project, &[]);
    project.write("src/lib.rs", "mod words;\npub use words::more::VERSION;");
    dev.logs(1, r#"{"errors":"#);
    project.write(
        "src/words/mod.rs",
        "pub mod more { pub const VERSION: &str = include_str!(\"../../page/two.wxml\"); }",
    );
    dev.logs(2, r#"{"errors":"#);
    project.write("page/two.wxml", "two");
    dev.logs(1, "started two");
    project.write("page/two.wxml", "three");
    dev.logs(1, "started three");
}
