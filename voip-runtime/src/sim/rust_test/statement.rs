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

/// An event of a joined call, which the test makes on the simulated phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum PhoneEvent {
    Connected,
    Ended,
    /// The call ended, and the page was not notified before that it was answered.
    EndedNotConnected,
    Interrupted,
    /// The user hung up in WeChat's window. The page is not notified.
    HungUp,
}
