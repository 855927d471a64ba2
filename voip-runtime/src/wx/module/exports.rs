//! What the glue calls in a page's module.
//!
//! Everything is a number; text is its address and its length. What reaches the module is written into its
//! buffer first.

#![allow(unsafe_code, reason = "this is the ABI")]

use alloc::rc::Rc;

use super::page;
use crate::cause::Cause;
use crate::engine::Engine;
use crate::error::CallError;
use crate::event::ChatEvent;
use crate::host::ReplyTarget;
use crate::value::Value;
use crate::wx::ABI;
use crate::wx::glue::memory::MEMORY;

// Each name is exported once, and neither Rust nor wasm gives it a meaning. The glue enters the module in one
// place, `enter`, and keeps these promises, on which each `unsafe` below stands:
//
// - PAGE: `page` is one that `page::open` gave, and was not closed. The glue closes a page when that was left,
//   no host call of it can be answered any more, and no call into a module is in progress.
// - BUFFER: before a call that reads the buffer, all of what `voip_buffer` made room for was written; a text
//   is UTF-8.

/// The version of this ABI.
#[unsafe(no_mangle)]
extern "C" fn voip_abi() -> u32 {
    ABI
}

/// Room for `length` bytes, which the next call reads.
#[unsafe(no_mangle)]
extern "C" fn voip_buffer(length: usize) -> *mut u8 {
    MEMORY.buffer.make_room(length)
}

/// The field of this index was filled in: with text in the buffer (0), a number (1), or true or false (2).
/// 0 if it cannot hold that; its title is then the last text that was built.
#[unsafe(no_mangle)]
unsafe extern "C" fn voip_input(page: *const Engine, index: usize, kind: u32, value: f64) -> u32 {
    let value = match kind {
        // SAFETY: BUFFER.
        0 => Value::Text(unsafe { MEMORY.buffer.take_text() }),
        1 => Value::Number(value),
        _ => Value::Bool(value != 0.0),
    };
    // SAFETY: PAGE.
    page::input(unsafe { &*page }, index, value).into()
}

/// The user did this: 0 call, 1 receive, 2 hang up, 3 dismiss, 4 leave.
#[unsafe(no_mangle)]
unsafe extern "C" fn voip_act(page: *const Engine, act: u32) {
    // SAFETY: PAGE.
    page::act(unsafe { &*page }, act);
}

/// The page is not called any more.
#[unsafe(no_mangle)]
unsafe extern "C" fn voip_close(page: *const Engine) {
    // SAFETY: PAGE; `page::open` made it of an `Rc`, and the glue forgets it now.
    drop(unsafe { Rc::from_raw(page) });
}

/// The page's host call succeeded. That of a handler's own has no page; its result is in the buffer.
#[unsafe(no_mangle)]
unsafe extern "C" fn voip_succeed(page: *const Engine, reply: u32) {
    if !page.is_null() {
        // SAFETY: PAGE.
        unsafe { &*page }.answer(reply, Ok(None));
    } else if let Some(answering) = MEMORY.answering.get() {
        (answering.succeed)(reply);
    }
}

/// The page's host call failed for the cause of this number, with this code if that has no name; the
/// host's words are in the buffer.
#[unsafe(no_mangle)]
unsafe extern "C" fn voip_fail(page: *const Engine, reply: u32, cause: u32, code: i32) {
    // SAFETY: BUFFER.
    let failure = CallError::new(Cause::of_number(cause, code), unsafe { MEMORY.buffer.take_text() });
    if !page.is_null() {
        // SAFETY: PAGE.
        unsafe { &*page }.answer(reply, Err(failure));
    } else if let Some(answering) = MEMORY.answering.get() {
        (answering.fail)(reply, failure);
    }
}

/// How the page's joined call went on: 0 the other side answered, 1 it is over, 2 it was interrupted, with
/// the host's words in the buffer.
#[unsafe(no_mangle)]
unsafe extern "C" fn voip_chat(page: *const Engine, watch: u32, event: u32) {
    let event = match event {
        0 => ChatEvent::Connected,
        1 => ChatEvent::Ended,
        // SAFETY: BUFFER.
        _ => {
            let message = unsafe { MEMORY.buffer.take_text() };
            ChatEvent::Interrupted(CallError::new(Cause::Interrupted, message))
        }
    };
    // SAFETY: PAGE.
    unsafe { &*page }.chat(watch, event);
}
