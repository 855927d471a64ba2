//! What the documents of the workspace say is so.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

const READMES: [&str; 2] = ["README.md", "README.zh.md"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The code blocks of this kind.
fn blocks<'a>(text: &'a str, kind: &str) -> Vec<&'a str> {
    let fence = format!("```{kind}\n");
    text.split(&fence).skip(1).filter_map(|rest| rest.split_once("\n```")).map(|(block, _)| block).collect()
}

#[test]
fn the_readme_shows_the_page_and_its_test_as_they_are() {
    let (page, tests) = (read("examples/video-call/src/lib.rs"), read("examples/video-call/tests/flow.rs"));
    for readme in READMES {
        let text = read(readme);
        let [shown, tried] = blocks(&text, "rust")[..] else { panic!("{readme} shows a page and a test") };
        assert!(page.trim_end().ends_with(shown), "{readme} shows another page than examples/video-call");
        assert!(tests.contains(tried), "{readme} shows a test that examples/video-call does not have");
    }
}

#[test]
fn the_readme_quotes_the_compiler() {
    for readme in READMES {
        let text = read(readme);
        for mistake in ["misspelt-state", "forbidden-edge", "missing-failure-edge", "join-without-enabling"] {
            let error = read(&format!("tests/ui/readme/{mistake}.stderr"));
            // The end, where rustc shows the runtime's own source, may be left out.
            let quoted = blocks(&text, "text").into_iter().any(|block| error.starts_with(block));
            assert!(quoted, "{readme} does not say what {mistake} gives");
        }
    }
}

#[test]
fn every_file_that_a_document_names_is_there() {
    for document in READMES.into_iter().chain(["ARCHITECTURE.md", "CONTRIBUTING.md", "tests/README.md"]) {
        let folder = root().join(document).parent().unwrap().to_owned();
        for link in
            read(document).split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link)
        {
            assert!(folder.join(link).exists(), "{document} links to {link}, which is not there");
        }
    }
}

#[test]
fn every_path_that_contributing_names_is_there() {
    let text = read("CONTRIBUTING.md");
    let paths = text.split('`').skip(1).step_by(2).filter(|word| {
        let path = word.trim_end_matches("/…");
        path.contains('/') && !path.contains([' ', '{', '…', '*']) && !path.starts_with("target/")
    });
    let mut seen = 0;
    for path in paths {
        assert!(root().join(path).exists(), "CONTRIBUTING.md names {path}, which is not there");
        seen += 1;
    }
    assert!(seen > 5, "CONTRIBUTING.md names {seen} paths");
}

#[test]
fn the_macro_needs_three_crates_and_there_is_one_of_each() {
    let manifest = read("voip-macros/Cargo.toml");
    let dependencies = manifest.split("\n[dependencies]\n").nth(1).unwrap().split("\n[").next().unwrap();
    let names: Vec<_> = dependencies.lines().filter_map(|line| line.split(['.', ' ']).next()).collect();
    assert_eq!(
        names.iter().filter(|name| !name.is_empty()).collect::<Vec<_>>(),
        [&"proc-macro2", &"quote", &"syn"]
    );
    // What is built, and not what the lock file names: that has crates which no target ever takes.
    let tree = ["tree", "--workspace", "--duplicates", "--prefix=none", "--offline", "--locked"];
    let output = Command::new(env!("CARGO")).args(tree).current_dir(root()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let twice = String::from_utf8(output.stdout).unwrap();
    for name in ["proc-macro2", "quote", "syn"] {
        assert!(!twice.lines().any(|line| line.starts_with(&format!("{name} v"))), "two of {name}:\n{twice}");
    }
}
