//! Wraps the parts of a line, and measures text.

use crate::timeline::{Part, Tone};

/// How many columns a terminal needs for the text: Chinese, Japanese and Korean letters take two.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(|letter| if is_wide(letter) { 2 } else { 1 }).sum()
}

fn is_wide(letter: char) -> bool {
    matches!(letter,
        '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{303e}' | '\u{3041}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}'
        | '\u{1f300}'..='\u{1faff}' | '\u{20000}'..='\u{3fffd}')
}

/// The parts in lines of at most this many columns. A line breaks at a space or beside a wide letter, or else anywhere.
pub(super) fn wrap(parts: &[Part], width: usize) -> Vec<Vec<Part>> {
    let mut lines = vec![Vec::new()];
    let mut used = 0;
    for Part { tone, text } in parts {
        for piece in pieces(text) {
            let needed = columns(piece.trim_end());
            if used > 0 && used + needed > width {
                trim_end(lines.last_mut());
                lines.push(Vec::new());
                used = 0;
            }
            let piece = if used == 0 && lines.len() > 1 { piece.trim_start() } else { piece };
            for (letters, break_before) in cut(piece, width) {
                if break_before {
                    lines.push(Vec::new());
                    used = 0;
                }
                used += columns(letters);
                push(lines.last_mut(), *tone, letters);
            }
        }
    }
    lines
}

/// Removes the spaces at which the line breaks.
fn trim_end(line: Option<&mut Vec<Part>>) {
    if let Some(last) = line.and_then(|line| line.last_mut()) {
        last.text.truncate(last.text.trim_end().len());
    }
}

/// Adds text to the line, to its last part if that has the same tone.
fn push(line: Option<&mut Vec<Part>>, tone: Tone, text: &str) {
    let Some(line) = line.filter(|_| !text.is_empty()) else { return };
    match line.last_mut() {
        Some(last) if last.tone == tone => last.text.push_str(text),
        _ => line.push(Part { tone, text: text.into() }),
    }
}

/// The pieces between which a line may break: words with the spaces after them, and wide letters.
fn pieces(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = 0;
    let mut before = None;
    for (at, letter) in text.char_indices() {
        // No closing punctuation at the start of a line.
        let may_break = match before {
            Some(' ') => letter != ' ',
            Some(before) => {
                (is_wide(before) || is_wide(letter))
                    && !"，。：；、！？）”…".contains(letter)
                    && letter != ' '
            }
            None => false,
        };
        if may_break {
            found.extend(text.get(start..at));
            start = at;
        }
        before = Some(letter);
    }
    found.extend(text.get(start..));
    found
}

/// Cuts a piece that is wider than a line. Each part but the first is on a new line.
fn cut(piece: &str, width: usize) -> Vec<(&str, bool)> {
    let mut found = Vec::new();
    let (mut start, mut used) = (0, 0);
    for (at, letter) in piece.char_indices() {
        let needed = if is_wide(letter) { 2 } else { 1 };
        if used > 0 && used + needed > width && letter != ' ' {
            found.extend(piece.get(start..at).map(|part| (part, start > 0)));
            (start, used) = (at, 0);
        }
        used += needed;
    }
    found.extend(piece.get(start..).map(|part| (part, start > 0)));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrapped(text: &str, width: usize) -> Vec<String> {
        let parts = [Part { tone: Tone::Plain, text: text.into() }];
        let lines = wrap(&parts, width).into_iter();
        lines
            .map(|parts| parts.into_iter().map(|part| part.text).collect::<String>().trim_end().to_owned())
            .collect()
    }

    #[test]
    fn lines_break_between_words_and_beside_chinese_letters() {
        assert_eq!(wrapped("one two three", 7), ["one two", "three"]);
        assert_eq!(wrapped("one two three", 100), ["one two three"]);
        assert_eq!(wrapped("不起作用：正在呼叫", 10), ["不起作用：", "正在呼叫"]);
        assert_eq!(wrapped("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(wrapped("", 4), [""]);
    }

    #[test]
    fn no_line_is_wider_than_the_terminal() {
        let text = "taps 呼叫  (no effect: a call is in progress) {url: \"https://support.example/agents\", data: {agent: 8001}}";
        for width in 4..60 {
            for line in wrapped(text, width) {
                assert!(columns(&line) <= width, "{width}: {line}");
            }
            assert_eq!(wrapped(text, width).concat().replace(' ', ""), text.replace(' ', ""));
        }
    }

    #[test]
    fn chinese_letters_take_two_columns() {
        assert_eq!(columns("呼叫 ok"), 7);
        assert_eq!(columns("wx →"), 4);
    }
}
