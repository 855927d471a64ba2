//! Waits until a source was changed.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::cargo::Preview;
use crate::dev::sources::{is_for_sources, is_source};
use crate::error::{Error, Result, refuse};
use crate::file::name;
use crate::say;

/// An editor writes a file in several steps, and a person saves several files at once.
const QUIET: Duration = Duration::from_millis(100);

/// How long nothing may happen before others have their turn.
const TURN: Duration = Duration::from_millis(200);

pub(crate) struct Watch {
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    /// Folders whose own files are watched, without links, as events name them.
    flat: BTreeSet<PathBuf>,
    /// Those of them that are a package's: a folder that is made in it is watched, too.
    packages: BTreeSet<PathBuf>,
    /// Folders that are watched with all that is in them.
    deep: BTreeSet<PathBuf>,
    target: PathBuf,
}

impl Watch {
    pub(crate) fn new(preview: &Preview) -> Result<Self> {
        let (sender, events) = mpsc::channel();
        let watcher = notify::recommended_watcher(sender).map_err(|error| cannot(&preview.root, &error))?;
        let (flat, packages, deep) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let mut watch =
            Self { watcher, events, flat, packages, deep, target: without_links(&preview.target) };
        watch.add(preview)?;
        Ok(watch)
    }

    /// Watches the folders of the preview that are not watched yet.
    pub(crate) fn add(&mut self, preview: &Preview) -> Result<()> {
        for folder in &preview.folders {
            self.add_package(&without_links(folder))?;
        }
        self.add_flat(&without_links(&preview.root))
    }

    /// Waits a moment for a change, and then until no other follows it: the files, in order.
    pub(crate) fn next(&mut self) -> Result<Option<Vec<PathBuf>>> {
        let mut changed = BTreeSet::new();
        let mut until = Instant::now() + TURN;
        loop {
            match self.events.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(event) => {
                    if self.take(event, &mut changed) {
                        until = Instant::now() + QUIET;
                    }
                }
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return refuse("the sources are no longer watched"),
            }
        }
        Ok((!changed.is_empty()).then(|| changed.into_iter().collect()))
    }

    /// Whether the event tells of changed sources, which are added to the others.
    fn take(&mut self, event: notify::Result<Event>, changed: &mut BTreeSet<PathBuf>) -> bool {
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                let folder = error.paths.first().map_or(Path::new("."), PathBuf::as_path);
                say::why(&cannot(folder, &error));
                return false;
            }
        };
        // There were more events than could be told.
        if event.need_rescan() {
            changed.extend(self.packages.iter().cloned());
            return true;
        }
        let mut paths = event.paths;
        paths.retain(|path| self.matters(event.kind, path));
        let matters = !paths.is_empty();
        changed.extend(paths);
        matters
    }

    fn matters(&mut self, kind: EventKind, path: &Path) -> bool {
        match kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => {}
            // The compiler reads.
            EventKind::Access(_) => return false,
            _ => {}
        }
        let Some(inside) = self.inside(path) else { return false };
        if is_source(inside) {
            return true;
        }
        let comes = matches!(kind, EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(_)));
        if !comes || !is_for_sources(inside) || !path.is_dir() {
            return false;
        }
        if path.parent().is_some_and(|parent| self.packages.contains(parent))
            && let Err(error) = self.add_deep(path)
        {
            say::why(&error);
        }
        // What was written to the folder before it was watched, nobody tells.
        self.deep.iter().any(|folder| path.starts_with(folder))
    }

    /// The path from the watched folder that it lies in.
    fn inside<'a>(&self, path: &'a Path) -> Option<&'a Path> {
        // What cargo builds is nobody's source, unless the package or its workspace lies among it.
        let is_source = |folder: &PathBuf| folder.starts_with(&self.target) && path.starts_with(folder);
        if path.starts_with(&self.target) && !self.flat.iter().any(is_source) {
            return None;
        }
        // The innermost: a package that is depended on may lie in a hidden folder of another.
        self.flat.iter().rev().find_map(|folder| path.strip_prefix(folder).ok())
    }

    fn add_package(&mut self, folder: &Path) -> Result<()> {
        if !self.packages.insert(folder.to_path_buf()) {
            return Ok(());
        }
        self.add_flat(folder)?;
        // One by one: the target folder is often among them, and has thousands of its own.
        let entries = fs::read_dir(folder).map_err(|error| cannot(folder, &error.into()))?;
        for path in entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()) {
            if path.strip_prefix(folder).is_ok_and(is_for_sources) && path != self.target {
                self.add_deep(&path)?;
            }
        }
        Ok(())
    }

    fn add_flat(&mut self, folder: &Path) -> Result<()> {
        // A folder watched as a part of another must stay that.
        let part = self.deep.iter().any(|deep| folder.starts_with(deep));
        if self.flat.insert(folder.to_path_buf()) && !part {
            self.watch(folder, RecursiveMode::NonRecursive)?;
        }
        Ok(())
    }

    /// Once more if it is known: it may have been removed and made again.
    fn add_deep(&mut self, folder: &Path) -> Result<()> {
        self.deep.insert(folder.to_path_buf());
        self.watch(folder, RecursiveMode::Recursive)
    }

    fn watch(&mut self, folder: &Path, mode: RecursiveMode) -> Result<()> {
        match self.watcher.watch(folder, mode) {
            // Gone again: it is the build that misses it.
            Err(error) if !folder.exists() && !matches!(error.kind, ErrorKind::MaxFilesWatch) => Ok(()),
            done => done.map_err(|error| cannot(folder, &error)),
        }
    }
}

/// As events name it. The target folder may still have to be made.
fn without_links(folder: &Path) -> PathBuf {
    let above = || Some(fs::canonicalize(folder.parent()?).ok()?.join(folder.file_name()?));
    fs::canonicalize(folder).ok().or_else(above).unwrap_or_else(|| folder.to_path_buf())
}

fn cannot(folder: &Path, error: &notify::Error) -> Error {
    let why = match &error.kind {
        ErrorKind::MaxFilesWatch => {
            "the system watches too many files already (on Linux, fs.inotify.max_user_watches)".to_owned()
        }
        ErrorKind::Io(error) => crate::file::words(error),
        _ => error.to_string(),
    };
    Error::new(format!("cannot watch `{}`: {why}", name(folder)))
}
