//! The `index.js` next to the source of a page: a behavior. Its syntax is checked as far as that needs no parser: brackets,
//! strings, templates, regular expressions and comments.

use crate::file::display_path;
use crate::page::Template;
use crate::text::thousands;

/// A package of a mini-program has at most 2 MB.
const MAX_BYTES: usize = 2 * 1024 * 1024;

/// The first error of a script.
pub(super) fn check(template: &Template) -> Option<String> {
    let (file, text) = (display_path(&template.file), template.text.as_str());
    if text.len() > MAX_BYTES {
        let bytes = thousands(text.len());
        return Some(format!(
            "{file}: {bytes} bytes is too large: a package of a mini-program has at most 2 MB"
        ));
    }
    // After `)` and `}`, a slash is a division or begins a regular expression. Only a parser knows which.
    let wrong = |slash_divides| Scanner::new(text, slash_divides).error();
    if let Some((at, message)) = wrong(true).filter(|_| wrong(false).is_some()) {
        let before = text.get(..at).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        return Some(format!("{file}:{line}:{column}: {message}"));
    }
    // The generated script makes the behavior, since it also has to know the methods.
    let is_behavior = text.split_whitespace().collect::<String>().contains("exports=Behavior(");
    let wrong = match uses(text, "exports") {
        true if !is_behavior => return None,
        true => "exports the result of `Behavior`",
        false => "exports nothing",
    };
    let help = "help: export a behavior's definition: `module.exports = { methods: { … } };`";
    Some(format!("{file}: {wrong}\n{help}"))
}

/// Whether a script has this identifier.
pub(crate) fn uses(text: &str, name: &str) -> bool {
    let is_part = |character: char| character.is_alphanumeric() || matches!(character, '_' | '$');
    text.split(|character| !is_part(character)).any(|word| word == name)
}

struct Scanner<'a> {
    text: &'a str,
    at: usize,
    /// The open brackets and their positions. A `` ` `` is an open template, and `$` an expression in one.
    open: Vec<(char, usize)>,
    /// Whether a slash would be a division, after what was read last.
    divides: bool,
    /// The same after a closing bracket.
    divides_after_close: bool,
}

type Mistake = (usize, String);

impl<'a> Scanner<'a> {
    fn new(text: &'a str, divides_after_close: bool) -> Self {
        Self { text, at: 0, open: Vec::new(), divides: false, divides_after_close }
    }

    fn error(mut self) -> Option<Mistake> {
        while self.at < self.text.len() {
            if let Err(mistake) = self.token() {
                return Some(mistake);
            }
        }
        let (bracket, at) = self.open.pop()?;
        Some((at, format!("missing `{}`", closing(bracket))))
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn token(&mut self) -> Result<(), Mistake> {
        if let Some(('`', _)) = self.open.last() {
            self.template();
            return Ok(());
        }
        let (start, rest) = (self.at, self.rest());
        let Some(first) = rest.chars().next() else { return Ok(()) };
        self.at += first.len_utf8();
        match first {
            _ if rest.starts_with("//") => self.at = start + rest.find('\n').unwrap_or(rest.len()),
            _ if rest.starts_with("/*") => {
                let end = rest.get(2..).and_then(|rest| rest.find("*/"));
                self.at = start + end.ok_or((start, "missing `*/` after `/*`".to_owned()))? + 4;
            }
            '/' if !self.divides => self.regex(start)?,
            '"' | '\'' => self.string(start, first)?,
            '(' | '[' | '{' | '`' => {
                self.open.push((first, start));
                self.divides = false;
            }
            ')' | ']' | '}' => {
                let expected = self.open.pop().map(|(bracket, _)| closing(bracket));
                if expected != Some(first) {
                    let expected =
                        expected.map_or_else(String::new, |bracket| format!(": expected `{bracket}`"));
                    return Err((start, format!("unexpected `{first}`{expected}")));
                }
                self.divides = first == ']' || self.divides_after_close;
            }
            _ if first.is_alphanumeric() || matches!(first, '_' | '$') => {
                let is_end =
                    |character: char| !character.is_alphanumeric() && !matches!(character, '_' | '$');
                let word = rest.split(is_end).next().unwrap_or_default();
                self.at = start + word.len();
                self.divides =
                    !["return", "typeof", "case", "in", "of", "delete", "void", "throw", "new", "else", "do"]
                        .contains(&word);
            }
            _ if first.is_whitespace() => {}
            _ => self.divides = false,
        }
        Ok(())
    }

    /// Reads up to the end of a template or to an expression in it.
    fn template(&mut self) {
        let rest = self.rest();
        if rest.starts_with('\\') {
            self.at += 1 + rest.chars().nth(1).map_or(0, char::len_utf8);
        } else if rest.starts_with("${") {
            self.open.push(('$', self.at));
            self.at += 2;
            self.divides = false;
        } else if rest.starts_with('`') {
            self.open.pop();
            self.at += 1;
            self.divides = true;
        } else {
            self.at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }

    fn string(&mut self, start: usize, quote: char) -> Result<(), Mistake> {
        self.until(quote).ok_or((start, format!("missing `{quote}` at the end of the string")))?;
        self.divides = true;
        Ok(())
    }

    fn regex(&mut self, start: usize) -> Result<(), Mistake> {
        self.until('/').ok_or((start, "missing `/` at the end of the regular expression".to_owned()))?;
        self.divides = true;
        Ok(())
    }

    /// Reads up to this character on the same line, but not in brackets if it ends a regular expression.
    fn until(&mut self, end: char) -> Option<()> {
        let (mut escaped, mut in_class) = (false, false);
        for (index, character) in self.rest().char_indices() {
            match character {
                '\n' if !(escaped && end != '/') => return None,
                _ if escaped => escaped = false,
                '\\' => escaped = true,
                '[' if end == '/' => in_class = true,
                ']' => in_class = false,
                _ if character == end && !in_class => {
                    self.at += index + character.len_utf8();
                    return Some(());
                }
                _ => {}
            }
        }
        None
    }
}

fn closing(bracket: char) -> char {
    match bracket {
        '(' => ')',
        '[' => ']',
        '`' => '`',
        _ => '}',
    }
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{Template, check};

    fn error(text: &str) -> Option<String> {
        check(&Template { file: PathBuf::from("src/index.js"), text: text.into() })
    }

    #[test]
    fn scripts_that_every_engine_reads() {
        for text in [
            "module.exports = { methods: { ask() { return `a ${this.data['b'] ? `}` : \"'\"} \\` c`; } } };",
            "// it's } a comment\nexports.data = { a: /[/'\"]}/.test('\\'') }; /* ` */",
            "var half = (1 + 2) / 2, other = [4][0] / 2 / half; module.exports = {};",
            "if (half) /'/.test('x'); module.exports = { data: { text: 'two\\\nlines' } };",
            "function f() {}\n/`/.test('`'); exports.f = f;",
            "exports.中文 = '中文';",
            "exports.a = b => { return /}/; };",
        ] {
            assert_eq!(error(text), None, "{text}");
        }
    }

    #[test]
    fn mistakes_have_a_position() {
        for (text, expected) in [
            ("module.exports = {\n  methods: {", "2:12: missing `}`"),
            ("exports.a = [1, 2);", "1:18: unexpected `)`: expected `]`"),
            ("exports.a = 1; }", "1:16: unexpected `}`"),
            ("exports.中文 = 'a;\n'", "1:14: missing `'` at the end of the string"),
            ("exports.a = `a ${b`;", "1:19: missing ```"),
            ("/* exports", "1:1: missing `*/` after `/*`"),
            ("exports.a = /a;", "1:13: missing `/` at the end of the regular expression"),
        ] {
            assert_eq!(error(text), Some(format!("src/index.js:{expected}")), "{text}");
        }
        assert!(error("var a = 1;").unwrap().starts_with("src/index.js: exports nothing\nhelp: "));
        let made = error("module.exports =\n  Behavior({ methods: {} });").unwrap();
        assert!(made.starts_with("src/index.js: exports the result of `Behavior`\nhelp: "), "{made}");
        assert_eq!(error("var b = Behavior({}); module.exports = { behaviors: [b] };"), None);
    }
}
