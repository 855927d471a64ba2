//! The subscribers of a session.
//!
//! A subscriber may make an input on the session. That causes further events before the other subscribers have
//! received the current one. These events are queued, so every subscriber receives all events in the order in which
//! they happened.

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
    notifying: Cell<Notifying>,
    queued: Cell<Vec<QueuedEvent>>,
}

/// Whether subscribers are being notified of an event.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Notifying {
    #[default]
    No,
    Yes,
    /// Yes, and further events are queued.
    Queued,
}

/// A link of a list that only grows, so a subscriber can be added during an iteration.
type Link = OnceCell<Box<Subscriber>>;

struct Subscriber {
    notify: Box<dyn Fn(&Event<'_>)>,
    next: Link,
}

/// An event that happened during a notification.
enum QueuedEvent {
    Input(Input),
    Change(Change),
    Field(&'static FieldSpec, Value),
    Busy(bool),
    Reachable(bool),
    Connected(bool),
    Error(Option<CallError>),
    Loading(bool),
    TaskFailed(&'static str, CallError),
    SpawnIgnored(&'static str),
}

impl Subscribers {
    pub(super) fn add(&self, notify: Box<dyn Fn(&Event<'_>)>) {
        let mut last = &self.first;
        while let Some(subscriber) = last.get() {
            last = &subscriber.next;
        }
        // The loop ends at an empty link, so this succeeds.
        let _ = last.set(Box::new(Subscriber { notify, next: Link::new() }));
    }

    pub(super) fn notify(&self, event: &Event<'_>) {
        let Some(first) = self.first.get() else { return };
        if self.notifying.get() != Notifying::No {
            return self.queue(event);
        }
        self.notifying.set(Notifying::Yes);
        let guard = PanicGuard(self);
        first.notify_all(event);
        if self.notifying.get() == Notifying::Queued {
            self.notify_queued(first);
        }
        core::mem::forget(guard);
        self.notifying.set(Notifying::No);
    }

    #[cold]
    fn queue(&self, event: &Event<'_>) {
        let mut queued = self.queued.take();
        queued.push(match *event {
            Event::Input(input) => QueuedEvent::Input(input.clone()),
            Event::Change(change) => QueuedEvent::Change(change.clone()),
            Event::Field(field, value) => QueuedEvent::Field(field, value.clone()),
            Event::Busy(busy) => QueuedEvent::Busy(busy),
            Event::Reachable(reachable) => QueuedEvent::Reachable(reachable),
            Event::Connected(connected) => QueuedEvent::Connected(connected),
            Event::Error(error) => QueuedEvent::Error(error.cloned()),
            Event::Loading(loading) => QueuedEvent::Loading(loading),
            Event::TaskFailed(task, error) => QueuedEvent::TaskFailed(task, error.clone()),
            Event::SpawnIgnored(path) => QueuedEvent::SpawnIgnored(path),
        });
        self.queued.set(queued);
        self.notifying.set(Notifying::Queued);
    }

    #[cold]
    fn notify_queued(&self, first: &Subscriber) {
        while self.notifying.replace(Notifying::Yes) == Notifying::Queued {
            for queued in self.queued.take() {
                first.notify_all(&queued.event());
            }
        }
    }
}

/// Discards the queued events if a subscriber panics.
struct PanicGuard<'a>(&'a Subscribers);

impl Drop for PanicGuard<'_> {
    fn drop(&mut self) {
        self.0.notifying.set(Notifying::No);
        self.0.queued.set(Vec::new());
    }
}

impl Subscriber {
    fn notify_all(&self, event: &Event<'_>) {
        (self.notify)(event);
        let mut next = &self.next;
        while let Some(subscriber) = next.get() {
            (subscriber.notify)(event);
            next = &subscriber.next;
        }
    }
}

impl QueuedEvent {
    fn event(&self) -> Event<'_> {
        match self {
            Self::Input(input) => Event::Input(input),
            Self::Change(change) => Event::Change(change),
            Self::Field(field, value) => Event::Field(field, value),
            Self::Busy(busy) => Event::Busy(*busy),
            Self::Reachable(reachable) => Event::Reachable(*reachable),
            Self::Connected(connected) => Event::Connected(*connected),
            Self::Error(error) => Event::Error(error.as_ref()),
            Self::Loading(loading) => Event::Loading(*loading),
            Self::TaskFailed(task, error) => Event::TaskFailed(task, error),
            Self::SpawnIgnored(path) => Event::SpawnIgnored(path),
        }
    }
}
