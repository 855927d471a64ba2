//! The documents of the workspace show, quote and name what exists.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

const READMES: [&str; 2] = ["README.md", "README.zh.md"];

const GUIDES: [&str; 2] = ["docs/guide.md", "docs/guide.zh.md"];

/// The sources that the guides show parts of.
const SHOWN: [&str; 9] = [
    "tools/cargo-voip/templates/new/lib.rs",
    "examples/video-call/tests/flow.rs",
    "examples/video-call/tests/scenarios.rs",
    "examples/family-call/tests/flow.rs",
    "examples/family-call/src/lib.rs",
    "examples/consultation/src/desk.rs",
    "examples/consultation/src/main.rs",
    "examples/consultation/src/patient.rs",
    "tests/tests/subscription_message.rs",
];

/// The documentation of `#[voip_page]`.
const MACRO: &str = "voip-macros/src/lib.rs";

const DOCUMENTS: [&str; 20] = [
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "README.md",
    "README.zh.md",
    "docs/guide.md",
    "docs/guide.zh.md",
    "docs/host.md",
    "tests/README.md",
    "tests/e2e/README.md",
    "tools/cargo-voip/README.md",
    "tools/voip-preview/README.md",
    "voip-macros/README.md",
    "voip-macros/docs/arguments.md",
    "voip-macros/docs/beside-the-call.md",
    "voip-macros/docs/fields.md",
    "voip-macros/docs/flow.md",
    "voip-macros/docs/handler.md",
    "voip-macros/docs/mini-program.md",
    "voip-runtime/README.md",
];

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
fn the_guides_show_code_that_is_compiled_and_tested() {
    let sources = SHOWN.map(read);
    let shown = GUIDES.map(|guide| {
        let text = read(guide);
        let shown: Vec<_> = blocks(&text, "rust").into_iter().map(str::to_owned).collect();
        for block in &shown {
            assert!(
                sources.iter().any(|source| source.contains(block)),
                "{guide} shows code that is in none of {SHOWN:?}:\n{block}"
            );
        }
        shown
    });
    assert!(shown[0].len() > 8);
    assert_eq!(shown[0], shown[1], "the guides show the same code");
    for (path, source) in SHOWN.iter().zip(&sources) {
        assert!(shown[0].iter().any(|block| source.contains(block)), "the guides show nothing of {path}");
    }
}

#[test]
fn the_guides_show_a_scenario_that_is_tested() {
    let scenario = read("examples/video-call/scenarios/refused-then-allowed.jsonl");
    for guide in GUIDES {
        let text = read(guide);
        let shown = blocks(&text, "json").into_iter().find(|block| block.contains("\"scenario\""));
        assert_eq!(shown.map(str::trim_end), Some(scenario.trim_end()), "{guide}");
    }
}

/// The beginning of rustc's message, up to its first note.
fn quote(stderr: &str) -> String {
    let is_note = |line: &str| {
        ["help:", "note:"].iter().any(|word| line.starts_with(word)) || line.trim_start().starts_with("= ")
    };
    let lines: Vec<&str> = stderr.lines().take_while(|line| !is_note(line)).collect();
    lines.join("\n").trim_end_matches([' ', '|', '\n']).to_owned()
}

/// The document with each message in it that names a page of `tests/ui` as rustc gives it for that page.
/// `prefix` begins each line of a block.
fn with_quotes(text: &str, prefix: &str) -> String {
    let fence = format!("{prefix}```text\n{prefix}error");
    let mut parts = text.split(&fence);
    let mut new = parts.next().unwrap().to_owned();
    for part in parts {
        let end = part.find(&format!("\n{prefix}```\n")).expect("the block ends");
        let page = part[..end].split("--> ").nth(1).and_then(|place| place.split(".rs:").next());
        let page = page.expect("the message says where it is from");
        let error = quote(&read(&format!("tests/{page}.stderr")));
        let lines = error.lines().map(|line| format!("{prefix}{line}").trim_end().to_owned());
        let lines: Vec<_> = lines.collect();
        let _ = write!(new, "{prefix}```text\n{}{}", lines.join("\n"), &part[end..]);
    }
    new
}

/// `UPDATE_EXPECT=1` writes what is quoted.
#[test]
fn documents_quote_the_compiler() {
    for (document, prefix) in READMES.map(|readme| (readme, "")).into_iter().chain([(MACRO, "/// ")]) {
        let text = read(document);
        let expected = with_quotes(&text, prefix);
        assert!(text.contains("--> ui/"), "{document} quotes no message");
        if text != expected && env::var_os("UPDATE_EXPECT").is_some() {
            fs::write(root().join(document), expected).unwrap();
        } else {
            assert!(
                text == expected,
                "{document} quotes an old message; run \
                 `UPDATE_EXPECT=1 cargo test -p voip-tests --test conventions`"
            );
        }
    }
}

#[test]
fn every_file_that_a_document_names_exists() {
    for document in DOCUMENTS {
        let text = read(document);
        let folder = root().join(document).parent().unwrap().to_owned();
        for link in text.split("](").skip(1).filter_map(|rest| rest.split_once(')')).map(|(link, _)| link) {
            let link = link.split('#').next().unwrap();
            assert!(
                link.starts_with("https://") || folder.join(link).exists(),
                "{document} links to {link}, which does not exist"
            );
        }
        for word in text.split('`').filter(|word| is_path(word)) {
            let path = word.trim_end_matches("/…");
            assert!(root().join(path).exists(), "{document} names {word}, which does not exist");
        }
    }
}

/// Whether the word is a path from the root of the workspace.
fn is_path(word: &str) -> bool {
    let folder = word.split_once('/').map_or("", |(folder, _)| folder);
    ["docs", "examples", "tests", "tools", "voip-macros", "voip-runtime"].contains(&folder)
        && !word.contains([' ', '\n', '{', '*', '(', ':'])
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
