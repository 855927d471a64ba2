//! What a module remembers between two calls of its glue.

use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;

use crate::host::Reply;

/// What the glue writes before it calls: a text, or the result of a host call.
pub(crate) struct Buffer {
    bytes: Cell<Vec<u8>>,
    /// How many of them the glue was given room for, and writes.
    length: Cell<usize>,
}

impl Buffer {
    /// Room for `length` bytes, which the next call reads.
    pub(crate) fn make_room(&self, length: usize) -> *mut u8 {
        let mut bytes = Vec::with_capacity(length);
        let at = bytes.as_mut_ptr();
        self.bytes.set(bytes);
        self.length.set(length);
        at
    }

    /// What the glue has written.
    ///
    /// # Safety
    ///
    /// The glue has written each byte for which [`make_room`](Self::make_room) made room the last time.
    #[allow(unsafe_code, reason = "this is the ABI")]
    pub(crate) unsafe fn take(&self) -> Vec<u8> {
        let mut bytes = self.bytes.take();
        // SAFETY: there is room for as many, and the caller promises that they were written. A second `take`
        // gives none.
        unsafe { bytes.set_len(self.length.take()) };
        bytes
    }

    /// The text that the glue has written.
    ///
    /// # Safety
    ///
    /// As for [`take`](Self::take), and the bytes are UTF-8.
    #[allow(unsafe_code, reason = "this is the ABI")]
    pub(crate) unsafe fn take_text(&self) -> String {
        // SAFETY: the caller's promise is the callee's.
        unsafe { text(self.take()) }
    }
}

/// The text of these bytes, which the glue has written.
///
/// # Safety
///
/// The bytes are UTF-8. The glue writes a text so whatever JavaScript has in it: half a surrogate pair too is
/// written as U+FFFD. To check it again would be the largest function of a module.
#[allow(unsafe_code, reason = "this is the ABI")]
pub(crate) unsafe fn text(bytes: Vec<u8>) -> String {
    // SAFETY: the caller's promise is the callee's.
    unsafe { String::from_utf8_unchecked(bytes) }
}

/// How the answers to handlers' own host calls are passed on; `None` in a module that makes none, which then
/// has nothing of them.
pub(crate) struct Answering {
    pub(crate) succeed: fn(number: u32),
    pub(crate) fail: fn(number: u32, error: crate::error::CallError),
}

pub(crate) struct Memory {
    pub(crate) buffer: Buffer,
    pub(crate) answering: Cell<Option<&'static Answering>>,
    /// The number of the last host call of a handler's own, and who waits for which.
    pub(crate) last: Cell<u32>,
    pub(crate) replies: Cell<Vec<(u32, Reply)>>,
}

// SAFETY: a module for this target has one thread: its memory is not shared, and nothing starts another.
#[allow(unsafe_code, reason = "this is the ABI")]
unsafe impl Sync for Memory {}

pub(crate) static MEMORY: Memory = Memory {
    buffer: Buffer { bytes: Cell::new(Vec::new()), length: Cell::new(0) },
    answering: Cell::new(None),
    last: Cell::new(0),
    replies: Cell::new(Vec::new()),
};
