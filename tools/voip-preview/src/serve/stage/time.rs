//! Virtual time, as it runs beside real time.

use std::time::{Duration, Instant};

use voip_runtime::host::Host as _;
use voip_runtime::sim::SimHost;

use crate::serve::wire::Clock;

/// The most things that happen before the tab is heard again.
const AT_ONCE: u32 = 1000;

/// The clock that both phones share.
///
/// What the user does comes at whole milliseconds: recordings say no more of time than that.
pub(super) struct Time {
    host: SimHost,
    speed: f64,
    paused: bool,
    /// Where real and virtual time last met.
    since: (Instant, Duration),
    /// Whether more is due by now than was done.
    behind: bool,
}

impl Time {
    pub(super) fn new(host: SimHost, speed: f64) -> Self {
        let now = host.now();
        Self { host, speed, paused: false, since: (Instant::now(), now), behind: false }
    }

    /// How long nothing is due, of real time; `None` is until someone does something.
    pub(super) fn until_due(&self) -> Option<Duration> {
        if self.paused {
            return None;
        }
        if self.behind {
            return Some(Duration::ZERO);
        }
        let virtual_wait = self.host.next_at()?.saturating_sub(self.since.1);
        let wait = Duration::try_from_secs_f64(virtual_wait.as_secs_f64() / self.speed).ok()?;
        // Rounded up: a clock that is a moment early would find nothing due, again and again.
        Some(wait.saturating_sub(self.since.0.elapsed()).saturating_add(Duration::from_micros(500)))
    }

    /// Does what is due by now.
    pub(super) fn pass(&mut self) {
        let target = if self.paused { self.host.now() } else { self.virtual_now() };
        self.behind = true;
        for _ in 0..AT_ONCE {
            if !self.host.step(target) {
                self.behind = false;
                break;
            }
        }
        let now = self.host.now();
        if !self.behind && target > now {
            // Nothing is due on the way.
            let _ = self.host.run_for(target.saturating_sub(now));
        }
    }

    fn virtual_now(&self) -> Duration {
        let passed = self.since.0.elapsed().as_secs_f64() * self.speed;
        let passed = Duration::try_from_secs_f64(passed).unwrap_or(Duration::MAX);
        let now = self.since.1.saturating_add(passed);
        Duration::from_millis(u64::try_from(now.as_millis()).unwrap_or(u64::MAX))
    }

    fn meet(&mut self) {
        self.since = (Instant::now(), self.host.now());
    }

    pub(super) fn set_speed(&mut self, speed: f64) {
        self.meet();
        self.speed = speed;
    }

    pub(super) fn pause(&mut self) {
        self.paused = true;
    }

    pub(super) fn resume(&mut self) {
        self.paused = false;
        self.meet();
    }

    /// To the next thing that is due, which happens.
    pub(super) fn step(&mut self) {
        self.host.step(Duration::MAX);
        self.meet();
    }

    pub(super) fn is_paused(&self) -> bool {
        self.paused
    }

    pub(super) fn clock(&self) -> Clock {
        let millis = |time: Duration| u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
        Clock {
            now: millis(self.host.now()),
            speed: self.speed,
            paused: self.paused,
            next: self.host.next_at().map(millis),
        }
    }
}
