//! The host calls of handlers.
//!
//! They are separate from those of the page, so that a module whose handlers make none does not contain the code that
//! reads results.

use alloc::string::String;
use alloc::vec::Vec;
use core::ptr::null;
use core::time::Duration;

use super::imports;
use super::memory::{MEMORY, RequestHandlers, text};
use super::options::{milliseconds, write_value};
use crate::host::{Answer, Reply};
use crate::value::Value;

/// These host calls have the page 0, and each has a new number.
static REQUEST_HANDLERS: RequestHandlers = RequestHandlers {
    succeed: |number| {
        // SAFETY: the glue has written the result into the buffer before it calls (BUFFER in `wx/module/exports.rs`).
        #[allow(unsafe_code, reason = "this is the ABI")]
        let result = unsafe { MEMORY.buffer.take() };
        answer(number, Ok(Reader(&result).value()));
    },
    fail: |number, error| answer(number, Err(error)),
};

/// Makes a host call of a handler.
pub(super) fn request(name: &str, options: &Value, reply: Reply) {
    write_value(options);
    imports::call(null(), number(reply), name.as_ptr(), name.len());
}

/// Answers once `duration` has passed.
pub(crate) fn sleep(duration: Duration, reply: Reply) {
    imports::sleep(null(), number(reply), milliseconds(duration));
}

/// Stores a reply until it is answered, and returns its number. Removes replies that the handler no longer waits for.
fn number(reply: Reply) -> u32 {
    MEMORY.request_handlers.set(Some(&REQUEST_HANDLERS));
    let number = MEMORY.last.get().wrapping_add(1).max(1);
    MEMORY.last.set(number);
    let mut replies = MEMORY.replies.take();
    replies.retain(|(_, reply)| reply.is_live());
    replies.push((number, reply));
    put(replies);
    number
}

/// Puts the replies back. They were taken, so there is nothing to drop.
fn put(replies: Vec<(u32, Reply)>) {
    core::mem::forget(MEMORY.replies.replace(replies));
}

fn answer(number: u32, answer: Answer) {
    let mut replies = MEMORY.replies.take();
    let at = replies.iter().position(|(known, _)| *known == number);
    let reply = at.map(|at| replies.swap_remove(at).1);
    put(replies);
    if let Some(reply) = reply {
        reply.answer(answer);
    }
}

/// Reads a result that the glue has written; holds the bytes that remain. A value that is cut off is null.
///
/// A value starts with one byte for its type. A number is a double, and a length or count has 32 bits, both little-endian:
///
/// ```text
/// 0 null   1 false   2 true   3 number   4 length text   5 count values…   6 count (length name value)…
/// ```
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn value(&mut self) -> Value {
        match self.take() {
            [1] => Value::Bool(false),
            [2] => Value::Bool(true),
            [3] => Value::Number(f64::from_le_bytes(self.take())),
            [4] => Value::Text(self.text()),
            [5] => Value::List((0..self.length()).map(|_| self.value()).collect()),
            [6] => Value::Object((0..self.length()).map(|_| (self.text(), self.value())).collect()),
            _ => Value::Null,
        }
    }

    /// The number of values that follow, which cannot be more than the bytes that remain.
    fn length(&mut self) -> usize {
        (u32::from_le_bytes(self.take()) as usize).min(self.0.len())
    }

    fn text(&mut self) -> String {
        let length = u32::from_le_bytes(self.take()) as usize;
        let (read, rest) = self.0.split_at_checked(length).unwrap_or_default();
        self.0 = rest;
        // SAFETY: these are all the bytes of a text, which the glue writes as UTF-8 (BUFFER in `wx/module/exports.rs`). A
        // text that is cut off is read as empty.
        #[allow(unsafe_code, reason = "this is the ABI")]
        unsafe {
            text(read.to_vec())
        }
    }

    fn take<const N: usize>(&mut self) -> [u8; N] {
        let (taken, rest) = self.0.split_first_chunk().unwrap_or((&[0; N], &[]));
        self.0 = rest;
        *taken
    }
}
