//! `cargo xtask glue`: minifies the glue with terser, after a change to `voip.js` or `recorder.js`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::Result;
use super::place::Place;
use super::step::quietly;

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
}

impl Variant {
    const ALL: [Self; 2] = [Self::Plain, Self::Recording];

    fn path(self) -> PathBuf {
        source(match self {
            Self::Plain => "voip.min.js",
            Self::Recording => "voip.recording.min.js",
        })
    }

    /// The code that is minified.
    fn code(self) -> Result<String> {
        let glue = fs::read_to_string(source("voip.js"))?;
        Ok(match self {
            Self::Plain => glue,
            Self::Recording => glue.replace(RECORD, "") + &fs::read_to_string(source("recorder.js"))?,
        })
    }

    /// The first line. The checksum shows without terser whether the sources have changed since.
    fn header(self) -> Result<String> {
        let checksum = self
            .code()?
            .bytes()
            .fold(0x811c_9dc5_u32, |sum, byte| (sum ^ u32::from(byte)).wrapping_mul(0x0100_0193));
        Ok(format!("// voip-runtime/src/wx/voip.js, minified ({checksum:08x})"))
    }

    fn minify(self, place: &Place) -> Result<String> {
        let code = place.built.join("glue.js");
        fs::write(&code, self.code()?)?;
        let options = ["--ecma", "5", "--toplevel", "--compress", "passes=3", "--mangle"];
        quietly(Command::new("terser").arg(code).args(options).env("PATH", place.search_path()?))
    }
}

/// The path of a file of the glue.
fn source(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", "..", "voip-runtime", "src", "wx", name].iter().collect()
}

#[cfg(test)]
mod tests {
    use super::Variant;

    #[test]
    fn the_minified_glue_is_up_to_date() {
        for variant in Variant::ALL {
            let minified = std::fs::read_to_string(variant.path()).unwrap();
            let header = variant.header().unwrap();
            assert_eq!(minified.lines().next(), Some(&*header), "run cargo xtask glue");
        }
    }
}
