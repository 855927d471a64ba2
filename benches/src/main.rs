//! Measures `#[voip_page]` against pages that are written by hand and with other crates: `cargo xtask bench`.

mod machine;
mod measure;
mod results;
mod table;

use std::error::Error;
use std::process::ExitCode;

use crate::measure::Measure;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// What a run consists of. Each part has its file in `results`.
struct Part {
    name: &'static str,
    what: &'static str,
    run: fn(&Options) -> Result<Vec<Measure>>,
}

/// In the order of the table.
const PARTS: &[Part] = &[];

/// What the command line says besides the parts.
#[derive(Debug, Default)]
struct Options {}

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: impl Iterator<Item = String>) -> Result {
    let options = Options::default();
    let mut named = Vec::new();
    for argument in arguments {
        match argument.as_str() {
            "-h" | "--help" => {
                println!("{}", usage());
                return Ok(());
            }
            name if PARTS.iter().any(|part| part.name == name) => named.push(name.to_owned()),
            other => return Err(format!("unknown part `{other}`\n\n{}", usage()).into()),
        }
    }
    let names: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
    for part in PARTS.iter().filter(|part| named.is_empty() || named.iter().any(|name| name == part.name)) {
        eprintln!("== {}: {}", part.name, part.what);
        results::keep(part.name, &(part.run)(&options)?)?;
    }
    machine::keep()?;
    results::write_readme(&names)?;
    println!("{}", table::table(&results::last(&names)?));
    Ok(())
}

fn usage() -> String {
    let parts: Vec<String> = PARTS.iter().map(|part| format!("  {:8}  {}", part.name, part.what)).collect();
    format!("cargo xtask bench [PART…]   all parts, unless some are named\n\n{}", parts.join("\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readme_has_what_was_measured_last() {
        let names: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
        let text = std::fs::read_to_string(results::home().join("README.md")).unwrap();
        assert_eq!(text, results::readme(&names).unwrap());
    }
}
