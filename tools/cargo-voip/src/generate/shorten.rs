//! Shortens ES5: removes spaces and most line ends, and shortens the names of variables. Comments are removed before.
//!
//! It knows no scopes. A name that is declared anywhere (`var`, `function`, a parameter) is shortened everywhere, except
//! where it is a property; so a variable must not have the name of a global that the code uses, such as `exports`.

use std::collections::HashMap;

/// Words that a short name must not be. The others have three letters or more.
const RESERVED: [&str; 3] = ["do", "if", "in"];

/// The code, shortened. The same code always gives the same text.
pub(super) fn shorten(code: &str) -> String {
    let tokens = tokens(code);
    let names = short_names(&tokens);
    let mut short = String::with_capacity(code.len());
    let mut depth = 0_i32;
    for (at, token) in tokens.iter().enumerate() {
        let text =
            if is_property(&tokens, at) { token } else { names.get(token).map_or(*token, String::as_str) };
        match (short.chars().next_back(), text.chars().next()) {
            // A console names the line of an error, and may print it.
            (Some(';' | '}'), _) if depth == 0 && matches!(*token, "var" | "function") => short.push('\n'),
            (Some(before), Some(next)) if is_word(before) && is_word(next) => short.push(' '),
            (Some(before), Some(next)) if before == next && "+-".contains(next) => short.push(' '),
            _ => {}
        }
        short.push_str(text);
        depth += match *token {
            "{" => 1,
            "}" => -1,
            _ => 0,
        };
    }
    short
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || "_$".contains(letter)
}

/// Words, strings, regular expressions, and single characters of anything else.
fn tokens(code: &str) -> Vec<&str> {
    let mut tokens: Vec<&str> = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let length = match first {
            '\'' | '"' => quoted(rest, first),
            '/' if tokens.last().is_none_or(|last| starts_value(last)) => quoted(rest, '/'),
            _ => match rest.find(|letter| !is_word(letter)).unwrap_or(rest.len()) {
                0 if rest.starts_with("++") || rest.starts_with("--") => 2,
                0 => first.len_utf8(),
                length => length,
            },
        };
        let (token, after) = rest.split_at(length);
        tokens.push(token);
        rest = after.trim_start();
    }
    tokens
}

/// Whether a value starts after this token, and not an operator.
fn starts_value(last: &str) -> bool {
    last == "return" || last.len() == 1 && "(,=:[!&|?{};".contains(last)
}

/// The length of a string, or of a regular expression with its flags.
fn quoted(code: &str, end: char) -> usize {
    let (mut escaped, mut in_class) = (false, false);
    for (at, letter) in code.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '[' if end == '/' => in_class = true,
            ']' => in_class = false,
            _ if letter == end && !in_class => {
                let flags =
                    if end == '/' { code[at + 1..].find(|letter| !is_word(letter)).unwrap_or(0) } else { 0 };
                return at + 1 + flags;
            }
            _ => {}
        }
    }
    code.len()
}

/// Whether the token is the name of a property: after a dot, or before the colon of an object's member.
fn is_property(tokens: &[&str], at: usize) -> bool {
    let before = at.checked_sub(1).map_or("", |at| tokens[at]);
    before == "." || matches!(before, "{" | ",") && tokens.get(at + 1) == Some(&":")
}

/// The short names of all variables: the most frequent ones have one letter.
fn short_names<'a>(tokens: &[&'a str]) -> HashMap<&'a str, String> {
    let declared = declared(tokens);
    let count =
        |name: &str| (0..tokens.len()).filter(|&at| tokens[at] == name && !is_property(tokens, at)).count();
    let mut sorted: Vec<(usize, &str)> = declared.iter().map(|name| (count(name), *name)).collect();
    sorted.sort_by(|one, other| other.0.cmp(&one.0));
    let is_free = |name: &String| {
        !RESERVED.contains(&name.as_str())
            && (!tokens.contains(&name.as_str()) || declared.contains(&name.as_str()))
    };
    let letters = || ('a'..='z').chain('A'..='Z');
    let one = letters().map(String::from);
    let two = letters().flat_map(|first| letters().map(move |second| format!("{first}{second}")));
    sorted.into_iter().map(|(_, name)| name).zip(one.chain(two).filter(is_free)).collect()
}

/// The names of all variables, functions and parameters, in the order of their declarations.
fn declared<'a>(tokens: &[&'a str]) -> Vec<&'a str> {
    let mut names = Vec::new();
    let mut add = |name: &'a str| {
        if name.starts_with(is_word) && !names.contains(&name) {
            names.push(name);
        }
    };
    for (at, token) in tokens.iter().enumerate() {
        let after = &tokens[at + 1..];
        match *token {
            "function" => after.iter().take_while(|token| **token != ")").for_each(|name| add(name)),
            "catch" => add(after[1]),
            "var" => {
                let mut depth = 0;
                let mut is_name = true;
                for token in after {
                    match *token {
                        "(" | "[" | "{" => depth += 1,
                        ")" | "]" | "}" => depth -= 1,
                        ";" | "in" if depth == 0 => break,
                        "," if depth == 0 => is_name = true,
                        name if is_name => {
                            add(name);
                            is_name = false;
                        }
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::shorten;

    #[test]
    fn names_of_variables_are_short() {
        let code = "function first(second) {\n  var third = second + 1, fourth = { third: third };\n  return fourth.third;\n}\n";
        assert_eq!(shorten(code), "function d(a){var b=a+1,c={third:b};return c.third;}");
    }

    #[test]
    fn names_of_globals_and_properties_stay() {
        assert_eq!(shorten("exports.name = wx.name; var name = 1;"), "exports.name=wx.name;\nvar a=1;");
        assert_eq!(
            shorten("for (var key in a) try { b(key); } catch (_) { c; }"),
            "for(var d in a)try{b(d);}catch(e){c;}"
        );
    }

    #[test]
    fn strings_and_regular_expressions_stay() {
        for code in ["x('a  b', \"c '  d\", '\\'  e');", "x(/a  [/]  \\/'/i, 4 / 2 / 1);", "return /  /;"] {
            let spaces = |text: &str| text.matches("  ").count();
            assert_eq!(spaces(&shorten(code)), spaces(code), "{code}");
        }
        assert_eq!(shorten("x(4 / 2, 3 / 1);"), "x(4/2,3/1);");
        assert_eq!(shorten("var i = /x/i.test(i);"), "var a=/x/i.test(a);");
    }

    #[test]
    fn signs_are_kept_apart() {
        assert_eq!(shorten("a = b + +c - -d; e++;"), "a=b+ +c- -d;e++;");
    }

    #[test]
    fn a_condition_is_not_a_member() {
        assert_eq!(shorten("var left, right; f(x ? left : right);"), "var a,b;f(x?a:b);");
    }
}
