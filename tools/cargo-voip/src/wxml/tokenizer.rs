//! Splits WXML into tags and text.

pub(super) enum Token<'a> {
    Open(Tag<'a>),
    Close { name: &'a str, line: usize },
    Text { text: &'a str, line: usize },
    Invalid { message: &'static str, line: usize },
}

/// `<view class="title">`
pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    pub(super) attributes: Vec<Attribute<'a>>,
    /// Whether it ends with `/>`.
    pub(super) closed: bool,
    pub(super) line: usize,
}

pub(super) struct Attribute<'a> {
    pub(super) name: &'a str,
    /// Without quotes. Empty if the attribute has no value.
    pub(super) value: &'a str,
    pub(super) line: usize,
}

impl Tag<'_> {
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|attribute| attribute.name == name).map(|attribute| attribute.value)
    }
}

/// Splits a template into tokens. After an invalid one it continues where possible.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokenizer = Tokenizer { text, at: 0 };
    let mut tokens = Vec::new();
    while !tokenizer.rest().is_empty() {
        tokenizer.token(&mut tokens);
    }
    tokens
}

struct Tokenizer<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Tokenizer<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn line(&self) -> usize {
        self.text.get(..self.at).unwrap_or("").matches('\n').count() + 1
    }

    /// Reads up to and including `end`, and returns the text before it. If there is no `end`, reads everything and
    /// returns `None`.
    fn until(&mut self, end: &str) -> Option<&'a str> {
        let rest = self.rest();
        if let Some((before, _)) = rest.split_once(end) {
            self.at += before.len() + end.len();
            Some(before)
        } else {
            self.at = self.text.len();
            None
        }
    }

    fn take_while(&mut self, accept: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|character| !accept(character)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or("")
    }

    fn token(&mut self, tokens: &mut Vec<Token<'a>>) {
        let (rest, line) = (self.rest(), self.line());
        if rest.starts_with("<!--") {
            self.at += 4;
            if self.until("-->").is_none() {
                tokens.push(Token::Invalid { message: "missing `-->` after `<!--`", line });
            }
        } else if rest.starts_with("</") {
            self.at += 2;
            match self.until(">") {
                Some(name) => tokens.push(Token::Close { name: name.trim(), line }),
                None => tokens.push(Token::Invalid { message: "missing `>` at the end of the tag", line }),
            }
        } else if rest.strip_prefix('<').is_some_and(|after| after.starts_with(char::is_alphabetic)) {
            self.at += 1;
            self.tag(tokens, line);
        } else {
            self.text_token(tokens, line);
        }
    }

    /// Reads text up to the next tag. A `<` in an expression does not start a tag.
    fn text_token(&mut self, tokens: &mut Vec<Token<'a>>, line: usize) {
        let start = self.at;
        // A `<` here does not start a tag, and is text.
        self.at += usize::from(self.rest().starts_with('<'));
        loop {
            let rest = self.rest();
            let next = rest.char_indices().find(|(at, character)| {
                *character == '<' || rest.get(*at..).is_some_and(|here| here.starts_with("{{"))
            });
            match next {
                Some((at, '{')) => {
                    let inside = rest.get(at + 2..).unwrap_or("");
                    self.at += at + 2 + super::expression::end(inside).map_or(0, |end| end + 2);
                }
                Some((at, _)) => {
                    self.at += at;
                    break;
                }
                None => {
                    self.at = self.text.len();
                    break;
                }
            }
        }
        let text = self.text.get(start..self.at).unwrap_or("");
        tokens.push(Token::Text { text, line });
    }

    fn tag(&mut self, tokens: &mut Vec<Token<'a>>, line: usize) {
        let name =
            self.take_while(|character| !character.is_whitespace() && !matches!(character, '>' | '/' | '='));
        let mut attributes = Vec::new();
        let closed = loop {
            self.take_while(char::is_whitespace);
            let rest = self.rest();
            if rest.starts_with("/>") {
                self.at += 2;
                break true;
            }
            match rest.chars().next() {
                None => {
                    tokens.push(Token::Invalid { message: "missing `>` at the end of the tag", line });
                    return;
                }
                Some('>') => {
                    self.at += 1;
                    break false;
                }
                Some('/' | '=' | '"' | '\'') => self.at += 1,
                Some(_) => match self.attribute() {
                    Ok(attribute) => attributes.push(attribute),
                    Err(invalid) => {
                        tokens.push(invalid);
                        return;
                    }
                },
            }
        };
        tokens.push(Token::Open(Tag { name, attributes, closed, line }));
        // The content of a script is not WXML.
        if name == "wxs" && !closed && self.until("</wxs>").is_some() {
            tokens.push(Token::Close { name, line });
        }
    }

    fn attribute(&mut self) -> Result<Attribute<'a>, Token<'a>> {
        let line = self.line();
        let name = self.take_while(|character| {
            !character.is_whitespace() && !matches!(character, '>' | '/' | '=' | '"' | '\'')
        });
        let after = self.at;
        self.take_while(char::is_whitespace);
        if !self.rest().starts_with('=') {
            self.at = after;
            return Ok(Attribute { name, value: "", line });
        }
        self.at += 1;
        self.take_while(char::is_whitespace);
        let line = self.line();
        let quote = match self.rest().chars().next() {
            Some('"') => "\"",
            Some('\'') => "'",
            _ => {
                let value = self.take_while(|character| !character.is_whitespace() && character != '>');
                return Ok(Attribute { name, value, line });
            }
        };
        self.at += 1;
        let value = self
            .until(quote)
            .ok_or(Token::Invalid { message: "missing closing quote of the attribute value", line })?;
        Ok(Attribute { name, value, line })
    }
}
