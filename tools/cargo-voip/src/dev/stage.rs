//! What is shown now: a child process, or none.

use std::path::{Path, PathBuf};
use std::process::ExitStatus;
use std::sync::{Arc, OnceLock};

use crate::args;
use crate::cargo::Preview;
use crate::dev::child::{Build, Child};
use crate::dev::executable::Executable;
use crate::dev::own;
use crate::error::Result;

pub(crate) struct Stage {
    /// Where the child should listen, if that was asked for.
    serve: Option<String>,
    no_open: bool,
    /// Where the first child listens, and therefore all that come after it.
    address: Arc<OnceLock<String>>,
    copies: PathBuf,
    child: Option<Child>,
}

/// What was done with an executable.
pub(crate) enum Shown {
    Started,
    Restarted,
    /// It is the one that runs.
    Unchanged,
}

impl Stage {
    pub(crate) fn new(args: &args::Dev, preview: &Preview) -> Self {
        Self {
            serve: args.serve.clone(),
            no_open: args.no_open,
            address: Arc::default(),
            copies: own::folder(&preview.target, &preview.name),
            child: None,
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.child.is_none()
    }

    /// Tells the child, if there is one, of a build.
    pub(crate) fn tell(&self, build: &Build) {
        if let Some(child) = &self.child {
            child.tell(build);
        }
    }

    /// Runs what cargo built in the place of what runs, unless they are the same.
    pub(crate) fn show(&mut self, built: &Path) -> Result<Shown> {
        // It may have ended during the build.
        let running = self.child.as_mut().is_some_and(|child| child.ended().is_none());
        if running && self.child.as_ref().is_some_and(|child| child.runs(built)) {
            self.tell(&Build::Running(false));
            return Ok(Shown::Unchanged);
        }
        let executable = Executable::copy(built, &self.copies)?;
        // Now that there is something to follow it: the address must be free.
        self.child = None;
        let address = self.address.get().or(self.serve.as_ref());
        // A browser that has the page comes back by itself.
        let no_open = self.no_open || self.address.get().is_some();
        self.child = Some(Child::start(executable, address, no_open, &self.address)?);
        Ok(if running { Shown::Restarted } else { Shown::Started })
    }

    /// How the child has ended, once.
    pub(crate) fn ended(&mut self) -> Option<ExitStatus> {
        let status = self.child.as_mut()?.ended()?;
        self.child = None;
        Some(status)
    }
}
