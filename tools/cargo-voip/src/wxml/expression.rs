//! Finds the names in expressions: `{{busy || item.name === 'x'}}` has `busy` and `item`.

/// A name or an error, and its position in the text.
pub(super) struct Found<'a> {
    pub(super) at: usize,
    pub(super) name: Result<&'a str, &'static str>,
}

/// The names in each `{{…}}` of a text. With `object`, an expression is the content of an object, as in the data of a
/// template.
pub(super) fn names(text: &str, object: bool) -> Vec<Found<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find("{{")) {
        at += open + 2;
        let inside = text.get(at..).unwrap_or("");
        let Some(end) = end(inside) else {
            found.push(Found { at: at - 2, name: Err("missing `}}` after `{{`") });
            return found;
        };
        in_expression(inside.get(..end).unwrap_or(""), at, object, &mut found);
        at += end + 2;
    }
    found
}

/// The position of the `}}` that ends an expression, not of one in a string or an object.
pub(super) fn end(inside: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut chars = inside.char_indices().peekable();
    while let Some((at, character)) = chars.next() {
        match character {
            '\'' | '"' => skip_string(character, &mut chars),
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            '}' if inside.get(at..).is_some_and(|here| here.starts_with("}}")) => return Some(at),
            _ => {}
        }
    }
    None
}

type Chars<'a> = std::iter::Peekable<std::str::CharIndices<'a>>;

fn skip_string(quote: char, chars: &mut Chars<'_>) {
    while let Some((_, character)) = chars.next() {
        if character == '\\' {
            chars.next();
        } else if character == quote {
            return;
        }
    }
}

/// A level of brackets. It decides whether a colon ends a key or belongs to `a ? b : c`.
struct Level {
    object: bool,
    /// The number of `?` whose `:` has not come yet.
    questions: usize,
}

fn in_expression<'a>(text: &'a str, from: usize, object: bool, found: &mut Vec<Found<'a>>) {
    let mut levels = vec![Level { object, questions: 0 }];
    let mut chars = text.char_indices().peekable();
    // Whether the next name is a member: `a.b`, but not `...b`.
    let mut member = false;
    while let Some((at, character)) = chars.next() {
        match character {
            _ if character.is_whitespace() => continue,
            '\'' | '"' => skip_string(character, &mut chars),
            '(' | '[' => levels.push(Level { object: false, questions: 0 }),
            '{' => levels.push(Level { object: true, questions: 0 }),
            ')' | ']' | '}' if levels.len() > 1 => {
                levels.pop();
            }
            '?' => level(&mut levels, |level| level.questions += 1),
            ':' => level(&mut levels, |level| level.questions = level.questions.saturating_sub(1)),
            _ if character.is_ascii_digit() => {
                while chars.next_if(|(_, next)| next.is_ascii_alphanumeric() || *next == '.').is_some() {}
            }
            _ if starts_name(character) => {
                let mut end = at + character.len_utf8();
                while let Some((at, next)) =
                    chars.next_if(|(_, next)| starts_name(*next) || next.is_numeric())
                {
                    end = at + next.len_utf8();
                }
                let name = text.get(at..end).unwrap_or("");
                let after = text.get(end..).unwrap_or("").trim_start();
                let is_key = after.starts_with(':')
                    && levels.last().is_some_and(|level| level.object && level.questions == 0);
                if !member && !is_key && !matches!(name, "true" | "false" | "null" | "undefined" | "typeof") {
                    found.push(Found { at: from + at, name: Ok(name) });
                }
            }
            _ => {}
        }
        member = character == '.' && !text.get(..at).unwrap_or("").ends_with('.');
    }
}

fn level(levels: &mut [Level], change: impl FnOnce(&mut Level)) {
    if let Some(level) = levels.last_mut() {
        change(level);
    }
}

fn starts_name(character: char) -> bool {
    character.is_alphabetic() || matches!(character, '_' | '$')
}
