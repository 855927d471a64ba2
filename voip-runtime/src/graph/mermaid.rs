//! Mermaid: <https://mermaid.js.org/syntax/stateDiagram.html>.

use core::fmt::Write as _;
use std::string::{String, ToString};
use std::vec::Vec;

use super::label::{actions, escape, start, trigger};
use crate::spec::Spec;
use crate::state::State;

pub(super) fn diagram(spec: &Spec) -> String {
    let mut text = String::new();
    // Front matter is YAML, whose quoted strings have the escapes of JSON.
    let title: String = spec.title.chars().map(without_markup).collect();
    let title = serde_json::to_string(&title).unwrap_or_default();
    let title: String = title.chars().map(|letter| json_escape(letter).unwrap_or(letter.into())).collect();
    let _ = write!(text, "---\ntitle: {title}\n---\nstateDiagram-v2\n    [*] --> {}\n", start(&spec.flow));
    for from in State::ALL {
        let row = spec.flow.row(from);
        let mut targets: Vec<State> = Vec::new();
        for edge in row.edges {
            if !targets.contains(&edge.to) {
                targets.push(edge.to);
            }
        }
        // Mermaid draws only one of several edges from a state to itself, and parallel edges over each other.
        for to in targets {
            let labels = row.edges.iter().filter(|edge| edge.to == to).map(|edge| {
                let trigger = trigger(from, row, edge);
                escaped(
                    &actions(edge)
                        .map_or_else(|| trigger.clone(), |actions| format!("{trigger} / {actions}")),
                )
            });
            let labels: Vec<_> = labels.collect();
            let _ = writeln!(text, "    {from} --> {to}: {}", labels.join(LINE_BREAK));
        }
    }
    text
}

/// What Mermaid reads as a line break in a label.
const LINE_BREAK: &str = "<br/>";

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

/// Mermaid reads the title as HTML, and has no escape for it: its characters are written in full width.
fn without_markup(letter: char) -> char {
    match letter {
        '<' => '＜',
        '>' => '＞',
        '&' => '＆',
        plain => plain,
    }
}

/// Escapes a character that JSON allows but YAML does not, or that a terminal does not show.
fn json_escape(letter: char) -> Option<String> {
    escape(letter).map(|_| format!("\\u{:04x}", u32::from(letter)).to_string())
}
