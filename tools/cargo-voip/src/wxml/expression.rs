//! The names that the expressions of a text stand for: `{{busy || item.name === 'x'}}` has `busy` and `item`.

/// A name, or what is wrong, and where in the text it is.
pub(super) struct Found<'a> {
    pub(super) at: usize,
    pub(super) name: Result<&'a str, &'static str>,
}

/// The names in all of the text's `{{…}}`. With `object` they are the insides of objects, as a template's data is.
pub(super) fn names(text: &str, object: bool) -> Vec<Found<'_>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(open) = text.get(at..).and_then(|rest| rest.find("{{")) {
        at += open + 2;
        let inside = text.get(at..).unwrap_or("");
        let Some(end) = end(inside) else {
            found.push(Found { at: at - 2, name: Err("`{{` has no `}}`") });
            return found;
        };
        in_expression(inside.get(..end).unwrap_or(""), at, object, &mut found);
        at += end + 2;
    }
    found
}

/// Where the `}}` of an expression is that begins here: none of those in its strings and objects.
pub(super) fn end(inside: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut letters = inside.char_indices().peekable();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '\'' | '"' => skip_string(letter, &mut letters),
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            '}' if inside.get(at..).is_some_and(|here| here.starts_with("}}")) => return Some(at),
            _ => {}
        }
    }
    None
}

type Letters<'a> = std::iter::Peekable<std::str::CharIndices<'a>>;

fn skip_string(quote: char, letters: &mut Letters<'_>) {
    while let Some((_, letter)) = letters.next() {
        if letter == '\\' {
            letters.next();
        } else if letter == quote {
            return;
        }
    }
}

/// What a colon means: the end of a key, or the middle of `a ? b : c`.
struct Level {
    object: bool,
    questions: usize,
}

fn in_expression<'a>(text: &'a str, from: usize, object: bool, found: &mut Vec<Found<'a>>) {
    let mut levels = vec![Level { object, questions: 0 }];
    let mut letters = text.char_indices().peekable();
    // Whether what comes is a member: `a.b`, but not `...b`.
    let mut member = false;
    while let Some((at, letter)) = letters.next() {
        match letter {
            _ if letter.is_whitespace() => continue,
            '\'' | '"' => skip_string(letter, &mut letters),
            '(' | '[' => levels.push(Level { object: false, questions: 0 }),
            '{' => levels.push(Level { object: true, questions: 0 }),
            ')' | ']' | '}' if levels.len() > 1 => {
                levels.pop();
            }
            '?' => level(&mut levels, |level| level.questions += 1),
            ':' => level(&mut levels, |level| level.questions = level.questions.saturating_sub(1)),
            _ if letter.is_ascii_digit() => {
                while letters.next_if(|(_, next)| next.is_ascii_alphanumeric() || *next == '.').is_some() {}
            }
            _ if begins_a_name(letter) => {
                let mut end = at + letter.len_utf8();
                while let Some((at, next)) =
                    letters.next_if(|(_, next)| begins_a_name(*next) || next.is_numeric())
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
        member = letter == '.' && !text.get(..at).unwrap_or("").ends_with('.');
    }
}

fn level(levels: &mut [Level], change: impl FnOnce(&mut Level)) {
    if let Some(level) = levels.last_mut() {
        change(level);
    }
}

fn begins_a_name(letter: char) -> bool {
    letter.is_alphabetic() || matches!(letter, '_' | '$')
}
