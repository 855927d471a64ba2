//! What a test can do.

use core::time::Duration;

use crate::flow::Via;
use crate::record::Input;
use crate::sim::{Play, Response, Step};

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Statement<'a> {
    Play(Step, Play),
    PlayVia(Via, Play),
    PlayRequest(&'a str, Response),
    Run(Duration),
    Input(&'a Input),
    Phone(PhoneEvent),
}

/// What happens to a joined call on a simulated phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PhoneEvent {
    Connected,
    Ended,
    /// The page was not notified that the call had been answered.
    EndedUnheard,
    Interrupted,
    /// The page is not notified of this.
    HungUp,
}
