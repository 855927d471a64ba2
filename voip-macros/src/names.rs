//! Names that are derived from the user's, and names of generated items.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote_spanned};
use syn::Path;
use syn::ext::IdentExt;

/// The name of the runtime in the generated code.
const RUNTIME: &str = "__voip_runtime";

/// A generated name. It is invisible to the user's code, and the user's local names to it.
pub(crate) fn generated(name: &str) -> Ident {
    Ident::new(name, Span::mixed_site())
}

/// The name of the runtime in the generated code, and the import of that name.
///
/// With the import, a missing runtime is one error instead of one for each use.
pub(crate) struct Runtime {
    pub(crate) import: TokenStream,
    pub(crate) name: RuntimeName,
}

/// A page has it hundreds of times; to clone a `TokenStream` is a request to the compiler each time.
#[derive(Clone)]
pub(crate) struct RuntimeName(Vec<TokenTree>);

impl RuntimeName {
    /// The same name with another location.
    pub(crate) fn located(&self, at: Span) -> Self {
        let move_there = |mut token: TokenTree| {
            token.set_span(token.span().located_at(at));
            token
        };
        Self(self.0.iter().cloned().map(move_there).collect())
    }
}

impl ToTokens for RuntimeName {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(self.0.iter().cloned());
    }
}

impl Runtime {
    /// The runtime that the page names, or else `::voip_runtime`.
    pub(crate) fn at(path: Option<&Path>) -> Self {
        let site = Span::mixed_site();
        let last = path.and_then(last);
        // The import has the location of the path, so that its error has it too.
        let here = last.map_or(site, |last| site.located_at(last.span()));
        let path = path.map_or_else(|| quote_spanned!(site=> ::voip_runtime), ToTokens::to_token_stream);
        let imported = Ident::new(RUNTIME, here);
        Self {
            import: quote_spanned!(here=> use #path::__private as #imported;),
            name: RuntimeName(vec![generated(RUNTIME).into()]),
        }
    }
}

/// The letters and digits of a name, in lower case: `CallerOpenid` and `caller.openid` have the same.
pub(crate) fn letters(name: &str) -> String {
    name.to_lowercase().replace(|letter: char| !letter.is_alphanumeric(), "")
}

/// The last name of a path.
pub(crate) fn last(path: &Path) -> Option<&Ident> {
    path.segments.last().map(|last| &last.ident)
}

/// A name as its user reads it: `type` for `r#type`.
pub(crate) fn plain(ident: &Ident) -> String {
    ident.unraw().to_string()
}

/// A field's name in the page's data: `listen_openid` is `listenOpenid`.
pub(crate) fn key(field: &str) -> String {
    let mut key = String::new();
    for word in field.split('_').filter(|word| !word.is_empty()) {
        if key.is_empty() { key.extend(lower_first(word)) } else { key.extend(upper_first(word)) }
    }
    // In camelCase, `_1` and `__` would not be names.
    if key.starts_with(char::is_alphabetic) { key } else { field.to_owned() }
}

/// The handler of a field's row: `listenOpenid` has `handleChangeListenOpenid`.
pub(crate) fn change_handler(key: &str) -> String {
    "handleChange".chars().chain(upper_first(key)).collect()
}

/// The default route: `pages/video-call/index` for `VideoCall`.
pub(crate) fn route(page: &str) -> String {
    format!("pages/{}/index", kebab(page))
}

/// `VideoCall` is `video-call`, `HTTPCall` is `http-call`.
fn kebab(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut kebab = String::new();
    for (at, &letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).and_then(|at| letters.get(at));
        let after = letters.get(at + 1);
        // A word begins at a capital after a small letter, and at the last of several capitals.
        let begins = letter.is_uppercase()
            && before.is_some_and(|before| {
                !before.is_uppercase() || after.is_some_and(|after| after.is_lowercase())
            });
        if (begins || letter == '_') && !kebab.is_empty() && !kebab.ends_with('-') {
            kebab.push('-');
        }
        if letter != '_' {
            kebab.extend(letter.to_lowercase());
        }
    }
    kebab
}

fn upper_first(word: &str) -> impl Iterator<Item = char> {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).chain(letters)
}

fn lower_first(word: &str) -> impl Iterator<Item = char> {
    let mut letters = word.chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters)
}

#[cfg(test)]
mod tests {
    use super::{change_handler, kebab, key};

    #[test]
    fn keys_are_camel_case() {
        for (field, expected) in [
            ("listen_openid", "listenOpenid"),
            ("type", "type"),
            ("_hidden", "hidden"),
            ("a__b_", "aB"),
            ("_1", "_1"),
            ("__", "__"),
            ("Name", "name"),
            ("对方", "对方"),
        ] {
            assert_eq!(key(field), expected);
        }
        assert_eq!(change_handler("listenOpenid"), "handleChangeListenOpenid");
    }

    #[test]
    fn routes_are_kebab_case() {
        for (page, expected) in [
            ("VideoCall", "video-call"),
            ("HTTPCall", "http-call"),
            ("Call2Go", "call2-go"),
            ("CALL", "call"),
            ("My_Page", "my-page"),
            ("_X", "x"),
        ] {
            assert_eq!(kebab(page), expected);
        }
    }
}
