//! What goes over the WebSocket: JSON, each message an object with one member, named for what it is.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use voip_runtime::State;
use voip_runtime::page::{FieldSpec, Scope};
use voip_runtime::record::{Change, Input, Record};
use voip_runtime::session::Can;
use voip_runtime::sim::Screen;
use voip_runtime::value::Value;
use voip_runtime::{CallError, Cause};

use super::settings::{STEPS, can_answer};

/// From the browser.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) enum Order {
    /// Begins a world, and ends the one before it.
    Open {
        /// The page's address after its `?`.
        query: String,
        /// What the form of each phone holds, by the fields' names in Rust.
        #[serde(default)]
        fields: Vec<BTreeMap<String, Value>>,
    },
    /// The page's address has changed to this.
    Settings(String),
    /// The user does something with the page.
    Input {
        phone: Which,
        input: Input,
    },
    /// The person at the phone does something beside the page.
    Person {
        phone: Which,
        does: Does,
    },
    Time(Time),
    /// Shows this recording on the phone, from its first line.
    Replay {
        phone: Which,
        text: String,
    },
    /// Plays so many lines more.
    ReplayStep(usize),
    EndReplay,
    /// Asks for the phone's recording.
    #[serde(rename_all = "camelCase")]
    Recording {
        phone: Which,
        #[serde(default)]
        full_openids: bool,
    },
    /// Asks for it as a Rust test.
    Test {
        phone: Which,
    },
    /// How many updates of this connection the browser has worked off. Once it has said so, it is not sent
    /// more than a few that it has not.
    Took(u64),
    /// Asks whether the world goes on.
    Ping(u64),
}

/// One of the two phones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "u64", into = "u64")]
pub(super) enum Which {
    A,
    B,
}

impl Which {
    pub(super) const BOTH: [Self; 2] = [Self::A, Self::B];

    pub(super) const fn letter(self) -> char {
        match self {
            Self::A => 'a',
            Self::B => 'b',
        }
    }

    /// Its element of a pair.
    pub(super) fn of<T>(self, [a, b]: &[T; 2]) -> &T {
        match self {
            Self::A => a,
            Self::B => b,
        }
    }

    pub(super) fn of_mut<T>(self, [a, b]: &mut [T; 2]) -> &mut T {
        match self {
            Self::A => a,
            Self::B => b,
        }
    }
}

impl TryFrom<u64> for Which {
    type Error = &'static str;

    fn try_from(number: u64) -> Result<Self, Self::Error> {
        match number {
            0 => Ok(Self::A),
            1 => Ok(Self::B),
            _ => Err("the phones are 0 and 1"),
        }
    }
}

impl From<Which> for u64 {
    fn from(which: Which) -> Self {
        which as Self
    }
}

/// What a person can do beside the page.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) enum Does {
    Allow,
    Refuse,
    Turn { scope: String, on: bool },
    LeaveSettings,
    PickUp,
    HangUp,
    Mute(bool),
    Interrupt,
    Kill,
    Start,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Time {
    Pause,
    Resume,
    Step,
}

/// To the browser.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) enum Told {
    Hello {
        page: Box<RawValue>,
        causes: Vec<About>,
        dev: bool,
    },
    Update(Box<Update>),
    /// Nothing was changed by what was sent.
    Refused(Refusal),
    File {
        name: String,
        text: String,
        /// Whether it is the whole recording, and not its beginning.
        whole: bool,
    },
    TestFile {
        name: String,
        text: String,
    },
    /// The page's own code has panicked, with these words; its world is gone.
    Crashed(String),
    Pong(u64),
    Build(Build),
}

/// Why something was not done, to be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Refusal {
    /// The kind of message.
    pub(super) what: &'static str,
    pub(super) english: String,
    pub(super) chinese: String,
}

impl Refusal {
    pub(super) fn new(what: &'static str, english: impl Into<String>, chinese: impl Into<String>) -> Self {
        Self { what, english: english.into(), chinese: chinese.into() }
    }
}

/// What has become different.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Update {
    /// A new world: nothing that came before belongs to it.
    pub(super) begun: bool,
    pub(super) clock: Clock,
    /// `None` is as before.
    pub(super) phones: [Option<Phone>; 2],
    pub(super) records: Vec<Noted>,
    /// How many records before these were left out, since the browser did not keep up.
    pub(super) missed: u64,
    pub(super) replay: Option<Replay>,
}

/// Virtual time, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub(super) struct Clock {
    pub(super) now: u64,
    pub(super) speed: f64,
    pub(super) paused: bool,
    /// When the next thing is due.
    pub(super) next: Option<u64>,
}

/// A record, and where it was made.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Noted {
    pub(super) phone: Which,
    /// How often the phone's app was started.
    pub(super) run: u32,
    /// Its place in that run, from 0.
    pub(super) line: u64,
    #[serde(flatten)]
    pub(super) record: Record,
}

/// A phone, as it is to be drawn.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is something that is shown")]
pub(super) struct Phone {
    pub(super) state: State,
    pub(super) busy: bool,
    pub(super) reachable: bool,
    pub(super) connected: bool,
    /// Whether the mini-program is open on the page.
    pub(super) running: bool,
    /// Whether the page was left.
    pub(super) left: bool,
    pub(super) error: Option<Failure>,
    pub(super) can: Possible,
    pub(super) values: BTreeMap<&'static str, Value>,
    /// The field that the last tap asked for.
    pub(super) missing: Option<&'static str>,
    pub(super) last: Option<Change>,
    pub(super) openid: String,
    #[serde(flatten)]
    pub(super) screen: Screen,
    pub(super) permissions: BTreeMap<&'static str, Option<bool>>,
    pub(super) online: bool,
    pub(super) callable: bool,
}

/// What is possible now: [`Can`], for the browser.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_excessive_bools, reason = "each is a button of the page")]
pub(super) struct Possible {
    tap: bool,
    receive: bool,
    hang_up: bool,
    dismiss: bool,
}

impl From<Can> for Possible {
    fn from(Can { tap, receive, hang_up, dismiss }: Can) -> Self {
        Self { tap, receive, hang_up, dismiss }
    }
}

/// What the page shows as its failure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct Failure {
    cause: &'static str,
    /// What the page shows.
    sentence: String,
    /// The host's own words.
    message: String,
    #[serde(flatten)]
    known: Known,
}

impl From<&CallError> for Failure {
    fn from(error: &CallError) -> Self {
        Self {
            cause: error.cause().name(),
            sentence: error.sentence().into(),
            message: error.message().into(),
            known: Known::of(error.cause()),
        }
    }
}

/// A cause that a host call can answer with.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub(super) struct About {
    name: &'static str,
    /// The steps that can be answered so.
    steps: Vec<&'static str>,
    #[serde(flatten)]
    known: Known,
}

impl About {
    pub(super) fn of(cause: Cause) -> Self {
        let steps = STEPS.iter().filter(|(_, step)| can_answer(*step, cause));
        Self { name: cause.name(), steps: steps.map(|(name, _)| *name).collect(), known: Known::of(cause) }
    }
}

/// What is known of a cause.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
struct Known {
    code: Option<i32>,
    english: &'static str,
    chinese: &'static str,
    remedy: &'static str,
    remedy_chinese: &'static str,
}

impl Known {
    fn of(cause: Cause) -> Self {
        Self {
            code: cause.code(),
            english: cause.english(),
            chinese: cause.chinese(),
            remedy: cause.remedy(),
            remedy_chinese: cause.remedy_chinese(),
        }
    }
}

/// How far a replay is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Replay {
    pub(super) phone: Which,
    /// How many lines have been played, of how many.
    pub(super) line: usize,
    pub(super) lines: usize,
    pub(super) ended: bool,
    /// Where the page does something else.
    pub(super) wrong: Option<String>,
}

/// What the program that rebuilds this one says.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) enum Build {
    /// Whether it is at work.
    Running(bool),
    /// The compiler's own words.
    Errors(String),
}

/// What a page's fields hold.
pub(super) fn values(
    fields: &'static [FieldSpec],
    value: impl Fn(usize) -> Option<Value>,
) -> BTreeMap<&'static str, Value> {
    let named =
        fields.iter().enumerate().map(|(index, field)| (field.name, value(index).unwrap_or_default()));
    named.collect()
}

/// What WeChat remembers of the scopes that a page asks for.
pub(super) fn permissions(
    scopes: &[Scope],
    permission: impl Fn(Scope) -> Option<bool>,
) -> BTreeMap<&'static str, Option<bool>> {
    scopes.iter().map(|scope| (scope.name(), permission(*scope))).collect()
}
