//! Waits until a source changes.

mod sources;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::cargo::Sources;
use crate::console;
use crate::error::{Error, Result, bail};
use crate::file::{absolute, display_path};
use crate::watch::sources::{is_source, may_contain_sources};

/// Changes within this time are reported together: an editor writes a file in several steps.
const DEBOUNCE: Duration = Duration::from_millis(100);

/// How long `next` waits for a change.
const WAIT: Duration = Duration::from_millis(200);

pub(crate) struct Watch {
    watcher: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    /// Folders that are watched without their subfolders. Paths have no links, as in events.
    shallow: BTreeSet<PathBuf>,
    /// The folders in `shallow` that contain a package. New subfolders of them are watched too.
    packages: BTreeSet<PathBuf>,
    /// Folders that are watched with their subfolders.
    recursive: BTreeSet<PathBuf>,
    /// Files besides the sources.
    files: BTreeSet<PathBuf>,
    target: PathBuf,
}

impl Watch {
    pub(crate) fn new(sources: &Sources) -> Result<Self> {
        let (sender, events) = mpsc::channel();
        let watcher =
            notify::recommended_watcher(sender).map_err(|error| cannot_watch(&sources.root, &error))?;
        let (shallow, packages, recursive) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        let (files, target) = (BTreeSet::new(), without_links(&sources.target));
        let mut watch = Self { watcher, events, shallow, packages, recursive, files, target };
        watch.add(sources)?;
        Ok(watch)
    }

    /// Watches the folders that are not watched yet.
    pub(crate) fn add(&mut self, sources: &Sources) -> Result<()> {
        for folder in &sources.folders {
            self.add_package(&without_links(folder))?;
        }
        self.add_shallow(&without_links(&sources.root))
    }

    /// Also watches a file that is not a source.
    pub(crate) fn add_file(&mut self, file: &Path) -> Result<()> {
        let file = without_links(&absolute(file));
        // An editor or a compiler may replace the file, which only its folder reports.
        let folder = file.parent().unwrap_or(&file).to_path_buf();
        self.files.insert(file);
        if self.shallow.contains(&folder) { Ok(()) } else { self.watch_shallow(&folder) }
    }

    /// Whether a package is in this folder.
    pub(crate) fn is_package(&self, folder: &Path) -> bool {
        self.packages.contains(folder)
    }

    /// Waits a short time for a change, and then until no other follows. Returns the changed files in order.
    pub(crate) fn next(&mut self) -> Result<Option<Vec<PathBuf>>> {
        let mut changed = BTreeSet::new();
        let mut until = Instant::now() + WAIT;
        loop {
            match self.events.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(event) => {
                    if self.add_event(event, &mut changed) {
                        until = Instant::now() + DEBOUNCE;
                    }
                }
                Err(RecvTimeoutError::Timeout) => break,
                Err(RecvTimeoutError::Disconnected) => return bail("cannot watch the sources any longer"),
            }
        }
        Ok((!changed.is_empty()).then(|| changed.into_iter().collect()))
    }

    /// Adds the changed sources of an event, and returns whether it has any.
    fn add_event(&mut self, event: notify::Result<Event>, changed: &mut BTreeSet<PathBuf>) -> bool {
        let event = match event {
            Ok(event) => event,
            Err(error) => {
                let folder = error.paths.first().map_or(Path::new("."), PathBuf::as_path);
                console::errors(&cannot_watch(folder, &error));
                return false;
            }
        };
        // The system has dropped events.
        if event.need_rescan() {
            changed.extend(self.packages.iter().cloned());
            return true;
        }
        let mut paths = event.paths;
        paths.retain(|path| self.is_source_change(event.kind, path));
        let any = !paths.is_empty();
        changed.extend(paths);
        any
    }

    fn is_source_change(&mut self, kind: EventKind, path: &Path) -> bool {
        match kind {
            EventKind::Access(AccessKind::Close(AccessMode::Write)) => {}
            // The compiler reads sources.
            EventKind::Access(_) => return false,
            _ => {}
        }
        if self.files.contains(path) {
            return true;
        }
        let Some(relative) = self.relative(path) else { return false };
        if is_source(relative) {
            return true;
        }
        let is_new = matches!(kind, EventKind::Create(_) | EventKind::Modify(ModifyKind::Name(_)));
        if !is_new || !may_contain_sources(relative) || !path.is_dir() {
            return false;
        }
        if path.parent().is_some_and(|parent| self.packages.contains(parent))
            && let Err(error) = self.add_recursive(path)
        {
            console::errors(&error);
        }
        // Files may have been written to the folder before it was watched.
        self.recursive.iter().any(|folder| path.starts_with(folder))
    }

    /// The path relative to the watched folder that contains it.
    fn relative<'a>(&self, path: &'a Path) -> Option<&'a Path> {
        // Files in the target folder are not sources, unless a package or workspace is inside it.
        let is_source = |folder: &PathBuf| folder.starts_with(&self.target) && path.starts_with(folder);
        if path.starts_with(&self.target) && !self.shallow.iter().any(is_source) {
            return None;
        }
        // The innermost folder: a path dependency may be in a hidden folder of the package.
        self.shallow.iter().rev().find_map(|folder| path.strip_prefix(folder).ok())
    }

    fn add_package(&mut self, folder: &Path) -> Result<()> {
        if !self.packages.insert(folder.to_path_buf()) {
            return Ok(());
        }
        self.add_shallow(folder)?;
        // Each subfolder on its own, to leave out the target folder, which has thousands of subfolders.
        let entries = fs::read_dir(folder).map_err(|error| cannot_watch(folder, &error.into()))?;
        for path in entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir()) {
            if path.strip_prefix(folder).is_ok_and(may_contain_sources) && path != self.target {
                self.add_recursive(&path)?;
            }
        }
        Ok(())
    }

    fn add_shallow(&mut self, folder: &Path) -> Result<()> {
        if self.shallow.insert(folder.to_path_buf()) { self.watch_shallow(folder) } else { Ok(()) }
    }

    fn watch_shallow(&mut self, folder: &Path) -> Result<()> {
        // A shallow watch would replace the recursive one of a parent.
        let is_watched = self.recursive.iter().any(|parent| folder.starts_with(parent));
        if is_watched { Ok(()) } else { self.watch(folder, RecursiveMode::NonRecursive) }
    }

    /// Also for a known folder, which may have been removed and created again.
    fn add_recursive(&mut self, folder: &Path) -> Result<()> {
        self.recursive.insert(folder.to_path_buf());
        self.watch(folder, RecursiveMode::Recursive)
    }

    fn watch(&mut self, folder: &Path, mode: RecursiveMode) -> Result<()> {
        match self.watcher.watch(folder, mode) {
            // The folder was removed in the meantime. If it is needed, the build fails.
            Err(error) if !folder.exists() && !matches!(error.kind, ErrorKind::MaxFilesWatch) => Ok(()),
            result => result.map_err(|error| cannot_watch(folder, &error)),
        }
    }
}

/// The path without links, as in events. The target folder may not exist yet.
fn without_links(folder: &Path) -> PathBuf {
    let by_parent = || Some(fs::canonicalize(folder.parent()?).ok()?.join(folder.file_name()?));
    fs::canonicalize(folder).ok().or_else(by_parent).unwrap_or_else(|| folder.to_path_buf())
}

fn cannot_watch(folder: &Path, error: &notify::Error) -> Error {
    let why = match &error.kind {
        ErrorKind::MaxFilesWatch => {
            return Error::new(format!(
                "cannot watch `{}`: too many watched files\nhelp: on Linux, increase `fs.inotify.max_user_watches`",
                display_path(folder)
            ));
        }
        ErrorKind::Io(error) => crate::file::describe(error),
        _ => error.to_string(),
    };
    Error::new(format!("cannot watch `{}`: {why}", display_path(folder)))
}
