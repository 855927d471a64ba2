//! `cargo voip dev`: runs the preview, and rebuilds and restarts it when a source changes.
//!
//! The steps are a loop: build (`cargo::Preview`), run (`runner`), wait for a change (`crate::watch`). The runner starts a
//! copy of the executable (`executable`, `process_folder`) as a child process (`child`). The child keeps running
//! during a build and after one that fails, and receives the status of each build.

mod child;
mod executable;
mod process_folder;
mod runner;

use std::path::PathBuf;
use std::time::Instant;

use crate::args;
use crate::cargo::{Built, Preview};
use crate::console::{self, status};
use crate::dev::child::BuildStatus;
use crate::dev::runner::{Outcome, Runner};
use crate::error::{Error, Result};
use crate::file::display_path;
use crate::text::list;
use crate::watch::Watch;

/// Runs until the process is ended.
pub(crate) fn dev(args: &args::Dev) -> Result<()> {
    let preview = Preview::find(args.package.as_deref())?;
    let mut dev = Dev {
        watch: Watch::new(&preview.sources)?,
        runner: Runner::new(args, &preview),
        package: args.package.clone(),
        preview,
        lock: None,
    };
    dev.rebuild();
    loop {
        let changed = dev.watch.next()?;
        if let Some(exit) = dev.runner.exit_status() {
            console::error(&format!("the preview `{}` ended unexpectedly ({exit})", dev.preview.name));
            status("Waiting", "for a change");
        }
        if let Some(changed) = changed {
            dev.changed(changed);
        }
    }
}

struct Dev {
    /// The argument `--package`.
    package: Option<String>,
    preview: Preview,
    /// The content of `Cargo.lock` after the last build.
    lock: Option<Vec<u8>>,
    watch: Watch,
    runner: Runner,
}

impl Dev {
    fn changed(&mut self, mut files: Vec<PathBuf>) {
        // Cargo writes the lock file during a build.
        files.retain(|file| !file.ends_with("Cargo.lock") || self.preview.sources.lock() != self.lock);
        if files.is_empty() {
            return;
        }
        let names: Vec<String> = files.iter().map(|file| display_path(file)).collect();
        status("Changed", &list(&names));
        self.rebuild();
    }

    fn rebuild(&mut self) {
        let start = Instant::now();
        self.runner.send(&BuildStatus::Running(true));
        let errors = match self.build() {
            Ok(Built::Failed(errors)) => errors,
            Ok(Built::Executable(file)) => match self.runner.run(&file) {
                Ok(outcome) => return self.print(&outcome, start),
                Err(error) => report(&error),
            },
            Err(error) => report(&error),
        };
        self.runner.send(&BuildStatus::Errors(errors));
        let previous = if self.runner.is_running() { "; the previous build keeps running" } else { "" };
        status("Waiting", &format!("for a change{previous}"));
    }

    fn build(&mut self) -> Result<Built> {
        // Read again for each build: a change of a manifest may not be reported, and this takes little time.
        self.preview = Preview::find(self.package.as_deref())?;
        self.watch.add(&self.preview.sources)?;
        let built = self.preview.build();
        self.lock = self.preview.sources.lock();
        built
    }

    fn print(&self, outcome: &Outcome, start: Instant) {
        let (name, seconds) = (&self.preview.name, start.elapsed().as_secs_f32());
        match outcome {
            Outcome::Started => status(
                "Started",
                &format!("`{name}` in {seconds:.1} s; rebuilt when a source changes; press Ctrl-C to stop"),
            ),
            Outcome::Restarted => status("Restarted", &format!("`{name}` in {seconds:.1} s")),
            Outcome::Unchanged => status("Unchanged", &format!("`{name}`, still running")),
        }
    }
}

/// Prints an error, and returns it in rustc's format.
fn report(error: &Error) -> String {
    console::errors(error);
    error.messages().iter().fold(String::new(), |text, message| text + "error: " + message + "\n")
}
