//! The static data of a module.

use alloc::string::String;
use alloc::vec::Vec;
use core::cell::Cell;

use crate::host::Reply;

/// The buffer that the glue writes a text or the result of a host call into, before it calls an export.
pub(crate) struct Buffer {
    bytes: Cell<Vec<u8>>,
    /// How many bytes the glue writes.
    length: Cell<usize>,
}

impl Buffer {
    /// Makes room for `length` bytes, which the next call reads.
    pub(crate) fn make_room(&self, length: usize) -> *mut u8 {
        let mut bytes = Vec::with_capacity(length);
        let at = bytes.as_mut_ptr();
        self.bytes.set(bytes);
        self.length.set(length);
        at
    }

    /// Takes the bytes that the glue has written.
    ///
    /// # Safety
    ///
    /// The glue has written every byte of the last [`make_room`](Self::make_room).
    #[allow(unsafe_code, reason = "this is the ABI")]
    pub(crate) unsafe fn take(&self) -> Vec<u8> {
        let mut bytes = self.bytes.take();
        // SAFETY: the capacity is at least `length`, and the caller guarantees that the bytes were written. A second
        // `take` has the length 0.
        unsafe { bytes.set_len(self.length.take()) };
        bytes
    }

    /// Takes the text that the glue has written.
    ///
    /// # Safety
    ///
    /// See [`take`](Self::take). The bytes must be UTF-8.
    #[allow(unsafe_code, reason = "this is the ABI")]
    pub(crate) unsafe fn take_text(&self) -> String {
        // SAFETY: the caller guarantees what `take` and `text` require.
        unsafe { text(self.take()) }
    }
}

/// The text of these bytes, which the glue has written.
///
/// # Safety
///
/// The bytes must be UTF-8. The glue writes every JavaScript string as UTF-8, with U+FFFD for half a surrogate pair. It is
/// not checked here, since the check would be the largest function of a module.
#[allow(unsafe_code, reason = "this is the ABI")]
pub(crate) unsafe fn text(bytes: Vec<u8>) -> String {
    // SAFETY: the caller's promise is the callee's.
    unsafe { String::from_utf8_unchecked(bytes) }
}

/// The functions that take the answers to host calls of handlers. They are set by the first such host call, so a module
/// whose handlers make none does not contain them.
pub(crate) struct RequestHandlers {
    pub(crate) succeed: fn(number: u32),
    pub(crate) fail: fn(number: u32, error: crate::error::CallError),
}

pub(crate) struct Memory {
    pub(crate) buffer: Buffer,
    pub(crate) request_handlers: Cell<Option<&'static RequestHandlers>>,
    /// The number of the last host call of a handler, and the replies of those that are pending.
    pub(crate) last: Cell<u32>,
    pub(crate) replies: Cell<Vec<(u32, Reply)>>,
}

// SAFETY: a module for this target has one thread: its memory is not shared, and it cannot start another thread.
#[allow(unsafe_code, reason = "this is the ABI")]
unsafe impl Sync for Memory {}

pub(crate) static MEMORY: Memory = Memory {
    buffer: Buffer { bytes: Cell::new(Vec::new()), length: Cell::new(0) },
    request_handlers: Cell::new(None),
    last: Cell::new(0),
    replies: Cell::new(Vec::new()),
};
