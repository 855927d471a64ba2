//! A folder with a package, the program run in it, and what came of that.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::wasm::Module;

/// A package `demo` in a folder of its own; its module is `app.wasm`.
pub(crate) struct Project {
    folder: TempDir,
}

/// What the program said.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) status: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

/// Files by their path, links by where they lead to, and empty folders as nothing.
pub(crate) type Tree = BTreeMap<String, Vec<u8>>;

impl Project {
    /// With the usual page.
    pub(crate) fn new() -> Self {
        Self::with(&Module::usual())
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

    pub(crate) fn path(&self, path: &str) -> PathBuf {
        // Without links, as messages name it.
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

    /// `cargo voip …` in this folder.
    pub(crate) fn run(&self, args: &[&str]) -> Run {
        self.run_in(".", args)
    }

    pub(crate) fn run_in(&self, folder: &str, args: &[&str]) -> Run {
        // No `wasm-opt` of the machine's: what is written depends on nothing but the module.
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

    /// `cargo voip build --wasm app.wasm …`
    pub(crate) fn build(&self, args: &[&str]) -> Run {
        self.run(&[&["build", "--wasm", "app.wasm"], args].concat())
    }

    /// The build is done, and nothing else is left.
    #[track_caller]
    pub(crate) fn built(&self, args: &[&str]) -> Run {
        let run = self.build(args);
        assert_eq!(run.status, 0, "{}", run.err);
        run
    }

    /// The build fails, says all of this, and leaves every file as it was.
    #[track_caller]
    pub(crate) fn refused(&self, args: &[&str], said: &[&str]) -> Run {
        let before = self.tree(".");
        let run = self.build(args);
        run.failed(said);
        assert_eq!(self.tree("."), before, "something was left behind: {}", run.err);
        run
    }

    /// All that is in a folder.
    pub(crate) fn tree(&self, folder: &str) -> Tree {
        let mut tree = Tree::new();
        let root = self.path(folder);
        if root.exists() {
            gather(&root, &root, &mut tree);
        }
        // Cargo's own.
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
    /// It failed for a reason of ours, and said all of this.
    #[track_caller]
    pub(crate) fn failed(&self, said: &[&str]) {
        assert_eq!(self.status, 1, "{}{}", self.out, self.err);
        assert_eq!(self.out, "", "{}", self.err);
        for words in said {
            assert!(self.err.contains(words), "it does not say: {words}\n{}", self.err);
        }
        assert!(!self.err.contains("panicked"), "{}", self.err);
    }
}
