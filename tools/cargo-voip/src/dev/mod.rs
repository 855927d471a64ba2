//! `cargo voip dev`: the preview runs, and runs anew whenever a source of it was saved.
//!
//! One thing after the other: build (`cargo::Preview`), show (`stage`: the child process, whose `executable`
//! is a copy of what cargo made, in a folder of its `own`), wait for a change (`watch`, of what `sources` there are). While a build
//! runs and when it fails, the child goes on as it was, and is told (`child`).

mod child;
mod executable;
mod own;
mod sources;
mod stage;
mod watch;

use std::fs;
use std::path::PathBuf;
use std::time::Instant;

use crate::args;
use crate::cargo::{Built, Preview};
use crate::dev::child::Build;
use crate::dev::stage::{Shown, Stage};
use crate::dev::watch::Watch;
use crate::error::{Error, Result};
use crate::file::name;
use crate::say::{self, list, step};

/// Builds, shows and waits, until the process is ended.
pub(crate) fn dev(args: &args::Dev) -> Result<()> {
    let preview = Preview::find(args.package.as_deref())?;
    let mut dev = Dev {
        watch: Watch::new(&preview)?,
        stage: Stage::new(args, &preview),
        package: args.package.clone(),
        preview,
        lock: None,
    };
    dev.round();
    loop {
        let changed = dev.watch.next()?;
        if let Some(status) = dev.stage.ended() {
            say::error(&format!("`{}` ended by itself ({status})", dev.preview.name));
            step("Waiting", "for a change");
        }
        if let Some(changed) = changed {
            dev.changed(changed);
        }
    }
}

struct Dev {
    /// As it was named.
    package: Option<String>,
    preview: Preview,
    /// What the workspace's `Cargo.lock` was after the last build.
    lock: Option<Vec<u8>>,
    watch: Watch,
    stage: Stage,
}

impl Dev {
    fn changed(&mut self, mut files: Vec<PathBuf>) {
        // Cargo itself has written it as it built.
        files.retain(|file| !file.ends_with("Cargo.lock") || self.read_lock() != self.lock);
        if files.is_empty() {
            return;
        }
        let names: Vec<String> = files.iter().map(|file| name(file)).collect();
        step("Changed", &list(&names));
        self.round();
    }

    /// One build, and what comes of it.
    fn round(&mut self) {
        let began = Instant::now();
        self.stage.tell(&Build::Running(true));
        let errors = match self.build() {
            Ok(Built::Failed(errors)) => errors,
            Ok(Built::Executable(file)) => match self.stage.show(&file) {
                Ok(shown) => return self.say(&shown, began),
                Err(error) => words(&error),
            },
            Err(error) => words(&error),
        };
        self.stage.tell(&Build::Errors(errors));
        let meanwhile = if self.stage.is_empty() { "" } else { "; what was built before goes on" };
        step("Waiting", &format!("for a change{meanwhile}"));
    }

    fn build(&mut self) -> Result<Built> {
        // Each time: that a manifest has changed may not have been told, and beside a build this is nothing.
        self.preview = Preview::find(self.package.as_deref())?;
        self.watch.add(&self.preview)?;
        let built = self.preview.build();
        self.lock = self.read_lock();
        built
    }

    fn say(&self, shown: &Shown, began: Instant) {
        let (name, seconds) = (&self.preview.name, began.elapsed().as_secs_f32());
        match shown {
            Shown::Started => step(
                "Started",
                &format!(
                    "`{name}` in {seconds:.1} s; it is built anew with each change, and ended by Ctrl-C"
                ),
            ),
            Shown::Restarted => step("Restarted", &format!("`{name}` in {seconds:.1} s")),
            Shown::Unchanged => step("Unchanged", &format!("`{name}`, which goes on")),
        }
    }

    fn read_lock(&self) -> Option<Vec<u8>> {
        fs::read(self.preview.root.join("Cargo.lock")).ok()
    }
}

/// Says why there is nothing new, and gives it as rustc would.
fn words(error: &Error) -> String {
    say::why(error);
    error.sentences().iter().fold(String::new(), |text, sentence| text + "error: " + sentence + "\n")
}
