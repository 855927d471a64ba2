//! The workspace's own chores.

mod bench;
mod e2e;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask bench flow      what a whole flow costs, against a hand-written async function
cargo xtask bench rebuild   what rebuilding 50 pages costs, against 50 hand-written ones
cargo xtask bench phone     what a flow and a start cost on a phone's JavaScript, against a hand-written page
cargo xtask bench preview   how soon the browser preview shows a tap, and how it bears many changes
cargo xtask e2e [PART…]     generated mini-programs on WeChat's own engines; --validator adds its JSON validator";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.as_slice() {
        ["bench", "flow"] => bench::flow::run(),
        ["bench", "rebuild"] => bench::rebuild::run(),
        ["bench", "phone"] => e2e::bench(),
        ["bench", "preview"] => e2e::bench_preview(),
        ["e2e", parts @ ..] => e2e::run(parts),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        other => {
            eprintln!("xtask: there is no chore `{}`\n\n{USAGE}", other.join(" "));
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error}");
            ExitCode::FAILURE
        }
    }
}
