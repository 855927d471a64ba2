//! A page that is used for long does not need more and more memory.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use voip_runtime::Session;
use voip_runtime::sim::SimHost;
use voip_tests::{Family, family};

thread_local! {
    /// How many bytes this thread has allocated and not freed.
    static IN_USE: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: the calls of `System` are those that this allocator gets.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        IN_USE.set(IN_USE.get().wrapping_add(layout.size()));
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        IN_USE.set(IN_USE.get().wrapping_sub(layout.size()));
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[test]
fn the_values_of_changed_contacts_are_freed() {
    let host = SimHost::new();
    let people = [("o-mother", "妈妈"), ("o-daughter", "女儿")];
    let count = Cell::new(0);
    host.on_request("family", move |_| {
        count.set(1 - count.get());
        Ok(family(&people[count.get()..]))
    });
    let session = Session::<Family>::new(host.clone());
    session.subscribe(|_| {});
    let load_twice = || {
        for _ in 0..2 {
            session.load([("me", "o-me")]).expect("an openid");
            assert!(host.run());
        }
        IN_USE.get()
    };
    load_twice();
    assert_eq!(load_twice(), load_twice());
}
