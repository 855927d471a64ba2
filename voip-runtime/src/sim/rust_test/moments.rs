//! When each thing happens in the test.
//!
//! A recording has milliseconds, and the order of its lines. On a simulated phone what the test does
//! comes after all that is due by then, and of two answers at one time the one to the older host call
//! comes first. Where the lines say otherwise, what comes later is put off by microseconds, or what
//! comes before the page's own time is hurried. A time that the page waits for may have begun with
//! something put off, so from then on it is known by as many microseconds only.

use alloc::vec::Vec;

use super::NoTest;
use super::story::{Event, Happened, Story};

/// Microseconds.
pub(super) type Micros = i128;

/// By how much anything may be put off or hurried.
const MOST: Micros = 400;

/// When something happens: at `planned`, if nothing before it was put off or hurried.
#[derive(Clone, Copy, Debug)]
pub(super) struct Moment {
    pub(super) planned: Micros,
    pub(super) earliest: Micros,
    pub(super) latest: Micros,
}

impl Moment {
    fn exactly(planned: Micros) -> Self {
        Self { planned, earliest: planned, latest: planned }
    }
}

/// The moment of each event.
pub(super) fn of(story: &Story<'_>) -> Result<Vec<Moment>, NoTest> {
    let mut clock = Clock { story, moments: Vec::new(), put_off: 0, hurried: 0 };
    let mut events = story.events.as_slice();
    while let Some(first) = events.first() {
        let at_once = events.iter().take_while(|event| event.at == first.at).count();
        let (group, rest) = events.split_at(at_once);
        clock.group(group)?;
        events = rest;
    }
    Ok(clock.moments)
}

struct Clock<'s, 'a> {
    story: &'s Story<'a>,
    moments: Vec<Moment>,
    /// The most by which anything may have been put off so far.
    put_off: Micros,
    /// The most by which anything may have been hurried so far.
    hurried: Micros,
}

impl Clock<'_, '_> {
    /// What happened in one millisecond.
    fn group(&mut self, group: &[Event<'_>]) -> Result<(), NoTest> {
        let is_timer = |event: &Event<'_>| matches!(event.what, Happened::Timer);
        let Some(Event { index, at, .. }) = group.first() else { return Ok(()) };
        let exact = Micros::from(*at) * 1000;
        let first_timer = group.iter().position(is_timer).unwrap_or(0);
        let rest = group.iter().rposition(is_timer).map_or(0, |last| last + 1);
        let mut between = group.iter().take(rest).skip(first_timer);
        let mut fits = between.all(is_timer);
        // The page's own time begins at that; before it is what comes before.
        let begins = exact - self.hurried;
        let (put_off, hurried) = (self.put_off, self.hurried);
        let latest = |moments: &[Moment]| moments.iter().map(|moment| moment.latest).max().unwrap_or(0);
        for (nth, event) in group.iter().enumerate() {
            let moment = if is_timer(event) {
                Moment { planned: exact, earliest: exact - hurried, latest: exact + put_off }
            } else if nth < first_timer {
                let ahead = Micros::try_from(first_timer - nth).unwrap_or(MOST);
                let moment = self.ahead(event, begins - ahead);
                fits &= moment.earliest >= latest(&self.moments) && moment.latest <= begins - ahead;
                moment
            } else {
                self.natural(event, exact)
            };
            self.put_off = self.put_off.max(moment.latest - exact);
            self.hurried = self.hurried.max(exact - moment.earliest);
            self.moments.push(moment);
        }
        fits &= self.put_off + self.hurried <= MOST;
        if fits { Ok(()) } else { Err(too_close(*index)) }
    }

    /// Not later than that.
    fn ahead(&self, event: &Event<'_>, planned: Micros) -> Moment {
        let (early, late) = self.slack(event);
        Moment { planned: planned - late, earliest: planned - late - early, latest: planned }
    }

    /// In its millisecond, or as little later as keeps the order.
    fn natural(&self, event: &Event<'_>, exact: Micros) -> Moment {
        let (early, late) = self.slack(event);
        let mut planned = exact.max(self.called(event).map_or(exact, |(_, cause)| cause.planned));
        for (earlier, moment) in self.story.events.iter().zip(&self.moments).rev() {
            // Long ago, as against what is put off or hurried.
            if moment.latest + MOST * 2 < exact {
                break;
            }
            planned = match self.order(earlier, event) {
                Order::Given => planned,
                // The test does it when all is done that is due.
                Order::IfDue => planned.max(moment.latest),
                Order::IfExact if early + late == 0 && moment.earliest == moment.latest => {
                    planned.max(moment.planned)
                }
                Order::IfExact | Order::None => planned.max(moment.latest + early + 1),
            };
        }
        Moment { planned, earliest: planned - early, latest: planned + late }
    }

    /// What keeps the order of these two at one time.
    fn order(&self, earlier: &Event<'_>, event: &Event<'_>) -> Order {
        let Some((call, _)) = self.called(event) else { return Order::IfDue };
        // That time was over, and the host call is what the page then did; or it was made later.
        if call >= earlier.index {
            return Order::Given;
        }
        match self.called(earlier) {
            Some((other, _)) if other < call => Order::IfExact,
            _ => Order::None,
        }
    }

    /// The record of the host call that this answers, and when that was made.
    fn called(&self, event: &Event<'_>) -> Option<(usize, Moment)> {
        let Happened::Answer(place) = event.what else { return None };
        let call = self.story.calls.get(place)?;
        Some((call.index, self.moments.get(call.cause).copied().unwrap_or(Moment::exactly(0))))
    }

    /// By how much it may come earlier and later than planned: as what it is counted from.
    fn slack(&self, event: &Event<'_>) -> (Micros, Micros) {
        let cause = self.called(event).map(|(_, cause)| cause);
        cause.map_or((0, 0), |cause| (cause.planned - cause.earliest, cause.latest - cause.planned))
    }
}

enum Order {
    /// One comes of the other.
    Given,
    /// If the earlier is due by then.
    IfDue,
    /// If their times are known exactly.
    IfExact,
    None,
}

fn too_close(index: usize) -> NoTest {
    NoTest::at(index, "more happened in this millisecond than a test can keep in its order")
}
