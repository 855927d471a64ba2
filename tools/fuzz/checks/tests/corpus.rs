//! The kept inputs of the fuzz targets.
//!
//! ```sh
//! UPDATE_EXPECT=1 cargo test -p fuzz-checks   # writes `tests/answers/fuzzed.json`
//! ```

use std::fs;
use std::path::Path;

use fuzz_checks::{Case, TARGETS};
use serde::Serialize;

/// The inputs of a target, and their names.
fn corpus(target: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../corpus").join(target);
    let files = fs::read_dir(&folder).unwrap_or_else(|why| panic!("{}: {why}", folder.display()));
    let mut inputs: Vec<_> = files
        .map(|file| {
            let path = file.expect("a file").path();
            (path.display().to_string(), fs::read_to_string(&path).expect("an input is text"))
        })
        .collect();
    inputs.sort();
    inputs
}

#[test]
fn kept_inputs_hold() {
    let mut failed = Vec::new();
    for target in TARGETS {
        let inputs = corpus(target.name);
        assert!(inputs.len() > 20, "{} has {} inputs", target.name, inputs.len());
        for (path, input) in inputs {
            if std::panic::catch_unwind(|| (target.check)(&input)).is_err() {
                failed.push(path);
            }
        }
    }
    assert!(failed.is_empty(), "see the panics above: {failed:#?}");
}

#[derive(Serialize)]
struct Answer {
    #[serde(flatten)]
    case: Case,
    cause: String,
}

/// The end-to-end tests give these answers to a built page, so the glue finds the same causes.
#[test]
fn kept_answers_are_in_the_file_for_the_glue() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../tests/answers/fuzzed.json");
    let line = |(_, input): (String, String)| {
        let answer = Case::of(&input);
        let cause = answer.cause().to_string();
        serde_json::to_string(&Answer { case: answer, cause }).expect("JSON")
    };
    let lines: Vec<_> = corpus("classify").into_iter().map(line).collect();
    let file = format!("[\n {}\n]\n", lines.join(",\n "));
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, &file).expect("write the answers");
    }
    assert_eq!(
        fs::read_to_string(&path).expect("answers"),
        file,
        "to update the file, see the top of this one"
    );
}
