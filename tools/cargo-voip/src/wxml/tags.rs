//! WXML as its tags and the text between them.

/// A part of a template, in its order.
pub(super) enum Piece<'a> {
    Open(Tag<'a>),
    Close {
        name: &'a str,
        line: usize,
    },
    Text {
        text: &'a str,
        line: usize,
    },
    /// Something that no compiler can read.
    Broken {
        what: &'static str,
        line: usize,
    },
}

/// `<view class="title">`
pub(super) struct Tag<'a> {
    pub(super) name: &'a str,
    pub(super) attributes: Vec<Attribute<'a>>,
    /// Whether it ends in `/>`.
    pub(super) closed: bool,
    pub(super) line: usize,
}

pub(super) struct Attribute<'a> {
    pub(super) name: &'a str,
    /// Without its quotes; empty where there is none.
    pub(super) value: &'a str,
    pub(super) line: usize,
}

impl Tag<'_> {
    pub(super) fn value(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|attribute| attribute.name == name).map(|attribute| attribute.value)
    }
}

/// Takes a template apart. It goes on after what is broken where it can.
pub(super) fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut reader = Reader { text, at: 0 };
    let mut pieces = Vec::new();
    while !reader.rest().is_empty() {
        reader.piece(&mut pieces);
    }
    pieces
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or("")
    }

    fn line(&self) -> usize {
        self.text.get(..self.at).unwrap_or("").matches('\n').count() + 1
    }

    /// What comes before `end`, which is passed too; else everything, and `None`.
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

    fn take_while(&mut self, of_it: impl Fn(char) -> bool) -> &'a str {
        let rest = self.rest();
        let end = rest.find(|letter| !of_it(letter)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or("")
    }

    fn piece(&mut self, pieces: &mut Vec<Piece<'a>>) {
        let (rest, line) = (self.rest(), self.line());
        if rest.starts_with("<!--") {
            self.at += 4;
            if self.until("-->").is_none() {
                pieces.push(Piece::Broken { what: "the comment `<!--` has no end `-->`", line });
            }
        } else if rest.starts_with("</") {
            self.at += 2;
            match self.until(">") {
                Some(name) => pieces.push(Piece::Close { name: name.trim(), line }),
                None => pieces.push(Piece::Broken { what: "the tag has no end `>`", line }),
            }
        } else if rest.strip_prefix('<').is_some_and(|after| after.starts_with(char::is_alphabetic)) {
            self.at += 1;
            self.tag(pieces, line);
        } else {
            self.text_piece(pieces, line);
        }
    }

    /// Text up to the next tag; a `<` in an expression is none.
    fn text_piece(&mut self, pieces: &mut Vec<Piece<'a>>, line: usize) {
        let start = self.at;
        // A `<` that begins no tag is text.
        self.at += usize::from(self.rest().starts_with('<'));
        loop {
            let rest = self.rest();
            let next = rest.char_indices().find(|(at, letter)| {
                *letter == '<' || rest.get(*at..).is_some_and(|here| here.starts_with("{{"))
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
        pieces.push(Piece::Text { text, line });
    }

    fn tag(&mut self, pieces: &mut Vec<Piece<'a>>, line: usize) {
        let name = self.take_while(|letter| !letter.is_whitespace() && !matches!(letter, '>' | '/' | '='));
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
                    pieces.push(Piece::Broken { what: "the tag has no end `>`", line });
                    return;
                }
                Some('>') => {
                    self.at += 1;
                    break false;
                }
                Some('/' | '=' | '"' | '\'') => self.at += 1,
                Some(_) => match self.attribute() {
                    Ok(attribute) => attributes.push(attribute),
                    Err(broken) => {
                        pieces.push(broken);
                        return;
                    }
                },
            }
        };
        pieces.push(Piece::Open(Tag { name, attributes, closed, line }));
        // What is in a script is no WXML.
        if name == "wxs" && !closed && self.until("</wxs>").is_some() {
            pieces.push(Piece::Close { name, line });
        }
    }

    fn attribute(&mut self) -> Result<Attribute<'a>, Piece<'a>> {
        let line = self.line();
        let name = self
            .take_while(|letter| !letter.is_whitespace() && !matches!(letter, '>' | '/' | '=' | '"' | '\''));
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
                let value = self.take_while(|letter| !letter.is_whitespace() && letter != '>');
                return Ok(Attribute { name, value, line });
            }
        };
        self.at += 1;
        let value = self
            .until(quote)
            .ok_or(Piece::Broken { what: "the value of an attribute has no closing quote", line })?;
        Ok(Attribute { name, value, line })
    }
}
