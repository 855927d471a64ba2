//! Recordings as files.

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};

use crate::paint::text::visible;

/// A header is shorter than this, whatever the page is called.
const HEADER: u64 = 4096;

/// The most bytes of a recording that are read; one call has some thousands.
const LONGEST: u64 = 64_000_000;

/// A file's name in a message.
pub(crate) fn name(file: &Path) -> String {
    visible(&file.display().to_string())
}

/// The text of a recording.
pub(crate) fn read(file: &Path) -> Result<String, String> {
    let refuse = |why: &str| format!("cannot read `{}`: {why}", name(file));
    // Before it is opened: opening a pipe waits for whoever writes to it.
    match fs::metadata(file) {
        Err(error) => return Err(refuse(&words(&error))),
        Ok(there) if there.is_dir() => return Err(refuse("it is a directory")),
        Ok(there) if !there.is_file() => return Err(refuse("it is no ordinary file")),
        Ok(_) => {}
    }
    let mut bytes = Vec::new();
    // Not by its size: a file can grow, and some of the system's own say that they are empty.
    let read = File::open(file).and_then(|file| file.take(LONGEST + 1).read_to_end(&mut bytes));
    read.map_err(|error| refuse(&words(&error)))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > LONGEST) {
        return Err(refuse("it is longer than 64 MB, as no recording is"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let (good, _) = error.as_bytes().split_at(error.utf8_error().valid_up_to());
        let line = good.split(|byte| *byte == b'\n').count();
        refuse(&format!("line {line}: this is not UTF-8"))
    })
}

/// Whether a recording may be written to `file`: nothing that is something else may be lost.
pub(crate) fn may_write(file: &Path) -> Result<(), String> {
    let refuse = |why: &str| Err(format!("cannot record to `{}`: {why}", name(file)));
    match fs::metadata(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if file.file_name().is_none() {
                return refuse("this names no file");
            }
            if fs::symlink_metadata(file).is_ok() {
                return refuse("it is a link to a file that is not there");
            }
            match fs::metadata(directory(file)) {
                Ok(directory) if directory.is_dir() => Ok(()),
                Ok(_) => refuse("what it should lie in is no directory"),
                Err(error) if error.kind() == io::ErrorKind::NotFound => refuse("there is no such directory"),
                Err(error) => refuse(&words(&error)),
            }
        }
        Err(error) => refuse(&words(&error)),
        Ok(there) if there.is_dir() => refuse("it is a directory"),
        Ok(there) if !there.is_file() => {
            refuse("it is no ordinary file (--json prints the same to standard output)")
        }
        Ok(there) if there.len() == 0 => Ok(()),
        Ok(_) => match is_recording(file) {
            Ok(true) => Ok(()),
            Ok(false) => refuse("it exists and is no recording, so it stays as it is"),
            Err(error) => refuse(&words(&error)),
        },
    }
}

/// Whether the first line is the header of a recording, of any page and version.
fn is_recording(file: &Path) -> io::Result<bool> {
    let mut line = Vec::new();
    BufReader::new(File::open(file)?.take(HEADER)).read_until(b'\n', &mut line)?;
    let header: Option<serde_json::Value> = serde_json::from_slice(&line).ok();
    Ok(header.is_some_and(|header| header["voip"].is_u64() && header["page"].is_string()))
}

/// Writes `lines` whole or not at all: beside the file, and then in its place.
pub(crate) fn write(file: &Path, lines: &str) -> Result<(), String> {
    // A link stays one.
    let file = fs::canonicalize(file).unwrap_or_else(|_| file.to_path_buf());
    let beside = beside(&file);
    let written = write_new(&beside, lines).and_then(|()| fs::rename(&beside, &file));
    written.map_err(|error| {
        // It may not have come into being at all.
        let _ = fs::remove_file(&beside);
        format!("cannot record to `{}`: {}", name(&file), words(&error))
    })
}

fn write_new(file: &Path, lines: &str) -> io::Result<()> {
    let mut file = File::create(file)?;
    file.write_all(lines.as_bytes())?;
    file.sync_all()
}

/// `.calls.jsonl.1234.new`, in the same directory so that it can be renamed.
fn beside(file: &Path) -> PathBuf {
    let mut name = std::ffi::OsString::from(".");
    name.push(file.file_name().unwrap_or_default());
    name.push(format!(".{}.new", std::process::id()));
    directory(file).join(name)
}

fn directory(file: &Path) -> &Path {
    match file.parent() {
        Some(parent) if parent.as_os_str().is_empty() => Path::new("."),
        Some(parent) => parent,
        None => Path::new("/"),
    }
}

/// An error in words of ours where it is a usual one, without its number.
fn words(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        io::ErrorKind::IsADirectory => "it is a directory".into(),
        _ => error.to_string(),
    }
}
