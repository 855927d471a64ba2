//! The folder with the scenarios of a crate.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::{self, Read as _, Write as _};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use super::{Played, Scenario, ScenarioError, ScenarioPage};
use crate::spec::Spec;

/// The name of the folder in the crate, and the extension of the files.
const FOLDER: &str = "scenarios";
const EXTENSION: &str = "jsonl";

/// The longest scenario, in bytes; one call has some thousands.
const MAX_BYTES: u64 = 8 << 20;

/// The longest name.
const MAX_NAME: usize = 64;

/// Names that Windows reserves, with any extension.
const RESERVED: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// The scenarios of a crate: the files `scenarios/NAME.jsonl`.
#[derive(Clone, Debug)]
pub struct Scenarios {
    folder: PathBuf,
}

/// The error of saving a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SaveError {
    /// There is a scenario with this name.
    Exists,
    /// It cannot be written.
    Other(ScenarioError),
}

impl Scenarios {
    /// The scenarios of the crate with this folder, `env!("CARGO_MANIFEST_DIR")`.
    pub fn of_crate(folder: impl AsRef<Path>) -> Self {
        Self { folder: folder.as_ref().join(FOLDER) }
    }

    /// The folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The names, sorted. Without the folder there are none.
    ///
    /// # Errors
    ///
    /// If the folder cannot be read.
    pub fn names(&self) -> Result<Vec<String>, ScenarioError> {
        let entries = match fs::read_dir(&self.folder) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(cannot("read", "读取", &self.folder, &error)),
        };
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let files = paths.filter(|path| path.extension().is_some_and(|extension| extension == EXTENSION));
        let mut names: Vec<_> =
            files.filter_map(|path| Some(path.file_stem()?.to_string_lossy().into_owned())).collect();
        names.sort();
        Ok(names)
    }

    /// Checks that a scenario can have this name: letters, digits, `-` and `_`, and no `-` at the start.
    ///
    /// # Errors
    ///
    /// If it cannot.
    pub fn check_name(name: &str) -> Result<(), ScenarioError> {
        let is_valid = (1..=MAX_NAME).contains(&name.len())
            && !name.starts_with('-')
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte));
        if !is_valid {
            return Err(ScenarioError::new(
                format!(
                    "invalid name `{name}`: expected letters, digits, `-` and `_`, at most {MAX_NAME}, and no `-` at the start"
                ),
                format!("名称 {name} 无效：只能用英文字母、数字、- 和 _，最多 {MAX_NAME} 个，不能以 - 开头"),
            ));
        }
        let lower = name.to_ascii_lowercase();
        if RESERVED.contains(&lower.trim_end_matches(|letter: char| letter.is_ascii_digit())) {
            return Err(ScenarioError::new(
                format!("invalid name `{name}`: Windows reserves it"),
                format!("名称 {name} 无效：Windows 保留了它"),
            ));
        }
        Ok(())
    }

    /// Reads the scenario with this name, of one of these pages.
    ///
    /// # Errors
    ///
    /// If the name is not valid, the file cannot be read, or the scenario is [invalid](Scenario::read).
    pub fn read(&self, name: &str, pages: &[&Spec]) -> Result<Scenario, ScenarioError> {
        Self::check_name(name)?;
        let file = self.file(name);
        let refuse = |error: io::Error| cannot("read", "读取", &file, &error);
        // Checked before opening: opening a named pipe blocks until a writer opens it.
        if !fs::metadata(&file).map_err(refuse)?.is_file() {
            return Err(ScenarioError::new("it is not a regular file", "它不是普通文件"));
        }
        let mut bytes = Vec::new();
        let read = fs::File::open(&file).and_then(|file| file.take(MAX_BYTES + 1).read_to_end(&mut bytes));
        if u64::try_from(read.map_err(refuse)?).is_ok_and(|length| length > MAX_BYTES) {
            return Err(ScenarioError::new("it is larger than 8 MB", "文件超过 8 MB"));
        }
        let text = String::from_utf8(bytes).map_err(|error| {
            let (good, _) = error.as_bytes().split_at(error.utf8_error().valid_up_to());
            let line = good.split(|byte| *byte == b'\n').count();
            ScenarioError::new("invalid UTF-8", "不是有效的 UTF-8").at(line)
        })?;
        Scenario::read(&text, pages)
    }

    /// Writes the text of a scenario into the folder, which it creates if needed. It replaces a scenario with this name only if
    /// `overwrite`.
    ///
    /// # Errors
    ///
    /// If there is one with this name, the name is not valid, or the file cannot be written.
    pub fn save(&self, name: &str, text: &str, overwrite: bool) -> Result<PathBuf, SaveError> {
        Self::check_name(name).map_err(SaveError::Other)?;
        let file = self.file(name);
        let refuse = |error: io::Error| match error.kind() {
            io::ErrorKind::AlreadyExists => SaveError::Exists,
            _ => SaveError::Other(cannot("write", "写入", &file, &error)),
        };
        let not_here = |why: &str, chinese: &str| Err(SaveError::Other(ScenarioError::new(why, chinese)));
        let names = self.names().map_err(SaveError::Other)?;
        if let Some(same) = names.iter().find(|same| *same != name && same.eq_ignore_ascii_case(name)) {
            return Err(SaveError::Other(ScenarioError::new(
                format!(
                    "`{name}` and the scenario `{same}` differ only in case, which some file systems ignore"
                ),
                format!("{name} 与已有的场景 {same} 只有大小写不同，而有的文件系统不分大小写"),
            )));
        }
        // The folder itself, and not the target of a link, which may be outside of the crate.
        match fs::symlink_metadata(&self.folder) {
            Ok(found) if found.is_dir() => {}
            Ok(_) => return not_here("`scenarios` is not a folder", "scenarios 不是文件夹"),
            Err(_) => fs::create_dir(&self.folder).map_err(refuse)?,
        }
        if let Ok(found) = fs::symlink_metadata(&file)
            && !found.is_file()
        {
            return not_here("the file exists and is not a regular file", "同名文件已存在，而且不是普通文件");
        }
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        if !overwrite {
            let mut new = options.open(&file).map_err(refuse)?;
            return new.write_all(text.as_bytes()).map(|()| file.clone()).map_err(|error| {
                let _ = fs::remove_file(&file);
                refuse(error)
            });
        }
        // First into another file, so that the old one stays if this fails.
        let temporary = self.folder.join(format!(".{name}.{}.new", std::process::id()));
        let written = options
            .open(&temporary)
            .and_then(|mut new| new.write_all(text.as_bytes()))
            .and_then(|()| fs::rename(&temporary, &file));
        written.map(|()| file.clone()).map_err(|error| {
            let _ = fs::remove_file(&temporary);
            refuse(error)
        })
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.{EXTENSION}"))
    }

    /// Plays all scenarios. This is what [`scenarios!`](crate::sim::scenarios) does.
    ///
    /// # Panics
    ///
    /// If a scenario is invalid or not as expected, or if there are none. The message names every such scenario.
    #[track_caller]
    pub fn check(&self, pages: &[ScenarioPage]) {
        match self.play_all(pages) {
            Ok(names) => std::println!("scenarios as expected: {}", names.join(", ")),
            Err(why) => panic!("{why}"),
        }
    }

    pub(super) fn play_all(&self, pages: &[ScenarioPage]) -> Result<Vec<String>, String> {
        let folder = self.folder.display();
        let names = self.names().map_err(|error| error.to_string())?;
        if names.is_empty() {
            let page = pages.first().map_or("Page", |page| page.spec().name);
            return Err(format!("no scenarios in {folder}\n{}", how_to_write(page)));
        }
        let mut report = String::new();
        let mut failed = 0;
        for name in &names {
            let played = catch_unwind(AssertUnwindSafe(|| self.play(name, pages)));
            let why = match played {
                Ok(Ok(Played { failure: None, .. })) => continue,
                Ok(Ok(Played { failure: Some(failure), .. })) => failure.to_string(),
                Ok(Err(error)) => error.to_string(),
                // The message was printed as it panicked.
                Err(_) => "the page's code panicked".to_owned(),
            };
            failed += 1;
            let _ = write!(report, "\n  {FOLDER}/{name}.{EXTENSION}: {why}");
        }
        if failed == 0 {
            return Ok(names);
        }
        Err(format!("{failed} of {} scenarios in {folder} failed:{report}", names.len()))
    }

    /// Plays the scenario with this name.
    ///
    /// # Errors
    ///
    /// If it cannot be [read](Self::read).
    pub fn play(&self, name: &str, pages: &[ScenarioPage]) -> Result<Played, ScenarioError> {
        let specs: Vec<_> = pages.iter().map(ScenarioPage::spec).collect();
        let scenario = self.read(name, &specs)?;
        let page = pages.iter().find(|page| page.spec().name == scenario.page);
        // `read` has found the page.
        page.map(|page| scenario.play(*page))
            .ok_or_else(|| ScenarioError::new("unknown page", "没有这个页面"))
    }
}

/// How to write the first scenario.
fn how_to_write(page: &str) -> String {
    format!(
        "help: save one in the browser (`cargo run -- --serve`), or write one, e.g. {FOLDER}/refused.{EXTENSION}:\n\n\
         {{\"scenario\":1,\"page\":\"{page}\",\"title\":\"The user refuses\",\"settings\":\"a.authorize=refuse\",\
         \"expect\":{{\"state\":\"Failed\",\"cause\":\"Denied\"}}}}\n{{\"at\":0,\"input\":\"tap\"}}\n"
    )
}

fn cannot(verb: &str, chinese: &str, path: &Path, error: &io::Error) -> ScenarioError {
    let path = path.display();
    match error.kind() {
        io::ErrorKind::NotFound => {
            ScenarioError::new(format!("no such file: {path}"), format!("没有文件 {path}"))
        }
        io::ErrorKind::PermissionDenied => ScenarioError::new(
            format!("cannot {verb} {path}: permission denied"),
            format!("没有权限{chinese} {path}"),
        ),
        _ => ScenarioError::new(format!("cannot {verb} {path}: {error}"), format!("无法{chinese} {path}")),
    }
}
