//! What the tests of the workspace share: a host that is answered by hand, pages, and a page on
//! such a host with everything noted that it does.

mod manual_host;
mod pages;
mod rig;
mod rng;
mod sim;

use std::time::Duration;

pub use manual_host::ManualHost;
pub use pages::{Asking, Parting, Patient, Plain, Recovering, Scripted, reports, script};
pub use rig::{LISTENER, Rig};
pub use rng::Rng;
pub use sim::{page_on, recorded, ringing, talking};

/// So many seconds.
pub const fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

/// So many milliseconds.
pub const fn millis(millis: u64) -> Duration {
    Duration::from_millis(millis)
}
