//! A page's own WXML, held against the page: it binds to data and handlers that the page has.

mod expression;
mod tags;

use std::collections::BTreeSet;

use crate::file::name;
use crate::nearest::hint;
use crate::page::{Page, Template};
use crate::wxml::tags::{Attribute, Piece, Tag};

/// What is wrong with the template, a sentence each.
pub(crate) fn check(template: &Template, page: &Page) -> Vec<String> {
    let mut check =
        Check { page, scopes: Vec::new(), modules: BTreeSet::new(), open: Vec::new(), wrong: Vec::new() };
    let pieces = tags::pieces(&template.text);
    // A module may be used above its own tag.
    for piece in &pieces {
        if let Piece::Open(tag) = piece
            && tag.name == "wxs"
            && let Some(module) = tag.value("module")
        {
            check.modules.insert(module.to_owned());
        }
    }
    for piece in pieces {
        check.piece(piece);
    }
    for (tag, line) in std::mem::take(&mut check.open) {
        check.wrong.push((line, format!("`<{tag}>` is not closed")));
    }
    check.wrong.sort_by_key(|(line, _)| *line);
    let file = name(&template.file);
    check.wrong.into_iter().map(|(line, what)| format!("`{file}` line {line}: {what}")).collect()
}

struct Check<'a> {
    page: &'a Page,
    /// For each tag that is open, the names that its `wx:for` makes. `None` is a template, whose data is its caller's.
    scopes: Vec<Option<Vec<String>>>,
    /// The names of the page's WXS modules.
    modules: BTreeSet<String>,
    /// The tags that are open, and their lines.
    open: Vec<(String, usize)>,
    wrong: Vec<(usize, String)>,
}

impl Check<'_> {
    fn piece(&mut self, piece: Piece<'_>) {
        match piece {
            Piece::Open(tag) => self.tag(&tag),
            Piece::Close { name, line } => self.close(name, line),
            Piece::Text { text, line } => self.interpolation(text, line, false),
            Piece::Broken { what, line } => self.wrong.push((line, what.into())),
        }
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        // The list itself is outside what it makes.
        for attribute in tag.attributes.iter().filter(|attribute| attribute.name == "wx:for") {
            self.interpolation(attribute.value, attribute.line, false);
        }
        self.scopes.push(scope(tag));
        for attribute in tag.attributes.iter().filter(|attribute| attribute.name != "wx:for") {
            self.attribute(tag, attribute);
        }
        if tag.closed {
            self.scopes.pop();
        } else {
            self.open.push((tag.name.into(), tag.line));
        }
    }

    fn close(&mut self, name: &str, line: usize) {
        match self.open.last() {
            Some((open, _)) if open == name => {
                self.open.pop();
                self.scopes.pop();
            }
            Some((open, opened)) => {
                let what = format!("`</{name}>` closes nothing: `<{open}>` of line {opened} is open");
                self.wrong.push((line, what));
                // Whoever forgot one close has the outer one here.
                if let Some(outer) = self.open.iter().rposition(|(open, _)| open == name) {
                    self.open.truncate(outer);
                    self.scopes.truncate(outer);
                }
            }
            None => self.wrong.push((line, format!("`</{name}>` closes nothing"))),
        }
    }

    fn attribute(&mut self, tag: &Tag<'_>, attribute: &Attribute<'_>) {
        // A template's data is the inside of an object.
        let object = tag.name == "template" && attribute.name == "data";
        self.interpolation(attribute.value, attribute.line, object);
        let handler = attribute.value.trim();
        if is_binding(attribute.name) && !handler.is_empty() && !handler.contains("{{") {
            self.handler(handler, attribute.line);
        }
    }

    fn handler(&mut self, handler: &str, line: usize) {
        let handlers = self.page.handlers();
        if handlers.iter().any(|known| known == handler) {
            return;
        }
        let what = if handler == "handleReceive" {
            "the page has no handler `handleReceive`: it is declared without `receive`".into()
        } else {
            let known: Vec<&str> = handlers.iter().map(String::as_str).collect();
            format!("the page has no handler `{handler}`{}", hint(handler, &known))
        };
        self.wrong.push((line, what));
    }

    /// The names in `{{…}}`.
    fn interpolation(&mut self, text: &str, line: usize, object: bool) {
        for found in expression::names(text, object) {
            let line = line + text.get(..found.at).unwrap_or("").matches('\n').count();
            match found.name {
                Err(what) => self.wrong.push((line, what.into())),
                Ok(name) if !name.is_ascii() => {
                    self.wrong.push((
                        line,
                        format!("`{name}` is no name in WXML, which knows letters of English alone"),
                    ));
                }
                Ok(name) if self.knows(name) => {}
                Ok(name) => {
                    let what = format!("the page has no data `{name}`{}", hint(name, &self.page.data()));
                    self.wrong.push((line, what));
                }
            }
        }
    }

    fn knows(&self, name: &str) -> bool {
        let in_scope = |scope: &Option<Vec<String>>| match scope {
            Some(names) => names.iter().any(|known| known == name),
            None => true,
        };
        self.page.data().contains(&name) || self.modules.contains(name) || self.scopes.iter().any(in_scope)
    }
}

/// The names that a tag makes for what is inside it.
fn scope(tag: &Tag<'_>) -> Option<Vec<String>> {
    if tag.name == "template" && tag.value("name").is_some() {
        return None;
    }
    let mut names = Vec::new();
    if tag.value("wx:for").is_some() {
        names.push(tag.value("wx:for-item").unwrap_or("item").into());
        names.push(tag.value("wx:for-index").unwrap_or("index").into());
    }
    // A slot's values.
    let slots = tag.attributes.iter().filter_map(|attribute| {
        let key = attribute.name.strip_prefix("slot:")?;
        Some(if attribute.value.is_empty() { key } else { attribute.value })
    });
    names.extend(slots.map(String::from));
    Some(names)
}

/// `bindtap`, `bind:tap`, `catchtap`, `capture-bind:tap`, `mut-bind:tap`, …
fn is_binding(attribute: &str) -> bool {
    let plain =
        attribute.strip_prefix("capture-").or_else(|| attribute.strip_prefix("mut-")).unwrap_or(attribute);
    let event = plain.strip_prefix("bind").or_else(|| plain.strip_prefix("catch"));
    event.is_some_and(|event| event.strip_prefix(':').unwrap_or(event).starts_with(char::is_alphabetic))
}

#[cfg(test)]
mod tests;
