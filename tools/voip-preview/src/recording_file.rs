//! Reads and writes recordings as files.

use std::fs::{self, File};
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};

use crate::paint::text::visible;

/// The longest header, in bytes; a header holds the name of the page.
const MAX_HEADER_BYTES: u64 = 4096;

/// The longest recording, in bytes; one call has some thousands.
const MAX_BYTES: u64 = 64_000_000;

/// The name of a file, for a message.
pub(crate) fn name(file: &Path) -> String {
    visible(&file.display().to_string())
}

/// The name of standard input, as an argument.
const STANDARD_INPUT: &str = "-";

/// The name of what [`read`] reads, for a message.
pub(crate) fn source(file: &Path) -> String {
    if file.as_os_str() == STANDARD_INPUT { "standard input".into() } else { name(file) }
}

/// Reads the text of a recording; `-` is standard input.
pub(crate) fn read(file: &Path) -> Result<String, String> {
    if file.as_os_str() == STANDARD_INPUT {
        return read_text(&source(file), io::stdin().lock());
    }
    let refuse = |why: &str| format!("cannot read `{}`: {why}", name(file));
    // Checked before opening: opening a named pipe blocks until a writer opens it.
    match fs::metadata(file) {
        Err(error) => return Err(refuse(&describe(&error))),
        Ok(found) if found.is_dir() => return Err(refuse("it is a directory")),
        Ok(found) if !found.is_file() => return Err(refuse("it is not a regular file")),
        Ok(_) => {}
    }
    let opened = File::open(file).map_err(|error| refuse(&describe(&error)))?;
    read_text(&name(file), opened)
}

fn read_text(name: &str, from: impl io::Read) -> Result<String, String> {
    let refuse = |why: &str| format!("cannot read `{name}`: {why}");
    let mut bytes = Vec::new();
    // The size in the metadata is not enough: a file can grow, and some special files report size 0.
    let read = from.take(MAX_BYTES + 1).read_to_end(&mut bytes);
    read.map_err(|error| refuse(&describe(&error)))?;
    if u64::try_from(bytes.len()).is_ok_and(|length| length > MAX_BYTES) {
        return Err(refuse("it is larger than 64 MB"));
    }
    String::from_utf8(bytes).map_err(|error| {
        let (good, _) = error.as_bytes().split_at(error.utf8_error().valid_up_to());
        let line = good.split(|byte| *byte == b'\n').count();
        refuse(&format!("line {line}: invalid UTF-8"))
    })
}

/// Checks that a recording may be written to `file`. Only recordings and empty files are overwritten.
pub(crate) fn may_write(file: &Path) -> Result<(), String> {
    let refuse = |why: &str| Err(format!("cannot record to `{}`: {why}", name(file)));
    match fs::metadata(file) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            if file.file_name().is_none() {
                return refuse("the path has no file name");
            }
            if fs::symlink_metadata(file).is_ok() {
                return refuse("it is a link to a file that does not exist");
            }
            match fs::metadata(directory(file)) {
                Ok(directory) if directory.is_dir() => Ok(()),
                Ok(_) => refuse("its parent is not a directory"),
                Err(error) if error.kind() == io::ErrorKind::NotFound => refuse("no such directory"),
                Err(error) => refuse(&describe(&error)),
            }
        }
        Err(error) => refuse(&describe(&error)),
        Ok(found) if found.is_dir() => refuse("it is a directory"),
        Ok(found) if !found.is_file() => {
            refuse("it is not a regular file; use `--json` to print the recording")
        }
        Ok(found) if found.len() == 0 => Ok(()),
        Ok(_) => match is_recording(file) {
            Ok(true) => Ok(()),
            Ok(false) => refuse("the file exists and is not a recording"),
            Err(error) => refuse(&describe(&error)),
        },
    }
}

/// Whether the first line is the header of a recording, of any page and any version. A scenario has more than a recording.
fn is_recording(file: &Path) -> io::Result<bool> {
    let mut line = Vec::new();
    BufReader::new(File::open(file)?.take(MAX_HEADER_BYTES)).read_until(b'\n', &mut line)?;
    let header: Option<serde_json::Value> = serde_json::from_slice(&line).ok();
    Ok(header.is_some_and(|header| {
        header["voip"].is_u64() && header["page"].is_string() && header["scenario"].is_null()
    }))
}

/// Writes `lines` atomically: into a temporary file, which then replaces `file`.
pub(crate) fn write(file: &Path, lines: &str) -> Result<(), String> {
    // Replace the target of a link, not the link.
    let file = fs::canonicalize(file).unwrap_or_else(|_| file.to_path_buf());
    let temporary = temporary(&file);
    let written = write_new(&temporary, lines).and_then(|()| fs::rename(&temporary, &file));
    written.map_err(|error| {
        // Fails if the file was not created.
        let _ = fs::remove_file(&temporary);
        format!("cannot record to `{}`: {}", name(&file), describe(&error))
    })
}

fn write_new(file: &Path, lines: &str) -> io::Result<()> {
    let mut file = File::create(file)?;
    file.write_all(lines.as_bytes())?;
    file.sync_all()
}

/// The path of the temporary file, `.calls.jsonl.1234.new`, in the same directory so that it can be renamed.
fn temporary(file: &Path) -> PathBuf {
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

/// The text of an error; a common error has no OS error number.
fn describe(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "no such file".into(),
        io::ErrorKind::PermissionDenied => "permission denied".into(),
        io::ErrorKind::IsADirectory => "it is a directory".into(),
        _ => error.to_string(),
    }
}
