//! `cargo voip`: a crate with a `#[voip_page]`, as a WeChat mini-program.
//!
//! `cargo voip build` is a straight line: it finds the package and its configuration (`cargo`,
//! `config`), compiles it, checks that phones accept the module (`module`), reads the pages (`page`),
//! checks custom WXML (`wxml`), generates the files of the mini-program (`generate`), writes them
//! (`write`) and reports their sizes (`report`). `cargo voip remove` (`remove`) removes what it added to
//! a project. `cargo voip new` (`new`) creates a crate with one page. `cargo voip dev` (`dev`) runs the
//! preview of a package, and rebuilds and restarts it when a source changes (`watch`).

#![forbid(unsafe_code)]

mod args;
mod build;
mod cargo;
mod config;
mod console;
mod created;
mod dev;
mod error;
mod file;
mod file_name;
mod generate;
mod module;
mod nearest;
mod new;
mod page;
mod place;
mod process;
mod project;
mod remove;
mod report;
mod runtime;
mod text;
mod watch;
mod write;
mod wxml;

use std::process::ExitCode;

use crate::args::Command;

fn main() -> ExitCode {
    let result = match args::parse(std::env::args_os()) {
        Command::New(new) => new::new(&new),
        Command::Dev(dev) => dev::dev(&dev),
        Command::Build(build) => build::build(&build),
        Command::Check(check) => build::check(&check),
        Command::Remove(remove) => remove::remove(&remove),
    };
    if let Err(error) = &result {
        console::errors(error);
    }
    if result.is_ok() && !console::has_failed() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
