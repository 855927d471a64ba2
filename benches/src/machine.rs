//! The machine and the versions, for the README.

use std::fs;
use std::process::Command;

use crate::Result;
use crate::results::home;

/// Keeps the machine and the versions, instead of those of the last run.
pub(crate) fn keep() -> Result {
    let file = home().join("results/machine.md");
    Ok(fs::write(&file, describe()).map_err(|error| format!("cannot write {}: {error}", file.display()))?)
}

fn describe() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("model name"))?;
        Some(line.split_once(':')?.1.trim().to_owned())
    });
    let cores = std::thread::available_parallelism().map_or(0, usize::from);
    let versions: Vec<String> = [["rustc", "-V"], ["valgrind", "--version"], ["node", "-v"]]
        .iter()
        .filter_map(|[program, argument]| {
            let text = output(program, &[argument])?;
            Some(if text.starts_with(program) { text } else { format!("{program} {text}") })
        })
        .collect();
    format!(
        "{}, {cores} cores, {}. {}.\n",
        cpu.unwrap_or_else(|| std::env::consts::ARCH.into()),
        output("uname", &["-sr"]).unwrap_or_else(|| std::env::consts::OS.into()),
        versions.join(", "),
    )
}

fn output(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program).args(arguments).output().ok()?;
    Some(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
