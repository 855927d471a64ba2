//! Checks custom WXML: the data and handlers that it uses must exist in the page.

mod dataset;
mod expression;
mod tokenizer;

use std::collections::BTreeSet;

use crate::file::display_path;
use crate::nearest::help_line;
use crate::page::{Page, Template, uses};
use crate::wxml::tokenizer::{Attribute, Tag, Token};

/// Checks a template, and returns the errors. It may use data and methods of the page's own script.
pub(crate) fn check(template: &Template, page: &Page, script: Option<&Template>) -> Vec<String> {
    let script = script.map_or("", |script| &script.text);
    let mut check = Check {
        page,
        script,
        scopes: Vec::new(),
        modules: BTreeSet::new(),
        open: Vec::new(),
        errors: Vec::new(),
    };
    let tokens = tokenizer::tokens(&template.text);
    // A module can be used before its tag.
    for token in &tokens {
        if let Token::Open(tag) = token
            && tag.name == "wxs"
            && let Some(module) = tag.value("module")
        {
            check.modules.insert(module.to_owned());
        }
    }
    for token in tokens {
        check.token(token);
    }
    for (tag, line) in std::mem::take(&mut check.open) {
        check.errors.push((line, format!("missing closing tag of `<{tag}>`")));
    }
    check.errors.sort_by_key(|(line, _)| *line);
    let file = display_path(&template.file);
    check.errors.into_iter().map(|(line, message)| format!("{file}:{line}: {message}")).collect()
}

struct Check<'a> {
    page: &'a Page,
    script: &'a str,
    /// The names that each open tag defines, for example with `wx:for`. `None` is a `<template>`: its data is known only
    /// where it is used.
    scopes: Vec<Option<Vec<String>>>,
    /// The names of the WXS modules.
    modules: BTreeSet<String>,
    /// The open tags, and their lines.
    open: Vec<(String, usize)>,
    /// The lines and messages of errors.
    errors: Vec<(usize, String)>,
}

impl Check<'_> {
    fn token(&mut self, token: Token<'_>) {
        match token {
            Token::Open(tag) => self.tag(&tag),
            Token::Close { name, line } => self.close(name, line),
            Token::Text { text, line } => self.interpolation(text, line, false),
            Token::Invalid { message, line } => self.errors.push((line, message.into())),
        }
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        // The value of `wx:for` is outside of the scope that it defines.
        for attribute in tag.attributes.iter().filter(|attribute| attribute.name == "wx:for") {
            self.interpolation(attribute.value, attribute.line, false);
        }
        self.scopes.push(scope(tag));
        let calls = tag.attributes.iter().any(|attribute| {
            is_binding(attribute.name) && attribute.value.trim() == "handleCall" && !self.page.never_calls()
        });
        for attribute in tag.attributes.iter().filter(|attribute| attribute.name != "wx:for") {
            self.attribute(tag, attribute);
            if let Some(error) = dataset::error(attribute.name, self.page, self.script).filter(|_| calls) {
                self.errors.push((attribute.line, error));
            }
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
                let message =
                    format!("unexpected `</{name}>`: expected `</{open}>` for the tag on line {opened}");
                self.errors.push((line, message));
                // If only an inner closing tag is missing, this one closes an outer tag.
                if let Some(outer) = self.open.iter().rposition(|(open, _)| open == name) {
                    self.open.truncate(outer);
                    self.scopes.truncate(outer);
                }
            }
            None => self.errors.push((line, format!("unexpected `</{name}>`"))),
        }
    }

    fn attribute(&mut self, tag: &Tag<'_>, attribute: &Attribute<'_>) {
        // The data of a template is written like an object, without its braces.
        let object = tag.name == "template" && attribute.name == "data";
        self.interpolation(attribute.value, attribute.line, object);
        let handler = attribute.value.trim();
        if is_binding(attribute.name) && !handler.is_empty() && !handler.contains("{{") {
            self.handler(handler, attribute.line);
        }
    }

    fn handler(&mut self, handler: &str, line: usize) {
        let handlers = self.page.handlers();
        if handlers.iter().any(|known| known == handler) || uses(self.script, handler) {
            return;
        }
        let message = if handler == "handleReceive" {
            "unknown handler `handleReceive`\nhelp: add `receive` to the page".into()
        } else {
            let known: Vec<&str> = handlers.iter().map(String::as_str).collect();
            format!("unknown handler `{handler}`{}", help_line(handler, &known))
        };
        self.errors.push((line, message));
    }

    /// Checks the names in `{{…}}`.
    fn interpolation(&mut self, text: &str, line: usize, object: bool) {
        for found in expression::names(text, object) {
            let line = line + text.get(..found.at).unwrap_or("").matches('\n').count();
            match found.name {
                Err(message) => self.errors.push((line, message.into())),
                Ok(name) if !name.is_ascii() => {
                    self.errors.push((line, format!("invalid name `{name}`: expected ASCII letters")));
                }
                Ok(name) if self.knows(name) => {}
                Ok(name) => {
                    let message = format!("unknown data `{name}`{}", help_line(name, &self.page.data()));
                    self.errors.push((line, message));
                }
            }
        }
    }

    fn knows(&self, name: &str) -> bool {
        let in_scope = |scope: &Option<Vec<String>>| match scope {
            Some(names) => names.iter().any(|known| known == name),
            None => true,
        };
        self.page.data().contains(&name)
            || uses(self.script, name)
            || self.modules.contains(name)
            || self.scopes.iter().any(in_scope)
    }
}

/// The names that a tag defines for its content.
fn scope(tag: &Tag<'_>) -> Option<Vec<String>> {
    if tag.name == "template" && tag.value("name").is_some() {
        return None;
    }
    let mut names = Vec::new();
    if tag.value("wx:for").is_some() {
        names.push(tag.value("wx:for-item").unwrap_or("item").into());
        names.push(tag.value("wx:for-index").unwrap_or("index").into());
    }
    // The values of a slot.
    let slots = tag.attributes.iter().filter_map(|attribute| {
        let key = attribute.name.strip_prefix("slot:")?;
        Some(if attribute.value.is_empty() { key } else { attribute.value })
    });
    names.extend(slots.map(String::from));
    Some(names)
}

/// `bindtap`, `bind:tap`, `catchtap`, `capture-bind:tap`, `mut-bind:tap`, …
fn is_binding(attribute: &str) -> bool {
    let binding =
        attribute.strip_prefix("capture-").or_else(|| attribute.strip_prefix("mut-")).unwrap_or(attribute);
    let event = binding.strip_prefix("bind").or_else(|| binding.strip_prefix("catch"));
    event.is_some_and(|event| event.strip_prefix(':').unwrap_or(event).starts_with(char::is_alphabetic))
}

#[cfg(test)]
mod tests;
