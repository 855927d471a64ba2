//! Messages to the browser.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use voip_runtime::State;
use voip_runtime::record::Record;

use super::{Action, CauseInfo, ClassifiedView, PhoneView, ScenarioList, ScenarioView};
use crate::serve::settings::PhoneId;
use crate::text::Text;

/// A message to the browser.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::serve) enum Event {
    #[serde(rename_all = "camelCase")]
    Hello {
        pages: Vec<PageInfo>,
        causes: Vec<CauseInfo>,
        /// A code without a name.
        other_cause: CauseInfo,
        dev: bool,
    },
    Update(Box<Update>),
    /// What both phones showed at an entry of the log; `None` if that is not kept.
    Moment {
        position: u64,
        moment: Option<Moment>,
    },
    /// A command was refused, and has changed nothing.
    Refused(Refusal),
    File {
        name: String,
        text: String,
        /// Whether it is the whole recording; otherwise it is the beginning.
        whole: bool,
    },
    TestFile {
        name: String,
        text: String,
    },
    Scenarios(ScenarioList),
    ScenarioSaved {
        name: String,
        path: String,
    },
    /// A scenario that is not saved in the crate.
    ScenarioFile {
        name: String,
        text: String,
    },
    /// The run does not end as expected, so it was not saved.
    ScenarioUnexpected(Text),
    /// There is a scenario with this name, which was not replaced.
    ScenarioExists(String),
    /// The page's own code has panicked, with this message, and the simulation has ended.
    Crashed(Option<String>),
    Pong(u64),
    /// `explore` runs, and has played so many paths.
    Exploring {
        phone: PhoneId,
        paths: usize,
    },
    Explored(Box<ExploredView>),
    Classified(Box<ClassifiedView>),
    Build(Build),
}

/// A page of the mini-program.
#[derive(Clone, Debug, Serialize)]
pub(in crate::serve) struct PageInfo {
    /// The name by which settings and phones refer to it.
    pub(in crate::serve) name: &'static str,
    /// What the page declares.
    pub(in crate::serve) spec: Box<RawValue>,
    /// The flow as a diagram for Mermaid, and for Graphviz.
    pub(in crate::serve) mermaid: String,
    pub(in crate::serve) dot: String,
}

/// The result of `explore`.
#[derive(Debug, Serialize)]
pub(in crate::serve) struct ExploredView {
    pub(in crate::serve) phone: PhoneId,
    /// The name of the page.
    pub(in crate::serve) page: &'static str,
    /// Whether all paths were played, without a flaw.
    pub(in crate::serve) clean: bool,
    pub(in crate::serve) flaw: Option<String>,
    /// The report, as in the terminal.
    pub(in crate::serve) text: String,
    /// The edges of the flow, unless there is a flaw.
    pub(in crate::serve) edges: Vec<ExploredEdge>,
    /// The path of the flaw, as a recording.
    pub(in crate::serve) recording: Option<String>,
}

/// How often `explore` has taken an edge.
#[derive(Debug, Serialize)]
pub(in crate::serve) struct ExploredEdge {
    pub(in crate::serve) from: State,
    pub(in crate::serve) to: State,
    pub(in crate::serve) taken: usize,
}

/// Why a command was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(in crate::serve) struct Refusal {
    /// The kind of command.
    pub(in crate::serve) command: &'static str,
    pub(in crate::serve) english: String,
    pub(in crate::serve) chinese: String,
    /// The keys of the address that are not valid.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(in crate::serve) keys: Vec<String>,
}

impl Refusal {
    pub(in crate::serve) fn new(
        command: &'static str,
        english: impl Into<String>,
        chinese: impl Into<String>,
    ) -> Self {
        Self { command, english: english.into(), chinese: chinese.into(), keys: Vec::new() }
    }
}

/// What both phones showed at an entry of the log, until the next one.
#[derive(Clone, Debug, Serialize)]
pub(in crate::serve) struct Moment {
    pub(in crate::serve) at: u64,
    pub(in crate::serve) phones: Box<[PhoneView; 2]>,
}

/// Changes since the previous update.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(in crate::serve) struct Update {
    /// The simulation is new: earlier entries do not belong to it.
    pub(in crate::serve) reset: bool,
    pub(in crate::serve) clock: ClockView,
    /// A phone that has not changed is `None`.
    pub(in crate::serve) phones: [Option<PhoneView>; 2],
    pub(in crate::serve) entries: Vec<LogEntry>,
    /// How many entries before these were dropped, because the browser did not keep up.
    pub(in crate::serve) dropped: u64,
    pub(in crate::serve) replay: Option<ReplayView>,
    /// The position of the first entry whose moment is kept.
    pub(in crate::serve) kept_from: u64,
}

/// The virtual clock, in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize)]
pub(in crate::serve) struct ClockView {
    pub(in crate::serve) now: u64,
    pub(in crate::serve) speed: f64,
    pub(in crate::serve) paused: bool,
    /// When the next event is due.
    pub(in crate::serve) next: Option<u64>,
}

/// An event of one phone, for the timeline.
#[derive(Clone, Debug, Serialize)]
pub(in crate::serve) struct LogEntry {
    pub(in crate::serve) phone: PhoneId,
    /// The number of the app's run on this phone, from 1.
    pub(in crate::serve) run: u32,
    /// The number of records in that run before this entry.
    pub(in crate::serve) line: u64,
    /// The number of entries of both phones before it.
    pub(in crate::serve) position: u64,
    #[serde(flatten)]
    pub(in crate::serve) event: LogEvent,
}

/// An event on a phone.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub(in crate::serve) enum LogEvent {
    /// On the page: a line of the recording.
    Record(Record),
    /// Outside the page, and not in the recording.
    Action { at: u64, action: Action },
    /// Why the entry before it had no effect, or what it means.
    Why { at: u64, why: Text },
}

/// The progress of a replay.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(in crate::serve) struct ReplayView {
    pub(in crate::serve) phone: PhoneId,
    /// The time of the last line, in milliseconds.
    pub(in crate::serve) at: u64,
    /// How many lines have been played.
    pub(in crate::serve) line: usize,
    /// How many lines the recording has.
    pub(in crate::serve) lines: usize,
    pub(in crate::serve) ended: bool,
    /// Whether it has ended in the middle of a call: the recording may be cut off.
    pub(in crate::serve) unfinished: bool,
    /// Where the page does something else than the recording says.
    pub(in crate::serve) divergence: Option<Text>,
    /// The scenario that is played.
    pub(in crate::serve) scenario: Option<ScenarioView>,
    /// The answers of a phone whose cause is another one now, or is not known.
    pub(in crate::serve) reclassified: Vec<Text>,
}

/// The build status from `cargo voip dev`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(in crate::serve) enum Build {
    /// Whether a build is running.
    Running(bool),
    /// The compiler's output.
    Errors(String),
}
