//! Messages from the browser.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use voip_runtime::record::Input;
use voip_runtime::value::Value;

use super::SaveScenario;
use crate::serve::settings::PhoneId;

/// The values in the forms of a phone, by the name of the page and the field's name in Rust.
pub(in crate::serve) type Forms = BTreeMap<String, BTreeMap<String, Value>>;

/// A message from the browser.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::serve) enum Command {
    /// Starts a simulation, and ends the previous one.
    Open {
        /// The part of the page's address after `?`.
        query: String,
        /// What the user has typed on each phone.
        #[serde(default)]
        fields: Vec<Forms>,
    },
    /// The page's address has changed: its part after `?`.
    Settings(String),
    /// The user does something on the page.
    Input {
        phone: PhoneId,
        input: Input,
    },
    /// The user does something outside the page.
    Action {
        phone: PhoneId,
        action: Action,
    },
    Time(TimeControl),
    /// Shows what both phones showed at the entry with this position; the run waits meanwhile. `None` returns to now.
    Moment(Option<u64>),
    /// Starts to replay this recording on the phone, before its first line.
    Replay {
        phone: PhoneId,
        text: String,
    },
    /// Plays this many more lines.
    ReplayStep(usize),
    EndReplay,
    /// Requests the recording of the phone.
    #[serde(rename_all = "camelCase")]
    Recording {
        phone: PhoneId,
        #[serde(default)]
        full_openids: bool,
    },
    /// Requests the list of the crate's scenarios.
    Scenarios,
    /// Plays the scenario with this name.
    Scenario(String),
    SaveScenario(Box<SaveScenario>),
    /// Requests the recording as a Rust test.
    Test {
        phone: PhoneId,
    },
    /// Plays every path of the page that the phone shows.
    Explore {
        phone: PhoneId,
    },
    CancelExplore {
        phone: PhoneId,
    },
    /// Requests the cause of an answer that the user has pasted.
    Classify {
        text: String,
        /// The name of the step that it answers, if the user has chosen one.
        step: Option<String>,
    },
    /// How many updates of this connection the browser has processed. After the first one, only a few
    /// unacknowledged updates are sent.
    Ack(u64),
    /// Requests a pong, which shows that the simulation still runs.
    Ping(u64),
}

/// What the user can do outside the page: in WeChat's windows, or to the phone.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::serve) enum Action {
    Allow,
    Refuse,
    Turn {
        scope: String,
        on: bool,
    },
    LeaveSettings,
    /// Opens the settings in the menu of the mini-program.
    OpenSettings,
    PickUp,
    HangUp,
    Mute(bool),
    SwitchToVoice,
    Interrupt,
    /// Somebody else calls this phone.
    Ring,
    Kill,
    /// Sends the mini-program to the background.
    Background,
    /// Starts the mini-program, or brings it back to the foreground.
    Start,
}

/// What the user can do to the virtual clock.
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::serve) enum TimeControl {
    Pause,
    Resume,
    Step,
}
