//! A recording, played again.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::vec::Vec;
use core::fmt;
use core::time::Duration;

use super::clock::MAX_EVENTS;
use super::player::Player;
use crate::call::Page;
use crate::record::{Input, Record, RecordKind, Recorder, Recording};
use crate::session::Session;
use crate::state::State;

/// Where a page does something else than its recording says.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Divergence {
    /// The line of the recording, from 1.
    pub line: usize,
    /// What the recording says, unless it is at its end.
    pub recorded: Option<Box<RecordKind>>,
    /// What the page did, unless it did nothing.
    pub now: Option<Box<RecordKind>>,
}

impl fmt::Display for Divergence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let json = |what: &Option<Box<RecordKind>>| match what {
            Some(what) => serde_json::to_string(what).unwrap_or_default(),
            None => "nothing".into(),
        };
        match &self.recorded {
            Some(_) => write!(f, "line {}: recorded was {}, ", self.line, json(&self.recorded))?,
            None => write!(f, "line {}: the recording ends here, ", self.line)?,
        }
        write!(f, "but the page now does {}", json(&self.now))
    }
}

impl core::error::Error for Divergence {}

/// Plays a recording again on a fresh page: what its user did and what the host answered, each at
/// its time. What the page then does must be what was recorded: its host calls, its changes, the fields
/// that it set, and when its timers fire. Gives what was played, and the state at the end.
///
/// So a recording from a bug report is a test in one line.
///
/// # Errors
///
/// The first line where the page does something else.
pub fn replay<P: Page>(recording: &Recording) -> Result<(Vec<Record>, State), Divergence> {
    let mut replay = Replay::<P>::new(recording.clone());
    let mut done = Vec::new();
    while let Some(record) = replay.step() {
        done.push(record?);
    }
    Ok((done, replay.session().state()))
}

/// A recording that is played again line by line, as [`replay`] does it at once.
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
    recording: Recording,
    player: Player,
    recorder: Recorder,
    session: Session<P>,
    /// What the page has done and no line has said yet.
    undone: VecDeque<Record>,
    /// How many records of the recording were done.
    done: usize,
    /// The end was reached, or a line where the page does something else.
    over: bool,
}

impl<P: Page> Replay<P> {
    /// A fresh page, and nothing of the recording done.
    pub fn new(recording: Recording) -> Self {
        let player = Player::default();
        let recorder = Recorder::new(player.clone());
        let session = Session::<P>::new(recorder.clone());
        recorder.observe(&session);
        Self { recording, player, recorder, session, undone: VecDeque::new(), done: 0, over: false }
    }

    /// Plays the next line: gives what it said, as it happened now. `None` at the end, and after an
    /// error.
    ///
    /// # Errors
    ///
    /// Where the page does something else than the line says, or something more after the last one.
    pub fn step(&mut self) -> Option<Result<Record, Divergence>> {
        if self.over {
            return None;
        }
        let Some(Record { at, what }) = self.recording.records.get(self.done).cloned() else {
            self.over = true;
            self.note();
            let more = self.undone.pop_front()?;
            return Some(Err(self.divergence(None, Some(more))));
        };
        let at = Duration::from_millis(at);
        self.note();
        if matches!(what, RecordKind::Input(_) | RecordKind::Answer(_) | RecordKind::Chat(_)) {
            self.give(at, &what);
            self.note();
        }
        // A page whose timers never end does not hold up its replay: it does something else than the line says.
        for _ in 0..MAX_EVENTS {
            if !is_timer(&what) {
                self.skip_timers();
            }
            if !self.undone.is_empty() || !self.player.clock().step(at) {
                break;
            }
            self.note();
        }
        Some(match self.undone.pop_front() {
            Some(now) if alike(&what, &now.what, self.recording.version) => {
                self.done += 1;
                Ok(now)
            }
            now => {
                self.over = true;
                Err(self.divergence(Some(what), now))
            }
        })
    }

    /// The session of the page, which is for looking at: what is done to it is no part of the
    /// recording.
    pub fn session(&self) -> &Session<P> {
        &self.session
    }

    /// The line that was played last, from 1; that is the header, as long as nothing was.
    pub fn line(&self) -> usize {
        self.done + 1
    }

    /// How many lines the recording has, with its header.
    pub fn lines(&self) -> usize {
        self.recording.records.len() + 1
    }

    fn note(&mut self) {
        self.undone.extend(self.recorder.take());
    }

    /// Where the recording has no timer, what matters is what the timer brings about. Version 1 has none.
    fn skip_timers(&mut self) {
        while self.undone.front().is_some_and(|record| is_timer(&record.what)) {
            self.undone.pop_front();
        }
    }

    /// What reaches the page does so at its time, before whatever else is due then.
    fn give(&self, at: Duration, what: &RecordKind) {
        let clock = self.player.clock();
        clock.run_to(at.saturating_sub(Duration::from_millis(1)));
        clock.skip_to(at);
        match what {
            RecordKind::Input(input) => perform(&self.session, input),
            RecordKind::Answer(answer) => self.player.answer(answer),
            RecordKind::Chat(chat) => self.player.chat(chat),
            RecordKind::Call(_) | RecordKind::Timer(_) | RecordKind::Change(_) | RecordKind::Field { .. } => {
            }
        }
    }

    fn divergence(&self, recorded: Option<RecordKind>, now: Option<Record>) -> Divergence {
        let now = now.map(|now| Box::new(now.what));
        // The header is the first line.
        Divergence { line: self.done + 2, recorded: recorded.map(Box::new), now }
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

fn perform<P: Page>(session: &Session<P>, input: &Input) {
    match input {
        Input::Set { field, value } => {
            // One that the page refuses was not recorded: it then shows as a divergence.
            let _ = session.input(field, value.clone());
        }
        Input::Load { query } => {
            let _ = session.load(query.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        }
        Input::Tap => drop(session.tap()),
        Input::MakeReachable => drop(session.make_reachable()),
        Input::HangUp => drop(session.hang_up()),
        Input::Dismiss => drop(session.dismiss()),
        Input::Leave => session.leave(),
    }
}

fn is_timer(what: &RecordKind) -> bool {
    matches!(what, RecordKind::Timer(_))
}

/// The same, where an openid's alias stands for any text. Version 1 recorded a toast with its icon, and
/// does not say whether a host call is the handler's own.
fn alike(recorded: &RecordKind, played: &RecordKind, version: u32) -> bool {
    let (Ok(mut recorded), Ok(mut played)) = (serde_json::to_value(recorded), serde_json::to_value(played))
    else {
        return false;
    };
    if version == 1
        && let (Some(recorded), Some(played)) = (recorded.get_mut("call"), played.get_mut("call"))
    {
        remove_unless_in(played, recorded, "own");
        if played.get("name").is_some_and(|name| *name == "showToast")
            && let (Some(recorded), Some(played)) = (recorded.get_mut("options"), played.get("options"))
        {
            remove_unless_in(recorded, played, "icon");
        }
    }
    json_alike(&recorded, &played)
}

fn remove_unless_in(from: &mut serde_json::Value, other: &serde_json::Value, key: &str) {
    if let Some(from) = from.as_object_mut().filter(|_| other.get(key).is_none()) {
        from.remove(key);
    }
}

fn json_alike(recorded: &serde_json::Value, played: &serde_json::Value) -> bool {
    use serde_json::Value as Json;

    match (recorded, played) {
        (Json::String(recorded), Json::String(played)) => recorded == played || recorded.contains("openid#"),
        (Json::Array(recorded), Json::Array(played)) => {
            recorded.len() == played.len() && recorded.iter().zip(played).all(|(a, b)| json_alike(a, b))
        }
        (Json::Object(recorded), Json::Object(played)) => {
            recorded.len() == played.len()
                && recorded.iter().all(|(key, a)| played.get(key).is_some_and(|b| json_alike(a, b)))
        }
        _ => recorded == played,
    }
}
