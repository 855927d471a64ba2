//! The command line.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

/// A `#[voip_page]` as a WeChat mini-program
#[derive(Debug, Parser)]
#[command(name = "cargo voip", bin_name = "cargo voip", version, disable_help_subcommand = true)]
struct Voip {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Task {
    /// Write a new crate with one page: `cargo run` shows it, `cargo voip build` makes the mini-program
    New(New),
    /// Show a package's pages on two phones in the browser, built anew whenever a source is saved
    Dev(Dev),
    /// Compile a package and write the mini-program of its pages
    Build(Build),
    /// Everything that `build` does, but for writing
    Check(Check),
}

#[derive(Args, Debug)]
pub(crate) struct New {
    /// The folder to make; its last part names the crate
    #[arg(value_name = "NAME")]
    pub(crate) path: PathBuf,
}

#[derive(Args, Debug)]
pub(crate) struct Dev {
    /// The package with the pages [default: the one in this folder, or the only one with pages]
    #[arg(short, long, value_name = "PACKAGE")]
    pub(crate) package: Option<String>,

    /// Where the preview listens, e.g. 127.0.0.1:5151 [default: the preview's own choice, kept from start to start]
    #[arg(long, value_name = "ADDR")]
    pub(crate) serve: Option<String>,

    /// Leave the browser closed; a line names the address
    #[arg(long)]
    pub(crate) no_open: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Build {
    #[command(flatten)]
    pub(crate) source: Source,

    /// Write a whole mini-program to DIR [default: target/voip/PACKAGE]
    #[arg(long, value_name = "DIR", conflicts_with = "into")]
    pub(crate) out: Option<PathBuf>,

    /// Add the pages to the mini-program that lies in DIR
    #[arg(long, value_name = "DIR")]
    pub(crate) into: Option<PathBuf>,

    /// Print what was built as one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) source: Source,
}

/// What the module is made of.
#[derive(Args, Debug)]
pub(crate) struct Source {
    /// The package with the pages [default: the one in this folder, or the only one with pages]
    #[arg(short, long, value_name = "PACKAGE")]
    pub(crate) package: Option<String>,

    /// Take this module, built already, instead of compiling the package
    #[arg(long, value_name = "FILE")]
    pub(crate) wasm: Option<PathBuf>,
}

/// Reads the command line; a wrong one, and a plea for help, end the process as clap does.
///
/// Cargo calls `cargo-voip voip …` for `cargo voip …`, so one `voip` in front is its name and no word.
pub(crate) fn parse(args: impl IntoIterator<Item = OsString>) -> Task {
    let mut args: Vec<OsString> = args.into_iter().collect();
    if args.get(1).is_some_and(|word| word == "voip") {
        args.remove(1);
    }
    Voip::parse_from(args).task
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn clap_finds_nothing_wrong_with_the_flags() {
        Voip::command().debug_assert();
    }
}
