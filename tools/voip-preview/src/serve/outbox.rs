//! What waits to be sent to a tab.
//!
//! The world never waits for the tab: it leaves here what has become different, and the tab takes it when it
//! can. What it does not take in time is put together, so that a slow tab costs no more memory than a fast one.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::wire::{Clock, Noted, Phone, Replay, Told, Update, Which};

/// The most records that wait; older ones are left out, and counted.
const RECORDS: usize = 1000;

/// The most other messages that wait. They answer what the browser sent, so it is the browser that has sent
/// too much if there are more.
const REPLIES: usize = 64;

/// Both ends of it.
#[derive(Clone, Default)]
pub(super) struct Outbox {
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    waiting: Mutex<Waiting>,
    some: Notify,
}

#[derive(Default)]
struct Waiting {
    /// A world has begun that nothing was said of yet.
    begun: bool,
    update: Option<Update>,
    records: VecDeque<Noted>,
    missed: u64,
    replies: VecDeque<Told>,
}

impl Outbox {
    // --- For the world ---

    /// A new world begins: what waits of the old one is of no use any more.
    pub(super) fn begin(&self) {
        let mut waiting = self.waiting();
        let replies = std::mem::take(&mut waiting.replies);
        *waiting = Waiting { begun: true, replies, ..Waiting::default() };
    }

    pub(super) fn note(&self, record: Noted) {
        let mut waiting = self.waiting();
        if waiting.records.len() == RECORDS {
            waiting.records.pop_front();
            waiting.missed += 1;
        }
        waiting.records.push_back(record);
    }

    /// How the world is now; `phones` that are as before are `None`.
    pub(super) fn update(&self, clock: Clock, phones: [Option<Phone>; 2], replay: Option<Replay>) {
        let mut waiting = self.waiting();
        let begun = std::mem::take(&mut waiting.begun);
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

    pub(super) fn reply(&self, told: Told) {
        let mut waiting = self.waiting();
        if waiting.replies.len() == REPLIES {
            waiting.replies.pop_front();
        }
        waiting.replies.push_back(told);
        drop(waiting);
        self.shared.some.notify_one();
    }

    // --- For the tab ---

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
