//! The settings: the part of the page's address after `?`, so that a link reproduces them.
//!
//! `a.join=AlreadyInRoom,once&b.phone=uncallable&a.interrupt=5s&speed=2`: for each phone, the host's answers by
//! step, the faults of the phone, timed faults, the page, answers to its own host calls, and the state and the query with which its page opens; for both, the
//! speed and the pace.

mod answer;
mod apply;
#[doc(hidden)]
pub mod notation;
mod phone_id;
mod read;

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

pub use self::answer::{Answer, can_answer};
pub use self::phone_id::PhoneId;
use super::answers::Given;
use super::{MemberEvents, Step};
use crate::cause::Cause;
use crate::state::State;

/// The faults that a phone can have, as the address names them.
pub const PHONE_FAULTS: [&str; 9] =
    ["offline", "old", "silent", "early", "doubled", "replaces", "closed", "callable", "uncallable"];

/// The speeds that can be set.
pub const SPEEDS: core::ops::RangeInclusive<f64> = 0.1..=100.0;

/// All settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// The faults of each phone.
    pub phones: [Faults; 2],
    /// Virtual seconds per real second.
    pub speed: f64,
    /// Whether hosts and networks answer without delay.
    pub instant: bool,
    /// The names of the pages that the phones show; `None` is the default.
    pub pages: [Option<String>; 2],
    /// The answers to the host calls that the pages make themselves.
    pub answers: [Vec<Given>; 2],
    /// The states in which the phones open.
    pub initial_states: [Option<InitialState>; 2],
    /// The queries with which the page opens on the phones.
    pub queries: [Query; 2],
}

/// The names and the values of parameters, percent-encoded as a host gives them to a page.
pub type Query = Vec<(String, String)>;

/// The faults of one phone.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch on the screen")]
pub struct Faults {
    /// The host's answer to each step, in the order of [`Step::ALL`]; `None` is the default answer.
    pub answers: [Option<Answer>; 3],
    /// There is no network.
    pub offline: bool,
    /// The base library is older than 2.20.1, and does not have one-to-one calls.
    pub old: bool,
    /// When the host reports the members of a call: never (`silent`), `early` or `doubled`.
    pub members: MemberEvents,
    /// A join during a call replaces that call.
    pub replaces: bool,
    /// The mini-program is not open.
    pub closed: bool,
    /// Other code of the mini-program has enabled calls when it is started. That is the default for a page without
    /// `receive`.
    pub callable: bool,
    /// No code of the mini-program has enabled calls when it is started.
    pub uncallable: bool,
    /// The delay after a call is answered until a phone call interrupts it.
    pub interrupt: Option<Duration>,
    /// The delay after a call is answered until the mini-program is killed.
    pub kill: Option<Duration>,
}

/// The state in which a phone opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InitialState {
    /// The state.
    pub state: State,
    /// The cause, for `Failed`.
    pub cause: Option<Cause>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            phones: Default::default(),
            speed: 1.0,
            instant: false,
            pages: [None, None],
            answers: Default::default(),
            initial_states: [None; 2],
            queries: Default::default(),
        }
    }
}

impl Settings {
    /// Reads the part of an address after `?`: the valid settings, and the invalid keys with their errors.
    ///
    /// `pages` are the names of the pages that a phone can show; if there are none, every name is valid.
    pub fn read(query: &str, pages: &[&str]) -> (Self, Vec<(String, SettingsError)>) {
        read::read(query, pages)
    }
}

impl Faults {
    /// The answer to the step, with all faults taken into account.
    pub fn answer(&self, step: Step) -> Option<Answer> {
        if self.old && step != Step::Authorize {
            return Some(Answer::always_fail(Cause::Unsupported));
        }
        let at = Step::ALL.iter().position(|other| *other == step)?;
        self.answers.get(at).cloned().flatten()
    }
}

/// An error in an address.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct SettingsError {
    /// What is wrong, in English.
    pub english: String,
    /// What is wrong, in Chinese.
    pub chinese: String,
}

impl SettingsError {
    /// An error with this text in both languages.
    pub fn new(english: impl Into<String>, chinese: impl Into<String>) -> Self {
        Self { english: english.into(), chinese: chinese.into() }
    }
}

impl fmt::Display for SettingsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.english)
    }
}

impl core::error::Error for SettingsError {}

/// The phone with this letter.
fn phone(letter: &str) -> Option<PhoneId> {
    PhoneId::BOTH.into_iter().find(|phone| letter.chars().eq([phone.letter()]))
}

#[cfg(test)]
mod tests;
