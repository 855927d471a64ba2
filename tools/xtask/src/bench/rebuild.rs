//! The time to rebuild a crate of 50 pages after a change of one field. It is compared with a crate of 50
//! hand-written pages that have the same spec, the same access to fields and the same host calls.

use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use std::{env, fs};

const PAGES: usize = 50;
const ROUNDS: usize = 11;

const BY_MACRO: &str = include_str!("rebuild/by_macro.rs");
const BY_HAND: &str = include_str!("rebuild/by_hand.rs");
const HOST: &str = include_str!("rebuild/host.rs");

/// Measures both crates in turn, and prints the medians and their ratio.
pub(crate) fn run() -> Result<(), Box<dyn Error>> {
    let root =
        Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).ok_or("xtask is not in tools/xtask")?;
    let target = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let folder = target.join("bench-rebuild");
    let by_macro = Crate::write(&folder, root, "by-macro", BY_MACRO, None)?;
    let by_hand = Crate::write(&folder, root, "by-hand", BY_HAND, Some(HOST))?;
    let (mut macro_times, mut hand_times) = (Vec::new(), Vec::new());
    for round in 0..=ROUNDS {
        let (macro_time, hand_time) = (by_macro.rebuild(round)?, by_hand.rebuild(round)?);
        // The first round builds everything.
        if round > 0 {
            macro_times.push(macro_time);
            hand_times.push(hand_time);
        }
    }
    let (by_macro, by_hand) = (super::median(macro_times), super::median(hand_times));
    println!("rebuilding {PAGES} pages by #[voip_page]: {by_macro:.2} s");
    println!("rebuilding {PAGES} pages by hand:         {by_hand:.2} s");
    println!("ratio:                              {:.2}", by_macro / by_hand);
    Ok(())
}

struct Crate {
    folder: PathBuf,
    page: &'static str,
}

impl Crate {
    fn write(
        folder: &Path,
        root: &Path,
        name: &str,
        page: &'static str,
        host: Option<&str>,
    ) -> Result<Self, Box<dyn Error>> {
        let folder = folder.join(name);
        fs::create_dir_all(folder.join("src"))?;
        let manifest = format!(
            "[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
             [dependencies]\nvoip-runtime = {{ path = \"{}\" }}\n",
            root.join("voip-runtime").display()
        );
        fs::write(folder.join("Cargo.toml"), manifest)?;
        fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock"))?;
        let mut lib = String::new();
        if let Some(host) = host {
            writeln!(lib, "pub mod host;")?;
            fs::write(folder.join("src/host.rs"), host)?;
        }
        for number in 0..PAGES {
            writeln!(lib, "pub mod page{number};")?;
            fs::write(folder.join(format!("src/page{number}.rs")), source(page, number, 0))?;
        }
        fs::write(folder.join("src/lib.rs"), lib)?;
        Ok(Self { folder, page })
    }

    /// Renames a field of one page, and returns the seconds that `cargo build` then takes.
    fn rebuild(&self, round: usize) -> Result<f64, Box<dyn Error>> {
        fs::write(self.folder.join("src/page7.rs"), source(self.page, 7, round))?;
        let start = Instant::now();
        let output = Command::new(env!("CARGO"))
            .args(["build", "--quiet", "--offline"])
            .env("CARGO_TARGET_DIR", self.folder.join("target"))
            .current_dir(&self.folder)
            .output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        Ok(start.elapsed().as_secs_f64())
    }
}

/// The source of one page, with the name of its field in this round.
fn source(page: &str, number: usize, round: usize) -> String {
    page.replace("PageNumber", &format!("Page{number}"))
        .replace("page-number", &format!("page{number}"))
        .replace("listen_name_round", &format!("listen_name{round}"))
        .replace("listenNameRound", &format!("listenName{round}"))
}

/// In the benchmark these are modules of a library, whose items another crate could use.
#[cfg(test)]
#[expect(dead_code, unreachable_pub, reason = "the benchmark does not run them")]
mod by_hand;
#[cfg(test)]
#[expect(unreachable_pub, reason = "the benchmark does not run them")]
mod by_macro;
#[cfg(test)]
#[expect(dead_code, unreachable_pub, reason = "the benchmark does not run them")]
mod host;

/// The pages that the benchmark compiles are compiled here too.
#[test]
fn both_pages_have_the_same_spec() {
    use voip_runtime::Page;
    assert_eq!(by_hand::SPEC, *by_macro::PageNumber::SPEC);
}
