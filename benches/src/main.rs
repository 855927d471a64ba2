//! Measures `#[voip_page]` against pages that are written by hand and with other crates: `cargo xtask bench`.

mod compile;
mod cost;
mod earlier;
mod explore;
mod machine;
mod measure;
mod native;
mod new_package;
mod phone;
mod profile;
mod results;
mod scale;
mod table;

use std::error::Error;
use std::process::{Command, ExitCode};

use crate::cost::output;
use crate::measure::Measure;

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

/// What a run consists of. Each part has its file in `results`.
struct Part {
    name: &'static str,
    what: &'static str,
    /// Programs that it starts, and that may not be installed.
    needs: &'static [&'static str],
    run: fn(&Options) -> Result<Vec<Measure>>,
}

/// In the order of the table.
const PARTS: &[Part] = &[
    Part { name: "compile", what: "what it costs to compile one page", needs: &[], run: compile::one },
    Part {
        name: "compile50",
        what: "what it costs to compile a crate of 50 pages",
        needs: &[],
        run: compile::many,
    },
    Part { name: "new", what: "what it costs to run a new package", needs: &[], run: new_package::run },
    Part { name: "native", what: "what a call costs on a computer", needs: &["valgrind"], run: native::run },
    Part {
        name: "explore",
        what: "what it costs to play every path of a page",
        needs: &["valgrind"],
        run: explore::run,
    },
    Part {
        name: "phone",
        what: "what a call costs in the JavaScript of a phone",
        needs: &["node", "npm"],
        run: phone::run,
    },
    Part {
        name: "scale",
        what: "how the costs grow with fields, edges and pages",
        needs: &["valgrind"],
        run: scale::run,
    },
];

/// A command that only this program uses: it runs flows of a subject, and is profiled.
const RUN_FLOWS: &str = "run-flows";

/// What the command line says besides the parts.
#[derive(Debug, Default)]
struct Options {
    /// How often each time is measured, instead of the default of each.
    rounds: Option<usize>,
    /// An earlier commit, with which `new` and `explore` are compared.
    before: Option<String>,
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
    let mut is_measured = true;
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
            "--table" => is_measured = false,
            "--rounds" => {
                let rounds =
                    arguments.next().and_then(|number| number.parse().ok()).filter(|rounds| *rounds > 0);
                options.rounds = Some(rounds.ok_or("`--rounds` takes a positive whole number")?);
            }
            "--before" => options.before = Some(arguments.next().ok_or("`--before` takes a commit")?),
            flag if flag.starts_with('-') => return Err(format!("unexpected `{flag}`\n\n{}", usage()).into()),
            name if PARTS.iter().any(|part| part.name == name) => named.push(name.to_owned()),
            other => return Err(format!("unknown part `{other}`\n\n{}", usage()).into()),
        }
    }
    let all: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
    let is_run =
        |part: &&Part| is_measured && (named.is_empty() || named.iter().any(|name| name == part.name));
    let parts: Vec<&Part> = PARTS.iter().filter(is_run).collect();
    // Before anything is measured: the first parts take long.
    if let Some(commit) = &mut options.before {
        if !parts.iter().any(|part| ["new", "explore"].contains(&part.name)) {
            return Err("`--before` compares `new` and `explore`, and neither is measured".into());
        }
        ["git", "tar"].into_iter().try_for_each(check_installed)?;
        *commit = earlier::short_hash(commit)?;
    }
    parts.iter().flat_map(|part| part.needs).copied().try_for_each(check_installed)?;
    if is_measured {
        // It fails if no results can be written.
        machine::keep()?;
    }
    for part in parts {
        eprintln!("== {}: {}", part.name, part.what);
        results::keep(part.name, &(part.run)(&options)?)?;
    }
    results::write_readme(&all)?;
    println!("{}", table::table(&results::last(&all)?));
    Ok(())
}

fn check_installed(program: &str) -> Result {
    output(Command::new(program).arg("--version"))
        .map_err(|_| format!("`{program}` is not installed, or does not run"))?;
    Ok(())
}

fn usage() -> String {
    let parts: Vec<String> = PARTS.iter().map(|part| format!("  {:9}  {}", part.name, part.what)).collect();
    format!(
        "cargo xtask bench [PART…]   all parts, unless some are named\n\n{}\n\n  \
         --table          only write the table again, of what was measured last\n  \
         --rounds N       how often each time is measured\n  \
         --before COMMIT  compare `new` and `explore` with an earlier commit",
        parts.join("\n")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_earlier_commit_must_exist_and_be_compared() {
        for (arguments, why) in [
            ("native --before no-such-commit", "neither is measured"),
            ("explore --before no-such-commit", "not a commit of this repository"),
        ] {
            let error = run(arguments.split(' ').map(String::from)).unwrap_err().to_string();
            assert!(error.contains(why), "{error}");
        }
    }

    #[test]
    fn the_readme_has_what_was_measured_last() {
        let all: Vec<&str> = PARTS.iter().map(|part| part.name).collect();
        let text = std::fs::read_to_string(results::home().join("README.md")).unwrap();
        assert_eq!(text, results::readme(&all).unwrap());
    }
}
