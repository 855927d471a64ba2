//! Who is told what happens.
//!
//! A subscriber may act on the session, and so make more happen while others are still to hear of
//! what was before: that waits, so everyone hears of everything in the order in which it happened, up
//! to the leaving of the page.

use alloc::boxed::Box;
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::cell::{Cell, OnceCell};

use super::Engine;
use super::handler::Unwinding;
use crate::error::CallError;
use crate::page::FieldSpec;
use crate::record::{Change, Input};
use crate::session::Event;
use crate::value::Value;

#[derive(Default)]
pub(super) struct Subscribers {
    first: Link,
    telling: Cell<bool>,
    waiting: Cell<Vec<Waiting>>,
    waits: Cell<bool>,
}

/// The list only grows, so it can be walked while a subscriber subscribes another.
type Link = OnceCell<Box<Subscriber>>;

struct Subscriber {
    tell: Box<dyn Fn(&Event<'_>)>,
    next: Link,
}

/// An event that happened while another was being told.
enum Waiting {
    Input(Input),
    Change(Change),
    Field(&'static FieldSpec, Value),
    Busy(bool),
    Reachable(bool),
    Connected(bool),
    Error(Option<Rc<CallError>>),
}

impl Engine {
    pub(crate) fn subscribe(&self, tell: Box<dyn Fn(&Event<'_>)>) {
        let mut last = &self.subscribers.first;
        while let Some(subscriber) = last.get() {
            last = &subscriber.next;
        }
        // It was just seen to be empty.
        let _ = last.set(Box::new(Subscriber { tell, next: Link::new() }));
    }

    pub(crate) fn has_subscribers(&self) -> bool {
        !self.left.get() && self.subscribers.first.get().is_some()
    }

    pub(crate) fn tell(&self, event: &Event<'_>) {
        if !self.has_subscribers() {
            return;
        }
        if self.subscribers.telling.replace(true) {
            return self.wait(event);
        }
        let unwinding = Unwinding::of(self);
        self.tell_all(event);
        while self.subscribers.waits.replace(false) {
            for waiting in self.subscribers.waiting.take() {
                self.tell_all(&waiting.event());
            }
        }
        unwinding.averted();
        self.subscribers.telling.set(false);
    }

    fn tell_all(&self, event: &Event<'_>) {
        let mut next = &self.subscribers.first;
        while let Some(subscriber) = next.get() {
            (subscriber.tell)(event);
            next = &subscriber.next;
        }
    }

    #[cold]
    fn wait(&self, event: &Event<'_>) {
        let mut waiting = self.subscribers.waiting.take();
        waiting.push(match *event {
            Event::Input(input) => Waiting::Input(input.clone()),
            Event::Change(change) => Waiting::Change(change.clone()),
            Event::Field(field, value) => Waiting::Field(field, value.clone()),
            Event::Busy(busy) => Waiting::Busy(busy),
            Event::Reachable(reachable) => Waiting::Reachable(reachable),
            Event::Connected(connected) => Waiting::Connected(connected),
            Event::Error(error) => Waiting::Error(error.cloned().map(Rc::new)),
        });
        self.subscribers.waiting.set(waiting);
        self.subscribers.waits.set(true);
    }
}

impl Subscribers {
    /// A subscriber has panicked: what was still to be told goes with it.
    pub(super) fn interrupted(&self) {
        self.telling.set(false);
        self.waits.set(false);
        self.waiting.set(Vec::new());
    }
}

impl Waiting {
    fn event(&self) -> Event<'_> {
        match self {
            Self::Input(input) => Event::Input(input),
            Self::Change(change) => Event::Change(change),
            Self::Field(field, value) => Event::Field(field, value),
            Self::Busy(busy) => Event::Busy(*busy),
            Self::Reachable(reachable) => Event::Reachable(*reachable),
            Self::Connected(connected) => Event::Connected(*connected),
            Self::Error(error) => Event::Error(error.as_deref()),
        }
    }
}
