//! Measures `#[voip_page]` against pages that are written by hand and with other crates: `cargo xtask bench`.

mod compile;
mod cost;
mod machine;
mod measure;
mod native;
mod phone;
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
const PARTS: &[Part] = &[
    Part { name: "compile", what: "what it costs to compile 1 page and 50 pages", run: compile::run },
    Part { name: "native", what: "what a call costs on a computer", run: native::run },
    Part { name: "phone", what: "what a call costs in the JavaScript of a phone", run: phone::run },
];

/// A command that only this program uses: it runs flows of a subject, and is profiled.
const RUN_FLOWS: &str = "run-flows";

/// What the command line says besides the parts.
#[derive(Debug, Default)]
struct Options {
    /// How often each time is measured, instead of the default of each.
    rounds: Option<usize>,
}

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(mut arguments: impl Iterator<Item = String>) -> Result {
    let mut options = Options::default();
    let mut named = Vec::new();
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "-h" | "--help" => {
                println!("{}", usage());
                return Ok(());
            }
            RUN_FLOWS => {
                let mut next = || arguments.next().ok_or("expected a subject and a number");
                return native::run_flows(&next()?, &next()?);
            }
            "--rounds" => options.rounds = Some(arguments.next().ok_or("expected a number")?.parse()?),
            name if PARTS.iter().any(|part| part.name == name) => named.push(name.to_owned()),
            other => return Err(format!("unknown part `{other}`\n\n{}", usage()).into()),
        }
    }
    let all: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
    for part in PARTS.iter().filter(|part| named.is_empty() || named.iter().any(|name| name == part.name)) {
        eprintln!("== {}: {}", part.name, part.what);
        results::keep(part.name, &(part.run)(&options)?)?;
    }
    machine::keep()?;
    results::write_readme(&all)?;
    println!("{}", table::table(&results::last(&all)?));
    Ok(())
}

fn usage() -> String {
    let parts: Vec<String> = PARTS.iter().map(|part| format!("  {:8}  {}", part.name, part.what)).collect();
    format!(
        "cargo xtask bench [PART…]   all parts, unless some are named\n\n{}\n\n  \
         --rounds N  how often each time is measured",
        parts.join("\n")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_readme_has_what_was_measured_last() {
        let all: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
        let text = std::fs::read_to_string(results::home().join("README.md")).unwrap();
        assert_eq!(text, results::readme(&all).unwrap());
    }
}
