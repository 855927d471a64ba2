//! The pages in `tests/ui`, without rustc: the macro's errors are those of each `.stderr`, at the same place.

use std::path::Path;

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::{Item, Meta};

use super::Source;

/// The directories in which every mistake is in the meaning of a page.
const DIRECTORIES: [&str; 3] = ["arguments", "fields", "flow"];

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
    let ui = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/ui");
    for directory in DIRECTORIES {
        let entries = ui.join(directory).read_dir().expect("`tests/ui` can be read");
        let paths: Vec<_> = entries.map(|entry| entry.expect("`tests/ui` can be read").path()).collect();
        assert!(paths.len() > 50, "`tests/ui/{directory}` has pages");
        for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "rs")) {
            let name = format!("{directory}/{}", path.file_name().expect("a file has a name").display());
            if !NOT_COMPARED.contains(&&*name) {
                compare(path, &name);
            }
        }
    }
}

fn compare(path: &Path, name: &str) {
    let read =
        |extension| std::fs::read_to_string(path.with_extension(extension)).expect("a page has a `.stderr`");
    let output = read("stderr");
    // rustc rejects the tokens of a few pages.
    let Ok(file) = syn::parse_file(&read("rs")) else { return };
    let errors: Vec<_> = file.items.into_iter().filter_map(page).flat_map(|page| page.errors()).collect();
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
