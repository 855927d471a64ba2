//! A recording that is replayed on one of the phones, line by line.

use std::sync::Arc;

use voip_runtime::api::JOIN_1V1_CHAT;
use voip_runtime::classify::HostError;
use voip_runtime::record::{Change, Chat, Input, Reclassified, Record, RecordKind, Recording};
use voip_runtime::sim::{CallWindow, Divergence, Screen};
use voip_runtime::value::Value;
use voip_runtime::{Cause, RoomType, State};

use super::Simulation;
use super::shown::page_view;
use crate::pages::{AnyReplay, Previewed};
use crate::paint::text::visible;
use crate::serve::phone_id::PhoneId;
use crate::serve::wire::{LogEntry, LogEvent, PhoneView, Refusal, ReplayView, Text};

/// How many answers of a recording are shown whose cause is another one now.
const MAX_RECLASSIFIED: usize = 50;

/// A replay, which is shown in place of a phone.
pub(super) struct ActiveReplay {
    /// The phone that it replaces.
    pub(super) phone: PhoneId,
    /// The page of the recording.
    page: Arc<Previewed>,
    replay: Box<dyn AnyReplay>,
    recording: Recording,
    run: u32,
    last_change: Option<Change>,
    /// WeChat's call window, after a call is joined. A recording has no other windows.
    call: Option<CallWindow>,
    /// The options of the last `join1v1Chat`.
    join_options: Value,
    divergence: Option<Text>,
    reclassified: Vec<Text>,
    /// Whether the clock was paused before the replay.
    was_paused: bool,
}

impl Simulation {
    pub(super) fn start_replay(&mut self, phone: PhoneId, text: &str) -> Result<(), Refusal> {
        let page = self.pages.of_recording(text).clone();
        let recording = page.read(text).map_err(|why| {
            Refusal::new(
                "replay",
                format!("cannot replay this recording: {}", visible(&why.to_string())),
                format!("无法回放此录制（第 {} 行）：{}", why.line, visible(&why.chinese)),
            )
        })?;
        let was_paused = self.replay.as_ref().map_or(self.clock.is_paused(), |replay| replay.was_paused);
        self.clock.pause();
        self.replays += 1;
        self.replay = Some(ActiveReplay {
            phone,
            replay: page.replay(recording.clone()),
            page,
            reclassified: recording.reclassify().iter().take(MAX_RECLASSIFIED).map(reclassified).collect(),
            recording,
            // Different from the runs of the app, which count up from 1.
            run: u32::MAX - self.replays,
            last_change: None,
            call: None,
            join_options: Value::Null,
            divergence: None,
            was_paused,
        });
        Ok(())
    }

    pub(super) fn step_replay(&mut self, lines: usize) -> Result<(), Refusal> {
        let Some(replay) = &mut self.replay else {
            return Err(Refusal::new("replayStep", "no recording is being replayed", "没有正在回放的录制"));
        };
        for _ in 0..lines {
            let Some((record, line)) = replay.step() else { break };
            let view = replay.view((*replay.phone.of(&self.phones)).view());
            let position = self.history.add(record.at, Some((replay.phone, view)));
            let (phone, run, event) = (replay.phone, replay.run, LogEvent::Record(record));
            self.outbox.add(LogEntry { phone, run, line, position, event });
        }
        Ok(())
    }

    /// The recording that this phone shows, and whether it is whole.
    pub(super) fn recording_of(&self, phone: PhoneId) -> (Recording, bool) {
        match &self.replay {
            Some(replay) if replay.phone == phone => (replay.recording.clone(), true),
            _ => phone.of(&self.phones).recording(),
        }
    }

    /// The page that this phone shows.
    pub(super) fn page_of(&self, phone: PhoneId) -> Arc<Previewed> {
        match &self.replay {
            Some(replay) if replay.phone == phone => replay.page.clone(),
            _ => phone.of(&self.phones).page(),
        }
    }

    pub(super) fn end_replay(&mut self) {
        if let Some(replay) = self.replay.take()
            && !replay.was_paused
        {
            self.clock.resume();
        }
    }
}

impl ActiveReplay {
    /// Plays a line, and returns it with the number of lines before it.
    fn step(&mut self) -> Option<(Record, u64)> {
        if self.divergence.is_some() {
            return None;
        }
        let line = self.replay.line();
        match self.replay.step()? {
            Ok(record) => {
                self.follow(&record);
                Some((record, u64::try_from(line).unwrap_or(u64::MAX)))
            }
            Err(divergence) => {
                self.divergence = Some(text_of(&divergence));
                // The last recorded change does not lead to the state that the page is in.
                self.last_change = None;
                None
            }
        }
    }

    fn follow(&mut self, record: &Record) {
        match &record.what {
            RecordKind::Change(change) => {
                self.call = (change.to == State::InCall).then(|| call_window(&self.join_options));
                self.last_change = Some(change.clone());
            }
            RecordKind::Call(call) if call.name == JOIN_1V1_CHAT => self.join_options = call.options.clone(),
            RecordKind::Chat(Chat::Members(2..)) => {
                if let Some(call) = &mut self.call {
                    call.connected_at = Some(record.at);
                }
            }
            _ => {}
        }
    }

    pub(super) fn progress(&self) -> ReplayView {
        let (line, lines) = (self.replay.line(), self.replay.lines());
        ReplayView {
            phone: self.phone,
            line,
            lines,
            ended: line >= lines || self.divergence.is_some(),
            unfinished: line >= lines && self.divergence.is_none() && self.is_in_call(),
            divergence: self.divergence.clone(),
            reclassified: self.reclassified.clone(),
        }
    }

    fn is_in_call(&self) -> bool {
        let left = self.recording.records.iter().any(|record| record.what == RecordKind::Input(Input::Leave));
        let state = self.replay.page().state().state;
        !left && (state.is_working() || state == State::InCall)
    }

    /// The page as the replay shows it, on the given phone.
    pub(super) fn view(&self, phone: PhoneView) -> PhoneView {
        let mut screen = Screen::default();
        screen.call.clone_from(&self.call);
        PhoneView {
            last: self.last_change.clone(),
            openid: phone.openid,
            permissions: phone.permissions,
            online: phone.online,
            callable: phone.callable,
            screen,
            ..page_view(&self.page, Some(self.replay.page()))
        }
    }
}

/// A divergence in both languages, with the recorded and the new event as JSON.
fn text_of(divergence: &Divergence) -> Text {
    let json = |event: &RecordKind| serde_json::to_string(event).unwrap_or_default();
    let recorded = match &divergence.recorded {
        Some(event) => format!("录制为 {}", json(event)),
        None => "录制到此结束".into(),
    };
    let now = match &divergence.now {
        Some(event) => format!("页面现在是 {}", json(event)),
        None => "页面现在什么也没有做".into(),
    };
    let hint = if divergence.after_redacted {
        "。录制里隐去了页面自己的请求得到的回答，这可能就是原因：用 --record=full 构建会保留它们"
    } else {
        ""
    };
    let chinese = format!("第 {} 行：{recorded}，而{now}{hint}", divergence.line);
    Text { english: visible(&divergence.to_string()), chinese: visible(&chinese) }
}

/// An answer whose cause is another one now, or is not known, in both languages.
fn reclassified(answer: &Reclassified) -> Text {
    let name = |cause: Option<Cause>| cause.map_or_else(|| "成功".into(), |cause| cause.to_string());
    let what = if answer.differs() {
        format!("录制时为 {}，现在为 {}", name(answer.recorded), name(answer.now))
    } else {
        "失败，原因未知".into()
    };
    let number =
        |name, number: Option<i32>| number.map(|number| format!(" {name} {number}，")).unwrap_or_default();
    let HostError { message, err_code, errno, .. } = &answer.error;
    let (err_code, errno) = (number("errCode", *err_code), number("errno", *errno));
    let chinese = format!("第 {} 行：{} {what}：{err_code}{errno} {message}", answer.line, answer.host_call);
    Text { english: visible(&answer.to_string()), chinese: visible(&chinese) }
}

/// The window of a call that was placed with these options.
fn call_window(join: &Value) -> CallWindow {
    let text = |value: Option<&Value>| value.and_then(Value::as_text).unwrap_or_default().to_owned();
    let background = match join.get("backgroundType") {
        // The host has the background types 0 to 5.
        Some(Value::Number(number)) => {
            (0..=5).find(|colour| f64::from(*colour) >= *number).unwrap_or_default()
        }
        _ => 0,
    };
    let mut window = CallWindow::default();
    window.outgoing = true;
    window.name = text(join.get("listener").and_then(|listener| listener.get("nickname")));
    if text(join.get("roomType")) == "voice" {
        window.room_type = RoomType::Voice;
    }
    window.background_type = background;
    window
}
