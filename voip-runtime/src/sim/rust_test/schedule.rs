//! The times of events in the test.
//!
//! A recording has times in whole milliseconds and the order of its lines. A simulated phone runs what is due at one time
//! in the order in which it was started, and a statement of the test comes after all of that. Where the lines have another
//! order, an event is moved by some microseconds. If the event is a timer, so is the event that set it.

use alloc::vec::Vec;
use core::time::Duration;

use super::ToTestError;
use super::trace::{EventKind, IncomingEvent};

/// How far an event may be moved to keep the order of one millisecond.
const MAX_DELAY: Duration = Duration::from_millis(1);

/// The earliest times that keep the order of all events and the durations of all timers.
pub(super) fn times(events: &[IncomingEvent<'_>]) -> Result<Vec<Duration>, ToTestError> {
    let recorded = |at| Duration::from_millis(at);
    // The time of a timer follows from the time at which it is set, and not from its line.
    let initial = |event: &IncomingEvent<'_>| match event.what {
        EventKind::Timer(..) => Duration::ZERO,
        _ => recorded(event.at),
    };
    let mut times: Vec<_> = events.iter().map(initial).collect();
    loop {
        let before = times.clone();
        let (mut earliest, mut order) = (Duration::ZERO, (0, false));
        for (place, event) in events.iter().enumerate() {
            if !matches!(event.what, EventKind::Statement(_)) && event.order < order {
                earliest += Duration::from_micros(1);
            }
            let mut time = times.get(place).copied().unwrap_or_default().max(earliest);
            if let EventKind::Timer(set, ms) = event.what
                && let Some(set) = times.get_mut(set)
            {
                let duration = Duration::from_millis(ms);
                time = time.max(*set + duration);
                *set = time.saturating_sub(duration);
            }
            if time > recorded(event.at) + MAX_DELAY {
                let why = "too many events in this millisecond: a test cannot keep their order";
                return Err(ToTestError::at(event.index, why));
            }
            if let Some(place) = times.get_mut(place) {
                *place = time;
            }
            (earliest, order) = (time, event.order);
        }
        if times == before {
            return Ok(times);
        }
    }
}
