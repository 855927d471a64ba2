//! Mermaid: <https://mermaid.js.org/syntax/stateDiagram.html>.

use core::fmt::Write as _;
use std::string::{String, ToString};

use super::label::{actions, escape, start, trigger};
use crate::spec::Spec;
use crate::state::State;

pub(super) fn diagram(spec: &Spec) -> String {
    let mut text = String::new();
    // Front matter is YAML, whose quoted strings have the escapes of JSON.
    let title = serde_json::to_string(spec.title).unwrap_or_default();
    let title: String = title.chars().map(|letter| json_escape(letter).unwrap_or(letter.into())).collect();
    let _ = write!(text, "---\ntitle: {title}\n---\nstateDiagram-v2\n    [*] --> {}\n", start(&spec.flow));
    for from in State::ALL {
        let row = spec.flow.row(from);
        for edge in row.edges {
            let mut label = trigger(from, row, edge);
            if let Some(actions) = actions(edge) {
                let _ = write!(label, " / {actions}");
            }
            let _ = writeln!(text, "    {from} --> {}: {}", edge.to, escaped(&label));
        }
    }
    text
}

/// Writes as an entity (`#59;`) what would end a label (`;` and `:`) or what Mermaid or HTML would read as markup.
fn escaped(label: &str) -> String {
    let mut text = String::new();
    for letter in label.chars() {
        match escape(letter) {
            Some(escaped) => escaped.chars().for_each(|letter| push(&mut text, letter)),
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

/// Escapes a character that JSON allows but YAML does not, or that a terminal does not show.
fn json_escape(letter: char) -> Option<String> {
    escape(letter).map(|_| format!("\\u{:04x}", u32::from(letter)).to_string())
}
