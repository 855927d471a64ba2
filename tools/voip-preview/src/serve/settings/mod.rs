//! The page's address after its `?`: everything that is set, so that a link reproduces it.
//!
//! `a.join=AlreadyInRoom,once&b.phone=uncallable&a.interrupt=5s&speed=2`: each phone's answers by step, what is
//! the matter with the phone, what comes over a call, the pace, and, for the opening alone, a state to
//! begin in.

mod answer;
mod read;

use std::time::Duration;

use voip_runtime::sim::Step;
use voip_runtime::{Cause, State};

pub(super) use self::answer::{Answer, can_answer};
use super::which::Which;

/// What can be the matter with a phone, as the address names it.
pub(super) const MATTERS: [&str; 5] = ["offline", "old", "silent", "closed", "uncallable"];

/// The speeds that are taken; more would be no slower to click through.
pub(super) const SPEEDS: std::ops::RangeInclusive<f64> = 0.1..=100.0;

/// Everything that is set.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Settings {
    pub(super) phones: [Faults; 2],
    /// Virtual seconds in a second.
    pub(super) speed: f64,
    /// Whether hosts and networks take no time at all.
    pub(super) instant: bool,
    /// Where the phones are to begin.
    pub(super) states: [Option<Start>; 2],
}

/// What goes wrong on one phone.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch on the screen")]
pub(super) struct Faults {
    /// How each step is answered, in the order of [`Step::ALL`]; `None` is as usual.
    pub(super) answers: [Option<Answer>; 3],
    /// There is no network.
    pub(super) offline: bool,
    /// The base library is older than the 1v1 calls, which came with 2.20.1.
    pub(super) old: bool,
    /// The host tells no members events.
    pub(super) silent: bool,
    /// The mini-program is not open.
    pub(super) closed: bool,
    /// The mini-program has not switched calls on by itself.
    pub(super) uncallable: bool,
    /// So long after a call was answered, a phone call comes in.
    pub(super) interrupt: Option<Duration>,
    /// So long after a call was answered, the mini-program is killed.
    pub(super) kill: Option<Duration>,
}

/// A state to begin in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Start {
    pub(super) state: State,
    /// Why, of Failed.
    pub(super) cause: Option<Cause>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { phones: Default::default(), speed: 1.0, instant: false, states: [None; 2] }
    }
}

impl Settings {
    /// Reads the part of an address after `?`: what it sets, and which of its keys mean nothing.
    pub(super) fn read(query: &str) -> (Self, Vec<(String, Wrong)>) {
        read::read(query)
    }
}

impl Faults {
    /// How the step is answered, all faults counted.
    pub(super) fn answer(&self, step: Step) -> Option<Answer> {
        if self.old && step != Step::Authorize {
            return Some(Answer::always(Cause::Unsupported));
        }
        let at = Step::ALL.iter().position(|other| *other == step)?;
        self.answers.get(at).cloned().flatten()
    }
}

/// What is wrong with an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Wrong {
    pub(super) english: String,
    pub(super) chinese: String,
}

impl Wrong {
    pub(super) fn new(english: impl Into<String>, chinese: impl Into<String>) -> Self {
        Self { english: english.into(), chinese: chinese.into() }
    }
}

/// The phones' letters, and which they are.
fn phone(letter: &str) -> Option<Which> {
    Which::BOTH.into_iter().find(|which| letter.chars().eq([which.letter()]))
}

#[cfg(test)]
mod tests;
