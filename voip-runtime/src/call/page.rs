//! The trait of a page.

use alloc::rc::Rc;
use core::any::Any;

use super::{Call, Idle, typed};
use crate::engine::{AnyHost, Engine, Handling};
use crate::spec::{Fields, Spec};

/// A call page. `#[voip_page]` implements it for the struct of the page.
///
/// ```
/// use voip_runtime::prelude::*;
///
/// /// The title and the state of a call of any page.
/// fn describe<P: Page>(call: &Call<P, Idle>) -> String {
///     format!("{}: {call:?}", P::SPEC.title)
/// }
/// ```
pub trait Page: Fields + Sized {
    /// What the page declares: its title, fields, flow and so on.
    const SPEC: &'static Spec;

    /// The page when it opens, with the default value of each field.
    fn initial() -> Self;

    /// Starts the page's handler on a call that has not begun.
    fn handle(call: Call<Self, Idle>) -> Handling;
}

/// The methods of the engine that know the type of its page.
impl Engine {
    /// Opens the page on this host.
    pub(crate) fn open<P: Page>(host: AnyHost, spec: &'static Spec) -> Rc<Self> {
        let engine = Self::new(host, spec, Rc::new(P::initial()), |tap| P::handle(typed(tap)));
        // On a phone, the glue knows its pages.
        #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
        engine.host.watch_app(engine.app_watch());
        engine
    }

    /// The page as it is now, with its type.
    pub(crate) fn typed_page<P: Page>(&self) -> Rc<P> {
        let page: Rc<dyn Any> = self.page();
        match page.downcast() {
            Ok(page) => page,
            Err(_) => unreachable!("a session and its calls have the same page type"),
        }
    }

    /// Changes the page, and notifies subscribers of the fields that are then different.
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
