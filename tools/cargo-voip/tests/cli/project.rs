//! Runs the command in a temporary folder with a package.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::wasm::Module;

/// A package `demo` in a temporary folder, with the module `app.wasm`.
pub(crate) struct Project {
    folder: TempDir,
}

/// The result of a command.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// The content of files, the targets of links, and empty folders, by path.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

impl Project {
    /// A project with the default module.
    pub(crate) fn new() -> Self {
        Self::with(&Module::default())
    }

    pub(crate) fn with(module: &Module) -> Self {
        let project = Self { folder: TempDir::new().unwrap() };
        project.write("Cargo.toml", "[package]\nname = \"demo\"\nedition = \"2024\"\n");
        project.write("src/lib.rs", "");
        project.module(&module.bytes());
        project
    }

    pub(crate) fn module(&self, bytes: &[u8]) {
        fs::write(self.path("app.wasm"), bytes).unwrap();
    }

    /// Writes these lines into `[package.metadata.voip]`.
    pub(crate) fn metadata(&self, lines: &str) {
        self.write("Cargo.toml", &format!("[package]\nname = \"demo\"\n[package.metadata.voip]\n{lines}\n"));
    }

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        // Without links, as in messages.
        fs::canonicalize(self.folder.path()).unwrap().join(path)
    }

    pub(crate) fn write(&self, path: &str, text: &str) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    pub(crate) fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Runs `cargo voip …`.
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.run_in(".", args)
    }

    pub(crate) fn run_in(&self, folder: &str, args: &[&str]) -> Run {
        // An empty `PATH`, so that `wasm-opt` is not found: the output must not depend on the machine.
        self.run_with(folder, args, &[("PATH", "/var/empty")])
    }

    pub(crate) fn run_with(&self, folder: &str, args: &[&str], variables: &[(&str, &str)]) -> Run {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-voip"));
        command.arg("voip").args(args).current_dir(self.path(folder)).env("CARGO", env!("CARGO"));
        command.env_remove("CARGO_TARGET_DIR").env_remove("RUSTUP_TOOLCHAIN").env("NO_COLOR", "1");
        let output = command.envs(variables.iter().copied()).output().unwrap();
        Run {
            status: output.status.code().unwrap_or(-1),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs `cargo voip build --wasm app.wasm …`.
    pub(crate) fn build(&self, args: &[&str]) -> Run {
        self.run(&[&["build", "--wasm", "app.wasm"], args].concat())
    }

    /// Builds, and asserts success.
    #[track_caller]
    pub(crate) fn built(&self, args: &[&str]) -> Run {
        let run = self.build(args);
        assert_eq!(run.status, 0, "{}", run.err);
        run
    }

    /// Builds, and asserts that it fails with these messages and changes no file.
    #[track_caller]
    pub(crate) fn rejected(&self, args: &[&str], expected: &[&str]) -> Run {
        let before = self.tree(".");
        let run = self.build(args);
        run.failed(expected);
        assert_eq!(self.tree("."), before, "a file was changed: {}", run.err);
        run
    }

    /// The content of a folder, without `Cargo.lock`.
    pub(crate) fn tree(&self, folder: &str) -> Tree {
        let mut tree = Tree::new();
        let root = self.path(folder);
        if root.exists() {
            gather(&root, &root, &mut tree);
        }
        tree.retain(|path, _| path != "Cargo.lock");
        tree
    }
}

fn gather(root: &Path, folder: &Path, tree: &mut Tree) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    let name = |path: &Path| path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
    if entries.is_empty() {
        tree.insert(format!("{}/", name(folder)), Vec::new());
    }
    for path in entries {
        if path.is_symlink() {
            tree.insert(name(&path), fs::read_link(&path).unwrap().to_str().unwrap().into());
        } else if path.is_dir() {
            gather(root, &path, tree);
        } else {
            tree.insert(name(&path), fs::read(&path).unwrap());
        }
    }
}

impl Run {
    /// Asserts that it failed with these messages.
    #[track_caller]
    pub(crate) fn failed(&self, expected: &[&str]) {
        assert_eq!(self.status, 1, "{}{}", self.out, self.err);
        assert_eq!(self.out, "", "{}", self.err);
        for text in expected {
            assert!(self.err.contains(text), "missing: {text}\n{}", self.err);
        }
        assert!(!self.err.contains("panicked"), "{}", self.err);
    }
}
