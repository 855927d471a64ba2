//! A package of many pages, which are copies of one source.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

use crate::Result;
use crate::cost::output;
use crate::earlier::root;
use crate::results::{home, scratch};

/// The crates that are expanded.
const CRATES: &str = "rival_hand_written,rival_voip,rival_smlang,rival_statig,rival_rust_fsm,rival_statum";

/// What `cargo voip build` reports.
#[derive(Deserialize)]
struct Report {
    wasm: Wasm,
}

#[derive(Deserialize)]
struct Wasm {
    before: u32,
}

/// A package in the target folder.
pub(crate) struct Package {
    folder: PathBuf,
    source: Vec<(String, String)>,
    pages: usize,
}

impl Package {
    /// Writes a package with copies of the page of `rivals/<rival>`, and with its dependencies.
    pub(crate) fn of_rival(rival: &str, pages: usize) -> Result<Self> {
        let rival_folder = home().join("rivals").join(rival);
        let manifest = fs::read_to_string(rival_folder.join("Cargo.toml"))?;
        let lib = fs::read_to_string(rival_folder.join("src/lib.rs"))?;
        let mut source = vec![("page".to_owned(), fs::read_to_string(rival_folder.join("src/page.rs"))?)];
        if lib.contains("pub mod form;") {
            let form = home().join("rivals/hand-written/src/form.rs");
            source.push(("form".to_owned(), fs::read_to_string(form)?));
        }
        Self::write(&format!("{rival}-{pages}"), &manifest, source, pages)
    }

    /// Writes a package with copies of this page of `#[voip_page]`.
    pub(crate) fn of_voip(name: &str, page: &str, pages: usize) -> Result<Self> {
        let manifest = fs::read_to_string(home().join("rivals/voip/Cargo.toml"))?;
        let package = Self::write(name, &manifest, vec![("page".to_owned(), page.to_owned())], pages)?;
        let main = fs::read_to_string(home().join("rivals/voip/src/main.rs"))?;
        let main = main.replace("page::PageNumber", "page0::page::Page0").replace("PageNumber", "Page0");
        fs::write(package.folder.join("src/main.rs"), main)?;
        Ok(package)
    }

    /// Uses the runtime in this folder instead.
    pub(crate) fn use_runtime(&self, runtime: &Path) -> Result {
        let file = self.folder.join("Cargo.toml");
        let manifest = fs::read_to_string(&file)?;
        let (before, after) =
            manifest.split_once("voip-runtime = ").ok_or("the package does not use the runtime")?;
        let rest = after.split_once('\n').map_or("", |(_, rest)| rest);
        fs::write(&file, format!("{before}voip-runtime = {{ path = \"{}\" }}\n{rest}", runtime.display()))?;
        Ok(())
    }

    fn write(name: &str, manifest: &str, source: Vec<(String, String)>, pages: usize) -> Result<Self> {
        let folder = scratch("packages")?.join(name);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        fs::create_dir_all(folder.join("src"))?;
        let rivals = home().join("rivals/voip").display().to_string();
        let manifest = manifest.replace("path = \"..", &format!("path = \"{rivals}/.."));
        fs::write(folder.join("Cargo.toml"), manifest + "\n[workspace]\n")?;
        fs::copy(home().join("Cargo.lock"), folder.join("Cargo.lock"))?;
        let mut lib = String::new();
        for number in 0..pages {
            writeln!(lib, "pub mod page{number} {{")?;
            for (file, _) in &source {
                writeln!(lib, "    pub mod {file};")?;
            }
            writeln!(lib, "}}")?;
        }
        fs::write(folder.join("src/lib.rs"), lib)?;
        let package = Self { folder, source, pages };
        for number in 0..pages {
            package.write_page(number, 0)?;
        }
        Ok(package)
    }

    /// Renames a field of one page.
    pub(crate) fn change(&self, round: usize) -> Result {
        self.write_page(self.pages.min(8) - 1, round)
    }

    /// Renames a field of every page.
    pub(crate) fn change_all(&self, round: usize) -> Result {
        (0..self.pages).try_for_each(|number| self.write_page(number, round))
    }

    fn write_page(&self, number: usize, round: usize) -> Result {
        let folder = self.folder.join(format!("src/page{number}"));
        fs::create_dir_all(&folder)?;
        for (file, text) in &self.source {
            let text = text
                .replace("PageNumber", &format!("Page{number}"))
                .replace("page-number", &format!("page{number}"))
                .replace("listen_name_round", &format!("listen_name{round}"))
                .replace("listenNameRound", &format!("listenName{round}"));
            fs::write(folder.join(format!("{file}.rs")), text)?;
        }
        Ok(())
    }

    /// `cargo` with these arguments. All packages have the same target folder, where each dependency is compiled once.
    pub(crate) fn cargo(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("cargo");
        command
            .args(arguments)
            .arg("--offline")
            .env("CARGO_TARGET_DIR", self.folder.with_file_name("target"))
            // Only for `expand`. It is the same for all commands, since a change would compile the dependencies again.
            .env("RUSTC_BOOTSTRAP", CRATES)
            .env_remove("RUSTFLAGS")
            .current_dir(&self.folder);
        command
    }

    /// `cargo build` from nothing.
    pub(crate) fn clean_build(&self) -> Result<Command> {
        let target = self.folder.join("target");
        if target.exists() {
            fs::remove_dir_all(&target)?;
        }
        let mut command = self.cargo(&["build"]);
        command.env("CARGO_TARGET_DIR", target);
        Ok(command)
    }

    /// Builds the program of the package as it would be shipped, and returns where it is.
    pub(crate) fn program(&self) -> Result<PathBuf> {
        let mut command = self.cargo(&["build", "--release", "--quiet"]);
        command.env("CARGO_PROFILE_RELEASE_STRIP", "true").env("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "1");
        output(&mut command)?;
        // The next package has a program of the same name.
        let program = self.folder.join("program");
        fs::copy(self.folder.with_file_name("target").join("release/rival-voip"), &program)?;
        Ok(program)
    }

    /// Builds the mini-program with these pages, and returns the bytes of its module, before wasm-opt.
    pub(crate) fn module_bytes(&self) -> Result<u32> {
        let phone = self.folder.with_extension("phone");
        fs::create_dir_all(&phone)?;
        // The program of the package and what it needs do not run on a phone.
        let manifest = fs::read_to_string(self.folder.join("Cargo.toml"))?;
        let runtime = "/voip-runtime\"";
        let manifest = manifest.replace(runtime, &format!("{runtime}, default-features = false"));
        let library = format!("[lib]\npath = \"{}\"\n", self.folder.join("src/phone.rs").display());
        fs::write(phone.join("Cargo.toml"), manifest + &library)?;
        fs::copy(self.folder.join("Cargo.lock"), phone.join("Cargo.lock"))?;
        let lib = fs::read_to_string(self.folder.join("src/lib.rs"))?;
        fs::write(self.folder.join("src/phone.rs"), format!("#![no_std]\n\n{lib}"))?;
        let mut build = Command::new("cargo");
        build.args(["run", "--quiet", "--package", "cargo-voip", "--manifest-path"]);
        build.arg(root().join("Cargo.toml")).arg("--target-dir").arg(root().join("target"));
        build.args(["--", "voip", "build", "--json", "--out"]).arg(phone.join("mini-program"));
        build.env("CARGO_TARGET_DIR", self.folder.with_file_name("target")).current_dir(&phone);
        let report: Report = serde_json::from_str(&output(&mut build)?.0)?;
        Ok(report.wasm.before)
    }

    /// The command that prints the package after macro expansion.
    pub(crate) fn expand(&self) -> Command {
        let mut command = self.cargo(&["rustc", "--lib", "--profile", "check", "--quiet"]);
        command.args(["--", "-Zunpretty=expanded"]);
        command
    }
}
