//! Tasks of the workspace: benchmarks, end-to-end tests, fuzzing, mutation tests and the minified glue.

mod bench;
mod e2e;
mod fuzz;
mod mutants;

use std::path::Path;
use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask bench [PART…]   compare with pages by hand and with other crates, as in benches/README.md; --help
cargo xtask bench preview   time until the browser shows a tap, and the longest task with many changes
cargo xtask fuzz [TARGET]   fuzz one target, or each; --minutes N, or --keep for what was found: tools/fuzz/README.md
cargo xtask glue            minify the glue, after a change in voip-runtime/src/wx/voip
cargo xtask e2e [PART…]     test generated mini-programs on WeChat's engines; --validator adds its validators
cargo xtask mutants [PART…] change the code in one place at a time, and expect that a test fails";

/// The folder of the repository.
fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).expect("xtask is in tools/xtask")
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let result = match arguments.as_slice() {
        ["bench", "build-phone"] => e2e::bench_phone(),
        ["bench", "preview"] => e2e::bench_preview(),
        ["bench", parts @ ..] => bench::compare(parts),
        ["fuzz", arguments @ ..] => fuzz::run(arguments),
        ["glue"] => e2e::glue(),
        ["e2e", parts @ ..] => e2e::run(parts),
        ["mutants", parts @ ..] => mutants::run(parts),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            return ExitCode::SUCCESS;
        }
        other => {
            eprintln!("error: unknown task `{}`\n\n{USAGE}", other.join(" "));
            return ExitCode::from(2);
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
