//! The compiler for a wasm target: the one of rustup, or the one of Debian, which builds the standard library from
//! source.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::place::with_first;
use super::step::asked;
use super::{Result, debian};

const DEBIAN: [&str; 4] = ["rustc-web", "cargo-web", "rust-web-src", "lld-19"];

/// The oldest minor version of Rust that compiles this workspace.
const MIN_MINOR_VERSION: u32 = 88;

/// How to compile for one target.
pub(super) struct Wasm {
    pub(super) target: &'static str,
    toolchain: Toolchain,
}

enum Toolchain {
    /// The toolchain that runs this program. It has the target.
    Current,
    /// The toolchain of Debian, and the parts of the standard library to build.
    Debian { build: &'static str },
}

/// Finds a toolchain. If there is none, installs the target with rustup, or else the packages of Debian.
pub(super) fn find_or_install(target: &'static str, build: &'static str) -> Result<Wasm> {
    // To test with Debian's toolchain on a machine that has both.
    let debian_only = env::var_os("VOIP_WASM").is_some_and(|value| value == "debian");
    let toolchain = if !debian_only && is_installed(target) {
        Toolchain::Current
    } else if debians_is_there() {
        Toolchain::Debian { build }
    } else if asked("rustup", &["target", "add", target]).is_some() && is_installed(target) {
        Toolchain::Current
    } else {
        debian::install(
            &DEBIAN,
            &format!("the target {target} is not installed: run `rustup target add {target}`"),
        )?;
        Toolchain::Debian { build }
    };
    println!(
        "   {target}, {}",
        match toolchain {
            Toolchain::Current => "with this toolchain",
            Toolchain::Debian { .. } => "with Debian's toolchain",
        }
    );
    Ok(Wasm { target, toolchain })
}

fn is_installed(target: &str) -> bool {
    asked("rustc", &["--print", "target-libdir", "--target", target])
        .is_some_and(|folder| Path::new(&folder).is_dir())
}

/// Whether the packages of Debian are installed.
pub(super) fn debians_is_there() -> bool {
    let minor = asked("/usr/bin/rustc", &["--version"])
        .and_then(|version| version.split(['.', ' ']).nth(2)?.parse::<u32>().ok());
    minor.is_some_and(|minor| minor >= MIN_MINOR_VERSION)
        && Path::new("/usr/bin/cargo").is_file()
        && Path::new("/usr/lib/rustlib/src/rust/library/alloc/Cargo.toml").is_file()
        && asked("wasm-ld-19", &["--version"]).is_some()
}

impl Wasm {
    /// A `cargo` command that can compile for the target.
    pub(super) fn cargo(&self) -> Result<Command> {
        let mut cargo = Command::new(match self.toolchain {
            Toolchain::Current => "cargo",
            Toolchain::Debian { .. } => "/usr/bin/cargo",
        });
        self.set_up(&mut cargo, env::var_os("PATH"))?;
        Ok(cargo)
    }

    /// Sets the environment of a command so that it finds this `cargo`.
    pub(super) fn set_up(&self, command: &mut Command, path: Option<std::ffi::OsString>) -> Result {
        let Toolchain::Debian { build } = self.toolchain else {
            command.env("PATH", path.unwrap_or_default());
            return Ok(());
        };
        // rustup and cargo have set these for another toolchain.
        for name in ["CARGO", "RUSTC", "RUSTDOC", "RUSTUP_TOOLCHAIN", "LD_LIBRARY_PATH"] {
            command.env_remove(name);
        }
        let linker = format!("CARGO_TARGET_{}_LINKER", self.target.to_uppercase().replace('-', "_"));
        command
            .env("PATH", with_first(PathBuf::from("/usr/bin"), path)?)
            // Building the standard library is unstable.
            .env("RUSTC_BOOTSTRAP", "1")
            .env("CARGO_UNSTABLE_BUILD_STD", build)
            .env(linker, "wasm-ld-19");
        Ok(())
    }
}
