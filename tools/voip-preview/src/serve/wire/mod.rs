//! The messages of the WebSocket, as JSON. Each is an object with one member, whose name is the kind of message.

mod causes;
mod classified;
mod command;
mod event;
mod phone_view;
mod scenario;

pub(super) use self::causes::CauseInfo;
pub(super) use self::classified::ClassifiedView;
pub(super) use self::command::{Action, Command, Forms, TimeControl};
pub(super) use self::event::{
    Build, ClockView, Event, ExploredEdge, ExploredView, LogEntry, LogEvent, Moment, PageInfo, Refusal,
    ReplayView, Update,
};
pub(super) use self::phone_view::{Failure, OwnRequestView, PhoneView, values};
pub(super) use self::scenario::{SaveScenario, ScenarioInfo, ScenarioList, ScenarioView};
pub(super) use crate::text::Text;
#[cfg(test)]
pub(super) use crate::text::is_chinese;
