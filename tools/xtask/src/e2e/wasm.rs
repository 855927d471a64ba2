//! A compiler for a wasm target: rustup's, or Debian's, which builds the target from its source.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::place::with_first;
use super::step::asked;
use super::{Result, debian};

const DEBIAN: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-19"];

/// The lowest minor version of Rust that compiles this workspace.
const OLDEST: u32 = 88;

/// How to compile for one target.
pub(super) struct Wasm {
    pub(super) target: &'static str,
    toolchain: Toolchain,
}

enum Toolchain {
    /// The one that runs this; it has the target.
    Own,
    /// Debian's, with these parts of the standard library to build.
    Debian { build: &'static str },
}

/// Whichever is there; else rustup is asked, and then Debian.
pub(super) fn find_or_install(target: &'static str, build: &'static str) -> Result<Wasm> {
    // To try the other way on a machine that has both.
    let debian_only = env::var_os("VOIP_WASM").is_some_and(|wish| wish == "debian");
    let toolchain = if !debian_only && own_has(target) {
        Toolchain::Own
    } else if debians_is_there() {
        Toolchain::Debian { build }
    } else if asked("rustup", &["target", "add", target]).is_some() && own_has(target) {
        Toolchain::Own
    } else {
        debian::install(
            &DEBIAN,
            &format!("this Rust has no target {target}: run `rustup target add {target}`"),
        )?;
        Toolchain::Debian { build }
    };
    println!(
        "   {target}, {}",
        match toolchain {
            Toolchain::Own => "of this toolchain",
            Toolchain::Debian { .. } => "built by Debian's toolchain",
        }
    );
    Ok(Wasm { target, toolchain })
}

fn own_has(target: &str) -> bool {
    asked("rustc", &["--print", "target-libdir", "--target", target])
        .is_some_and(|folder| Path::new(&folder).is_dir())
}

pub(super) fn debians_is_there() -> bool {
    let minor = asked("/usr/bin/rustc", &["--version"])
        .and_then(|version| version.split(['.', ' ']).nth(2)?.parse::<u32>().ok());
    minor.is_some_and(|minor| minor >= OLDEST)
        && Path::new("/usr/bin/cargo").is_file()
        && Path::new("/usr/lib/rustlib/src/rust/library/alloc/Cargo.toml").is_file()
        && asked("wasm-ld-19", &["--version"]).is_some()
}

impl Wasm {
    /// `cargo`, ready to compile for the target.
    pub(super) fn cargo(&self) -> Result<Command> {
        let mut cargo = Command::new(match self.toolchain {
            Toolchain::Own => "cargo",
            Toolchain::Debian { .. } => "/usr/bin/cargo",
        });
        self.set_up(&mut cargo, env::var_os("PATH"))?;
        Ok(cargo)
    }

    /// The environment in which the command finds that `cargo`, on this search path.
    pub(super) fn set_up(&self, command: &mut Command, path: Option<std::ffi::OsString>) -> Result {
        let Toolchain::Debian { build } = self.toolchain else {
            command.env("PATH", path.unwrap_or_default());
            return Ok(());
        };
        // What rustup and cargo set for their own toolchain.
        for name in ["CARGO", "RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH"] {
            command.env_remove(name);
        }
        let linker = format!("CARGO_TARGET_{}_LINKER", self.target.to_uppercase().replace('-', "_"));
        command
            .env("PATH", with_first(PathBuf::from("/usr/bin"), path)?)
            // It builds the standard library from its source, which is not yet a stable thing to do.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_UNSTABLE_BUILD_STD", build)
            .env(linker, "wasm-ld-19");
        Ok(())
    }
}
