//! What waits to be sent to a tab.
//!
//! The world never waits for the tab: it leaves here what has become different, and the tab takes it when it
//! can. What it does not take in time is put together, so that a slow tab costs no more memory than a fast one.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;
use voip_runtime::record::{Record, RecordKind};

use super::which::Which;
use super::wire::{Clock, Happened, Noted, Phone, Replay, Told, Update};

/// The most records that wait; older ones are left out, and counted.
const RECORDS: usize = 1000;

/// The most other messages that wait. They answer what the browser sent, so it is the browser that has sent
/// too much if there are more.
const REPLIES: usize = 64;

/// Both ends of it.
#[derive(Clone, Default)]
pub(super) struct Outbox {
    shared: Arc<Shared>,
    /// Whose it is: a world's, or the tab's own.
    world: Option<u64>,
}

#[derive(Default)]
struct Shared {
    waiting: Mutex<Waiting>,
    some: Notify,
}

#[derive(Default)]
struct Waiting {
    /// The number of the world that is shown.
    world: u64,
    /// A world has begun that nothing was said of yet.
    begun: bool,
    update: Option<Update>,
    /// When it was that something was last said.
    clock: Clock,
    records: VecDeque<Noted>,
    missed: u64,
    replies: VecDeque<Told>,
}

impl Outbox {
    // --- For the world ---

    pub(super) fn note(&self, record: Noted) {
        // What a timer brings about is shown, and not the timer.
        if matches!(&record.happened, Happened::Recorded(Record { what: RecordKind::Timer(_), .. })) {
            return;
        }
        let Some(mut waiting) = self.open() else { return };
        if waiting.records.len() == RECORDS {
            waiting.records.pop_front();
            waiting.missed += 1;
        }
        waiting.records.push_back(record);
    }

    /// How the world is now; `phones` that are as before are `None`.
    pub(super) fn update(&self, clock: Clock, phones: [Option<Phone>; 2], replay: Option<Replay>) {
        let Some(mut waiting) = self.open() else { return };
        let begun = std::mem::take(&mut waiting.begun);
        waiting.clock = clock;
        let update = waiting.update.get_or_insert_default();
        update.begun |= begun;
        update.clock = clock;
        update.replay = replay;
        let [a, b] = phones;
        for (which, phone) in [(Which::A, a), (Which::B, b)] {
            if phone.is_some() {
                *which.of_mut(&mut update.phones) = phone;
            }
        }
        drop(waiting);
        self.shared.some.notify_one();
    }

    /// The world has ended with these words. What it noted last is still told: it led there.
    pub(super) fn crash(&self, words: String) {
        let Some(mut waiting) = self.open() else { return };
        let (begun, clock) = (std::mem::take(&mut waiting.begun), waiting.clock);
        let update = waiting.update.get_or_insert_with(|| Update { clock, ..Update::default() });
        update.begun |= begun;
        drop(waiting);
        self.reply(Told::Crashed(words));
    }

    pub(super) fn reply(&self, told: Told) {
        let Some(mut waiting) = self.open() else { return };
        if waiting.replies.len() == REPLIES {
            waiting.replies.pop_front();
        }
        waiting.replies.push_back(told);
        drop(waiting);
        self.shared.some.notify_one();
    }

    /// To put something in, unless another world is shown by now.
    fn open(&self) -> Option<MutexGuard<'_, Waiting>> {
        let waiting = self.waiting();
        self.world.is_none_or(|world| world == waiting.world).then_some(waiting)
    }

    // --- For the tab ---

    /// For a new world. What waits of the one before is of no use any more, nor what it may still say.
    pub(super) fn for_a_world(&self) -> Self {
        let mut waiting = self.waiting();
        let world = waiting.world + 1;
        let replies = std::mem::take(&mut waiting.replies);
        *waiting = Waiting { world, begun: true, replies, ..Waiting::default() };
        drop(waiting);
        Self { shared: self.shared.clone(), world: Some(world) }
    }

    /// Until something waits.
    pub(super) async fn some(&self) {
        self.shared.some.notified().await;
    }

    /// Everything that waits, in the order in which it is to be sent; without `updates`, only the rest.
    pub(super) fn take(&self, updates: bool) -> Vec<Told> {
        let mut waiting = self.waiting();
        let mut taken = Vec::new();
        // Records are told together with what they have led to.
        if updates && let Some(mut update) = waiting.update.take() {
            update.records = std::mem::take(&mut waiting.records).into();
            update.missed = std::mem::take(&mut waiting.missed);
            taken.push(Told::Update(Box::new(update)));
        }
        taken.extend(std::mem::take(&mut waiting.replies));
        taken
    }

    /// Something may be taken that had to wait before.
    pub(super) fn look_again(&self) {
        self.shared.some.notify_one();
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        // Whoever panicked while holding this left nothing half done that matters.
        self.shared.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_world_that_was_ended_says_nothing_more() {
        let tab = Outbox::default();
        let first = tab.for_a_world();
        first.update(Clock { now: 1, ..Clock::default() }, [None, None], None);
        let second = tab.for_a_world();
        first.update(Clock { now: 2, ..Clock::default() }, [None, None], None);
        first.reply(Told::Pong(1));
        first.crash("late".into());
        assert!(tab.take(true).is_empty());
        second.update(Clock { now: 3, ..Clock::default() }, [None, None], None);
        let told = tab.take(true);
        let [Told::Update(update)] = &told[..] else { panic!("{told:?}") };
        assert!(update.begun && update.clock.now == 3);
    }

    #[test]
    fn what_a_tab_has_no_room_for_waits_and_the_rest_does_not() {
        let tab = Outbox::default();
        let world = tab.for_a_world();
        world.update(Clock::default(), [None, None], None);
        world.reply(Told::Pong(1));
        assert!(matches!(tab.take(false)[..], [Told::Pong(1)]));
        assert!(matches!(tab.take(true)[..], [Told::Update(_)]));
        assert!(tab.take(true).is_empty());
    }

    #[test]
    fn what_led_to_a_crash_is_told_before_it() {
        let tab = Outbox::default();
        let world = tab.for_a_world();
        world.crash("words".into());
        assert!(matches!(&tab.take(true)[..], [Told::Update(_), Told::Crashed(words)] if words == "words"));
    }
}
