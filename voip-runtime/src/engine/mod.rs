//! The engine under a session: one page on one host, without the page's type.
//!
//! A call is walked by answers, not by futures: each host call is numbered, an answer whose number
//! is no longer awaited has no effect, and what an answer leads to is looked up in the flow. A
//! [`Step`](crate::Step) only waits for the walk to arrive. Being free of type parameters it is
//! compiled once, however many pages a module has. It has no `RefCell`: what is not `Copy` is taken
//! out of its cell and put back.

mod answers;
#[cfg(feature = "std")]
mod fingerprint;
mod handler;
mod host_calls;
mod stray;
mod tap;
mod user;
mod walk;

use alloc::boxed::Box;
use alloc::rc::{Rc, Weak};
use alloc::sync::Arc;
use core::cell::{Cell, OnceCell};
use core::task::Waker;

#[cfg(feature = "std")]
pub(crate) use self::handler::Unsettled;
use self::handler::{Flag, Unwinding};
use self::stray::StrayJoins;
pub use self::tap::Handling;
pub(crate) use self::tap::{Ended, Ends, Tap};

use crate::error::CallError;
use crate::event::Event;
use crate::field::Field;
use crate::flow::{Edge, Tries};
use crate::host::{AnyHost, ChatEvent, Host};
use crate::spec::{Fields, Spec};
use crate::state::State;

/// Who is told everything, in the order in which it happens.
pub(crate) type Ear = Box<dyn Fn(&Event<'_>)>;

pub(crate) struct Engine {
    me: Weak<Engine>,
    host: AnyHost,
    pub(crate) spec: &'static Spec,
    start: fn(Tap) -> Handling,
    page: Cell<Option<Rc<dyn Fields>>>,
    /// Who hears what happens: a session, for its subscribers, or a phone's module.
    ear: OnceCell<Ear>,

    // What the page shows.
    pub(crate) state: Cell<State>,
    pub(crate) busy: Cell<bool>,
    pub(crate) reachable: Cell<bool>,
    pub(crate) connected: Cell<bool>,
    error: Cell<Option<CallError>>,

    // The call that is under way, or the making reachable.
    /// Which tap the call belongs to; a `Call` of an earlier one has no effect.
    generation: Cell<u32>,
    handler: Cell<Option<Handling>>,
    /// Whether the handler has come to rest: the call was joined and is over, or stopped.
    settled: Cell<bool>,
    /// Where the walk is: the page's state in a call, and a state of its own while `receive` walks.
    at: Cell<State>,
    goal: Cell<State>,
    phase: Cell<Phase>,
    tries: Cell<Tries>,
    /// Which scope is asked for next.
    scope: Cell<usize>,
    /// The edge with `after` that is waited for, and the failure that takes it.
    delayed: Cell<Option<(&'static Edge, CallError)>>,
    receiving: Cell<bool>,
    tap_waits: Cell<bool>,
    left: Cell<bool>,

    // Who is waited for. Numbers start at 1; 0 is nobody.
    last_number: Cell<u32>,
    /// The host call under way.
    awaited: Cell<u32>,
    /// The timer that bounds it, or that an edge waits for.
    timer: Cell<u32>,
    /// The joined call.
    watch: Cell<u32>,
    stray_joins: StrayJoins,
    /// Keeps the engine of a page that was left until its stray joins are answered.
    keep: Cell<Option<Rc<Engine>>>,
    /// How many host calls of the handler's own are under way.
    pub(crate) promises: Cell<u32>,

    // What arrived while the engine was at work.
    answered: Cell<bool>,
    /// The failure that it was answered with, if it was one.
    failure: Cell<Option<CallError>>,
    /// Whether the other side has answered, and then how the call ended.
    chat_connected: Cell<bool>,
    chat_over: Cell<Option<ChatEvent>>,
    driving: Cell<bool>,
    step_waker: Cell<Option<Waker>>,
    woken: Arc<Flag>,
    /// Sets `woken`.
    waker: Waker,
}

/// What the walk is waiting for.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Phase {
    /// The handler, or the user.
    Rest,
    /// The answer to the host call of the state it is in.
    Step,
    /// The time before the `delayed` edge is taken.
    After,
    /// The answer to what is done before the step is tried again; what it says does not matter.
    Before,
}

impl Engine {
    pub(crate) fn new(
        host: AnyHost,
        spec: &'static Spec,
        page: Rc<dyn Fields>,
        start: fn(Tap) -> Handling,
    ) -> Rc<Self> {
        let woken = Arc::new(Flag::default());
        Rc::new_cyclic(|me| Self {
            me: me.clone(),
            host,
            spec,
            start,
            page: Cell::new(Some(page)),
            ear: OnceCell::new(),
            state: Cell::new(State::Idle),
            busy: Cell::new(false),
            reachable: Cell::new(false),
            connected: Cell::new(false),
            error: Cell::new(None),
            generation: Cell::new(0),
            handler: Cell::new(None),
            settled: Cell::new(true),
            at: Cell::new(State::Idle),
            goal: Cell::new(State::Idle),
            phase: Cell::new(Phase::Rest),
            tries: Cell::new(Tries::default()),
            scope: Cell::new(0),
            delayed: Cell::new(None),
            receiving: Cell::new(false),
            tap_waits: Cell::new(false),
            left: Cell::new(false),
            last_number: Cell::new(0),
            awaited: Cell::new(0),
            timer: Cell::new(0),
            watch: Cell::new(0),
            stray_joins: StrayJoins::default(),
            keep: Cell::new(None),
            promises: Cell::new(0),
            answered: Cell::new(false),
            failure: Cell::new(None),
            chat_connected: Cell::new(false),
            chat_over: Cell::new(None),
            driving: Cell::new(false),
            step_waker: Cell::new(None),
            waker: Waker::from(woken.clone()),
            woken,
        })
    }

    /// Any host, or the one that there is: either way its calls are those of `Host`.
    #[inline(always)]
    #[expect(clippy::inline_always, reason = "it is no more than a name")]
    pub(crate) fn host(&self) -> &(impl Host + ?Sized) {
        #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
        return &*self.host;
        #[cfg(all(target_arch = "wasm32", target_os = "none"))]
        return &self.host;
    }

    // --- The page ---

    /// The page as it is now; it does not change any more, `change_page` puts another in its place.
    pub(crate) fn page(&self) -> Rc<dyn Fields> {
        let page = self.page.take();
        self.page.set(page.clone());
        // It is only ever taken for the moment of such a copy.
        match page {
            Some(page) => page,
            None => unreachable!("a session has a page"),
        }
    }

    /// Changes a copy of the page and puts it in the page's place.
    pub(crate) fn change_page(&self, change: &mut dyn FnMut(&mut dyn Fields)) {
        let mut copy = self.page().snapshot();
        // Nobody else has the copy yet.
        if let Some(copy) = Rc::get_mut(&mut copy) {
            change(copy);
        }
        self.page.set(Some(copy));
    }

    /// Subscribers hear which fields are not as they were.
    pub(crate) fn tell_differences(&self, before: &dyn Fields) {
        if !self.is_heard() {
            return;
        }
        let after = self.page();
        for (index, spec) in self.spec.fields.iter().enumerate() {
            let Some(is) = after.field(index).map(Field::value) else { continue };
            // A phone's glue compares by itself what it shows.
            let is_other = cfg!(all(target_arch = "wasm32", target_os = "none"))
                || before.field(index).map(Field::value).as_ref() != Some(&is);
            if is_other {
                self.tell(&Event::Field(spec, &is));
            }
            is.drop_plain();
        }
    }

    // --- What is heard ---

    /// Whoever listens hears everything from now on; there is one ear.
    pub(crate) fn listen(&self, ear: Ear) {
        // A second one is not taken.
        let _ = self.ear.set(ear);
    }

    pub(crate) fn is_heard(&self) -> bool {
        !self.left.get() && self.ear.get().is_some()
    }

    pub(crate) fn tell(&self, event: &Event<'_>) {
        if let Some(ear) = self.ear.get()
            && !self.left.get()
        {
            let unwinding = Unwinding::of(self);
            ear(event);
            unwinding.averted();
        }
    }

    fn set_busy(&self, busy: bool) {
        if self.busy.replace(busy) != busy {
            self.tell(&Event::Busy(busy));
        }
    }

    pub(crate) fn error(&self) -> Option<CallError> {
        let error = self.error.take();
        self.error.set(error.clone());
        error
    }

    fn set_error(&self, error: Option<CallError>) {
        if self.replace_error(error) {
            self.tell_error();
        }
    }

    /// Whether the page now shows something else.
    #[inline]
    fn replace_error(&self, error: Option<CallError>) -> bool {
        let is_some = error.is_some();
        self.error.replace(error).is_some() || is_some
    }

    #[cold]
    fn tell_error(&self) {
        self.tell(&Event::Error(self.error().as_ref()));
    }
}
