//! From the browser.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use voip_runtime::record::Input;
use voip_runtime::value::Value;

use crate::serve::which::Which;

/// What the world is told to do.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::serve) enum Order {
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
    /// Asks whether anyone answers: where there is a world, whether it goes on.
    Ping(u64),
}

/// What a person can do beside the page.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::serve) enum Does {
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
pub(in crate::serve) enum Time {
    Pause,
    Resume,
    Step,
}
