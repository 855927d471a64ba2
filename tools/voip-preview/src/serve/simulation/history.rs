//! What both phones showed at each entry of the log.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use super::shown::{Seen, Shown};
use crate::serve::settings::PhoneId;
use crate::serve::wire::{Moment, PhoneView};

/// How many moments are kept.
const MAX_MOMENTS: usize = 12_000;

/// The moments of a simulation.
///
/// A moment is what both phones show from its entry on, until the next entry: [`update`](Self::update) adds what has
/// changed without an entry.
#[derive(Default)]
pub(super) struct History {
    phones: OnceCell<[Rc<Shown>; 2]>,
    moments: RefCell<Moments>,
    /// Whether nothing has happened since both pages were read.
    is_seen: Cell<bool>,
}

#[derive(Default)]
struct Moments {
    /// The position of the first moment that is kept.
    first: u64,
    kept: VecDeque<Kept>,
}

struct Kept {
    at: u64,
    phones: [Seen; 2],
    /// What a replay shows in place of a phone.
    replayed: Option<(PhoneId, Rc<PhoneView>)>,
}

impl History {
    /// Sets the phones. There are no moments before that.
    pub(super) fn observe(&self, phones: [Rc<Shown>; 2]) {
        let _ = self.phones.set(phones);
    }

    /// The phones have started one after the other, but at the same time: each shows its page from the first moment on.
    pub(super) fn complete_start(&self) {
        self.something_happens();
        let Some(now) = self.phones_now(PhoneId::A) else { return };
        for moment in &mut self.moments.borrow_mut().kept {
            for id in PhoneId::BOTH {
                let seen = id.of_mut(&mut moment.phones);
                if !seen.is_open() {
                    seen.clone_from(id.of(&now));
                }
            }
        }
    }

    /// Something happens next: the pages of both phones may change.
    pub(super) fn something_happens(&self) {
        self.is_seen.set(false);
    }

    /// Adds the moment of a new entry of this phone, and returns its position. `replayed` is what a replay shows in place
    /// of the phone.
    pub(super) fn add(&self, phone: PhoneId, at: u64, replayed: Option<Rc<PhoneView>>) -> u64 {
        let Some(phones) = self.phones_now(phone) else { return 0 };
        let replayed = replayed.map(|view| (phone, view));
        let mut moments = self.moments.borrow_mut();
        if moments.kept.len() == MAX_MOMENTS {
            moments.kept.pop_front();
            moments.first += 1;
        }
        moments.kept.push_back(Kept { at, phones, replayed });
        let before = u64::try_from(moments.kept.len() - 1).unwrap_or(u64::MAX);
        moments.first + before
    }

    /// Updates the newest moment with what has changed since its entry, and returns what both phones show.
    pub(super) fn update(&self, replayed: Option<(PhoneId, Rc<PhoneView>)>) -> Option<[Seen; 2]> {
        self.something_happens();
        let phones = self.phones_now(PhoneId::A)?;
        if let Some(newest) = self.moments.borrow_mut().kept.back_mut() {
            newest.phones.clone_from(&phones);
            newest.replayed = replayed;
        }
        Some(phones)
    }

    /// What both phones show, when `changed` may have changed. The page of the other phone has not changed since it was
    /// read, unless something has happened: a page changes while it makes an entry, or while nobody does.
    fn phones_now(&self, changed: PhoneId) -> Option<[Seen; 2]> {
        let phones = self.phones.get()?;
        let is_seen = self.is_seen.replace(true);
        let moments = self.moments.borrow();
        let before = moments.kept.back().map(|moment| &moment.phones);
        let seen =
            |id: PhoneId| id.of(phones).seen(before.map(|before| id.of(before)), is_seen && id != changed);
        Some(PhoneId::BOTH.map(seen))
    }

    /// The moment at this position; `None` if it is not kept.
    pub(super) fn moment(&self, position: u64) -> Option<Moment> {
        let moments = self.moments.borrow();
        let index = usize::try_from(position.checked_sub(moments.first)?).ok()?;
        let Kept { at, phones, replayed } = moments.kept.get(index)?;
        let mut phones = phones.each_ref().map(Seen::view);
        if let Some((id, view)) = replayed {
            *id.of_mut(&mut phones) = (**view).clone();
        }
        Some(Moment { at: *at, phones: Box::new(phones) })
    }

    /// The position of the first moment that is kept.
    pub(super) fn first(&self) -> u64 {
        self.moments.borrow().first
    }
}
