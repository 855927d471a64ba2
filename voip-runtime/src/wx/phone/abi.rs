//! The ABI between a page's module and its glue, `voip.js`: what each gives the other. All that is
//! `unsafe` in this crate is here.
//!
//! Everything is a number; text is its address and its length. Text that never changes has
//! [`FIXED`] added to its length: the glue reads it once. What reaches the module is written into
//! [`Memory::buffer`] first.

use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::alloc::{GlobalAlloc, Layout};
use core::cell::Cell;
use core::panic::PanicInfo;
use core::ptr::NonNull;

use lol_alloc::{AssumeSingleThreaded, FreeListAllocator};

use super::own::Own;
use super::page;
use crate::engine::Engine;
use crate::error::{CallError, Cause};
use crate::host::{ChatEvent, Receiver, Reply};
use crate::wx::ABI;

/// Added to the length of a text that never changes.
pub(super) const FIXED: usize = 1 << 31;

/// What the glue gives.
pub(super) mod glue {
    // SAFETY: `voip.js` has functions with these parameters, and a module that imports anything else does
    // not start. Of memory they only read, and only as much as there is, whatever the numbers are; and what they
    // call in turn they call as the comment on those functions below says. So calling them is safe.
    #[link(wasm_import_module = "voip")]
    unsafe extern "C" {
        /// Opens an object, the next value.
        pub(crate) safe fn object();
        /// Opens a list, the next value.
        pub(crate) safe fn list();
        /// Closes the innermost object or list.
        pub(crate) safe fn end();
        /// The name of the next value, in an object.
        pub(crate) safe fn key(at: *const u8, length: usize);
        /// A text.
        pub(crate) safe fn text(at: *const u8, length: usize);
        /// A number.
        pub(crate) safe fn number(number: f64);
        /// 0 false, 1 true, 2 nothing.
        pub(crate) safe fn truth(truth: u32);

        /// Makes the page's host call of this name, with the value that was built as its options. The
        /// answer goes to `reply`; to nobody if that is 0.
        pub(crate) safe fn call(page: *const (), reply: u32, at: *const u8, length: usize);
        /// Asks the user, then opens the settings page.
        pub(crate) safe fn settings(page: *const (), reply: u32);
        /// Answers after so many milliseconds; a page has one such time, and the newest counts.
        pub(crate) safe fn sleep(page: *const (), reply: u32, milliseconds: f64);
        /// Milliseconds since some moment.
        pub(crate) safe fn now() -> f64;
        /// How the page's joined call goes on is told to `watch`, instead of to any older one.
        pub(crate) safe fn watch(page: *const (), watch: u32);

        /// The state changed; with the number of the cause where there is one (0: there is none), the code of a
        /// cause that has no name, and the host's words.
        pub(crate) safe fn change(
            page: *const (),
            from: u32,
            to: u32,
            cause: u32,
            code: i32,
            message: *const u8,
            length: usize,
        );
        /// One of the page's flags: 0 busy, 1 reachable, 2 connected.
        pub(crate) safe fn flag(page: *const (), flag: u32, on: u32);
        /// What the page shows as its failure: these words, or else those of the cause; 0 is none.
        pub(crate) safe fn error(page: *const (), cause: u32, words: *const u8, length: usize);
        /// The field of this index has the value that was built.
        pub(crate) safe fn field(page: *const (), index: usize);

        /// The module has panicked, at this line of this file.
        pub(crate) safe fn panic(file: *const u8, length: usize, line: u32);
    }
}

/// What the module remembers between two calls of the glue.
pub(super) struct Memory {
    /// What the glue has written for its next call.
    pub(super) buffer: Cell<Vec<u8>>,
    /// Where the answers of handlers' own host calls go, once one was made.
    pub(super) own: Cell<Option<&'static Own>>,
    /// The number of the last of these, and who waits for which.
    pub(super) last: Cell<u32>,
    pub(super) replies: Cell<Vec<(u32, Reply)>>,
}

// SAFETY: a module for this target has one thread: its memory is not shared, and nothing starts another.
unsafe impl Sync for Memory {}

pub(super) static MEMORY: Memory = Memory {
    buffer: Cell::new(Vec::new()),
    own: Cell::new(None),
    last: Cell::new(0),
    replies: Cell::new(Vec::new()),
};

/// That of `lol_alloc`, but memory that runs out is a trap here. Rust would say so with a number, and what formats
/// that is a twentieth of the module.
struct Allocator(AssumeSingleThreaded<FreeListAllocator>);

impl Allocator {
    /// Not inlined: it is by this function's type that the callers know that there was memory.
    #[inline(never)]
    fn allocate(&self, layout: Layout) -> NonNull<u8> {
        // SAFETY: whoever allocates has promised that the layout is not empty.
        NonNull::new(unsafe { self.0.alloc(layout) }).unwrap_or_else(|| core::arch::wasm32::unreachable())
    }
}

// SAFETY: it is that of `lol_alloc`.
unsafe impl GlobalAlloc for Allocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        self.allocate(layout).as_ptr()
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise is the callee's.
        unsafe { self.0.dealloc(at, layout) }
    }
}

// SAFETY: as above, there is one thread.
#[global_allocator]
static ALLOCATOR: Allocator = Allocator(unsafe { AssumeSingleThreaded::new(FreeListAllocator::new()) });

// The compiler's own are ten times as long, for lengths that no page has.

#[unsafe(no_mangle)]
unsafe extern "C" fn memcpy(to: *mut u8, from: *const u8, length: usize) -> *mut u8 {
    for at in 0..length {
        // SAFETY: the caller has promised that there is so much on both sides.
        unsafe { *to.add(at) = *from.add(at) };
    }
    to
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "so C has it")]
#[unsafe(no_mangle)]
unsafe extern "C" fn memset(to: *mut u8, byte: i32, length: usize) -> *mut u8 {
    for at in 0..length {
        // SAFETY: the caller has promised that there is so much.
        unsafe { *to.add(at) = byte as u8 };
    }
    to
}

/// What the glue has written.
pub(super) fn buffer() -> Vec<u8> {
    let mut buffer = MEMORY.buffer.take();
    // SAFETY: that much there is, and the glue writes all of it before its next call.
    unsafe { buffer.set_len(buffer.capacity()) };
    buffer
}

/// The text that the glue has written.
pub(super) fn text() -> String {
    utf8(buffer())
}

/// A text of which the glue has written these bytes.
pub(super) fn utf8(bytes: Vec<u8>) -> String {
    // SAFETY: the glue writes a text as UTF-8, whatever JavaScript has in it: half a surrogate pair too is
    // written as U+FFFD. To look again would be the largest function of all.
    unsafe { String::from_utf8_unchecked(bytes) }
}

/// The page is the glue's, by this address, until it closes it.
pub(super) fn keep(engine: Rc<Engine>) -> *const () {
    Rc::into_raw(engine).cast()
}

// What the glue calls. Each name is exported once, and neither Rust nor wasm gives it a meaning.
//
// SAFETY of each `&*page`: the glue enters the module in one place, `enter`, and only for pages that it knows:
// those that `keep` gave it and that it has not closed. It closes a page when that was left, no host call of it
// can be answered any more, and no call into a module is under way.

/// The version of this ABI.
#[unsafe(no_mangle)]
extern "C" fn voip_abi() -> u32 {
    ABI
}

/// Room for `length` bytes, which the next call reads.
#[unsafe(no_mangle)]
extern "C" fn voip_buffer(length: usize) -> *mut u8 {
    let mut buffer = Vec::with_capacity(length);
    let at = buffer.as_mut_ptr();
    MEMORY.buffer.set(buffer);
    at
}

/// The field of this index was filled in: with text in the buffer (0), a number (1), or true or false (2).
/// 0 if it cannot hold that; its title is then the last text that was built.
#[unsafe(no_mangle)]
unsafe extern "C" fn voip_input(page: *const Engine, index: usize, kind: u32, value: f64) -> u32 {
    page::input(unsafe { &*page }, index, kind, value).into()
}

/// The user did this: 0 call, 1 receive, 2 hang up, 3 dismiss, 4 leave.
#[unsafe(no_mangle)]
unsafe extern "C" fn voip_act(page: *const Engine, act: u32) {
    page::act(unsafe { &*page }, act);
}

/// The page is not called any more.
#[unsafe(no_mangle)]
unsafe extern "C" fn voip_close(page: *const Engine) {
    drop(unsafe { Rc::from_raw(page) });
}

/// The page's host call succeeded. That of a handler's own has no page; its result is in the buffer.
#[unsafe(no_mangle)]
unsafe extern "C" fn voip_succeed(page: *const Engine, reply: u32) {
    if !page.is_null() {
        unsafe { &*page }.answer(reply, Ok(None));
    } else if let Some(own) = MEMORY.own.get() {
        (own.succeed)(reply);
    }
}

/// The page's host call failed for the cause of this number, with this code if that has no name; the
/// host's words are in the buffer.
#[unsafe(no_mangle)]
unsafe extern "C" fn voip_fail(page: *const Engine, reply: u32, cause: u32, code: i32) {
    let failure = CallError::new(Cause::of_number(cause, code), text());
    if !page.is_null() {
        unsafe { &*page }.answer(reply, Err(failure));
    } else if let Some(own) = MEMORY.own.get() {
        (own.fail)(reply, failure);
    }
}

/// How the page's joined call went on: 0 the other side answered, 1 it is over, 2 it was interrupted, with
/// the host's words in the buffer.
#[unsafe(no_mangle)]
unsafe extern "C" fn voip_chat(page: *const Engine, watch: u32, event: u32) {
    let event = match event {
        0 => ChatEvent::Connected,
        1 => ChatEvent::Ended,
        _ => ChatEvent::Interrupted(CallError::new(Cause::Interrupted, text())),
    };
    unsafe { &*page }.chat(watch, event);
}

/// The glue shows where it was, and what traps here makes the page Failed there.
///
/// The panic's words are left out: with them comes all that formats, a twelfth of the module.
#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    let (file, line) = info.location().map_or(("", 0), |location| (location.file(), location.line()));
    glue::panic(file.as_ptr(), file.len(), line);
    core::arch::wasm32::unreachable()
}
