//! What a module needs in place of `std`: an allocator and a panic handler.

#![allow(unsafe_code, reason = "allocators and the compiler's own functions are")]

use core::alloc::{GlobalAlloc, Layout};
use core::panic::PanicInfo;
use core::ptr::NonNull;

use lol_alloc::{AssumeSingleThreaded, FreeListAllocator};

use crate::wx::glue::imports;

/// That of `lol_alloc`, but memory that runs out is a trap here. Rust would say so with a number, and what
/// formats that is a twentieth of the module.
struct Allocator(AssumeSingleThreaded<FreeListAllocator>);

impl Allocator {
    /// Not inlined: it is by this function's type that the callers know that there was memory.
    ///
    /// # Safety
    ///
    /// The layout is not empty.
    #[inline(never)]
    unsafe fn allocate(&self, layout: Layout) -> NonNull<u8> {
        // SAFETY: the caller's promise is the callee's.
        NonNull::new(unsafe { self.0.alloc(layout) }).unwrap_or_else(|| core::arch::wasm32::unreachable())
    }
}

// SAFETY: it is that of `lol_alloc`.
unsafe impl GlobalAlloc for Allocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller's promise is the callee's.
        unsafe { self.allocate(layout) }.as_ptr()
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: the caller's promise is the callee's.
        unsafe { self.0.dealloc(at, layout) }
    }
}

// SAFETY: a module for this target has one thread.
#[global_allocator]
static ALLOCATOR: Allocator = Allocator(unsafe { AssumeSingleThreaded::new(FreeListAllocator::new()) });

// The compiler's own are ten times as long, for lengths that no page has.

#[unsafe(no_mangle)]
unsafe extern "C" fn memcpy(to: *mut u8, from: *const u8, length: usize) -> *mut u8 {
    for at in 0..length {
        // SAFETY: the caller promises that there is so much on both sides.
        unsafe { *to.add(at) = *from.add(at) };
    }
    to
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "as in C")]
#[unsafe(no_mangle)]
unsafe extern "C" fn memset(to: *mut u8, byte: i32, length: usize) -> *mut u8 {
    for at in 0..length {
        // SAFETY: the caller promises that there is so much.
        unsafe { *to.add(at) = byte as u8 };
    }
    to
}

/// The glue shows where it was, and a trap here makes the page Failed there.
///
/// The panic's words are left out: with them comes all that formats, a twelfth of the module.
#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    let (file, line) = info.location().map_or(("", 0), |location| (location.file(), location.line()));
    imports::panic(file.as_ptr(), file.len(), line);
    core::arch::wasm32::unreachable()
}
