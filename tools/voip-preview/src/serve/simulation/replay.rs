//! A recording that is replayed on one of the phones, line by line.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use std::sync::Arc;

use voip_runtime::api::JOIN_1V1_CHAT;
use voip_runtime::classify::HostError;
use voip_runtime::record::{Change, Chat, Input, Reclassified, Record, RecordKind, Recording};
use voip_runtime::session::Event;
use voip_runtime::sim::{CallWindow, Divergence, Screen};
use voip_runtime::value::Value;
use voip_runtime::{Cause, RoomType, State};

use super::Simulation;
use super::explain::{self, Explainer};
use super::shown::page_view;
use crate::pages::{AnyReplay, Previewed};
use crate::paint::text::visible;
use crate::serve::settings::PhoneId;
use crate::serve::wire::{LogEntry, LogEvent, PhoneView, Refusal, ReplayView, ScenarioView, Text};

/// How many answers of a recording are shown whose cause is another one now.
const MAX_RECLASSIFIED: usize = 50;

/// A replay, which is shown in place of a phone.
pub(super) struct ActiveReplay {
    /// The phone that it replaces.
    pub(super) phone: PhoneId,
    /// The page of the recording.
    page: Arc<Previewed>,
    replay: Box<dyn AnyReplay>,
    /// The page at each of its events whose line is not played yet: it reacts to an input at once, and the lines of
    /// its reaction follow.
    ahead: Rc<RefCell<VecDeque<PhoneView>>>,
    /// The page at the last line, if lines of its reaction are left.
    at_line: PhoneView,
    explainer: Explainer,
    recording: Recording,
    run: u32,
    /// The time of the last line.
    at: u64,
    last_change: Option<Change>,
    /// WeChat's call window, after a call is joined. A recording has no other windows.
    call: Option<CallWindow>,
    /// The options of the last `join1v1Chat`.
    join_options: Value,
    divergence: Option<Text>,
    reclassified: Vec<Text>,
    /// The scenario that is played, if it is one.
    scenario: Option<ScenarioView>,
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
        self.begin_replay(phone, page, recording, None);
        Ok(())
    }

    /// Starts to replay the recording of this page on the phone, before its first line.
    pub(super) fn begin_replay(
        &mut self,
        phone: PhoneId,
        page: Arc<Previewed>,
        recording: Recording,
        scenario: Option<ScenarioView>,
    ) {
        let was_paused = self.replay.as_ref().map_or(self.clock.is_paused(), |replay| replay.was_paused);
        self.clock.pause();
        self.replays += 1;
        let replay = page.replay(recording.clone());
        self.replay = Some(ActiveReplay {
            phone,
            ahead: pages_at_events(&page, &*replay),
            at_line: page_view(&page, &*replay.page()),
            explainer: Explainer::new(page.spec()),
            replay,
            page,
            reclassified: recording.reclassify().iter().take(MAX_RECLASSIFIED).map(reclassified).collect(),
            recording,
            // Different from the runs of the app, which count up from 1.
            run: u32::MAX - self.replays,
            at: 0,
            last_change: None,
            call: None,
            join_options: Value::Null,
            divergence: None,
            was_paused,
            scenario,
        });
    }

    pub(super) fn step_replay(&mut self, lines: usize) -> Result<(), Refusal> {
        let Some(replay) = &mut self.replay else {
            return Err(Refusal::new("replayStep", "no recording is being replayed", "没有正在回放的录制"));
        };
        for _ in 0..lines {
            let Some(entries) = replay.step() else { break };
            for (at, entry) in entries {
                let view = Rc::new(replay.view(replay.phone.of(&self.phones).view()));
                let position = self.history.add(replay.phone, at, Some(view));
                self.outbox.add(LogEntry { position, ..entry });
            }
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
    /// Plays a line, and returns its time and entry, with an explanation if there is something to say.
    fn step(&mut self) -> Option<Vec<(u64, LogEntry)>> {
        if self.divergence.is_some() {
            return None;
        }
        let line = self.replay.line();
        let is_at_line = self.ahead.borrow().is_empty();
        if is_at_line {
            self.at_line = self.page_now();
        }
        let before = is_at_line.then(|| self.replay.page().state());
        match self.replay.step()? {
            Ok(record) => {
                self.follow(&record);
                let line = u64::try_from(line).unwrap_or(u64::MAX);
                let of_input = match (&record.what, before) {
                    (RecordKind::Input(input), Some(before)) => {
                        explain::replayed(input, &before, &self.replay.page().state())
                    }
                    _ => None,
                };
                let at = record.at;
                self.at = at;
                let why = self.explainer.explain(&record).or(of_input).map(|why| LogEvent::Why { at, why });
                let entry =
                    |event| (at, LogEntry { phone: self.phone, run: self.run, line, position: 0, event });
                Some([LogEvent::Record(record)].into_iter().chain(why).map(entry).collect())
            }
            Err(divergence) => {
                self.divergence = Some(text_of(&divergence));
                // The last recorded change does not lead to the state that the page is in.
                self.last_change = None;
                self.ahead.borrow_mut().clear();
                None
            }
        }
    }

    fn page_now(&self) -> PhoneView {
        page_view(&self.page, &*self.replay.page())
    }

    fn follow(&mut self, record: &Record) {
        if is_event(&record.what)
            && let Some(page) = self.ahead.borrow_mut().pop_front()
        {
            self.at_line = page;
        }
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
            at: self.at,
            line,
            lines,
            ended: line >= lines || self.divergence.is_some(),
            unfinished: line >= lines && self.divergence.is_none() && self.is_in_call(),
            divergence: self.divergence.clone(),
            scenario: self.scenario.clone(),
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
        let page = if self.ahead.borrow().is_empty() { self.page_now() } else { self.at_line.clone() };
        PhoneView {
            last: self.last_change.clone(),
            openid: phone.openid,
            permissions: phone.permissions,
            online: phone.online,
            callable: phone.callable,
            screen,
            ..page
        }
    }
}

/// Collects the page at each of its events, in the order of their lines.
fn pages_at_events(page: &Arc<Previewed>, replay: &dyn AnyReplay) -> Rc<RefCell<VecDeque<PhoneView>>> {
    let pages: Rc<RefCell<VecDeque<_>>> = Rc::default();
    let (page, collected, session) = (page.clone(), pages.clone(), Rc::downgrade(&replay.page()));
    replay.page().subscribe(Box::new(move |event| {
        let is_recorded = matches!(
            event,
            Event::Input(_)
                | Event::Change(_)
                | Event::Field(..)
                | Event::TaskFailed(..)
                | Event::SpawnIgnored(_)
        );
        if let (true, Some(session)) = (is_recorded, session.upgrade()) {
            let mut view = page_view(&page, &*session);
            if let Event::Change(change) = event {
                view.state = change.to;
            }
            collected.borrow_mut().push_back(view);
        }
    }));
    pages
}

/// Whether the line is an event of the page, and not of the host.
fn is_event(what: &RecordKind) -> bool {
    matches!(
        what,
        RecordKind::Input(_)
            | RecordKind::Change(_)
            | RecordKind::Field { .. }
            | RecordKind::TaskFailed(_)
            | RecordKind::SpawnIgnored(_)
    )
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
