//! A recording, played on one of the phones line by line.

use voip_runtime::api::JOIN_1V1_CHAT;
use voip_runtime::record::{Change, Chat, Input, Record, RecordKind, Recording};
use voip_runtime::sim::{self, CallWindow, Screen};
use voip_runtime::value::Value;
use voip_runtime::{Page, RoomType, State};

use super::Stage;
use super::phone::page_view;
use crate::paint::text::visible;
use crate::serve::which::Which;
use crate::serve::wire::{self, Happened, Noted, Refusal};

/// What is shown in place of a phone.
pub(super) struct Replaying<P: Page> {
    pub(super) which: Which,
    replay: sim::Replay<P>,
    recording: Recording,
    run: u32,
    last: Option<Change>,
    /// WeChat's window, of a call that was joined; what else was on the screen is not in a recording.
    call: Option<CallWindow>,
    /// The options of the last join.
    join: Value,
    wrong: Option<String>,
    /// Whether time stood still before.
    was_paused: bool,
}

impl<P: Page> Stage<P> {
    pub(super) fn begin_replay(&mut self, which: Which, text: &str) -> Result<(), Refusal> {
        let recording = Recording::read::<P>(text).map_err(|why| {
            Refusal::new(
                "replay",
                format!("this recording cannot be played: {}", visible(&why.to_string())),
                format!("无法回放此录制（第 {} 行）：{}", why.line, visible(&why.chinese)),
            )
        })?;
        let was_paused = self.replay.as_ref().map_or(self.time.is_paused(), |replay| replay.was_paused);
        self.time.pause();
        self.replays += 1;
        self.replay = Some(Replaying {
            which,
            replay: sim::Replay::new(recording.clone()),
            recording,
            // Told apart from the runs of the app, which count up from 1.
            run: u32::MAX - self.replays,
            last: None,
            call: None,
            join: Value::Null,
            wrong: None,
            was_paused,
        });
        Ok(())
    }

    pub(super) fn step_replay(&mut self, lines: usize) -> Result<(), Refusal> {
        let Some(replay) = &mut self.replay else {
            return Err(Refusal::new("replayStep", "no recording is being played", "没有正在回放的录制"));
        };
        for _ in 0..lines {
            let Some(record) = replay.step() else { break };
            self.outbox.note(record);
        }
        Ok(())
    }

    /// The recording of what this phone shows, and whether it is whole.
    pub(super) fn recording_of(&self, which: Which) -> (Recording, bool) {
        match &self.replay {
            Some(replay) if replay.which == which => (replay.recording.clone(), true),
            _ => which.of(&self.phones).recording(),
        }
    }

    pub(super) fn end_replay(&mut self) {
        if let Some(replay) = self.replay.take()
            && !replay.was_paused
        {
            self.time.resume();
        }
    }
}

impl<P: Page> Replaying<P> {
    fn step(&mut self) -> Option<Noted> {
        if self.wrong.is_some() {
            return None;
        }
        let line = self.replay.line();
        match self.replay.step()? {
            Ok(record) => {
                self.follow(&record);
                let line = u64::try_from(line).unwrap_or(u64::MAX);
                Some(Noted { phone: self.which, run: self.run, line, happened: Happened::Recorded(record) })
            }
            Err(divergence) => {
                self.wrong = Some(visible(&divergence.to_string()));
                // The page went elsewhere.
                self.last = None;
                None
            }
        }
    }

    fn follow(&mut self, record: &Record) {
        match &record.what {
            RecordKind::Change(change) => {
                self.call = (change.to == State::InCall).then(|| window(&self.join));
                self.last = Some(change.clone());
            }
            RecordKind::Call(call) if call.name == JOIN_1V1_CHAT => self.join = call.options.clone(),
            RecordKind::Chat(Chat::Connected) => {
                if let Some(call) = &mut self.call {
                    call.connected_at = Some(record.at);
                }
            }
            _ => {}
        }
    }

    pub(super) fn shown(&self) -> wire::Replay {
        let (line, lines) = (self.replay.line(), self.replay.lines());
        wire::Replay {
            phone: self.which,
            line,
            lines,
            ended: line >= lines || self.wrong.is_some(),
            open: line >= lines && self.wrong.is_none() && self.is_in_a_call(),
            wrong: self.wrong.clone(),
        }
    }

    fn is_in_a_call(&self) -> bool {
        let left = self.recording.records.iter().any(|record| record.what == RecordKind::Input(Input::Leave));
        let state = self.replay.session().state();
        !left && (state.is_working() || state == State::InCall)
    }

    /// The phone as the recording has it; what is beside the page is the phone's own.
    pub(super) fn view(&self, phone: wire::Phone) -> wire::Phone {
        let mut screen = Screen::default();
        screen.call.clone_from(&self.call);
        wire::Phone {
            last: self.last.clone(),
            openid: phone.openid,
            permissions: phone.permissions,
            online: phone.online,
            callable: phone.callable,
            screen,
            ..page_view(Some(self.replay.session()))
        }
    }
}

/// The window of a call that was placed with these options.
fn window(join: &Value) -> CallWindow {
    let text = |value: Option<&Value>| value.and_then(Value::as_text).unwrap_or_default().to_owned();
    let background = match join.get("backgroundType") {
        // The host's colours are 0 to 5.
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
