//! Notifies the subscribers of a session.
//!
//! A subscriber may act on the session, which causes further events while other subscribers are still to be
//! notified of the current one. Those events wait, so every subscriber is notified of all events in the order
//! in which they happened, until the page is left.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::cell::{Cell, OnceCell};

use crate::error::CallError;
use crate::event::{Event, Input};
use crate::spec::Change;
use crate::spec::FieldSpec;
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
    Error(Option<CallError>),
}

impl Subscribers {
    pub(super) fn add(&self, tell: Box<dyn Fn(&Event<'_>)>) {
        let mut last = &self.first;
        while let Some(subscriber) = last.get() {
            last = &subscriber.next;
        }
        // It was just seen to be empty.
        let _ = last.set(Box::new(Subscriber { tell, next: Link::new() }));
    }

    pub(super) fn tell(&self, event: &Event<'_>) {
        let Some(first) = self.first.get() else { return };
        if self.telling.get() != Telling::No {
            return self.wait(event);
        }
        self.telling.set(Telling::Yes);
        let interrupted = Interrupted(self);
        first.tell_all(event);
        if self.telling.get() == Telling::More {
            self.tell_waiting(first);
        }
        core::mem::forget(interrupted);
        self.telling.set(Telling::No);
    }

    #[cold]
    fn wait(&self, event: &Event<'_>) {
        let mut waiting = self.waiting.take();
        waiting.push(match *event {
            Event::Input(input) => Waiting::Input(input.clone()),
            Event::Change(change) => Waiting::Change(change.clone()),
            Event::Field(field, value) => Waiting::Field(field, value.clone()),
            Event::Busy(busy) => Waiting::Busy(busy),
            Event::Reachable(reachable) => Waiting::Reachable(reachable),
            Event::Connected(connected) => Waiting::Connected(connected),
            Event::Error(error) => Waiting::Error(error.cloned()),
        });
        self.waiting.set(waiting);
        self.telling.set(Telling::More);
    }

    #[cold]
    fn tell_waiting(&self, first: &Subscriber) {
        while self.telling.replace(Telling::Yes) == Telling::More {
            for waiting in self.waiting.take() {
                first.tell_all(&waiting.event());
            }
        }
    }
}

/// A subscriber has panicked: what was still to be told goes with it.
struct Interrupted<'a>(&'a Subscribers);

impl Drop for Interrupted<'_> {
    fn drop(&mut self) {
        self.0.telling.set(Telling::No);
        self.0.waiting.set(Vec::new());
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

impl Waiting {
    fn event(&self) -> Event<'_> {
        match self {
            Self::Input(input) => Event::Input(input),
            Self::Change(change) => Event::Change(change),
            Self::Field(field, value) => Event::Field(field, value),
            Self::Busy(busy) => Event::Busy(*busy),
            Self::Reachable(reachable) => Event::Reachable(*reachable),
            Self::Connected(connected) => Event::Connected(*connected),
            Self::Error(error) => Event::Error(error.as_ref()),
        }
    }
}
