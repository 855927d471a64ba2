//! The times of events in the test.
//!
//! A recording has times in whole milliseconds and the order of its lines. A simulated phone runs what is due at one time
//! in the order in which it was started, and a statement of the test comes after all of that. Where the lines have another
//! order, an event is moved by some microseconds. If the event is a timer, so is the event that set it.

use alloc::vec::Vec;
use core::time::Duration;

use super::ToTestError;
use super::trace::{Call, EventKind, IncomingEvent, Trace};
use crate::flow::Via;
use crate::sim::Step;
use crate::spec::Spec;

/// How far an event may be moved to keep the order of one millisecond.
const MAX_DELAY: Duration = Duration::from_millis(1);

/// Moves the events of a phone, whose timers fire late, to times at which a simulated phone keeps their order: each timer
/// fires when it is due, and an answer that came in time comes before the time limit of its host call.
pub(super) fn make_punctual(spec: &Spec, trace: &mut Trace<'_>) {
    // Which event must not be later than how long after which other event.
    let mut limits: Vec<(usize, usize, u64)> = Vec::new();
    for (place, event) in trace.events.iter().enumerate() {
        if let EventKind::Timer(set, ms) = event.what {
            limits.push((place, set, ms));
        }
    }
    let timers = limits.len();
    for call in &trace.calls {
        if let (Some(limit), Some(answered)) = (limit(spec, call), call.answered) {
            let is_over = |(place, set, ms): &(usize, usize, u64)| {
                *place < answered && *set == call.made && *ms == limit
            };
            if !limits.iter().take(timers).any(is_over) {
                limits.push((answered, call.made, limit.saturating_sub(1)));
            }
        }
    }
    // Each limit is a place later than the one that it counts from, so these are final when they are read.
    limits.sort_unstable_by_key(|(place, ..)| *place);
    for (place, from, ms) in limits {
        let Some(latest) = trace.events.get(from).map(|from| from.at.saturating_add(ms)) else { continue };
        for event in trace.events.iter_mut().take(place + 1).skip(from + 1) {
            event.at = event.at.min(latest);
        }
    }
}

/// The time limit of a host call that the page makes, in milliseconds.
fn limit(spec: &Spec, call: &Call<'_>) -> Option<u64> {
    let name = call.record.name.as_str();
    let step = Step::ALL.into_iter().find(|step| step.host_call() == name);
    let via = [Via::OpenSetting, Via::ExitRoom].into_iter().find(|via| via.host_call() == name);
    let is_awaited = !call.record.own && call.answered != Some(call.made);
    let limit = match (step, via) {
        (Some(step), _) => spec.flow.row(step.state()).within,
        (_, Some(via)) => via.limit(),
        _ => None,
    };
    limit.filter(|_| is_awaited).and_then(|limit| u64::try_from(limit.as_millis()).ok())
}

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
