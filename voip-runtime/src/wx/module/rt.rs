//! The runtime of a module, in place of `std`: an allocator, memory functions and a panic handler.

#![allow(unsafe_code, reason = "allocators and memory functions are unsafe")]

use core::alloc::{GlobalAlloc, Layout};
use core::panic::PanicInfo;
use core::ptr::NonNull;

use lol_alloc::{AssumeSingleThreaded, FreeListAllocator};

use crate::wx::glue::imports;

/// The allocator of `lol_alloc`, which traps here if there is no memory. Rust's own message for this formats a number, and
/// that code is a twentieth of the module.
struct Allocator(AssumeSingleThreaded<FreeListAllocator>);

impl Allocator {
    /// Not inlined: the return type tells callers that the allocation succeeded.
    ///
    /// # Safety
    ///
    /// The size of the layout must not be 0.
    #[inline(never)]
    unsafe fn allocate(&self, layout: Layout) -> NonNull<u8> {
        // SAFETY: the caller guarantees what `alloc` requires.
        NonNull::new(unsafe { self.0.alloc(layout) }).unwrap_or_else(|| core::arch::wasm32::unreachable())
    }
}

// SAFETY: all methods call the allocator of `lol_alloc`.
unsafe impl GlobalAlloc for Allocator {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller guarantees what `allocate` requires.
        unsafe { self.allocate(layout) }.as_ptr()
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        // SAFETY: the caller guarantees what `dealloc` requires.
        unsafe { self.0.dealloc(at, layout) }
    }
}

// SAFETY: a module for this target has one thread.
#[global_allocator]
static ALLOCATOR: Allocator = Allocator(unsafe { AssumeSingleThreaded::new(FreeListAllocator::new()) });

// The compiler's versions of these are ten times as large, since they are fast for lengths that no page has.

#[unsafe(no_mangle)]
unsafe extern "C" fn memcpy(to: *mut u8, from: *const u8, length: usize) -> *mut u8 {
    for at in 0..length {
        // SAFETY: the caller guarantees that both sides have this length.
        unsafe { *to.add(at) = *from.add(at) };
    }
    to
}

#[unsafe(no_mangle)]
unsafe extern "C" fn memmove(to: *mut u8, from: *const u8, length: usize) -> *mut u8 {
    if to.addr() <= from.addr() {
        // SAFETY: the caller guarantees that both sides have this length. They may overlap, since `memcpy` above goes upwards.
        return unsafe { memcpy(to, from, length) };
    }
    for at in (0..length).rev() {
        // SAFETY: the caller guarantees that both sides have this length.
        unsafe { *to.add(at) = *from.add(at) };
    }
    to
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "as in C")]
#[unsafe(no_mangle)]
unsafe extern "C" fn memset(to: *mut u8, byte: i32, length: usize) -> *mut u8 {
    for at in 0..length {
        // SAFETY: the caller guarantees this length.
        unsafe { *to.add(at) = byte as u8 };
    }
    to
}

/// Gives the location to the glue, then traps. The glue logs it, and the page enters Failed.
///
/// The message of the panic is omitted, since the code that formats it is a twelfth of the module.
#[panic_handler]
fn panic(info: &PanicInfo<'_>) -> ! {
    let (file, line) = info.location().map_or(("", 0), |location| (location.file(), location.line()));
    imports::panic(file.as_ptr(), file.len(), line);
    core::arch::wasm32::unreachable()
}
