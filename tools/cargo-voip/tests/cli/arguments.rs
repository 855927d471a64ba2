//! Command-line arguments.

use std::process::Command;

use crate::Project;

/// clap rejects the arguments with exit code 2.
#[track_caller]
fn rejected(args: &[&str], expected: &[&str]) {
    let run = Project::new().run(args);
    assert_eq!(run.status, 2, "{args:?}: {}", run.err);
    assert_eq!(run.out, "");
    for text in expected {
        assert!(run.err.contains(text), "{args:?}: {text}\n{}", run.err);
    }
}

#[test]
fn invalid_arguments_are_rejected() {
    rejected(&[], &["Usage: cargo voip <COMMAND>"]);
    rejected(&["biuld"], &["biuld", "build"]);
    rejected(&["build", "--jsn"], &["--jsn", "--json"]);
    rejected(&["build", "--out", "a", "--into", "b"], &["cannot be used with"]);
    rejected(&["check", "--out", "a"], &["--out"]);
    for args in [&["build", "--under", "x", "--npm"][..], &["build", "--out", "a", "--under", "x"]] {
        rejected(args, &["cannot be used with", "--under <DIR>"]);
    }
    rejected(&["new"], &["NAME"]);
    rejected(&["dev", "--serve"], &["--serve <ADDR>"]);
}

#[test]
fn help_lists_every_option() {
    let run = Project::new().run(&["build", "--help"]);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    for flag in
        ["--package", "--out", "--into", "--wasm", "--json", "target/voip/PACKAGE", "cargo voip build"]
    {
        assert!(run.out.contains(flag), "{flag}\n{}", run.out);
    }
}

#[test]
fn the_first_argument_voip_is_optional() {
    let project = Project::new();
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-voip"));
    let output =
        command.args(["check", "--wasm", "app.wasm"]).current_dir(project.path(".")).output().unwrap();
    assert!(output.status.success());
    assert_eq!(project.run(&["check", "--wasm", "app.wasm"]).status, 0);
}

#[test]
fn the_package_is_selected_by_name_folder_or_pages() {
    let project = Project::new();
    project.run(&["build", "-p", "dmo"]).failed(&["no package `dmo`", "did you mean `demo`?"]);
    project.run(&["build", "-p", "elsewhere"]).failed(&["no package `elsewhere`", "the packages are `demo`"]);
    let page = "[dependencies]\nvoip-runtime = \"*\"\n";
    let tool = "[dependencies]\nvoip-runtime = { version = \"*\", features = [\"sim\"] }\n";
    for (name, dependencies) in [("first", page), ("second", page), ("tool", tool), ("other", "")] {
        project.write(
            &format!("all/{name}/Cargo.toml"),
            &format!("[package]\nname = \"{name}\"\n{dependencies}"),
        );
        project.write(&format!("all/{name}/src/lib.rs"), "");
    }
    project.write("all/Cargo.toml", "[workspace]\nmembers = [\"first\", \"second\", \"tool\", \"other\"]\n");
    project.write("all/deeper/x", "");
    let build = ["build", "--wasm", "../app.wasm"];
    project.run_in("all", &build).failed(&[
        "more than one package",
        "`first` and `second`",
        "--package NAME",
    ]);
    assert_eq!(project.run_in("all/second/src", &["build", "--wasm", "../../../app.wasm"]).status, 0);
    assert!(project.path("all/target/voip/second/app.json").exists());
    project.write("all/Cargo.toml", "[workspace]\nmembers = [\"second\", \"tool\"]\n");
    assert_eq!(project.run_in("all", &build).status, 0);
    project.write("all/Cargo.toml", "[workspace]\nmembers = [\"tool\", \"other\"]\n");
    project.run_in("all", &build).failed(&["no package with pages in this workspace"]);
}

#[test]
fn folders_without_a_package() {
    let project = Project::new();
    std::fs::remove_file(project.path("Cargo.toml")).unwrap();
    project.build(&[]).failed(&["could not find `Cargo.toml`", "cargo voip new"]);
    project.write("Cargo.toml", "[package\n");
    project.build(&[]).failed(&["Cargo.toml"]);
    project.write("Cargo.toml", "[package]\nname = \"demo\"\n");
    std::fs::remove_file(project.path("src/lib.rs")).unwrap();
    project.write("src/main.rs", "fn main() {}");
    project.build(&[]).failed(&["`demo` has no library", "src/lib.rs"]);
}

/// `/dev/full` is a device that is full; a reader of a pipe may have gone.
#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written() {
    use std::fs::{self, File};
    use std::process::Stdio;

    let project = Project::new();
    project.write("app/app.json", "{\"pages\": []}");
    let full = || Stdio::from(File::options().write(true).open("/dev/full").unwrap());
    let run = |args: &[&str], out: Stdio, err: Stdio| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-voip"));
        command
            .args(args)
            .current_dir(project.path("."))
            .env("PATH", "/var/empty")
            .env("CARGO", env!("CARGO"));
        let output = command.stdout(out).stderr(err).output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    let check = &["check", "--wasm", "app.wasm", "--into", "app"][..];
    let build = &["build", "--wasm", "app.wasm", "--into", "app"][..];
    let remove = &["remove", "--into", "app"][..];
    let new = &["new", "--runtime", concat!(env!("CARGO_MANIFEST_DIR"), "/../.."), "created"][..];
    for args in [check, build, remove, &["build", "--into", "none"], new] {
        assert_eq!(run(args, Stdio::null(), full()).0, Some(1), "{args:?}");
    }
    assert_eq!(run(&["biuld"], Stdio::null(), full()).0, Some(2));
    // What a command does, it has done.
    assert_eq!(project.read("app/app.json"), "{\"pages\": []}");
    assert!(project.path("created/Cargo.toml").exists());
    for args in [build, &["--help"], &["--version"]] {
        let (code, err) = run(args, full(), Stdio::piped());
        assert!(code == Some(1) && err.contains("the disk is full"), "{args:?}: {err}");
    }
    fs::remove_dir_all(project.path("created")).unwrap();
    for args in [check, build, remove, new] {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        assert_eq!(run(args, Stdio::null(), writer.into()).0, Some(0), "{args:?}");
    }
}
