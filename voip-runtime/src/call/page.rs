//! The trait of a page.

use alloc::rc::Rc;
use core::any::Any;
use core::marker::PhantomData;

use super::context::{PageContext, action, load, timed_toast};
use super::{Call, Idle, typed};
use crate::engine::{AnyHost, CallLimits, Contacts, Engine, Features, Handling, Opening, Receiving, answer};
use crate::spec::{Change, Fields, Spec};
use crate::state::State;

/// Starts the function with this index that a flow spawns.
type StartSpawned<P> = fn(usize, PageContext<P>, Change) -> Handling;

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

    /// Starts the page's `on_load` function, if it has one.
    const ON_LOAD: Option<fn(PageContext<Self>) -> Handling> = None;

    /// Starts the function with this index that the flow spawns, if it spawns any.
    const SPAWN: Option<StartSpawned<Self>> = None;
}

/// The features of a page, as the engine uses them.
struct FeaturesOf<P>(PhantomData<P>);

impl<P: Page> FeaturesOf<P> {
    /// Whether the page has effects that most pages do not have. They need an `Extension`.
    const HAS_EXTRA_EFFECTS: bool = P::ON_LOAD.is_some() || P::SPEC.receive.is_some() || has_limits(P::SPEC);

    const FEATURES: &'static Features = &Features {
        handler: |tap| P::handle(typed(tap)),
        perform: if Self::HAS_EXTRA_EFFECTS { Some(Features::perform) } else { None },
        answer: if P::SPEC.receive.is_some() || has_limits(P::SPEC) { Some(answer) } else { None },
        load: if P::ON_LOAD.is_some() { Some(load::<P>) } else { None },
        action: if P::SPAWN.is_some() {
            Some(action::<P>)
        } else if P::SPEC.flow.has_timed_toast() {
            Some(timed_toast)
        } else {
            None
        },
        #[cfg(all(target_arch = "wasm32", target_os = "none"))]
        act: if Self::HAS_EXTRA_EFFECTS || P::SPEC.contacts().is_some() { Some(Engine::act) } else { None },
        opening: if P::ON_LOAD.is_some() || P::SPEC.enables_on_show() { Some(Opening::SOME) } else { None },
        receiving: if P::SPEC.receive.is_some() { Some(Receiving::SOME) } else { None },
        limits: if has_limits(P::SPEC) { Some(CallLimits::SOME) } else { None },
        // A page that never calls has no call button either.
        contacts: if P::SPEC.contacts().is_some() || P::SPEC.never_calls() {
            Some(Contacts::SOME)
        } else {
            None
        },
    };
}

const fn has_limits(spec: &Spec) -> bool {
    let row = spec.flow.row(State::InCall);
    row.ring.is_some() || row.within.is_some()
}

/// The methods of the engine that know the type of its page.
impl Engine {
    /// Opens the page on this host.
    pub(crate) fn open<P: Page>(host: AnyHost, spec: &'static Spec) -> Rc<Self> {
        let engine = Self::new(host, spec, Rc::new(P::initial()), FeaturesOf::<P>::FEATURES);
        if FeaturesOf::<P>::HAS_EXTRA_EFFECTS {
            engine.extend();
        }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::{Flow, Row};

    /// A module without one has no code for it.
    #[test]
    fn either_limit_of_a_call_is_one() {
        let with = |in_call: Row| {
            let mut rows = Spec::STUB.flow.rows;
            rows[State::InCall as usize] = in_call;
            has_limits(&Spec { flow: Flow::new(rows), ..Spec::STUB })
        };
        let row = Row::new(&[]);
        assert_eq!(
            [row, row.ring(1), row.within(1), row.ring(1).within(2)].map(with),
            [false, true, true, true]
        );
    }
}
