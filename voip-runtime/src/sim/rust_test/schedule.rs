//! The times of events in the test.
//!
//! A recording has times in whole milliseconds and the order of its lines. A simulated phone runs what is due at one time
//! in the order in which it was started, and a statement of the test comes after all of that. Where the lines have another
//! order, an event is moved by some microseconds. If the event is a timer, so is the event that set it.

use alloc::vec::Vec;
use core::ops::RangeInclusive;
use core::time::Duration;

use super::ToTestError;
use super::statement::Statement;
use super::trace::{Call, EventKind, IncomingEvent, Trace};
use crate::flow::Via;
use crate::record::Input;
use crate::sim::Step;
use crate::spec::Spec;

/// How far an event may be moved to keep the order of one millisecond.
const MAX_DELAY: Duration = Duration::from_millis(1);

/// Moves the events of a phone, whose timers fire late, to times at which a simulated phone keeps their order: each timer
/// fires when it is due, and an answer that came in time comes before the time limit of its host call.
pub(super) fn make_punctual(spec: &Spec, trace: &mut Trace<'_>) {
    let mut limits = Vec::new();
    for (place, event) in trace.events.iter().enumerate() {
        if let EventKind::Timer(from, ms) = event.what {
            limits.push(Limit { place, from, ms, is_timer: true });
        }
    }
    for call in &trace.calls {
        if let (Some(ms), Some(place)) = (limit(spec, call), call.answered) {
            let is_over = |other: &Limit| {
                other.is_timer && other.place < place && other.from == call.made && other.ms == ms
            };
            let between = trace.events.iter().take(place).skip(call.made + 1);
            let is_cancelled = between
                .into_iter()
                .any(|event| matches!(event.what, EventKind::Statement(Statement::Input(Input::Cancel))));
            if !(call.is_late || is_cancelled || limits.iter().any(is_over)) {
                limits.push(Limit { place, from: call.made, ms: ms.saturating_sub(1), is_timer: false });
            }
        }
    }
    let mut times: Vec<_> = trace.events.iter().map(|event| event.at).collect();
    // The times only decrease, so this ends. If the recording contradicts itself, `times` below says so.
    for _ in 0..MAX_ROUNDS {
        let before = times.clone();
        for Limit { place, from, ms, is_timer } in &limits {
            let latest = times.get(*from).map_or(u64::MAX, |from| from.saturating_add(*ms));
            not_after(&mut times, *from + 1..=*place, latest);
            let set = times.get(*place).map_or(u64::MAX, |time| time.saturating_sub(*ms));
            if *is_timer {
                not_after(&mut times, 0..=*from, set);
            }
        }
        if times == before {
            break;
        }
    }
    for (event, time) in trace.events.iter_mut().zip(times) {
        event.at = time;
    }
}

/// The maximum number of rounds in which times are moved.
const MAX_ROUNDS: usize = 1000;

/// The event at `place` is at most `ms` after the event at `from`. If it is a timer, it is exactly `ms` after it.
struct Limit {
    place: usize,
    from: usize,
    ms: u64,
    is_timer: bool,
}

fn not_after(times: &mut [u64], places: RangeInclusive<usize>, latest: u64) {
    for time in times.get_mut(places).into_iter().flatten() {
        *time = latest.min(*time);
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
