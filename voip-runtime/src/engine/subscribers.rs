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
    telling: Cell<Telling>,
    waiting: Cell<Vec<Waiting>>,
}

/// Whether an event is being told.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Telling {
    #[default]
    No,
    Yes,
    /// Yes, and others wait.
    More,
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
        let Some(first) = self.subscribers.first.get() else { return };
        if self.left.get() {
            return;
        }
        if self.subscribers.telling.get() != Telling::No {
            return self.wait(event);
        }
        self.subscribers.telling.set(Telling::Yes);
        let unwinding = Unwinding::of(self);
        first.tell_all(event);
        if self.subscribers.telling.get() == Telling::More {
            self.subscribers.tell_waiting(first);
        }
        unwinding.averted();
        self.subscribers.telling.set(Telling::No);
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
        self.subscribers.telling.set(Telling::More);
    }
}

impl Subscriber {
    fn tell_all(&self, event: &Event<'_>) {
        (self.tell)(event);
        let mut next = &self.next;
        while let Some(subscriber) = next.get() {
            (subscriber.tell)(event);
            next = &subscriber.next;
        }
    }
}

impl Subscribers {
    #[cold]
    fn tell_waiting(&self, first: &Subscriber) {
        while self.telling.replace(Telling::Yes) == Telling::More {
            for waiting in self.waiting.take() {
                first.tell_all(&waiting.event());
            }
        }
    }

    /// A subscriber has panicked: what was still to be told goes with it.
    pub(super) fn interrupted(&self) {
        self.telling.set(Telling::No);
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
