//! The engine under a session: one page on one host, without the page's type.
//!
//! A call is walked by answers, not by futures: each host call is numbered, an answer whose number
//! is no longer awaited has no effect, and what an answer leads to is looked up in the flow. A
//! [`Step`](crate::Step) only waits for the walk to arrive. Being free of type parameters it is
//! compiled once, however many pages a module has. It has no `RefCell`: what is not `Copy` is taken
//! out of its cell and put back.

mod walk;

use alloc::boxed::Box;
use alloc::rc::{Rc, Weak};
use alloc::sync::Arc;
use alloc::task::Wake;
use alloc::vec::Vec;
use core::cell::{Cell, OnceCell};
use core::sync::atomic::{AtomicBool, Ordering};
use core::task::{Context, Poll, Waker};

use crate::call::{Handling, Tap};
use crate::error::{CallError, Cause};
use crate::flow::{Edge, Tries};
#[cfg(feature = "std")]
use crate::host::ReplyKind;
use crate::host::{Answer, ChatEvent, Host, Parties, Receiver, Reply};
use crate::page::{Fields, Spec};
use crate::record::Change;
use crate::session::{Event, Tapped};
use crate::state::State;

/// How many times in a row a handler may wake itself with nothing else happening.
const SELF_WAKES: u32 = 100;

pub(crate) struct Engine {
    me: Weak<Engine>,
    pub(crate) host: Rc<dyn Host>,
    pub(crate) spec: &'static Spec,
    start: fn(Rc<Tap>) -> Handling,
    page: Cell<Option<Rc<dyn Fields>>>,
    subscribers: OnceCell<Box<Subscriber>>,

    // What the page shows.
    pub(crate) state: Cell<State>,
    pub(crate) busy: Cell<bool>,
    pub(crate) reachable: Cell<bool>,
    pub(crate) connected: Cell<bool>,
    error: Cell<Option<Rc<CallError>>>,

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
    /// The failure that an edge with `after` is waiting with.
    pending_error: Cell<Option<CallError>>,
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
    /// A join whose step has ended without its answer. If it succeeds, the room is left.
    stray_join: Cell<u32>,
    /// Keeps the engine of a page that was left until its stray join is answered.
    keep: Cell<Option<Rc<Engine>>>,
    /// How many host calls of the handler's own are under way.
    pub(crate) promises: Cell<u32>,

    // What arrived while the engine was at work.
    inbox: Cell<Option<Result<(), CallError>>>,
    chat: Cell<Vec<ChatEvent>>,
    /// Whether there may be anything in `inbox` or `chat`.
    arrived: Cell<bool>,
    driving: Cell<bool>,
    step_waker: Cell<Option<Waker>>,
    woken: Arc<Flag>,
    /// Sets `woken`.
    waker: Waker,
}

/// One who is told what happens, and who comes next. The list only grows, so it can be walked while
/// a subscriber subscribes another.
struct Subscriber {
    tell: Box<dyn Fn(&Event<'_>)>,
    next: OnceCell<Box<Subscriber>>,
}

/// What the walk is waiting for.
#[derive(Clone, Copy)]
enum Phase {
    /// The handler, or the user.
    Rest,
    /// The answer to the host call of the state it is in.
    Step,
    /// The time before this edge is taken.
    After(&'static Edge),
    /// The answer to what is done before the step is tried again; what it says does not matter.
    Before,
}

/// How a handler can lose its call, which its types cannot rule out.
#[derive(Clone, Copy)]
pub(crate) enum Unsettled {
    Waits,
    Ended,
    Dropped,
}

impl Unsettled {
    #[cfg(feature = "std")]
    pub(crate) const ALL: [Self; 3] = [Self::Waits, Self::Ended, Self::Dropped];

    /// What the page's error says, for the developer.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Waits => "the handler waits for something that no host call promised",
            Self::Ended => "the handler ended without bringing its call to an end",
            Self::Dropped => "the handler dropped a step before it had ended",
        }
    }
}

struct Flag(AtomicBool);

impl Flag {
    /// There is one thread, so this need not be one instruction, which would cost more.
    fn take(&self) -> bool {
        let set = self.0.load(Ordering::Relaxed);
        self.0.store(false, Ordering::Relaxed);
        set
    }

    fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

impl Wake for Flag {
    fn wake(self: Arc<Self>) {
        self.set();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.set();
    }
}

impl Engine {
    pub(crate) fn new(
        host: Rc<dyn Host>,
        spec: &'static Spec,
        page: Rc<dyn Fields>,
        start: fn(Rc<Tap>) -> Handling,
    ) -> Rc<Self> {
        let woken = Arc::new(Flag(AtomicBool::new(false)));
        Rc::new_cyclic(|me| Self {
            me: me.clone(),
            host,
            spec,
            start,
            page: Cell::new(Some(page)),
            subscribers: OnceCell::new(),
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
            pending_error: Cell::new(None),
            receiving: Cell::new(false),
            tap_waits: Cell::new(false),
            left: Cell::new(false),
            last_number: Cell::new(0),
            awaited: Cell::new(0),
            timer: Cell::new(0),
            watch: Cell::new(0),
            stray_join: Cell::new(0),
            keep: Cell::new(None),
            promises: Cell::new(0),
            inbox: Cell::new(None),
            chat: Cell::new(Vec::new()),
            arrived: Cell::new(false),
            driving: Cell::new(false),
            step_waker: Cell::new(None),
            waker: Waker::from(woken.clone()),
            woken,
        })
    }

    // --- What the user does ---

    pub(crate) fn tap(&self) -> Tapped {
        if !self.may_tap() {
            return Tapped::Ignored;
        }
        if let Some(missing) = self.missing() {
            return missing;
        }
        self.set_busy(true);
        if self.receiving.get() {
            self.tap_waits.set(true);
            return Tapped::Queued;
        }
        self.begin_handler();
        self.drive();
        Tapped::Started
    }

    /// A call that is joined or on its way is the only one.
    pub(crate) fn may_tap(&self) -> bool {
        !self.left.get() && !self.busy.get() && matches!(self.state.get(), State::Idle | State::Failed)
    }

    /// The first required field that is empty; the page then says which.
    fn missing(&self) -> Option<Tapped> {
        let page = self.page();
        let Parties { caller, listener, .. } = page.parties();
        if [caller.openid, caller.nickname, listener.openid, listener.nickname]
            .iter()
            .all(|text| !text.is_empty())
        {
            return None;
        }
        let (_, field) = self.spec.fields.iter().enumerate().find(|(index, field)| {
            field.is_required() && page.field(*index).is_none_or(|value| value.text().is_empty())
        })?;
        let mut words = alloc::string::String::from("请填写");
        words.push_str(field.title());
        self.set_error(Some(CallError::app(words)));
        Some(Tapped::Missing(field))
    }

    fn begin_handler(&self) {
        // What is left of a handler that never came to an end goes now, and its `Call` with it.
        self.new_generation();
        drop(self.handler.take());
        if self.state.get() == State::Failed
            && walk::plain_edge(&self.spec.flow, State::Failed, State::Authorizing).is_none()
        {
            self.user_edge(crate::flow::Happening::Dismiss);
        } else if self.state.get() == State::Idle {
            self.set_error(None);
        }
        self.settled.set(false);
        self.tries.set(Tries::default());
        self.phase.set(Phase::Rest);
        let Some(engine) = self.me.upgrade() else { return };
        let tap = Rc::new(Tap { engine, generation: self.generation.get() });
        let handling = (self.start)(tap);
        self.handler.set(Some(handling));
        self.woken.set();
    }

    pub(crate) fn may_receive(&self) -> bool {
        self.spec.receive
            && !self.left.get()
            && !self.busy.get()
            && !self.receiving.get()
            && !self.reachable.get()
            && self.state.get() == State::Idle
    }

    pub(crate) fn receive(&self) -> bool {
        if !self.may_receive() {
            return false;
        }
        self.set_error(None);
        if self.left.get() {
            return false;
        }
        self.tries.set(Tries::default());
        self.receiving.set(true);
        self.at.set(State::Authorizing);
        self.goal.set(State::Joining);
        self.host_call();
        self.drive();
        true
    }

    pub(crate) fn hang_up(&self) -> bool {
        if self.left.get() || self.state.get() != State::InCall {
            return false;
        }
        self.host.exit_voip_chat(self.nobody());
        self.end_of_call(crate::flow::Happening::End, None);
        true
    }

    pub(crate) fn may_dismiss(&self) -> bool {
        !self.left.get()
            && !self.busy.get()
            && match self.state.get() {
                State::Failed => walk::plain_edge(&self.spec.flow, State::Failed, State::Idle).is_some(),
                State::Idle => self.error().is_some(),
                _ => false,
            }
    }

    pub(crate) fn dismiss(&self) -> bool {
        if !self.may_dismiss() {
            return false;
        }
        if self.state.get() == State::Failed {
            self.user_edge(crate::flow::Happening::Dismiss);
        } else {
            self.set_error(None);
        }
        true
    }

    /// The page is gone: nothing has an effect any more, but for a join that may still succeed.
    pub(crate) fn leave(&self) {
        if self.left.replace(true) {
            return;
        }
        self.new_generation();
        let handler = self.handler.take();
        if self.state.get() == State::InCall && self.spec.hang_up_on_leave {
            self.host.exit_voip_chat(self.nobody());
        }
        self.give_up_waiting();
        self.watch.set(0);
        if self.stray_join.get() != 0 {
            self.keep.set(self.me.upgrade());
        }
        drop(handler);
    }

    // --- The page ---

    /// The page as it is now; it does not change any more, `replace_page` puts another in its place.
    pub(crate) fn page(&self) -> Rc<dyn Fields> {
        let page = self.page.take();
        self.page.set(page.clone());
        // It is only ever taken for the moment of such a copy.
        match page {
            Some(page) => page,
            None => unreachable!("a session has a page"),
        }
    }

    pub(crate) fn replace_page(&self, page: Rc<dyn Fields>) {
        self.page.set(Some(page));
    }

    // --- What subscribers hear ---

    pub(crate) fn subscribe(&self, tell: Box<dyn Fn(&Event<'_>)>) {
        let mut last = &self.subscribers;
        while let Some(subscriber) = last.get() {
            last = &subscriber.next;
        }
        // It was just seen to be empty.
        let _ = last.set(Box::new(Subscriber { tell, next: OnceCell::new() }));
    }

    pub(crate) fn has_subscribers(&self) -> bool {
        !self.left.get() && self.subscribers.get().is_some()
    }

    pub(crate) fn tell(&self, event: &Event<'_>) {
        let mut next = &self.subscribers;
        while let Some(subscriber) = next.get()
            && !self.left.get()
        {
            (subscriber.tell)(event);
            next = &subscriber.next;
        }
    }

    fn set_busy(&self, busy: bool) {
        if self.busy.replace(busy) != busy {
            self.tell(&Event::Busy(busy));
        }
    }

    fn set_connected(&self, connected: bool) {
        if self.connected.replace(connected) != connected {
            self.tell(&Event::Connected(connected));
        }
    }

    pub(crate) fn error(&self) -> Option<Rc<CallError>> {
        let error = self.error.take();
        self.error.set(error.clone());
        error
    }

    #[inline(always)]
    #[expect(clippy::inline_always, reason = "there is hardly ever an error to set or to clear")]
    fn set_error(&self, error: Option<CallError>) {
        let was = self.error.take();
        if was.is_some() || error.is_some() {
            self.tell_error(error.map(Rc::new));
        }
    }

    fn tell_error(&self, error: Option<Rc<CallError>>) {
        self.error.set(error.clone());
        self.tell(&Event::Error(error.as_deref()));
    }

    // --- The handler ---

    pub(crate) fn is_current(&self, generation: u32) -> bool {
        !self.left.get() && self.generation.get() == generation
    }

    pub(crate) fn has_left(&self) -> bool {
        self.left.get()
    }

    fn new_generation(&self) {
        self.generation.set(self.generation.get().wrapping_add(1));
    }

    /// Works off what arrived and polls the handler, until nothing moves.
    #[inline]
    pub(crate) fn drive(&self) {
        if !self.driving.get() {
            self.drive_now();
        }
    }

    fn drive_now(&self) {
        self.driving.set(true);
        let mut self_wakes = 0;
        loop {
            if self.pump() {
                self_wakes = 0;
            }
            if self_wakes == SELF_WAKES || !self.woken.take() {
                if !self.take_waiting_tap() {
                    break;
                }
                continue;
            }
            self_wakes += 1;
            self.poll_handler();
        }
        self.driving.set(false);
        let waits = !matches!(self.phase.get(), Phase::Rest) || self.promises.get() > 0;
        if self.busy.get() && !waits && !self.left.get() {
            self.settle(Unsettled::Waits);
            self.set_busy(false);
        }
    }

    fn poll_handler(&self) {
        let Some(mut handling) = self.handler.take() else { return };
        if self.left.get() {
            return;
        }
        let generation = self.generation.get();
        let polled = handling.poll(&mut Context::from_waker(&self.waker));
        if !self.is_current(generation) {
            return;
        }
        match polled {
            Poll::Pending => self.handler.set(Some(handling)),
            Poll::Ready(ended) => {
                drop(handling);
                let in_its_call = ended.0.is_some_and(|tap| {
                    core::ptr::eq(&raw const *tap.engine, self) && self.is_current(tap.generation)
                });
                if !(in_its_call && self.state.get() == State::InCall) {
                    self.settle(Unsettled::Ended);
                }
                self.set_busy(false);
            }
        }
    }

    /// Brings a call to an end that its handler has lost. One that has come to its end stays as it is.
    fn settle(&self, why: Unsettled) {
        if self.settled.get() {
            return;
        }
        if self.state.get() == State::InCall {
            self.host.exit_voip_chat(self.nobody());
        }
        self.give_up_waiting();
        self.stop(Some(CallError::new(Cause::App, why.words())));
    }

    /// A tap that came while the page was being made reachable starts once that is done.
    fn take_waiting_tap(&self) -> bool {
        if self.receiving.get() || !self.tap_waits.replace(false) || self.left.get() {
            return false;
        }
        if self.missing().is_some() {
            self.set_busy(false);
            return false;
        }
        self.begin_handler();
        true
    }

    // --- Who is waited for ---

    fn number(&self) -> u32 {
        let next = self.last_number.get().checked_add(1).unwrap_or(1);
        self.last_number.set(next);
        next
    }

    fn reply(&self, waiting: &Cell<u32>) -> Reply {
        let number = self.number();
        waiting.set(number);
        Reply::new(self.me.clone(), number)
    }

    /// For a host call whose answer does not matter.
    fn nobody(&self) -> Reply {
        Reply::new(self.me.clone(), 0)
    }

    /// A join whose step had ended has its answer: if it succeeded, the other phone rings for nobody.
    fn stray_join_answered(&self, joined: bool) {
        self.stray_join.set(0);
        drop(self.keep.take());
        if joined {
            self.host.exit_voip_chat(self.nobody());
        }
    }

    /// No answer is awaited any more. A join that was not answered stays on the watch list.
    fn give_up_waiting(&self) {
        if matches!(self.phase.get(), Phase::Step)
            && self.at.get() == State::Joining
            && self.awaited.get() != 0
        {
            self.stray_join.set(self.awaited.get());
        }
        self.awaited.set(0);
        self.timer.set(0);
        self.phase.set(Phase::Rest);
        self.inbox.set(None);
        self.pending_error.set(None);
    }
}

impl Receiver for Engine {
    fn answer(self: Rc<Self>, number: u32, answer: Answer) {
        let answer = match number {
            0 => return,
            awaited if awaited == self.awaited.get() => answer.map(drop),
            timer if timer == self.timer.get() => self.timer_answer(),
            stray if stray == self.stray_join.get() => return self.stray_join_answered(answer.is_ok()),
            _ => return,
        };
        self.awaited.set(0);
        self.timer.set(0);
        self.inbox.set(Some(answer));
        self.arrived.set(true);
        self.drive();
    }

    #[cfg(feature = "std")]
    fn kind(&self, number: u32) -> ReplyKind {
        if number != 0 && number == self.stray_join.get() { ReplyKind::Stray } else { ReplyKind::Session }
    }

    fn awaits(&self, number: u32) -> bool {
        number != 0
            && [&self.awaited, &self.timer, &self.watch, &self.stray_join]
                .iter()
                .any(|awaited| awaited.get() == number)
    }

    fn chat(self: Rc<Self>, number: u32, event: ChatEvent) {
        if number == 0 || number != self.watch.get() {
            return;
        }
        let mut chat = self.chat.take();
        chat.push(event);
        self.chat.set(chat);
        self.arrived.set(true);
        self.drive();
    }
}

/// The change from one state to another, for hooks and subscribers.
fn change(from: State, to: State, error: Option<&CallError>) -> Change {
    Change {
        from,
        to,
        cause: error.map(CallError::cause),
        message: error.map_or_else(Default::default, |error| error.message().into()),
    }
}

/// For the explorer: what a session's future depends on.
#[cfg(feature = "std")]
impl Engine {
    pub(crate) fn is_receiving(&self) -> bool {
        self.receiving.get()
    }

    pub(crate) fn fingerprint(&self, hasher: &mut impl core::hash::Hasher) {
        use core::hash::Hash;

        (self.state.get(), self.busy.get(), self.reachable.get(), self.connected.get()).hash(hasher);
        (self.receiving.get(), self.tap_waits.get(), self.left.get(), self.promises.get()).hash(hasher);
        for number in [&self.awaited, &self.timer, &self.watch, &self.stray_join] {
            (number.get() != 0).hash(hasher);
        }
        core::mem::discriminant(&self.phase.get()).hash(hasher);
        if let Phase::After(edge) = self.phase.get() {
            core::ptr::hash(edge, hasher);
        }
        let error = self.error();
        error.is_some().hash(hasher);
        // The rest starts anew with the next call.
        if self.busy.get() || self.receiving.get() {
            (self.settled.get(), self.at.get(), self.goal.get(), self.scope.get()).hash(hasher);
            error.map(|error| alloc::format!("{error:?}")).hash(hasher);
            let tries = self.tries.take();
            tries.hash(hasher);
            self.tries.set(tries);
        }
        let page = self.page();
        for index in 0..self.spec.fields.len() {
            page.field(index).map(|field| alloc::format!("{:?}", field.value())).hash(hasher);
        }
    }
}
