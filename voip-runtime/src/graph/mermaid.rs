//! Mermaid: <https://mermaid.js.org/syntax/stateDiagram.html>.

use core::fmt::Write as _;
use std::string::{String, ToString};

use super::label::{done, taken, visible};
use crate::spec::Spec;
use crate::state::State;

pub(super) fn diagram(spec: &Spec) -> String {
    let mut text = String::new();
    // Front matter is YAML, whose quoted text takes JSON's escapes.
    let title = serde_json::to_string(spec.title).unwrap_or_default();
    let title: String = title.chars().map(|letter| json_escape(letter).unwrap_or(letter.into())).collect();
    let _ = write!(text, "---\ntitle: {title}\n---\nstateDiagram-v2\n    [*] --> Idle\n");
    for from in State::ALL {
        let row = spec.flow.row(from);
        for edge in row.edges {
            let mut label = taken(from, row, edge);
            if let Some(done) = done(edge) {
                let _ = write!(label, " / {done}");
            }
            let _ = writeln!(text, "    {from} --> {}: {}", edge.to, escaped(&label));
        }
    }
    text
}

/// A label ends at a line's end, a `;` or a `:`; and what Mermaid or HTML could read as markup is
/// written as an entity (`#59;`).
fn escaped(label: &str) -> String {
    let mut text = String::new();
    for letter in label.chars() {
        match visible(letter) {
            Some(words) => words.chars().for_each(|letter| push(&mut text, letter)),
            None => push(&mut text, letter),
        }
    }
    text
}

fn push(text: &mut String, letter: char) {
    match letter {
        '#' | ';' | ':' | '"' | '\'' | '\\' | '<' | '>' | '&' | '%' | '{' | '}' | '[' | ']' | '`' | '*'
        | '~' | '$' => {
            let _ = write!(text, "#{};", u32::from(letter));
        }
        plain => text.push(plain),
    }
}

/// What JSON leaves as it is and YAML does not take, or what would hide in a terminal.
fn json_escape(letter: char) -> Option<String> {
    visible(letter).map(|_| format!("\\u{:04x}", u32::from(letter)).to_string())
}
