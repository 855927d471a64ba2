//! The kept inputs of the fuzz targets.

use std::fs;
use std::path::Path;

use fuzz_checks::TARGETS;

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
