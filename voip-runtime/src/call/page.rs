//! What `#[voip_page]` makes of a struct.

use alloc::rc::Rc;
use core::any::Any;

use super::{Call, Idle, typed};
use crate::engine::{AnyHost, Engine, Handling};
use crate::spec::{Fields, Spec};

/// A call page. `#[voip_page]` implements it; nobody writes it by hand.
pub trait Page: Fields + Sized {
    /// Everything that was declared.
    const SPEC: &'static Spec;

    /// The page as it opens: each field at its default.
    fn initial() -> Self;

    /// Starts the page's handler on a call that has not begun.
    fn handle(call: Call<Self, Idle>) -> Handling;
}

/// With the type of its page.
impl Engine {
    /// The page as it opens, on this host.
    pub(crate) fn open<P: Page>(host: AnyHost, spec: &'static Spec) -> Rc<Self> {
        Self::new(host, spec, Rc::new(P::initial()), |tap| P::handle(typed(tap)))
    }

    /// The page, with the type that its session has.
    pub(crate) fn typed_page<P: Page>(&self) -> Rc<P> {
        let page: Rc<dyn Any> = self.page();
        match page.downcast() {
            Ok(page) => page,
            Err(_) => unreachable!("a session and its calls have one page type between them"),
        }
    }

    /// Changes the page; subscribers hear which fields are then different.
    pub(crate) fn update<P: Page>(&self, change: impl FnOnce(&mut P)) {
        let before = self.page();
        let mut change = Some(change);
        self.change_page(&mut |page| {
            let page: &mut dyn Any = page;
            if let (Some(page), Some(change)) = (page.downcast_mut(), change.take()) {
                change(page);
            }
        });
        self.notify_differences(before.as_ref());
    }
}
