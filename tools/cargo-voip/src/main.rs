//! `cargo voip`: a crate with a `#[voip_page]`, as a WeChat mini-program.
//!
//! `cargo voip build` is one straight line: it finds the package and its configuration (`cargo`,
//! `config`), compiles it, holds the module against what phones take (`module`), reads its pages
//! (`page`), makes the mini-program's files (`site`; a page's own WXML is checked by `wxml`), puts
//! them where they belong (`write`) and says what they weigh (`report`). `cargo voip new` (`new`)
//! writes a crate to begin with. `cargo voip dev` (`dev`) runs a package's preview, and runs it anew
//! whenever a source of it changes.

#![forbid(unsafe_code)]

mod args;
mod build;
mod cargo;
mod config;
mod dev;
mod error;
mod file;
mod made;
mod module;
mod nearest;
mod new;
mod page;
mod process;
mod report;
mod runtime;
mod say;
mod site;
mod write;
mod wxml;

use std::process::ExitCode;

use crate::args::Task;

fn main() -> ExitCode {
    let done = match args::parse(std::env::args_os()) {
        Task::New(new) => new::new(&new),
        Task::Dev(dev) => dev::dev(&dev),
        Task::Build(build) => build::build(&build),
        Task::Check(check) => build::check(&check),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say::why(&error);
            ExitCode::FAILURE
        }
    }
}
