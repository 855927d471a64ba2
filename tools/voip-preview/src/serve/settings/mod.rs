//! The settings: the part of the page's address after `?`, so that a link reproduces them.
//!
//! `a.join=AlreadyInRoom,once&b.phone=uncallable&a.interrupt=5s&speed=2`: for each phone, the host's answers by
//! step, the faults of the phone, timed faults, the page, answers to its own host calls, and the state and the query with which its page opens; for both, the
//! speed and the pace.

mod answer;
mod read;

use std::time::Duration;

use voip_runtime::sim::{MemberEvents, Step};
use voip_runtime::{Cause, State};

pub(super) use self::answer::{Answer, can_answer};
use super::phone_id::PhoneId;
use crate::answers::Given;
use crate::pages::Pages;

/// The faults that a phone can have, as the address names them.
pub(super) const PHONE_FAULTS: [&str; 9] =
    ["offline", "old", "silent", "early", "doubled", "replaces", "closed", "callable", "uncallable"];

/// The speeds that can be set.
pub(super) const SPEEDS: std::ops::RangeInclusive<f64> = 0.1..=100.0;

/// All settings.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Settings {
    pub(super) phones: [Faults; 2],
    /// Virtual seconds per real second.
    pub(super) speed: f64,
    /// Whether hosts and networks answer without delay.
    pub(super) instant: bool,
    /// The names of the pages that the phones show; `None` is the default.
    pub(super) pages: [Option<&'static str>; 2],
    /// The answers to the host calls that the pages make themselves.
    pub(super) answers: [Vec<Given>; 2],
    /// The states in which the phones open.
    pub(super) initial_states: [Option<InitialState>; 2],
    /// The queries with which the page opens on the phones.
    pub(super) queries: [Query; 2],
}

/// The names and the values of parameters, percent-encoded as a host gives them to a page.
pub(super) type Query = Vec<(String, String)>;

/// The faults of one phone.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch on the screen")]
pub(super) struct Faults {
    /// The host's answer to each step, in the order of [`Step::ALL`]; `None` is the default answer.
    pub(super) answers: [Option<Answer>; 3],
    /// There is no network.
    pub(super) offline: bool,
    /// The base library is older than 2.20.1, and does not have one-to-one calls.
    pub(super) old: bool,
    /// When the host reports the members of a call: never (`silent`), `early` or `doubled`.
    pub(super) members: MemberEvents,
    /// A join during a call replaces that call.
    pub(super) replaces: bool,
    /// The mini-program is not open.
    pub(super) closed: bool,
    /// Other code of the mini-program has enabled calls when it is started. That is the default for a page without
    /// `receive`.
    pub(super) callable: bool,
    /// No code of the mini-program has enabled calls when it is started.
    pub(super) uncallable: bool,
    /// The delay after a call is answered until a phone call interrupts it.
    pub(super) interrupt: Option<Duration>,
    /// The delay after a call is answered until the mini-program is killed.
    pub(super) kill: Option<Duration>,
}

/// The state in which a phone opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct InitialState {
    pub(super) state: State,
    /// The cause, for `Failed`.
    pub(super) cause: Option<Cause>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            phones: Default::default(),
            speed: 1.0,
            instant: false,
            pages: [None; 2],
            answers: Default::default(),
            initial_states: [None; 2],
            queries: Default::default(),
        }
    }
}

impl Settings {
    /// Reads the part of an address after `?`: the valid settings, and the invalid keys with their errors.
    pub(super) fn read(query: &str, pages: &Pages) -> (Self, Vec<(String, SettingsError)>) {
        read::read(query, pages)
    }
}

impl Faults {
    /// The answer to the step, with all faults taken into account.
    pub(super) fn answer(&self, step: Step) -> Option<Answer> {
        if self.old && step != Step::Authorize {
            return Some(Answer::always_fail(Cause::Unsupported));
        }
        let at = Step::ALL.iter().position(|other| *other == step)?;
        self.answers.get(at).cloned().flatten()
    }
}

/// An error in an address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct SettingsError {
    pub(super) english: String,
    pub(super) chinese: String,
}

impl SettingsError {
    pub(super) fn new(english: impl Into<String>, chinese: impl Into<String>) -> Self {
        Self { english: english.into(), chinese: chinese.into() }
    }
}

/// The phone with this letter.
fn phone(letter: &str) -> Option<PhoneId> {
    PhoneId::BOTH.into_iter().find(|phone| letter.chars().eq([phone.letter()]))
}

#[cfg(test)]
mod tests;
