//! Runs the machine for one page on one host, without the page's type.
//!
//! All inputs come through here: those of the user and the handler, and the answers of the host. The engine takes the
//! machine out of its cell for each input, puts it back before any other code runs, and performs the machine's
//! effects. Only [`Engine::drive`] polls the handler, so no answer and no subscriber polls it re-entrantly.

mod contacts;
mod effects;
mod extension;
mod features;
mod flag;
mod limits;
mod tap;
mod tasks;
mod unwinding;

use alloc::boxed::Box;
use alloc::rc::{Rc, Weak};
use alloc::sync::Arc;
use core::cell::{Cell, OnceCell};
use core::task::{Context, Poll, Waker};

use self::extension::Extend;
pub(crate) use self::extension::TaskKind;
pub(crate) use self::features::{CallLimits, Contacts, Features, Opening, Receiving, answer};
use self::flag::Flag;
pub use self::tap::Handling;
pub(crate) use self::tap::{HandlerOutput, HandlerResult, TASK, Tap};
#[cfg(feature = "sim")]
pub(crate) use self::tasks::Polled;
use self::unwinding::Unwinding;
use crate::error::CallError;
use crate::event::{Event, HostEvent, Input, Tapped};
use crate::field::{Field, FieldError};
use crate::host::{BoxedAnswer, Reply, ReplyTarget};
use crate::machine::{Id, Machine};
use crate::spec::{FieldSpec, Fields, Spec};
use crate::state::State;
use crate::value::Value;

/// How many times in a row a handler may wake itself if there is no other effect.
const MAX_SELF_WAKES: u32 = 100;

/// The host of a session. On a phone it has one type, so the module contains only the host calls that its pages make.
#[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
pub(crate) type AnyHost = Box<dyn crate::host::Host>;
#[cfg(all(target_arch = "wasm32", target_os = "none"))]
pub(crate) type AnyHost = crate::wx::glue::host::Wx;

/// Receives all events, in the order in which they happen.
pub(crate) type Subscriber = Box<dyn Fn(&Event<'_>)>;

pub(crate) struct Engine {
    me: Weak<Engine>,
    pub(crate) host: AnyHost,
    pub(crate) spec: &'static Spec,
    pub(crate) features: &'static Features,
    page: Cell<Option<Rc<dyn Fields>>>,
    subscriber: OnceCell<Subscriber>,
    machine: Cell<Option<Box<Machine>>>,
    /// The parameters of the page's address. On a phone, the glue has them.
    #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
    pub(crate) query: core::cell::RefCell<alloc::vec::Vec<(alloc::string::String, alloc::string::String)>>,
    /// The number of the newest tap. A `Call` of an earlier tap has no effect.
    generation: Cell<u32>,
    handler: Cell<Option<Handling>>,
    /// How many host calls and sleeps of the current handler are pending.
    pub(crate) requests: Cell<u32>,
    /// What only some pages need.
    extension: OnceCell<Box<dyn Extend>>,
    /// Keeps the engine alive after the page was left, until its late joins are answered.
    keep_alive: Cell<Option<Rc<Engine>>>,
    driving: Cell<bool>,
    /// The handler or task that is polled.
    #[cfg(feature = "sim")]
    pub(crate) polled: Cell<Option<Polled>>,
    step_waker: Cell<Option<Waker>>,
    woken: Arc<Flag>,
    waker: Waker,
}

impl Engine {
    pub(crate) fn new(
        host: AnyHost,
        spec: &'static Spec,
        page: Rc<dyn Fields>,
        features: &'static Features,
    ) -> Rc<Self> {
        let woken = Arc::new(Flag::default());
        Rc::new_cyclic(|me| Self {
            me: me.clone(),
            host,
            spec,
            features,
            page: Cell::new(Some(page)),
            subscriber: OnceCell::new(),
            machine: Cell::new(Some(Box::new(Machine::new(spec)))),
            #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
            query: core::cell::RefCell::default(),
            generation: Cell::new(0),
            handler: Cell::new(None),
            requests: Cell::new(0),
            extension: OnceCell::new(),
            keep_alive: Cell::new(None),
            driving: Cell::new(false),
            #[cfg(feature = "sim")]
            polled: Cell::new(None),
            step_waker: Cell::new(None),
            waker: Waker::from(woken.clone()),
            woken,
        })
    }

    /// Uses the machine. `use_machine` runs no code of the page or the host, so the machine is always in its cell.
    #[inline]
    pub(crate) fn with<T>(&self, use_machine: impl FnOnce(&mut Machine) -> T) -> T {
        let mut machine = self.take_machine();
        let result = use_machine(&mut machine);
        self.put_machine(machine);
        result
    }

    #[cfg_attr(all(target_arch = "wasm32", target_os = "none"), inline(never))]
    fn take_machine(&self) -> Box<Machine> {
        let Some(machine) = self.machine.take() else { unreachable!("a decision runs no other code") };
        machine
    }

    #[cfg_attr(all(target_arch = "wasm32", target_os = "none"), inline(never))]
    fn put_machine(&self, machine: Box<Machine>) {
        // The cell is empty: there is nothing to drop.
        core::mem::forget(self.machine.replace(Some(machine)));
    }

    /// The current page. This snapshot never changes: `change_page` replaces the page.
    #[cfg_attr(all(target_arch = "wasm32", target_os = "none"), inline(never))]
    pub(crate) fn page(&self) -> Rc<dyn Fields> {
        let page = self.page.take();
        self.page.set(page.clone());
        match page {
            Some(page) => page,
            None => unreachable!("a session has a page"),
        }
    }

    /// Replaces the page by a changed copy.
    pub(crate) fn change_page(&self, change: &mut dyn FnMut(&mut dyn Fields)) {
        let mut copy = self.page().snapshot();
        if let Some(copy) = Rc::get_mut(&mut copy) {
            change(copy);
        }
        self.page.set(Some(copy));
    }

    /// Notifies subscribers of the changed fields; on a phone of all fields, which needs less code.
    pub(crate) fn notify_differences(&self, before: &dyn Fields) {
        let after = self.page();
        for (index, spec) in self.spec.fields.iter().enumerate() {
            // A subscriber may leave the page.
            if !self.is_subscribed() {
                return;
            }
            let Some(field) = after.field(index) else { continue };
            let value = field.value();
            let has_changed = cfg!(all(target_arch = "wasm32", target_os = "none"))
                || before.field(index).map(Field::value).as_ref() != Some(&value);
            // On a phone, only a page with contacts has the code for a list.
            #[cfg(all(target_arch = "wasm32", target_os = "none"))]
            if let (Value::List(_), Some(contacts)) = (&value, self.features.contacts) {
                (contacts.show)(self, index, field);
                continue;
            }
            if has_changed {
                self.notify(&Event::Field(spec, &value));
            }
            value.drop_plain();
        }
    }

    /// Sets the subscriber, unless there is one.
    pub(crate) fn subscribe(&self, subscriber: Subscriber) {
        let _ = self.subscriber.set(subscriber);
    }

    fn is_subscribed(&self) -> bool {
        self.subscriber.get().is_some() && !self.with(|machine| machine.has_left())
    }

    #[cfg_attr(all(target_arch = "wasm32", target_os = "none"), inline(never))]
    pub(crate) fn notify(&self, event: &Event<'_>) {
        if let Some(subscriber) = self.subscriber.get() {
            let unwinding = Unwinding(self);
            subscriber(event);
            unwinding.disarm();
        }
    }

    pub(crate) fn notify_input(&self, input: impl FnOnce() -> Input) {
        if self.is_subscribed() {
            self.notify(&Event::Input(&input()));
        }
    }

    pub(crate) fn rc(&self) -> Option<Rc<Self>> {
        self.me.upgrade()
    }

    /// Wakes the handler at the next change of the state or connection.
    pub(crate) fn wake_on_step(&self, waker: &Waker) {
        self.step_waker.set(Some(waker.clone()));
    }

    /// The text of this parameter of the page's address.
    pub(crate) fn query_parameter(&self, name: &str) -> Option<alloc::string::String> {
        #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
        return crate::address::parameter(&self.query.borrow(), name);
        #[cfg(all(target_arch = "wasm32", target_os = "none"))]
        return crate::wx::glue::query(core::ptr::from_ref(self).cast(), name);
    }

    // --- The user ---

    /// Sets a field. An index without a field has no effect.
    pub(crate) fn input(&self, index: usize, value: &Value) -> Result<(), FieldError> {
        let mut result = Ok(());
        if !self.with(|machine| machine.has_left()) {
            self.change_page(&mut |page| {
                result = page.field_mut(index).map_or(Ok(()), |field| field.set(value));
            });
        }
        result
    }

    /// The user taps the call button of the page.
    pub(crate) fn tap(&self) -> Tapped {
        match self.features.contacts {
            Some(contacts) => (contacts.tap)(self, None),
            None => self.tap_now(),
        }
    }

    fn tap_now(&self) -> Tapped {
        self.perform_effects();
        let empty = self.empty_field(FieldSpec::is_required);
        let tapped = self.with(|machine| machine.tap(self.spec, empty));
        self.drive();
        tapped
    }

    /// Makes an input of the user. Pending effects are performed first, so at most one transition is ever pending.
    #[cfg_attr(all(target_arch = "wasm32", target_os = "none"), inline(never))]
    pub(crate) fn user(&self, input: fn(&mut Machine, &'static Spec) -> bool) -> bool {
        self.perform_effects();
        let result = self.with(|machine| input(machine, self.spec));
        self.drive();
        result
    }

    /// The user leaves the page. From now on only late joins have an effect.
    pub(crate) fn leave(&self) {
        if self.with(|machine| machine.has_left()) {
            return;
        }
        self.with(|machine| machine.leave(self.spec));
        // Even during a notification: the room must be left even if a subscriber never returns.
        self.perform_effects();
        if self.with(|machine| machine.awaits_late_join()) {
            self.keep_alive.set(self.me.upgrade());
        }
    }

    /// Leaves the page on a host that answers nothing any more, so the page does not wait for its late joins.
    #[cfg(feature = "sim")]
    pub(crate) fn leave_for_good(&self) {
        self.leave();
        drop(self.keep_alive.take());
    }

    // --- The handler ---

    /// Whether this is the newest tap, or a task, and the page was not left: leaving increases the generation too.
    pub(crate) fn is_current(&self, generation: u32) -> bool {
        if generation == TASK { !self.with(|machine| machine.has_left()) } else { self.is_newest(generation) }
    }

    pub(crate) fn is_newest(&self, generation: u32) -> bool {
        self.generation.get() == generation
    }

    fn next_generation(&self) -> u32 {
        // 0 is for tasks.
        self.generation.set(self.generation.get().wrapping_add(1).max(1));
        self.requests.set(0);
        self.generation.get()
    }

    pub(crate) fn begin(&self, generation: u32) {
        self.handler_input(generation, |machine| machine.begin(self.spec));
    }

    /// The handler starts the step from `from`, whose success leads to `goal`.
    pub(crate) fn start_step(&self, generation: u32, from: State, goal: State) {
        self.handler_input(generation, |machine| machine.start_step(self.spec, from, goal));
    }

    /// The progress of the step to `goal`. If the call has stopped, returns the error that it stopped with.
    pub(crate) fn step_progress(
        &self,
        generation: u32,
        goal: State,
        waker: &Waker,
    ) -> Poll<Result<(), Option<CallError>>> {
        if !self.is_newest(generation) {
            return Poll::Ready(Err(None));
        }
        let progress = self.with(|machine| machine.progress(goal));
        if progress.is_pending() {
            self.wake_on_step(waker);
        }
        progress
    }

    /// The handler dropped a step that had not ended, so it cannot continue its call.
    pub(crate) fn abandon_step(&self, generation: u32) {
        self.handler_input(generation, Machine::drop_step);
        self.drive();
    }

    /// The handler stops its call: to Failed with an error, to Idle without.
    pub(crate) fn stop_by_handler(&self, generation: u32, error: Option<CallError>) {
        self.handler_input(generation, |machine| machine.stop(self.spec, error));
    }

    fn handler_input(&self, generation: u32, input: impl FnOnce(&mut Machine)) {
        if self.is_newest(generation) {
            self.perform_effects();
            self.perform_from(self.with(|machine| {
                input(machine);
                machine.next_effect()
            }));
        }
    }

    /// Performs pending effects and polls the handler, until there is nothing left to do.
    #[inline]
    pub(crate) fn drive(&self) {
        if !self.driving.get() {
            self.drive_to_rest();
        }
    }

    fn drive_to_rest(&self) {
        self.driving.set(true);
        let unwinding = Unwinding(self);
        let mut self_wakes = 0;
        loop {
            if self.perform_effects() {
                self_wakes = 0;
            } else if self_wakes < MAX_SELF_WAKES && self.woken.take() {
                self_wakes += 1;
                self.poll_handler();
            } else {
                let is_at_rest = self.with(|machine| {
                    machine.handler_waits(self.spec, self.requests.get());
                    !machine.has_pending_effects()
                });
                if is_at_rest {
                    break;
                }
            }
        }
        unwinding.disarm();
        self.driving.set(false);
    }

    /// Polls the tasks and the handler.
    fn poll_handler(&self) {
        if let Some(extension) = self.extension.get() {
            extension.poll_tasks(self);
        }
        let Some(mut handling) = self.handler.take() else { return };
        let generation = self.generation.get();
        #[cfg(feature = "sim")]
        self.polled.set(Some(Polled { kind: TaskKind::Handler, address: handling.address() }));
        let polled = handling.poll(&mut Context::from_waker(&self.waker));
        if !self.is_newest(generation) {
            // On a phone, nothing taps while a handler is polled.
            #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
            if polled.is_pending() {
                self.keep_handler(generation, handling);
            }
            return;
        }
        match polled {
            Poll::Pending => self.handler.set(Some(handling)),
            Poll::Ready(result) => {
                drop(handling);
                let is_own =
                    |tap: &Tap| core::ptr::eq(&raw const *tap.engine, self) && self.is_newest(tap.generation);
                let joined = result.as_ref().is_ok_and(is_own);
                let error = result.err().flatten();
                self.with(|machine| machine.handler_ended(self.spec, joined, error));
            }
        }
    }

    /// The page, with the contact whose button was tapped as the listener.
    pub(crate) fn calling_page(&self) -> Rc<dyn Fields> {
        match self.features.contacts {
            Some(contacts) => (contacts.calling_page)(self),
            None => self.page(),
        }
    }

    fn empty_field(&self, wanted: fn(&FieldSpec) -> bool) -> Option<&'static FieldSpec> {
        self.spec.empty_field(self.calling_page().as_ref(), wanted)
    }

    #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
    pub(crate) fn app_watch(&self) -> crate::host::AppWatch {
        crate::host::AppWatch::new(self.me.clone())
    }

    pub(crate) fn reply(&self, id: Id) -> Reply {
        Reply::new(self.me.clone(), id.number())
    }
}

impl ReplyTarget for Engine {
    fn answer(&self, number: u32, answer: BoxedAnswer) {
        let has_left = self.with(|machine| {
            let failure = answer.err();
            if let Some(answer) = self.features.answer {
                answer(machine, self.spec, number, failure.as_ref());
            }
            machine.answer(self.spec, number, failure);
            machine.has_left()
        });
        self.drive();
        if has_left && !self.with(|machine| machine.awaits_late_join()) {
            drop(self.keep_alive.take());
        }
    }

    #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
    fn awaits(&self, number: u32) -> bool {
        self.with(|machine| machine.awaits(number))
    }

    #[cfg(feature = "sim")]
    fn is_limit(&self, number: u32) -> bool {
        self.with(|machine| machine.is_limit(number))
    }

    #[cfg(not(all(target_arch = "wasm32", target_os = "none")))]
    fn watches(&self, number: u32) -> bool {
        self.with(|machine| machine.watches(number))
    }

    fn event(&self, number: u32, event: HostEvent) {
        self.with(|machine| machine.host_event(self.spec, number, event));
        self.drive();
    }
}
