//! Code that the integration tests share: pages, a host that a test answers by hand, and a session on
//! such a host.

mod family;
mod manual_host;
mod pages;
mod rng;
mod sim;
mod test_session;

use std::time::Duration;

pub use family::{Desk, Family, Reason, family};
pub use manual_host::ManualHost;
pub use pages::{
    CustomHandler, HangsUpOnLeave, LooksUpListener, Plain, Recovering, RetriesOnTimeout, handle_next_tap,
    take_reports,
};
pub use rng::Rng;
pub use sim::{page_on, recorded, ringing, talking};
pub use test_session::{LISTENER, TestSession};

/// A duration in seconds.
pub const fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

/// A duration in milliseconds.
pub const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}
