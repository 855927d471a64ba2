//! Replays a recording.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::rc::Rc;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

use super::clock::MAX_EVENTS;
use super::player::Player;
use crate::call::Page;
use crate::record::{Input, Record, RecordKind, Recorder, Recording};
use crate::session::{AnySession, Session};
use crate::state::State;
use crate::value::{Value, ValueError};

/// The error of a replay: the page did something else than the recording says.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Divergence {
    /// The number of the line in the recording, from 1.
    pub line: usize,
    /// The recorded line; `None` at the end of the recording.
    pub recorded: Option<Box<RecordKind>>,
    /// What the page did; `None` if it did nothing.
    pub now: Option<Box<RecordKind>>,
    /// Whether the handler received redacted answers before, which may be the reason. A recording that
    /// is not [redacted](Recording::redacted) has none.
    pub after_redacted: bool,
}

impl fmt::Display for Divergence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let show = |what: &Option<Box<RecordKind>>, none: &str| match what {
            Some(what) => serde_json::to_string(what).unwrap_or_default(),
            None => none.into(),
        };
        let expected = show(&self.recorded, "the end of the recording");
        write!(
            f,
            "line {}: expected {expected}, but the page did {}",
            self.line,
            show(&self.now, "nothing")
        )?;
        if self.after_redacted {
            f.write_str(
                ". The handler received redacted answers, which may be the reason: a build with `--record=full` keeps them",
            )?;
        }
        Ok(())
    }
}

impl core::error::Error for Divergence {}

/// Replays a recording on a new page, and returns the records of the replay and the state at its end.
///
/// The inputs and the answers of the host happen at their recorded times. The page must then do what was recorded: make
/// the same host calls, take the same transitions, set the same fields, and have its timers fire at the same times. So a
/// recording from a bug report is a test in one line. See [`Recording`] for an example.
///
/// The timers of a phone fire late. In a recording of a phone, a timer therefore fires where it was recorded, and not when
/// it is due. Aliases of openids and redacted values match any value of the same kind.
///
/// # Errors
///
/// If the page does something else; returns the first such line.
pub fn replay<P: Page>(recording: &Recording) -> Result<(Vec<Record>, State), Divergence> {
    let mut replay = Replay::<P>::new(recording.clone());
    let mut played = Vec::new();
    while let Some(record) = replay.step() {
        played.push(record?);
    }
    Ok((played, replay.session().state()))
}

/// A replay line by line. [`replay`] plays all lines.
///
/// ```
/// # use voip_runtime::{Page, record::Recording, sim::Replay};
/// # fn show<P: Page>(recording: Recording) {
/// let mut replay = Replay::<P>::new(recording);
/// while let Some(line) = replay.step() {
///     match line {
///         Ok(record) => println!("{}: {record:?}, and the page is {}", replay.line(), replay.session().state()),
///         Err(divergence) => println!("{divergence}"),
///     }
/// }
/// # }
/// ```
pub struct Replay<P: Page> {
    replaying: Replaying,
    session: Rc<Session<P>>,
}

/// A replay without the type of its page.
pub(super) struct Replaying {
    recording: Recording,
    player: Player,
    recorder: Recorder,
    session: AnySession,
    /// What the page has done that is not compared with a line yet.
    pending: VecDeque<Record>,
    /// How many records of the recording were played.
    played: usize,
    /// Whether the end or a divergence was reached.
    ended: bool,
}

impl<P: Page> Replay<P> {
    /// Opens a new page. Nothing of the recording is played yet.
    pub fn new(recording: Recording) -> Self {
        let player = Player::default();
        let recorder = Recorder::new(player.clone());
        let session = Rc::new(Session::<P>::new(recorder.clone()));
        recorder.observe(&session);
        let replaying = Replaying::new(recording, player, recorder, session.untyped().clone());
        Self { replaying, session }
    }

    /// Plays the next line, and returns its record with the time of the replay. Returns `None` at the end and after an
    /// error.
    ///
    /// # Errors
    ///
    /// If the page does something else than the line says, or anything more after the last line.
    pub fn step(&mut self) -> Option<Result<Record, Divergence>> {
        self.replaying.step()
    }

    /// The session of the page, for reading. An input that the caller makes on it is not part of the recording.
    ///
    /// The page reacts at once to an input or an answer, so the session can be ahead of the lines that were played. A
    /// subscriber sees it as it was at each event.
    pub fn session(&self) -> &Rc<Session<P>> {
        &self.session
    }

    /// The number of the line that was played last, from 1. Line 1 is the header.
    pub fn line(&self) -> usize {
        self.replaying.played + 1
    }

    /// The number of lines of the recording, including the header.
    pub fn lines(&self) -> usize {
        self.replaying.recording.records.len() + 1
    }
}

impl Replaying {
    /// A replay on a page that was opened on the recorder, which records from the player.
    pub(super) fn new(recording: Recording, player: Player, recorder: Recorder, session: AnySession) -> Self {
        Self { recording, player, recorder, session, pending: VecDeque::new(), played: 0, ended: false }
    }

    pub(super) fn step(&mut self) -> Option<Result<Record, Divergence>> {
        if self.ended {
            return None;
        }
        let Some(Record { at, what }) = self.recording.records.get(self.played).cloned() else {
            self.ended = true;
            self.collect();
            let more = self.pending.pop_front()?;
            return Some(Err(self.divergence(None, Some(more))));
        };
        if let RecordKind::Note(_) = what {
            self.played += 1;
            return Some(Ok(Record { at, what }));
        }
        let time = Duration::from_millis(at);
        self.collect();
        let has_target = self.deliver(time, &what);
        self.collect();
        if matches!(what, RecordKind::Chat(_)) && has_target && self.pending.is_empty() {
            // An event of a call that is over for the page.
            self.played += 1;
            return Some(Ok(Record { at, what }));
        }
        // The limit ends the replay of a page that sets timers forever: it diverges from the line.
        for _ in 0..MAX_EVENTS {
            if !is_timer(&what) {
                self.skip_timers();
            }
            if !self.pending.is_empty() || !self.player.fire_due(time) {
                break;
            }
            self.collect();
        }
        Some(match self.pending.pop_front() {
            Some(now) if matches(&what, &now.what, &self.recording) => {
                self.played += 1;
                Ok(with_raw(now, what))
            }
            now => {
                self.ended = true;
                Err(self.divergence(Some(what), now))
            }
        })
    }

    fn collect(&mut self) {
        self.pending.extend(self.recorder.take());
    }

    /// Skips timers that the recording does not have, such as every timer of version 1: their effects are compared.
    fn skip_timers(&mut self) {
        while self.pending.front().is_some_and(|record| is_timer(&record.what)) {
            self.pending.pop_front();
        }
    }

    /// Delivers an input, an answer or an event at its time, before the timers that are due at that time. Returns `false` if
    /// it has no target.
    fn deliver(&self, at: Duration, what: &RecordKind) -> bool {
        let is_late = self.recording.is_of_phone();
        if is_from_outside(what) {
            let before = at.saturating_sub(Duration::from_millis(1));
            for _ in 0..MAX_EVENTS {
                if is_late || !self.player.fire_due(before) {
                    break;
                }
            }
            self.player.skip_to(at);
        }
        match what {
            RecordKind::Input(input) => perform(&self.session, input),
            RecordKind::Answer(answer) => self.player.answer(answer),
            RecordKind::Chat(chat) => return self.player.chat(chat),
            RecordKind::Reachable(reachable) => self.player.set_reachable(*reachable),
            RecordKind::ReportsMembers(reports) => self.player.set_reports_members(*reports),
            RecordKind::Timer(timer) if is_late => {
                self.player.skip_to(at);
                return self.player.fire_with(Duration::from_millis(timer.ms));
            }
            _ => {}
        }
        true
    }

    fn divergence(&self, recorded: Option<RecordKind>, now: Option<Record>) -> Divergence {
        let now = now.map(|now| Box::new(now.what));
        let played = self.recording.records.iter().take(self.played);
        let mut own = Vec::new();
        let after_redacted = self.recording.is_redacted()
            && played.into_iter().any(|record| match &record.what {
                RecordKind::Call(call) if call.own => {
                    own.push(call.number);
                    false
                }
                RecordKind::Answer(answer) => own.contains(&answer.to),
                _ => false,
            });
        // The header is the first line.
        Divergence { line: self.played + 2, recorded: recorded.map(Box::new), now, after_redacted }
    }
}

impl<P: Page> Drop for Replay<P> {
    fn drop(&mut self) {
        if Rc::strong_count(&self.session) == 1 {
            self.session.untyped().leave_for_good();
        }
    }
}

impl<P: Page> fmt::Debug for Replay<P> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Replay")
            .field("line", &self.line())
            .field("lines", &self.lines())
            .finish_non_exhaustive()
    }
}

/// The record of the replay, with the answer as it came.
fn with_raw(mut now: Record, recorded: RecordKind) -> Record {
    if let (RecordKind::Answer(now), RecordKind::Answer(recorded)) = (&mut now.what, recorded) {
        now.raw = recorded.raw;
    }
    now
}

pub(super) fn perform(session: &AnySession, input: &Input) {
    match input {
        Input::Set { field, value } => {
            // A recorded value was accepted. If the page refuses it now, the missing record is a divergence.
            let _ = session.input(field, value.clone());
        }
        Input::Load { query } => {
            let _ = session.load(query);
        }
        Input::Show => session.show(),
        Input::Tap => drop(session.tap()),
        Input::Call { contact } => drop(session.call(*contact)),
        Input::MakeReachable => drop(session.set_reachable(true)),
        Input::MakeUnreachable => drop(session.set_reachable(false)),
        Input::HangUp => drop(session.hang_up()),
        Input::Dismiss => drop(session.dismiss()),
        Input::Cancel => drop(session.cancel()),
        Input::Leave => session.leave(),
    }
}

/// Whether the user or the host did this, and not the page.
fn is_from_outside(what: &RecordKind) -> bool {
    matches!(
        what,
        RecordKind::Input(_)
            | RecordKind::Answer(_)
            | RecordKind::Chat(_)
            | RecordKind::Reachable(_)
            | RecordKind::ReportsMembers(_)
    )
}

fn is_timer(what: &RecordKind) -> bool {
    matches!(what, RecordKind::Timer(_))
}

/// Whether the page did what was recorded. An alias of an openid matches any text, and a redacted value matches any of its
/// kind. Version 1 recorded a toast with its icon, and does not say whether a handler made a host call.
fn matches(recorded: &RecordKind, played: &RecordKind, recording: &Recording) -> bool {
    if let (RecordKind::Timer(recorded), RecordKind::Timer(played), true) =
        (recorded, played, recording.is_of_phone())
    {
        // Timers without an effect are not records of a phone, so the page may have more records when it sets this one.
        return recorded.ms == played.ms;
    }
    if let (RecordKind::Call(recorded), RecordKind::Call(played)) = (recorded, played)
        && recorded.own
        && recording.is_redacted()
    {
        let json = |options| serde_json::to_value(options).unwrap_or_default();
        return (recorded.number, &recorded.name, true) == (played.number, &played.name, played.own)
            && json_matches(&json(&recorded.options), &json(&played.options), Redacted::All);
    }
    let (Ok(mut json), Ok(mut played)) = (serde_json::to_value(recorded), serde_json::to_value(played))
    else {
        return false;
    };
    if let Some(answer) = json.get_mut("answer").and_then(serde_json::Value::as_object_mut) {
        answer.remove("raw");
    }
    if recording.version == 1
        && let (Some(recorded), Some(played)) = (json.get_mut("call"), played.get_mut("call"))
    {
        remove_unless_in(played, recorded, "own");
        if played.get("name").is_some_and(|name| *name == "showToast")
            && let (Some(recorded), Some(played)) = (recorded.get_mut("options"), played.get("options"))
        {
            remove_unless_in(recorded, played, "icon");
        }
    }
    let is_list = matches!(recorded, RecordKind::Field { value: Value::List(_), .. });
    let redacted = match recording.is_redacted() {
        // Contacts.
        true if is_list => Redacted::All,
        true => Redacted::Texts,
        false => Redacted::Nothing,
    };
    json_matches(&json, &played, redacted)
}

fn remove_unless_in(from: &mut serde_json::Value, other: &serde_json::Value, key: &str) {
    if let Some(from) = from.as_object_mut().filter(|_| other.get(key).is_none()) {
        from.remove(key);
    }
}

/// What may be redacted in a record.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Redacted {
    Nothing,
    Texts,
    /// Texts, numbers and booleans.
    All,
}

fn json_matches(recorded: &serde_json::Value, played: &serde_json::Value, redacted: Redacted) -> bool {
    use serde_json::Value as Json;

    match (recorded, played) {
        (Json::String(recorded), Json::String(played)) => {
            recorded == played
                || recorded == ValueError::ON_PHONE
                || recorded.contains("openid#")
                || redacted != Redacted::Nothing && recorded.contains("text#")
        }
        (Json::Array(recorded), Json::Array(played)) => {
            recorded.len() == played.len()
                && recorded.iter().zip(played).all(|(a, b)| json_matches(a, b, redacted))
        }
        (Json::Object(recorded), Json::Object(played)) => {
            recorded.len() == played.len()
                && recorded
                    .iter()
                    .all(|(key, a)| played.get(key).is_some_and(|b| json_matches(a, b, redacted)))
        }
        (Json::Number(zero), Json::Number(_)) if redacted == Redacted::All && zero.as_f64() == Some(0.0) => {
            true
        }
        (Json::Bool(false), Json::Bool(_)) if redacted == Redacted::All => true,
        _ => recorded == played,
    }
}
