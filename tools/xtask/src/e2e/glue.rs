//! `cargo xtask glue`: joins the files of the glue and minifies them with terser, after a change to one of them.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::Result;
use super::place::Place;
use super::step::quietly;

/// The files of the glue in `wx/voip`, in the order in which they are joined.
const FILES: [&str; 8] = ["tables", "values", "failures", "show", "app", "module", "page", "component"];

/// The file that is added to the glue of projects with scripts of their own. It is minified alone.
const OPEN: &str = "open";

/// The file that a build that records has too.
const RECORDER: &str = "recorder";

/// The beginning of a comment that is a statement in a build that records.
const RECORD: &str = "// record: ";

/// Writes the minified files.
pub(super) fn write(place: &Place) -> Result {
    for variant in Variant::ALL {
        let minified = variant.minify(place)?;
        fs::write(variant.path(), format!("{}\n{minified}", variant.header()?))?;
        println!("{}: {} bytes", variant.path().display(), minified.len());
    }
    Ok(())
}

/// Fails if a minified file is not what terser makes of the sources.
pub(super) fn check(place: &Place) -> Result {
    for variant in Variant::ALL {
        let expected = format!("{}\n{}", variant.header()?, variant.minify(place)?);
        if fs::read_to_string(variant.path())? != expected {
            return Err(format!("{} is out of date: run cargo xtask glue", variant.path().display()).into());
        }
    }
    Ok(())
}

#[derive(Clone, Copy)]
enum Variant {
    Plain,
    Recording,
    Open,
}

impl Variant {
    const ALL: [Self; 3] = [Self::Plain, Self::Recording, Self::Open];

    fn path(self) -> PathBuf {
        folder().join(match self {
            Self::Plain => "voip.min.js",
            Self::Recording => "voip.recording.min.js",
            Self::Open => "voip.open.min.js",
        })
    }

    /// The name of the file with the code that is minified, in the folder for what is built. The type checker reads it too.
    fn joined(self) -> &'static str {
        match self {
            Self::Plain => "glue.js",
            Self::Recording => "glue-that-records.js",
            Self::Open => "glue-open.js",
        }
    }

    /// The code that is minified.
    fn code(self) -> Result<String> {
        let read = |name: &str| fs::read_to_string(folder().join(format!("voip/{name}.js")));
        if let Self::Open = self {
            return Ok(read(OPEN)?);
        }
        let files = FILES.into_iter().map(read).collect::<std::io::Result<Vec<_>>>()?;
        let glue = files.join("\n");
        Ok(match self {
            Self::Plain | Self::Open => glue,
            Self::Recording => glue.replace(RECORD, "") + "\n" + &read(RECORDER)?,
        })
    }

    /// The first line: no type checker or linter of a project complains. The checksum shows without terser whether the sources
    /// have changed since.
    fn header(self) -> Result<String> {
        let checksum = self
            .code()?
            .bytes()
            .fold(0x811c_9dc5_u32, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        Ok(format!("/* eslint-disable */ // @ts-nocheck {checksum:08x}"))
    }

    fn minify(self, place: &Place) -> Result<String> {
        let code = place.built.join(self.joined());
        fs::write(&code, self.code()?)?;
        let options = ["--ecma", "5", "--toplevel", "--compress", "passes=3", "--mangle"];
        quietly(Command::new("terser").arg(code).args(options).env("PATH", place.search_path()?))
    }
}

/// The folder of the binding to the host.
fn folder() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", "..", "voip-runtime", "src", "wx"].iter().collect()
}

#[cfg(test)]
mod tests {
    use super::{FILES, OPEN, RECORDER, Variant, folder};

    #[test]
    fn the_minified_glue_is_up_to_date() {
        for variant in Variant::ALL {
            let minified = std::fs::read_to_string(variant.path()).unwrap();
            let header = variant.header().unwrap();
            assert_eq!(minified.lines().next(), Some(&*header), "run cargo xtask glue");
        }
    }

    #[test]
    fn every_file_is_joined() {
        let files = std::fs::read_dir(folder().join("voip")).unwrap();
        let mut files: Vec<_> = files.map(|file| file.unwrap().file_name().into_string().unwrap()).collect();
        let mut joined: Vec<_> =
            FILES.into_iter().chain([OPEN, RECORDER]).map(|name| format!("{name}.js")).collect();
        files.sort();
        joined.sort();
        assert_eq!(files, joined);
    }
}
