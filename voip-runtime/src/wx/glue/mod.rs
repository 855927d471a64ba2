//! The host of a page on a phone, which the engine calls. It does not depend on the engine.

pub(crate) mod host;
pub(crate) mod imports;
pub(crate) mod memory;
pub(crate) mod options;
pub(crate) mod requests;

use alloc::string::String;

use self::memory::MEMORY;

/// The text of this parameter of the page's address.
pub(crate) fn query(page: *const (), name: &str) -> Option<String> {
    if imports::query(page, name.as_ptr(), name.len()) == 0 {
        return None;
    }
    // SAFETY: the glue has written the text into the buffer (BUFFER in `wx/module/exports.rs`).
    #[allow(unsafe_code, reason = "this is the ABI")]
    Some(unsafe { MEMORY.buffer.take_text() })
}
