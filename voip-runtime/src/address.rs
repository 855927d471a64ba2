//! The parameters of a page's address, as the host gives them to a page: percent-encoded. `fromAddress` in
//! `wx/voip/page.js` is the same for the phone.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

/// The parameter that a mini-program code has: an address's parameters, `a=1&b=2`, encoded once more.
pub(crate) const SCENE: &str = "scene";

/// The text of the parameter with this name: of the address, or else of its `scene`.
pub(crate) fn parameter(query: &[(String, String)], name: &str) -> Option<String> {
    let value = |name: &str| query.iter().rev().find(|(given, _)| given == name).map(|(_, value)| value);
    if let Some(text) = value(name) {
        return Some(decoded(text));
    }
    let scene = decoded(value(SCENE)?);
    scene.rsplit('&').find_map(|pair| pair.strip_prefix(name)?.strip_prefix('=')).map(decoded)
}

/// Replaces `%E5` and the like, as `decodeURIComponent` does. A text that is not encoded stays as it is.
pub(crate) fn decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        rest = after;
        if *first != b'%' {
            bytes.push(*first);
            continue;
        }
        let digit = |at: usize| after.get(at).and_then(|digit| char::from(*digit).to_digit(16));
        let byte = digit(0).zip(digit(1)).and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
        let Some(byte) = byte else { return text.to_string() };
        bytes.push(byte);
        rest = after.get(2..).unwrap_or_default();
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_string())
}
