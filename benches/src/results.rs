//! The files of `results`, and the table in the README that is made of them.

use std::path::{Path, PathBuf};
use std::{fs, io};

use crate::Result;
use crate::measure::Measure;
use crate::table::table;

const BEGIN: &str = "<!-- The command writes what follows, up to the next comment. -->\n";
const END: &str = "<!-- End of what the command writes. -->";

/// The folder of this package.
pub(crate) fn home() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn file(part: &str) -> PathBuf {
    home().join("results").join(format!("{part}.json"))
}

/// Keeps the measures of a part, instead of those of its last run.
pub(crate) fn keep(part: &str, measures: &[Measure]) -> Result {
    fs::create_dir_all(home().join("results"))?;
    fs::write(file(part), serde_json::to_string_pretty(measures)? + "\n")?;
    Ok(())
}

/// Keeps what a part says besides its measures, in Markdown.
pub(crate) fn keep_text(part: &str, text: &str) -> Result {
    fs::write(file(part).with_extension("md"), text)?;
    Ok(())
}

/// A file in the target folder.
pub(crate) fn scratch(name: &str) -> Result<PathBuf> {
    let executable = std::env::current_exe()?;
    let folder = executable.parent().and_then(Path::parent).ok_or("no target folder")?;
    Ok(folder.join(name))
}

/// The measures of the last run of each part.
pub(crate) fn last(parts: &[&str]) -> Result<Vec<Measure>> {
    let mut measures = Vec::new();
    for part in parts {
        match fs::read_to_string(file(part)) {
            Ok(text) => measures.extend(serde_json::from_str::<Vec<Measure>>(&text)?),
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(measures)
}

/// The README, with the table of the last run of each part.
pub(crate) fn readme(parts: &[&str]) -> Result<String> {
    let text = fs::read_to_string(home().join("README.md"))?;
    let (before, rest) = text.split_once(BEGIN).ok_or("the README has no place for the table")?;
    let (_, after) = rest.split_once(END).ok_or("the place for the table in the README has no end")?;
    let machine = fs::read_to_string(home().join("results/machine.md")).unwrap_or_default();
    let table = table(&last(parts)?);
    let texts = parts.iter().filter_map(|part| fs::read_to_string(file(part).with_extension("md")).ok());
    let texts: String = texts.map(|text| text + "\n").collect();
    Ok(format!("{before}{BEGIN}\n{machine}\n{table}\n{texts}{END}{after}"))
}

/// Writes the table of the last run of each part into the README.
pub(crate) fn write_readme(parts: &[&str]) -> Result {
    let text = readme(parts)?;
    fs::write(home().join("README.md"), text)?;
    Ok(())
}
