//! Finds the imports of source files by their tokens. Macros are not expanded, and only modules are resolved: an item
//! that a module re-exports with `pub use` counts as an item of that module.

use std::collections::{BTreeMap, BTreeSet};

/// For each file, the files that it imports or names by path, with the imported names.
pub(crate) type Imports = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

/// The path of the module that a Rust file defines: `a` for `a/mod.rs` and `a.rs`.
pub(crate) fn module(file: &str) -> Option<Vec<String>> {
    let mut module: Vec<String> = file.strip_suffix(".rs")?.split('/').map(String::from).collect();
    if file.ends_with("/mod.rs") || ["lib.rs", "main.rs"].contains(&file) {
        module.pop();
    }
    Some(module)
}

/// The imports among files. `files` are paths and contents.
pub(crate) fn imports(files: &[(String, String)]) -> Imports {
    let modules = files.iter().filter_map(|(file, _)| Some((module(file)?, file.clone()))).collect();
    let names: BTreeSet<_> = files.iter().map(|(file, _)| file.clone()).collect();
    let of = |(file, text): &(String, String)| {
        let mut imports = BTreeMap::<String, BTreeSet<String>>::new();
        let found = match module(file) {
            Some(module) => rust(&module, text, &modules),
            None => javascript(file, text),
        };
        for (other, name) in found.into_iter().filter(|(other, _)| other != file && names.contains(other)) {
            imports.entry(other).or_default().insert(name);
        }
        (file.clone(), imports)
    };
    files.iter().map(of).collect()
}

/// What a JavaScript module imports: `import … from './x.js'`, `export … from './x.js'`, `import './x.js'`.
fn javascript(file: &str, text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices("'.") {
        let (before, path) = text.split_at(at);
        let path = path.split('\'').nth(1).unwrap();
        if before.ends_with("from ") || before.ends_with("import ") {
            let mut other: Vec<_> = file.split('/').collect();
            other.pop();
            for part in path.split('/') {
                match part {
                    "." => {}
                    ".." => drop(other.pop()),
                    part => other.push(part),
                }
            }
            found.push((other.join("/"), path.into()));
        }
    }
    found
}

/// What a Rust file imports or names by path.
fn rust(module: &[String], text: &str, modules: &BTreeMap<Vec<String>, String>) -> Vec<(String, String)> {
    let paths = paths(module, &without_tests(&words(text)));
    // Paths can start with the name of an imported module.
    let mut imported = BTreeMap::new();
    for path in paths.iter().filter(|path| path.is_import) {
        match resolve(path, modules, &imported) {
            Some(to) if modules.contains_key(&to) => imported.insert(path.name.clone(), to),
            _ => None,
        };
    }
    let file = |path: &Path| {
        let to = resolve(path, modules, &imported)?;
        let end = (0..=to.len()).rev().find(|end| modules.contains_key(&to[..*end]))?;
        let name = to.get(end).or(to.last()).map_or("crate", String::as_str);
        Some((modules[&to[..end]].clone(), name.into()))
    };
    paths.iter().filter_map(file).collect()
}

/// A path as it is written.
struct Path {
    /// The module that contains it, which can be an inline module.
    within: Vec<String>,
    words: Vec<String>,
    /// The name of the import.
    name: String,
    is_import: bool,
}

/// The path from the crate root, if it starts with `crate`, `self`, `super`, a child module or an imported module.
fn resolve(
    path: &Path,
    modules: &BTreeMap<Vec<String>, String>,
    imported: &BTreeMap<String, Vec<String>>,
) -> Option<Vec<String>> {
    let (head, rest) = path.words.split_first()?;
    let mut to = match head.as_str() {
        "crate" => Vec::new(),
        "self" => path.within.clone(),
        "super" => path.within.split_last()?.1.to_vec(),
        name => {
            let child = [path.within.as_slice(), &[name.into()]].concat();
            if modules.contains_key(&child) { child } else { imported.get(name)?.clone() }
        }
    };
    for word in rest {
        match word.as_str() {
            "self" => {}
            "super" => drop(to.pop()),
            word => to.push(word.into()),
        }
    }
    Some(to)
}

/// All paths with more than one segment.
fn paths(module: &[String], words: &[&str]) -> Vec<Path> {
    let mut found = Vec::new();
    // The inline modules around the current token, and the brace depth of each.
    let (mut inner, mut depth): (Vec<(&str, usize)>, usize) = (Vec::new(), 0);
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let before = |back: usize| at.checked_sub(back).map_or("", |at| words[at]);
        let is_path = is_name(word) && words.get(at + 1) == Some(&"::") && before(1) != "::";
        // `pub(in crate::serve)` is not an import.
        if is_path && (before(1), before(2)) != ("in", "(") {
            let inner = inner.iter().map(|(name, _)| (*name).to_string());
            let within: Vec<_> = module.iter().cloned().chain(inner).collect();
            let is_import = before(1) == "use";
            let add = &mut |words: &[&str], name: &str| {
                let words = words.iter().map(|word| (*word).into()).collect();
                found.push(Path { within: within.clone(), words, name: name.into(), is_import });
            };
            at = path(words, at, &[], add);
            continue;
        }
        match *word {
            "{" => {
                depth += 1;
                if before(2) == "mod" {
                    inner.push((before(1), depth));
                }
            }
            "}" => {
                inner.retain(|(_, opened)| *opened < depth);
                depth -= 1;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Adds the path that starts at a token, or all paths of a `{…}` group, and returns the index of the next token.
fn path<'a>(
    words: &[&'a str],
    mut at: usize,
    before: &[&'a str],
    add: &mut impl FnMut(&[&str], &str),
) -> usize {
    let mut path = before.to_vec();
    loop {
        match words[at] {
            "{" => {
                at += 1;
                while words[at] != "}" {
                    at = if words[at] == "," { at + 1 } else { self::path(words, at, &path, add) };
                }
                return at + 1;
            }
            word if word == "*" || is_name(word) => {
                path.push(word);
                at += 1;
            }
            // `name::<T>`
            _ => break,
        }
        if words.get(at) != Some(&"::") {
            break;
        }
        at += 1;
    }
    let name = path.iter().rev().find(|word| **word != "self").copied().unwrap_or_default();
    if words.get(at) == Some(&"as") {
        add(&path, words[at + 1]);
        return at + 2;
    }
    add(&path, name);
    at
}

fn is_name(word: &str) -> bool {
    word.starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
}

/// Removes modules and imports that are under `#[cfg(test)]`.
fn without_tests<'a>(words: &[&'a str]) -> Vec<&'a str> {
    let mut rest = Vec::new();
    let mut at = 0;
    while let Some(word) = words.get(at) {
        if words[at..].starts_with(&["#", "[", "cfg", "(", "test", ")", "]", "mod"]) {
            at += 8;
            let mut depth = 0;
            while !(depth == 0 && [";", "}"].contains(&words[at])) {
                at += 1;
                depth += usize::from(words[at] == "{");
                depth -= usize::from(words[at] == "}");
            }
        } else if words[at..].starts_with(&["#", "[", "cfg", "(", "test", ")", "]", "use"]) {
            at += words[at..].iter().position(|word| *word == ";").unwrap();
        } else {
            rest.push(*word);
        }
        at += 1;
    }
    rest
}

/// The tokens of a Rust file: names, numbers, `::` and single punctuation. Comments are dropped, and each literal is
/// one `"`.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = length(rest, first);
        let (word, after) = rest.split_at(length);
        if !first.is_whitespace() && !word.starts_with("//") && !word.starts_with("/*") {
            // `r#name` is `name`.
            words.push(if word.ends_with(['"', '\'']) { "\"" } else { word.trim_start_matches("r#") });
        }
        rest = after;
    }
    words
}

/// The length of the first token.
fn length(text: &str, first: char) -> usize {
    let until =
        |end: &str, from: usize| text[from..].find(end).map_or(text.len(), |at| from + at + end.len());
    let name = text.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(text.len());
    let hashes = text[name..].bytes().take_while(|byte| *byte == b'#').count();
    let is_raw = ["r", "br", "cr"].contains(&&text[..name]);
    match first {
        '/' if text.starts_with("//") => until("\n", 2),
        '/' if text.starts_with("/*") => comment(text),
        ':' if text.starts_with("::") => 2,
        '"' => literal(text, 1, b'"'),
        // A character, or else a lifetime.
        '\'' if text[1..].starts_with('\\') || text.chars().nth(2) == Some('\'') => literal(text, 1, b'\''),
        _ if is_raw && text[name + hashes..].starts_with('"') => {
            until(&format!("\"{}", "#".repeat(hashes)), name + hashes + 1)
        }
        'r' if text.starts_with("r#") => 2 + length(&text[2..], '_'),
        'b' if text.starts_with("b'") => literal(text, 2, b'\''),
        'b' | 'c' if name == 1 && text[1..].starts_with('"') => literal(text, 2, b'"'),
        _ if name > 0 => name,
        _ => first.len_utf8(),
    }
}

/// The end of a literal whose contents start at `from`.
fn literal(text: &str, from: usize, end: u8) -> usize {
    let mut bytes = text.bytes().enumerate().skip(from);
    while let Some((at, byte)) = bytes.next() {
        if byte == b'\\' {
            bytes.next();
        } else if byte == end {
            return at + 1;
        }
    }
    text.len()
}

/// The end of a block comment, which can be nested.
fn comment(text: &str) -> usize {
    let mut depth = 0;
    for (at, _) in text.char_indices() {
        if text[at..].starts_with("/*") {
            depth += 1;
        } else if text[..at].ends_with("*/") {
            depth -= 1;
            if depth == 0 {
                return at;
            }
        }
    }
    text.len()
}
