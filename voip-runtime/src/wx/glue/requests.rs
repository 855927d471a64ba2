//! Host calls that a handler makes itself.
//!
//! They are apart from those of the page, so that a module whose handlers make none contains neither the code
//! that reads their results nor the replies.

use alloc::string::String;
use core::ptr::null;
use core::time::Duration;

use super::imports;
use super::memory::{Answering, MEMORY, text};
use super::options::{milliseconds, write_value};
use crate::host::{Answer, Reply};
use crate::value::Value;

/// The calls have no page, and each has a number that is never used again.
static ANSWERING: Answering = Answering {
    succeed: |number| {
        // SAFETY: the glue has written the result into the buffer before it calls (BUFFER in `wx/module/exports.rs`).
        #[allow(unsafe_code, reason = "this is the ABI")]
        let result = unsafe { MEMORY.buffer.take() };
        answer(number, Ok(Reader(&result).value()));
    },
    fail: |number, error| answer(number, Err(error)),
};

/// Any host call, by its name.
pub(super) fn request(name: &str, options: &Value, reply: Reply) {
    write_value(options);
    imports::call(null(), number(reply), name.as_ptr(), name.len());
}

/// Answers once `duration` has passed.
pub(crate) fn sleep(duration: Duration, reply: Reply) {
    imports::sleep(null(), number(reply), milliseconds(duration));
}

/// The number of a reply, which is kept until then. Those for which nobody waits any more go.
fn number(reply: Reply) -> u32 {
    MEMORY.answering.set(Some(&ANSWERING));
    let number = MEMORY.last.get().wrapping_add(1).max(1);
    MEMORY.last.set(number);
    let mut replies = MEMORY.replies.take();
    replies.retain(|(_, reply)| reply.is_live());
    replies.push((number, reply));
    MEMORY.replies.set(replies);
    number
}

fn answer(number: u32, answer: Answer) {
    let mut replies = MEMORY.replies.take();
    let at = replies.iter().position(|(known, _)| *known == number);
    let reply = at.map(|at| replies.swap_remove(at).1);
    MEMORY.replies.set(replies);
    if let Some(reply) = reply {
        reply.answer(answer);
    }
}

/// A result that the glue has written, as far as it is not read yet; what was cut off is nothing. One byte
/// says what comes; a number is a double and a length 32 bits, least byte first:
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

    /// How many values follow: no more than there are bytes.
    fn length(&mut self) -> usize {
        (u32::from_le_bytes(self.take()) as usize).min(self.0.len())
    }

    fn text(&mut self) -> String {
        let length = u32::from_le_bytes(self.take()) as usize;
        let (read, rest) = self.0.split_at_checked(length).unwrap_or_default();
        self.0 = rest;
        // SAFETY: these are all the bytes of a text, which the glue writes as UTF-8 (BUFFER in `wx/module/exports.rs`);
        // of a text that is cut off there are none.
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
