//! The functions that the glue calls in a module.
//!
//! All parameters are numbers. The glue writes a text into the buffer before it calls.

#![allow(unsafe_code, reason = "this is the ABI")]

use alloc::rc::Rc;

use super::open_page;
use crate::cause::Cause;
use crate::engine::Engine;
use crate::error::CallError;
use crate::event::HostEvent;
use crate::host::ReplyTarget;
use crate::value::Value;
use crate::wx::ABI;
use crate::wx::glue::memory::MEMORY;

// Each name is exported once, and it has no meaning in Rust or wasm. The glue calls the module only in its function
// `enter`. It guarantees the following, on which each `unsafe` below relies:
//
// - PAGE: `page` is an address that `open_page::open` returned and that was not closed. The glue closes a page when the page was
//   left, none of its host calls can be answered any more, and no call into a module is in progress.
// - BUFFER: before a call that reads the buffer, every byte that `voip_buffer` made room for was written; a text is UTF-8.

/// The version of this ABI.
#[unsafe(no_mangle)]
extern "C" fn voip_abi() -> u32 {
    ABI
}

/// Makes room for `length` bytes, which the next call reads.
#[unsafe(no_mangle)]
extern "C" fn voip_buffer(length: usize) -> *mut u8 {
    MEMORY.buffer.make_room(length)
}

/// The user filled in the field with this index. `kind` is 0 for a text in the buffer, 1 for a number, 2 for a boolean.
/// Returns 0 if the field cannot hold the value; the last text that was built is then its title.
#[unsafe(no_mangle)]
unsafe extern "C" fn voip_input(page: *const Engine, index: usize, kind: u32, value: f64) -> u32 {
    let value = match kind {
        // SAFETY: BUFFER.
        0 => Value::Text(unsafe { MEMORY.buffer.take_text() }),
        1 => Value::Number(value),
        _ => Value::Bool(value != 0.0),
    };
    // SAFETY: PAGE.
    open_page::input(unsafe { &*page }, index, value).into()
}

/// An input of the user or the host: tap (0), make reachable (1), hang up (2), dismiss (3), cancel (4), leave (5), show (6),
/// make unreachable (7), load (8); from 9 on, a tap on the button of the contact with the index 0, 1, and so on.
#[unsafe(no_mangle)]
unsafe extern "C" fn voip_act(page: *const Engine, act: u32) {
    // SAFETY: PAGE.
    open_page::act(unsafe { &*page }, act);
}

/// Frees the page. The glue does not use its address again.
#[unsafe(no_mangle)]
unsafe extern "C" fn voip_close(page: *const Engine) {
    // SAFETY: PAGE. The address comes from `Rc::into_raw` in `open_page::open`, and the glue does not use it again.
    drop(unsafe { Rc::from_raw(page) });
}

/// A host call succeeded. For a host call of a handler, `page` is 0 and the result is in the buffer.
#[unsafe(no_mangle)]
unsafe extern "C" fn voip_succeed(page: *const Engine, reply: u32) {
    if !page.is_null() {
        // SAFETY: PAGE.
        unsafe { &*page }.answer(reply, Ok(None));
    } else if let Some(request_handlers) = MEMORY.request_handlers.get() {
        (request_handlers.succeed)(reply);
    }
}

/// A host call failed. `cause` is the number of the cause, `code` the code of a cause without a name, and the host's message
/// is in the buffer. For a host call of a handler, `page` is 0.
#[unsafe(no_mangle)]
unsafe extern "C" fn voip_fail(page: *const Engine, reply: u32, cause: u32, code: i32) {
    // SAFETY: BUFFER.
    let failure = CallError::new(Cause::of_number(cause, code), unsafe { MEMORY.buffer.take_text() });
    if !page.is_null() {
        // SAFETY: PAGE.
        unsafe { &*page }.answer(reply, Err(failure));
    } else if let Some(request_handlers) = MEMORY.request_handlers.get() {
        (request_handlers.fail)(reply, failure);
    }
}

/// An event that the host reports. `reply` is the number of the join whose call it belongs to.
///
/// The room has fewer than two members (0), or two or more (1); the call is over (2); it was interrupted (3), with the host's
/// message in the buffer. With `reply` 0: calls were disabled (4) or enabled (5) in the app; this device does not report
/// members (6), or does (7).
#[unsafe(no_mangle)]
unsafe extern "C" fn voip_event(page: *const Engine, reply: u32, event: u32) {
    let event = match event {
        0 => HostEvent::Members(0),
        1 => HostEvent::Members(2),
        2 => HostEvent::Ended,
        3 => {
            // SAFETY: BUFFER.
            let message = unsafe { MEMORY.buffer.take_text() };
            HostEvent::Interrupted(CallError::new(Cause::Interrupted, message))
        }
        4 | 5 => HostEvent::Reachable(event != 4),
        reports => {
            // SAFETY: PAGE.
            return open_page::reports_members(unsafe { &*page }, reports != 6);
        }
    };
    // SAFETY: PAGE.
    unsafe { &*page }.event(reply, event);
}
