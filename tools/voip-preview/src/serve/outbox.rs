//! The outgoing messages of a tab.
//!
//! A simulation never waits for its tab. It puts changes here, and the connection sends them when it can.
//! Changes that are not sent yet are merged, so a slow tab uses no more memory than a fast one.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::settings::PhoneId;
use super::wire::{ClockView, Event, LogEntry, PhoneView, ReplayView, Update};

/// How many log entries are kept; older ones are dropped and counted.
const MAX_ENTRIES: usize = 1000;

/// How many replies are kept. More than these are waiting only if the browser sends commands without reading.
const MAX_REPLIES: usize = 64;

/// A handle to the outgoing messages, for the simulation and for the connection.
#[derive(Clone, Default)]
pub(super) struct Outbox {
    shared: Arc<Shared>,
    /// The number of the simulation that writes here; `None` for the connection.
    simulation: Option<u64>,
}

#[derive(Default)]
struct Shared {
    pending: Mutex<Pending>,
    changed: Notify,
}

#[derive(Default)]
struct Pending {
    /// The number of the current simulation.
    simulation: u64,
    /// The current simulation is new: the next update says so.
    reset: bool,
    update: Option<Update>,
    /// What was in the last update beside changes; `None` before the first one.
    last: Option<(ClockView, Option<ReplayView>, u64)>,
    entries: VecDeque<LogEntry>,
    dropped: u64,
    replies: VecDeque<Event>,
}

impl Outbox {
    // --- For the simulation ---

    pub(super) fn add(&self, entry: LogEntry) {
        let Some(mut pending) = self.open() else { return };
        if pending.entries.len() == MAX_ENTRIES {
            pending.entries.pop_front();
            pending.dropped += 1;
        }
        pending.entries.push_back(entry);
    }

    /// Sends the current state: `None` for a phone that has not changed. Sends nothing if all is as before.
    pub(super) fn update(
        &self,
        clock: ClockView,
        phones: [Option<PhoneView>; 2],
        replay: Option<ReplayView>,
        kept_from: u64,
    ) {
        let Some(mut pending) = self.open() else { return };
        let state = Some((clock, replay.clone(), kept_from));
        let is_same = pending.last == state && phones.iter().all(Option::is_none);
        if is_same && pending.entries.is_empty() && !pending.reset {
            return;
        }
        pending.last = state;
        let reset = std::mem::take(&mut pending.reset);
        let update = pending.update.get_or_insert_default();
        update.reset |= reset;
        update.clock = clock;
        update.replay = replay;
        update.kept_from = kept_from;
        let [a, b] = phones;
        for (id, phone) in [(PhoneId::A, a), (PhoneId::B, b)] {
            if phone.is_some() {
                *id.of_mut(&mut update.phones) = phone;
            }
        }
        drop(pending);
        self.shared.changed.notify_one();
    }

    /// The simulation has panicked with this message. Its last entries are still sent, since they show the way
    /// to the panic.
    pub(super) fn crash(&self, message: Option<String>) {
        let Some(mut pending) = self.open() else { return };
        let reset = std::mem::take(&mut pending.reset);
        let clock = pending.last.as_ref().map(|(clock, ..)| *clock).unwrap_or_default();
        let update = pending.update.get_or_insert_with(|| Update { clock, ..Update::default() });
        update.reset |= reset;
        drop(pending);
        self.reply(Event::Crashed(message));
    }

    pub(super) fn reply(&self, event: Event) {
        let Some(mut pending) = self.open() else { return };
        if pending.replies.len() == MAX_REPLIES {
            pending.replies.pop_front();
        }
        pending.replies.push_back(event);
        drop(pending);
        self.shared.changed.notify_one();
    }

    /// Access for writing, unless a newer simulation has replaced this one.
    fn open(&self) -> Option<MutexGuard<'_, Pending>> {
        let pending = self.pending();
        self.simulation.is_none_or(|number| number == pending.simulation).then_some(pending)
    }

    // --- For the connection ---

    /// The outbox of a new simulation. Pending updates of the previous one, and whatever it still writes, are
    /// discarded.
    pub(super) fn for_new_simulation(&self) -> Self {
        let mut pending = self.pending();
        let simulation = pending.simulation + 1;
        let replies = std::mem::take(&mut pending.replies);
        *pending = Pending { simulation, reset: true, replies, ..Pending::default() };
        drop(pending);
        Self { shared: self.shared.clone(), simulation: Some(simulation) }
    }

    /// Waits until there is something to send.
    pub(super) async fn changed(&self) {
        self.shared.changed.notified().await;
    }

    /// Takes everything that is pending, in the order of sending. Without `updates`, an update stays.
    pub(super) fn take(&self, updates: bool) -> Vec<Event> {
        let mut pending = self.pending();
        let mut taken = Vec::new();
        // Entries are sent together with the state that they lead to.
        if updates && let Some(mut update) = pending.update.take() {
            update.entries = std::mem::take(&mut pending.entries).into();
            update.dropped = std::mem::take(&mut pending.dropped);
            taken.push(Event::Update(Box::new(update)));
        }
        taken.extend(std::mem::take(&mut pending.replies));
        taken
    }

    /// Wakes the connection, which may send an update now that it had to hold back before.
    pub(super) fn wake(&self) {
        self.shared.changed.notify_one();
    }

    fn pending(&self) -> MutexGuard<'_, Pending> {
        // No code panics between two writes that belong together, so a poisoned lock is still consistent.
        self.shared.pending.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use voip_runtime::record::{Input, Record, RecordKind};

    use super::*;
    use crate::serve::wire::LogEvent;

    #[test]
    fn a_replaced_simulation_sends_nothing_more() {
        let tab = Outbox::default();
        let first = tab.for_new_simulation();
        first.update(ClockView { now: 1, ..ClockView::default() }, [None, None], None, 0);
        let second = tab.for_new_simulation();
        first.update(ClockView { now: 2, ..ClockView::default() }, [None, None], None, 0);
        first.reply(Event::Pong(1));
        first.crash(Some("late".into()));
        assert!(tab.take(true).is_empty());
        second.update(ClockView { now: 3, ..ClockView::default() }, [None, None], None, 0);
        let events = tab.take(true);
        let [Event::Update(update)] = &events[..] else { panic!("{events:?}") };
        assert!(update.reset && update.clock.now == 3);
    }

    #[test]
    fn an_update_without_a_change_is_not_sent() {
        let tab = Outbox::default();
        let simulation = tab.for_new_simulation();
        let update =
            |now| simulation.update(ClockView { now, ..ClockView::default() }, [None, None], None, 0);
        for (now, sent) in [(0, 1), (0, 0), (1, 1), (1, 0), (0, 1)] {
            update(now);
            assert_eq!(tab.take(true).len(), sent, "{now}");
        }
        let event = LogEvent::Record(Record { at: 0, what: RecordKind::Input(Input::Tap) });
        simulation.add(LogEntry { phone: PhoneId::A, run: 1, line: 0, position: 0, event });
        update(0);
        assert_eq!(tab.take(true).len(), 1);
    }

    #[test]
    fn replies_are_sent_while_an_update_is_held_back() {
        let tab = Outbox::default();
        let simulation = tab.for_new_simulation();
        simulation.update(ClockView::default(), [None, None], None, 0);
        simulation.reply(Event::Pong(1));
        assert!(matches!(tab.take(false)[..], [Event::Pong(1)]));
        assert!(matches!(tab.take(true)[..], [Event::Update(_)]));
        assert!(tab.take(true).is_empty());
    }

    #[test]
    fn entries_before_a_panic_are_sent_before_it() {
        let tab = Outbox::default();
        let simulation = tab.for_new_simulation();
        simulation.crash(Some("message".into()));
        assert!(
            matches!(&tab.take(true)[..], [Event::Update(_), Event::Crashed(Some(message))] if message == "message")
        );
    }
}
