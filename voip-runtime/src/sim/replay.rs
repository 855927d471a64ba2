//! A recording, played again.

use alloc::boxed::Box;
use alloc::collections::VecDeque;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::vec::Vec;
use core::cell::RefCell;
use core::fmt;
use core::time::Duration;

use super::clock::Clock;
use crate::error::{CallError, Cause};
use crate::host::{
    AuthorizeOptions, Host, Join1v1ChatOptions, Reply, SetEnable1v1ChatOptions, ShowToastOptions, Watch,
};
use crate::page::Page;
use crate::record::{Chat, Input, Record, Recorder, Recording, What};
use crate::session::Session;
use crate::state::State;
use crate::value::Value;

/// Where a page does something else than its recording says.
#[derive(Clone, Debug, PartialEq)]
pub struct Divergence {
    /// The line of the recording, from 1.
    pub line: usize,
    /// What the recording says, unless it is at its end.
    pub recorded: Option<Box<What>>,
    /// What the page did, unless it did nothing.
    pub now: Option<Box<What>>,
}

impl fmt::Display for Divergence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let json = |what: &Option<Box<What>>| match what {
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
/// its time. What the page then does must be what was recorded: its host calls, its changes and the
/// fields that it set. Gives what was played, and the state at the end.
///
/// So a recording from a bug report is a test in one line.
///
/// # Errors
///
/// The first line where the page does something else.
pub fn replay<P: Page>(recording: &Recording) -> Result<(Vec<Record>, State), Divergence> {
    let player = Player::default();
    let recorder = Recorder::new(player.clone());
    let session = Session::<P>::new(recorder.clone());
    recorder.listen(&session);
    let mut done = Vec::new();
    let mut undone = VecDeque::new();
    for (index, Record { at, what }) in recording.records.iter().enumerate() {
        let at = Duration::from_millis(*at);
        let is_input = matches!(what, What::Input(_) | What::Answer(_) | What::Chat(_));
        undone.extend(recorder.take());
        if is_input {
            player.0.clock.run_to(at.saturating_sub(Duration::from_millis(1)));
            player.0.clock.skip_to(at);
            match what {
                What::Input(input) => perform(&session, input),
                What::Answer(answer) => player.answer(answer.to, &answer.answer()),
                What::Chat(chat) => player.chat(chat),
                _ => {}
            }
            undone.extend(recorder.take());
        }
        while undone.is_empty() && player.0.clock.step(at) {
            undone.extend(recorder.take());
        }
        match undone.pop_front() {
            Some(now) if alike(what, &now.what) => done.push(now),
            // The header is the first line.
            now => return Err(Divergence::new(index + 2, Some(what.clone()), now)),
        }
    }
    undone.extend(recorder.take());
    match undone.pop_front() {
        Some(more) => Err(Divergence::new(recording.records.len() + 2, None, Some(more))),
        None => Ok((done, session.state())),
    }
}

impl Divergence {
    fn new(line: usize, recorded: Option<What>, now: Option<Record>) -> Self {
        Self { line, recorded: recorded.map(Box::new), now: now.map(|now| Box::new(now.what)) }
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
        Input::Receive => drop(session.receive()),
        Input::HangUp => drop(session.hang_up()),
        Input::Dismiss => drop(session.dismiss()),
        Input::Leave => session.leave(),
    }
}

/// The same, where an openid's alias stands for any text.
fn alike(recorded: &What, played: &What) -> bool {
    match (serde_json::to_value(recorded), serde_json::to_value(played)) {
        (Ok(recorded), Ok(played)) => json_alike(&recorded, &played),
        _ => false,
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

/// The host of a replay: it answers when the recording says so.
#[derive(Clone, Default)]
struct Player(Rc<Stage>);

#[derive(Default)]
struct Stage {
    clock: Clock,
    /// By the number of the host call.
    replies: RefCell<Vec<Option<Reply>>>,
    watch: RefCell<Option<Watch>>,
}

impl Player {
    fn ask(&self, reply: Option<Reply>) {
        self.0.replies.borrow_mut().push(reply);
    }

    fn answer(&self, to: u32, answer: &Result<Value, CallError>) {
        let reply =
            usize::try_from(to).ok().and_then(|to| self.0.replies.borrow().get(to).cloned().flatten());
        if let Some(reply) = reply {
            reply.answer(answer.clone());
        }
    }

    fn chat(&self, chat: &Chat) {
        let Some(watch) = self.0.watch.borrow().clone() else { return };
        match chat {
            Chat::Connected => watch.connected(),
            Chat::Ended => watch.ended(),
            Chat::Interrupted(words) => {
                watch.interrupted(CallError::new(Cause::Interrupted, String::from(words)));
            }
        }
    }
}

impl Host for Player {
    fn authorize(&self, _: &AuthorizeOptions<'_>, reply: Reply) {
        self.ask(Some(reply));
    }

    fn open_setting(&self, reply: Reply) {
        self.ask(Some(reply));
    }

    fn set_enable_1v1_chat(&self, _: &SetEnable1v1ChatOptions, reply: Reply) {
        self.ask(Some(reply));
    }

    fn join_1v1_chat(&self, _: &Join1v1ChatOptions<'_>, reply: Reply) {
        self.ask(Some(reply));
    }

    fn exit_voip_chat(&self, reply: Reply) {
        self.ask(Some(reply));
    }

    fn show_toast(&self, _: &ShowToastOptions<'_>) {
        self.ask(None);
    }

    fn sleep(&self, duration: Duration, reply: Reply) {
        self.0.clock.wake_after(duration, reply);
    }

    fn now(&self) -> Duration {
        self.0.clock.now()
    }

    fn chat_ended(&self, watch: Watch) {
        *self.0.watch.borrow_mut() = Some(watch);
    }

    fn request(&self, _: &str, _: &Value, reply: Reply) {
        self.ask(Some(reply));
    }
}
