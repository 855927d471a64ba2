//! The virtual clock, which runs alongside real time.

use std::rc::Rc;
use std::time::{Duration, Instant};

use voip_runtime::host::Host as _;
use voip_runtime::sim::SimHost;

use super::history::History;
use crate::serve::wire::ClockView;

/// How many events happen before the next command is read.
const MAX_EVENTS_AT_ONCE: u32 = 1000;

/// The clock of both phones.
///
/// What the user does happens at whole milliseconds, because a recording has no finer time.
pub(super) struct VirtualClock {
    host: SimHost,
    history: Rc<History>,
    speed: f64,
    paused: bool,
    /// A real time and the virtual time at that moment.
    origin: (Instant, Duration),
    /// Whether events that are due have not happened yet.
    is_behind: bool,
}

impl VirtualClock {
    pub(super) fn new(host: SimHost, history: Rc<History>, speed: f64) -> Self {
        let now = host.now();
        Self { host, history, speed, paused: false, origin: (Instant::now(), now), is_behind: false }
    }

    /// The real time until the next event; `None` if no event comes before the next command.
    pub(super) fn until_due(&self) -> Option<Duration> {
        if self.paused {
            return None;
        }
        if self.is_behind {
            return Some(Duration::ZERO);
        }
        let virtual_wait = self.host.next_at()?.saturating_sub(self.origin.1);
        let wait = Duration::try_from_secs_f64(virtual_wait.as_secs_f64() / self.speed).ok()?;
        // Rounded up: waking up too early would find nothing due, and would repeat many times.
        Some(wait.saturating_sub(self.origin.0.elapsed()).saturating_add(Duration::from_micros(500)))
    }

    /// Runs the events that are due by now.
    pub(super) fn run_due(&mut self) {
        let target = if self.paused { self.host.now() } else { self.virtual_now() };
        self.is_behind = true;
        for _ in 0..MAX_EVENTS_AT_ONCE {
            self.history.something_happens();
            if !self.host.step(target) {
                self.is_behind = false;
                break;
            }
        }
        let now = self.host.now();
        if !self.is_behind && target > now {
            // No event is due before `target`.
            let _ = self.host.run_for(target.saturating_sub(now));
        }
    }

    fn virtual_now(&self) -> Duration {
        let passed = self.origin.0.elapsed().as_secs_f64() * self.speed;
        let passed = Duration::try_from_secs_f64(passed).unwrap_or(Duration::MAX);
        let now = self.origin.1.saturating_add(passed);
        Duration::from_millis(u64::try_from(now.as_millis()).unwrap_or(u64::MAX))
    }

    fn set_origin(&mut self) {
        self.origin = (Instant::now(), self.host.now());
    }

    pub(super) fn set_speed(&mut self, speed: f64) {
        self.set_origin();
        self.speed = speed;
    }

    pub(super) fn pause(&mut self) {
        self.paused = true;
    }

    pub(super) fn resume(&mut self) {
        self.paused = false;
        self.set_origin();
    }

    /// Advances to the next event, and runs it.
    pub(super) fn step(&mut self) {
        self.history.something_happens();
        self.host.step(Duration::MAX);
        self.set_origin();
    }

    pub(super) fn is_paused(&self) -> bool {
        self.paused
    }

    pub(super) fn view(&self) -> ClockView {
        let millis = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        ClockView {
            now: millis(self.host.now()),
            speed: self.speed,
            paused: self.paused,
            next: self.host.next_at().map(millis),
        }
    }
}
