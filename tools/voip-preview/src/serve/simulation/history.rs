//! What both phones showed at each entry of the log.

use std::cell::{OnceCell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;

use super::shown::Shown;
use crate::serve::phone_id::PhoneId;
use crate::serve::wire::{Moment, PhoneView};

/// How many moments are kept. Moments that show the same share it.
const MAX_MOMENTS: usize = 12_000;

/// The moments of a simulation.
///
/// A moment is what both phones show from its entry on, until the next entry: [`update`](Self::update) adds what has
/// changed without an entry.
#[derive(Default)]
pub(super) struct History {
    phones: OnceCell<[Rc<Shown>; 2]>,
    moments: RefCell<Moments>,
}

#[derive(Default)]
struct Moments {
    /// The position of the first moment that is kept.
    first: u64,
    kept: VecDeque<Moment>,
}

impl History {
    /// Sets the phones. Before that, a moment shows nothing.
    pub(super) fn observe(&self, phones: [Rc<Shown>; 2]) {
        let _ = self.phones.set(phones);
    }

    /// Adds the moment of a new entry, and returns its position. `replayed` is what a replay shows in place of a
    /// phone.
    pub(super) fn add(&self, at: u64, replayed: Option<(PhoneId, PhoneView)>) -> u64 {
        let phones = self.phones_now(replayed);
        let mut moments = self.moments.borrow_mut();
        if let Some(phones) = phones {
            moments.kept.push_back(Moment { at, phones });
        }
        if moments.kept.len() > MAX_MOMENTS {
            moments.kept.pop_front();
            moments.first += 1;
        }
        let kept = u64::try_from(moments.kept.len()).unwrap_or(u64::MAX);
        (moments.first + kept).saturating_sub(1)
    }

    /// Updates the newest moment, and returns what both phones show.
    pub(super) fn update(&self, replayed: Option<(PhoneId, PhoneView)>) -> Option<[Arc<PhoneView>; 2]> {
        let phones = self.phones_now(replayed)?;
        if let Some(newest) = self.moments.borrow_mut().kept.back_mut() {
            newest.phones.clone_from(&phones);
        }
        Some(phones)
    }

    /// What both phones show; a phone that shows the same as at the newest moment shares it.
    fn phones_now(&self, replayed: Option<(PhoneId, PhoneView)>) -> Option<[Arc<PhoneView>; 2]> {
        let [a, b] = self.phones.get()?;
        let (mut a, mut b) = (a.view(), b.view());
        match replayed {
            Some((PhoneId::A, view)) => a = view,
            Some((PhoneId::B, view)) => b = view,
            None => {}
        }
        let moments = self.moments.borrow();
        let newest = moments.kept.back().map(|moment| &moment.phones);
        let share = |id: PhoneId, view: PhoneView| {
            newest
                .map(|phones| id.of(phones))
                .filter(|known| ***known == view)
                .map_or_else(|| Arc::new(view), Arc::clone)
        };
        Some([share(PhoneId::A, a), share(PhoneId::B, b)])
    }

    /// The moment at this position; `None` if it is not kept.
    pub(super) fn moment(&self, position: u64) -> Option<Moment> {
        let moments = self.moments.borrow();
        let index = usize::try_from(position.checked_sub(moments.first)?).ok()?;
        moments.kept.get(index).cloned()
    }

    /// The position of the first moment that is kept.
    pub(super) fn first(&self) -> u64 {
        self.moments.borrow().first
    }
}
