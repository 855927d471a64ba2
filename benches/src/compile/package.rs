//! A package of many pages, which are copies of one source.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::process::Command;

use crate::Result;
use crate::results::{home, scratch};

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
    pub(crate) fn of_voip(name: &str, page: String, pages: usize) -> Result<Self> {
        let manifest = fs::read_to_string(home().join("rivals/voip/Cargo.toml"))?;
        Self::write(name, &manifest, vec![("page".to_owned(), page)], pages)
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

    /// `cargo` with these arguments, in a target folder of its own.
    pub(crate) fn cargo(&self, target: &str, arguments: &[&str]) -> Command {
        let mut command = Command::new("cargo");
        command
            .args(arguments)
            .arg("--offline")
            .env("CARGO_TARGET_DIR", self.target(target))
            .env_remove("RUSTFLAGS")
            .current_dir(&self.folder);
        command
    }

    /// Removes everything that was compiled into this target folder.
    pub(crate) fn clean(&self, target: &str) -> Result {
        let folder = self.target(target);
        if folder.exists() {
            fs::remove_dir_all(folder)?;
        }
        Ok(())
    }

    fn target(&self, target: &str) -> PathBuf {
        self.folder.join("target").join(target)
    }

    /// The command that prints the package after macro expansion.
    pub(crate) fn expand(&self) -> Command {
        let mut command = self.cargo("expand", &["rustc", "--lib", "--profile", "check", "--quiet"]);
        command.args(["--", "-Zunpretty=expanded"]).env("RUSTC_BOOTSTRAP", "1");
        command
    }
}
