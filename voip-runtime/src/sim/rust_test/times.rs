//! When each cue happens in the test.
//!
//! A recording has whole milliseconds and the order of its lines. On a simulated phone a statement of the test
//! comes after all that is due by then, and of what is due at one time that comes first which was set going
//! first. Where the lines say otherwise, a cue comes microseconds later, and with a timer what set it.

use alloc::vec::Vec;
use core::time::Duration;

use super::ToTestError;
use super::story::{Cue, Reached};

/// By how much keeping the order of one millisecond may put anything off.
const MAX_DELAY: Duration = Duration::from_millis(1);

/// The time of each cue: the earliest at which all keep their order and timers last as long as they do.
pub(super) fn of(cues: &[Cue<'_>]) -> Result<Vec<Duration>, ToTestError> {
    let recorded = |at| Duration::from_millis(at);
    // When a timer fires follows from when it is set, and not from its line.
    let first = |cue: &Cue<'_>| match cue.what {
        Reached::Timer(..) => Duration::ZERO,
        _ => recorded(cue.at),
    };
    let mut times: Vec<_> = cues.iter().map(first).collect();
    loop {
        let before = times.clone();
        let (mut earliest, mut order) = (Duration::ZERO, (0, false));
        for (place, cue) in cues.iter().enumerate() {
            if !matches!(cue.what, Reached::Statement(_)) && cue.order < order {
                earliest += Duration::from_micros(1);
            }
            let mut time = times.get(place).copied().unwrap_or_default().max(earliest);
            if let Reached::Timer(set, ms) = cue.what
                && let Some(set) = times.get_mut(set)
            {
                let lasts = Duration::from_millis(ms);
                time = time.max(*set + lasts);
                *set = time.saturating_sub(lasts);
            }
            if time > recorded(cue.at) + MAX_DELAY {
                let why = "more happened in this millisecond than a test can keep in its order";
                return Err(ToTestError::at(cue.index, why));
            }
            if let Some(place) = times.get_mut(place) {
                *place = time;
            }
            (earliest, order) = (time, cue.order);
        }
        if times == before {
            return Ok(times);
        }
    }
}
