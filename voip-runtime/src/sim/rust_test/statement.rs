//! The statements of a test.

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

/// An event that the test makes on the simulated phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PhoneEvent {
    Connected,
    Ended,
    /// Another page of the app placed a call.
    Superseded,
    /// Other code of the app enabled calls or disabled them.
    Reachable(bool),
    /// From now on the host reports the members of rooms, or it reports none.
    ReportsMembers(bool),
    Interrupted,
    /// The user hung up in WeChat's window. The page is not notified.
    HungUp,
}
