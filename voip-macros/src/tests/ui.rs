//! The pages in `tests/ui`, without rustc: the macro's errors are those of each `.stderr`, at the same place, and pages that
//! must compile have none.

use std::path::{Path, PathBuf};

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::{Item, Meta};

use super::Source;

/// The directories in which every mistake is in the meaning of a page.
const MISTAKES: [&str; 3] = ["arguments", "fields", "flow"];

/// A `macro_rules!` macro declares these pages, or `proc_macro2` reads their tokens in another way than rustc.
const NOT_COMPARED: [&str; 5] = [
    "arguments/invalid-exponent.rs",
    "arguments/text-parameter.rs",
    "arguments/unknown-prefix.rs",
    "fields/default-exponent.rs",
    "fields/type-in-a-macro.rs",
];

#[test]
fn errors_are_those_of_the_compiler() {
    for directory in MISTAKES {
        for (path, name) in pages(directory) {
            if !NOT_COMPARED.contains(&&*name) {
                compare(&path, &name);
            }
        }
    }
}

#[test]
fn pages_that_compile_are_accepted() {
    for (path, name) in pages("pass") {
        assert!(declared(&path).iter().all(Source::is_accepted), "{name}");
    }
}

/// The files of this directory, and their names in `tests/ui`.
fn pages(directory: &str) -> Vec<(PathBuf, String)> {
    let ui = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/ui");
    let entries = ui.join(directory).read_dir().expect("`tests/ui` can be read");
    let paths = entries.map(|entry| entry.expect("`tests/ui` can be read").path());
    let pages: Vec<_> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .map(|path| {
            let name = format!("{directory}/{}", path.file_name().expect("a file has a name").display());
            (path, name)
        })
        .collect();
    assert!(pages.len() > 20, "`tests/ui/{directory}` has pages");
    pages
}

fn compare(path: &Path, name: &str) {
    let output = std::fs::read_to_string(path.with_extension("stderr")).expect("a page has a `.stderr`");
    let pages = declared(path);
    // rustc rejects the tokens of a few pages.
    if pages.is_empty() {
        return;
    }
    let errors: Vec<_> = pages.iter().flat_map(Source::errors).collect();
    for error in &errors {
        let start = error.span().start();
        let message = format!("error: {}\n", error.to_string().replace('\n', "\n       "));
        let place = format!("--> ui/{name}:{}:{}\n", start.line, start.column + 1);
        let is_at = |rest: &str| rest.trim_start().starts_with(&place);
        assert!(output.split(&message).skip(1).any(is_at), "not in the output: {message}{place}\n{output}");
    }
    // Errors with a code are those of rustc.
    let expected = output.lines().filter(|line| line.starts_with("error: ")).count();
    assert_eq!(errors.len(), expected, "{name} has other errors:\n{errors:?}\n{output}");
}

/// The pages that a file declares, except those in a macro or a function.
fn declared(path: &Path) -> Vec<Source> {
    let text = std::fs::read_to_string(path).expect("a page is text");
    syn::parse_file(&text).map_or_else(|_| vec![], |file| file.items.into_iter().filter_map(page).collect())
}

/// The page that this item declares.
fn page(mut item: Item) -> Option<Source> {
    let Item::Struct(page) = &mut item else { return None };
    let at = page.attrs.iter().position(|attribute| attribute.path().is_ident("voip_page"))?;
    let arguments = match page.attrs.remove(at).meta {
        Meta::List(list) => list.tokens,
        _ => TokenStream::new(),
    };
    Some(Source { arguments, item: item.into_token_stream() })
}
