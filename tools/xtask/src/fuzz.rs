//! Runs the fuzz targets of `tools/fuzz` with cargo-fuzz.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// How long each target runs, unless `--minutes` is given.
const MINUTES: u16 = 10;

/// The target, or all of them, and what to do with it.
#[derive(Debug, PartialEq)]
pub(crate) struct Request<'a> {
    target: Option<&'a str>,
    task: Task,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Task {
    Run {
        minutes: u16,
    },
    /// Adds the inputs that were found and reach more code to the kept ones.
    Keep,
}

/// `[TARGET] [--minutes N | --keep]`.
pub(crate) fn run(arguments: &[&str]) -> Result<(), Box<dyn Error>> {
    let Request { target, task } = parse(arguments)?;
    let folder = crate::root().join("tools/fuzz");
    let all = targets(&folder)?;
    let chosen: Vec<&str> = match target {
        Some(target) if !all.iter().any(|known| known == target) => {
            return Err(format!("unknown target `{target}`: the targets are {}", all.join(", ")).into());
        }
        Some(target) => vec![target],
        None => all.iter().map(String::as_str).collect(),
    };
    check_installed()?;
    for target in chosen {
        fuzz(&folder, target, task)?;
    }
    Ok(())
}

/// Reads the arguments of `cargo xtask fuzz`.
pub(crate) fn parse<'a>(arguments: &[&'a str]) -> Result<Request<'a>, String> {
    let (mut target, mut task) = (None, None);
    let mut arguments = arguments.iter();
    while let Some(argument) = arguments.next() {
        match *argument {
            "--minutes" if task.is_none() => {
                let minutes =
                    arguments.next().and_then(|number| number.parse().ok()).filter(|minutes| *minutes > 0);
                let minutes = minutes
                    .ok_or_else(|| format!("`--minutes` takes a whole number from 1 to {}", u16::MAX))?;
                task = Some(Task::Run { minutes });
            }
            "--keep" if task.is_none() => task = Some(Task::Keep),
            name if target.is_none() && !name.starts_with('-') => target = Some(name),
            other => return Err(format!("unexpected `{other}`: expected `[TARGET] [--minutes N | --keep]`")),
        }
    }
    Ok(Request { target, task: task.unwrap_or(Task::Run { minutes: MINUTES }) })
}

/// The names of the targets.
fn targets(folder: &Path) -> Result<Vec<String>, Box<dyn Error>> {
    let files = fs::read_dir(folder.join("fuzz_targets"))?.collect::<Result<Vec<_>, _>>()?;
    let name = |path: PathBuf| path.file_stem().and_then(|name| name.to_str()).map(str::to_owned);
    let mut names: Vec<String> = files.into_iter().filter_map(|file| name(file.path())).collect();
    names.sort();
    Ok(names)
}

/// cargo-fuzz on a nightly toolchain, whatever toolchain runs this task.
fn cargo_fuzz() -> Command {
    let mut command = Command::new("rustup");
    command.args(["run", "nightly", "cargo", "fuzz"]).env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO");
    command
}

fn check_installed() -> Result<(), Box<dyn Error>> {
    let works = |command: &mut Command| {
        command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    };
    if !works(Command::new("rustup").args(["run", "nightly", "rustc", "--version"])) {
        return Err(
            "fuzzing needs rustup and a nightly toolchain: rustup toolchain install nightly --profile minimal".into()
        );
    }
    if !works(cargo_fuzz().arg("--version")) {
        return Err("fuzzing needs cargo-fuzz: cargo install cargo-fuzz --locked".into());
    }
    Ok(())
}

fn fuzz(folder: &Path, target: &str, task: Task) -> Result<(), Box<dyn Error>> {
    let (found, kept) = (folder.join("target/corpus").join(target), folder.join("corpus").join(target));
    fs::create_dir_all(&found)?;
    let mut command = cargo_fuzz();
    command.args(["run", "--fuzz-dir"]).arg(folder).arg(target);
    // What is new is written to the first folder.
    match task {
        Task::Run { minutes } => {
            println!("fuzzing {target} for {minutes} min; new inputs are in {}", found.display());
            let dictionary = folder.join(format!("dictionaries/{target}.dict"));
            command.args([found, kept]).arg("--").arg(format!("-max_total_time={}", u32::from(minutes) * 60));
            command.arg(format!("-dict={}", dictionary.display())).arg("-print_final_stats=1");
        }
        // Not those that only reach it more often.
        Task::Keep => _ = command.args([kept, found]).args(["--", "-merge=1", "-use_counters=0"]),
    }
    if command.args(["-timeout=10", "-rss_limit_mb=2048", "-max_len=4096"]).status()?.success() {
        return Ok(());
    }
    Err(format!(
        "`{target}` does not compile, or has failed: then its input is in tools/fuzz/artifacts/{target}"
    )
    .into())
}

#[cfg(test)]
mod tests {
    use super::{MINUTES, Request, Task, parse};

    #[test]
    fn arguments_are_read() {
        let run = |target, minutes| Ok(Request { target, task: Task::Run { minutes } });
        assert_eq!(parse(&[]), run(None, MINUTES));
        for arguments in [["macros", "--minutes", "3"], ["--minutes", "3", "macros"]] {
            assert_eq!(parse(&arguments), run(Some("macros"), 3));
        }
        assert_eq!(parse(&["--keep"]), Ok(Request { target: None, task: Task::Keep }));
        for wrong in [
            "--minutes",
            "--minutes 0",
            "--minutes 65536",
            "macros settings",
            "--jobs",
            "--keep --minutes 3",
            "--minutes 3 --keep",
            "--minutes 3 --minutes 4",
        ] {
            assert!(parse(&wrong.split(' ').collect::<Vec<_>>()).is_err(), "{wrong}");
        }
    }
}
