//! DOT: <https://graphviz.org/doc/info/lang.html>.

use core::fmt::Write as _;
use std::string::String;

use super::label::{actions, escape, start, trigger};
use crate::spec::Spec;
use crate::state::State;

pub(super) fn graph(spec: &Spec) -> String {
    let mut text = String::new();
    let _ = writeln!(text, "digraph {} {{", quoted(&[spec.name]));
    let _ = writeln!(text, "    label = {};", quoted(&[spec.title]));
    text.push_str("    labelloc = t;\n    node [shape = box, style = rounded];\n");
    let _ = writeln!(text, "    start [shape = point, label = \"\"];\n    start -> {};", start(&spec.flow));
    for from in State::ALL {
        let row = spec.flow.row(from);
        for edge in row.edges {
            let (trigger, actions) = (trigger(from, row, edge), actions(edge));
            let label = match &actions {
                Some(actions) => quoted(&[&trigger, actions]),
                None => quoted(&[&trigger]),
            };
            let _ = writeln!(text, "    {from} -> {} [label = {label}];", edge.to);
        }
    }
    text.push_str("}\n");
    text
}

/// These lines as one quoted string. Graphviz reads HTML entities in it, and `\` as its own escape.
fn quoted(lines: &[&str]) -> String {
    let mut text = String::from("\"");
    for (number, line) in lines.iter().enumerate() {
        if number > 0 {
            text.push_str("\\n");
        }
        for letter in line.chars() {
            match escape(letter) {
                Some(escaped) => escaped.chars().for_each(|letter| push(&mut text, letter)),
                None => push(&mut text, letter),
            }
        }
    }
    text.push('"');
    text
}

fn push(text: &mut String, letter: char) {
    match letter {
        '"' => text.push_str("\\\""),
        '\\' => text.push_str("\\\\"),
        '&' => text.push_str("&amp;"),
        plain => text.push(plain),
    }
}
