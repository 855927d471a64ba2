//! Command-line arguments.

use std::ffi::OsString;
use std::path::PathBuf;
use std::{io, process};

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::console;
use crate::file::describe;

/// Build a WeChat mini-program from a `#[voip_page]`
#[derive(Debug, Parser)]
#[command(name = "cargo voip", bin_name = "cargo voip", version, disable_help_subcommand = true)]
struct Voip {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Create a new package with one page
    New(New),
    /// Run the preview on two simulated phones in the browser; rebuild when a source file changes
    Dev(Dev),
    /// Compile a package and write a mini-program with its pages
    Build(Build),
    /// Check a package like `build`, but write nothing
    ///
    /// With `--into` it prints what `build` would write. It does not find out whether the folder may be written.
    Check(Check),
    /// Remove the pages that `build --into` added to a mini-program
    Remove(Remove),
}

#[derive(Args, Debug)]
pub(crate) struct New {
    /// The folder to create; its name is the name of the package
    #[arg(value_name = "NAME")]
    pub(crate) path: PathBuf,

    /// Where the crate `voip-runtime` is: the folder of a clone of its repository, or the URL of the repository, and a commit or tag
    /// [default: the clone that this command was built from, if it is nearby]
    #[arg(long, value_name = "PATH|GIT[#REV]")]
    pub(crate) runtime: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Dev {
    /// The package with the pages [default: the package in this folder, or the only one with pages]
    #[arg(short, long, value_name = "PACKAGE")]
    pub(crate) package: Option<String>,

    /// The address to listen on, e.g. 127.0.0.1:5151 [default: chosen by the preview, and kept when it restarts]
    #[arg(long, value_name = "ADDR")]
    pub(crate) serve: Option<String>,

    /// Do not open the browser
    #[arg(long)]
    pub(crate) no_open: bool,

    /// Also serve at this host: a port that ssh forwards, or a proxy, e.g. localhost:8080
    #[arg(long, value_name = "HOST")]
    pub(crate) allow_host: Vec<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Build {
    #[command(flatten)]
    pub(crate) source: Source,

    /// Write a complete mini-program to DIR [default: target/voip/PACKAGE]
    #[arg(long, value_name = "DIR", conflicts_with_all = ["into", "under"])]
    pub(crate) out: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) target: Target,

    /// Write an npm package instead of a mini-program [default: to target/voip-npm/PACKAGE]
    #[arg(long, conflicts_with_all = ["into", "under"])]
    pub(crate) npm: bool,

    /// Record what happens on the phone: `docs/host.md` says how to send it. Names, numbers and texts are left out
    /// unless it is `--record=full`
    #[arg(long, value_name = "full", num_args = 0..=1, require_equals = true, default_missing_value = "redacted")]
    pub(crate) record: Option<Record>,

    /// Build again when a source file changes, until Ctrl-C
    #[arg(long, conflicts_with = "json")]
    pub(crate) watch: bool,

    /// Print a report as one JSON object
    #[arg(long)]
    pub(crate) json: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Check {
    #[command(flatten)]
    pub(crate) source: Source,

    #[command(flatten)]
    pub(crate) target: Target,
}

#[derive(Args, Debug)]
pub(crate) struct Remove {
    /// The mini-program, or the Taro or uni-app project
    #[arg(long, value_name = "DIR")]
    pub(crate) into: PathBuf,

    /// Remove only the pages of this package
    #[arg(short, long, value_name = "PACKAGE")]
    pub(crate) package: Option<String>,

    /// Remove only these pages
    #[arg(value_name = "ROUTE")]
    pub(crate) routes: Vec<String>,

    /// Also remove files that were modified since they were written
    #[arg(long)]
    pub(crate) overwrite: bool,
}

/// An existing mini-program.
#[derive(Args, Debug)]
pub(crate) struct Target {
    /// Add the pages to the existing mini-program in DIR
    #[arg(long, value_name = "DIR")]
    pub(crate) into: Option<PathBuf>,

    /// With `--into`: the folder of the mini-program for the pages, the glue and the module, such as a subpackage
    #[arg(long, value_name = "DIR", requires = "into")]
    pub(crate) under: Option<PathBuf>,

    /// Overwrite files that were modified since they were written
    #[arg(long)]
    pub(crate) overwrite: bool,
}

/// What a build records.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub(crate) enum Record {
    #[value(hide = true)]
    Redacted,
    Full,
}

/// Where the module comes from.
#[derive(Args, Debug)]
pub(crate) struct Source {
    /// The package with the pages [default: the package in this folder, or the only one with pages]
    #[arg(short, long, value_name = "PACKAGE")]
    pub(crate) package: Option<String>,

    /// Use this compiled module instead of compiling the package
    #[arg(long, value_name = "FILE")]
    pub(crate) wasm: Option<PathBuf>,
}

/// Parses the command line. For wrong arguments and for `--help`, the process ends here.
///
/// Cargo runs `cargo-voip voip …` for `cargo voip …`, so a first argument `voip` is skipped.
pub(crate) fn parse(args: impl IntoIterator<Item = OsString>) -> Command {
    let mut args: Vec<OsString> = args.into_iter().collect();
    if args.get(1).is_some_and(|arg| arg == "voip") {
        args.remove(1);
    }
    Voip::try_parse_from(args).map_or_else(|error| end(&error), |voip| voip.command)
}

/// Prints what clap says, and ends the process.
fn end(error: &clap::Error) -> ! {
    let code = match error.print() {
        Err(why) if why.kind() != io::ErrorKind::BrokenPipe => {
            console::error(&format!("cannot print the help or the error: {}", describe(&why)));
            error.exit_code().max(1)
        }
        _ => error.exit_code(),
    };
    process::exit(code)
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_arguments_pass_the_checks_of_clap() {
        Voip::command().debug_assert();
    }
}
