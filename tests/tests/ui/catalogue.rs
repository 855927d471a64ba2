//! The messages of the macro, read from its source: the pieces of text between the placeholders.

use std::fs;
use std::iter::Peekable;
use std::str::Chars;

/// One piece of a message.
#[derive(Debug)]
pub(crate) struct Message {
    pub(crate) file: String,
    /// The function with the piece.
    pub(crate) function: String,
    pub(crate) piece: String,
}

/// Every piece that has a word in it.
pub(crate) fn messages() -> Vec<Message> {
    let directory = crate::here().join("../voip-macros/src/messages");
    let mut found = Vec::new();
    for entry in fs::read_dir(directory).expect("the folder of the messages") {
        let path = entry.expect("the folder of the messages").path();
        let source = fs::read_to_string(&path).expect("the catalogue is text");
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        for (function, literal) in literals(&source) {
            let texts = pieces(&literal).into_iter().filter(|piece| piece.contains(char::is_alphabetic));
            found.extend(texts.map(|piece| Message {
                file: file.clone(),
                function: function.clone(),
                piece,
            }));
        }
    }
    assert!(found.len() > 100, "the catalogue has a form that this test cannot read");
    found
}

/// The string literals in Rust source without raw strings, each with the function that it is in.
fn literals(source: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut function = String::new();
    let mut word = String::new();
    let mut rest = source.chars().peekable();
    while let Some(letter) = rest.next() {
        if letter.is_alphanumeric() || letter == '_' {
            word.push(letter);
            continue;
        }
        if word == "fn" {
            function.clear();
            while let Some(letter) = rest.next_if(|letter| letter.is_alphanumeric() || *letter == '_') {
                function.push(letter);
            }
        }
        word.clear();
        match letter {
            '/' if rest.peek() == Some(&'/') => while rest.next().is_some_and(|letter| letter != '\n') {},
            '\'' if rest.next_if_eq(&'"').is_some() => {}
            '"' => found.push((function.clone(), literal(&mut rest))),
            _ => {}
        }
    }
    found
}

/// The text of a literal, from after its first quote to after its last.
fn literal(rest: &mut Peekable<Chars>) -> String {
    let mut text = String::new();
    while let Some(letter) = rest.next() {
        match letter {
            '"' => break,
            '\\' => match rest.next() {
                Some('\n') => while rest.next_if(|letter| letter.is_whitespace()).is_some() {},
                Some('n') => text.push('\n'),
                Some(letter) => text.push(letter),
                None => break,
            },
            letter => text.push(letter),
        }
    }
    text
}

/// The pieces of a format string between its placeholders. The compiler indents each line but the first,
/// so each line is a piece.
fn pieces(format: &str) -> Vec<String> {
    let mut pieces = vec![String::new()];
    let mut rest = format.chars().peekable();
    while let Some(letter) = rest.next() {
        let last = pieces.last_mut().expect("there is one");
        match letter {
            '{' | '}' if rest.next_if_eq(&letter).is_some() => last.push(letter),
            '{' => {
                while rest.next().is_some_and(|letter| letter != '}') {}
                pieces.push(String::new());
            }
            '\n' => pieces.push(String::new()),
            letter => last.push(letter),
        }
    }
    pieces
}

#[test]
fn pieces_are_found() {
    let source = r#"
        // "no message"
        fn one(name: &str) -> String {
            let quote = '"';
            format!("`{name}` is {:?}, \
                     and \"{{no}}\"")
        }
    "#;
    let found = literals(source);
    assert_eq!(found, [("one".to_owned(), "`{name}` is {:?}, and \"{{no}}\"".to_owned())]);
    assert_eq!(pieces(&found[0].1), ["`", "` is ", ", and \"{no}\""]);
    assert_eq!(pieces("no {name}\nhelp: some"), ["no ", "", "help: some"]);
}
