//! The host of the explorer: it answers nothing by itself, and knows what it could answer.

use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::fmt;
use core::hash::{Hash, Hasher};
use core::time::Duration;

use super::observer::Observer;
use crate::call::Page;
use crate::error::Cause;
use crate::host::{
    Answer, AuthorizeOptions, Host, Join1v1ChatOptions, Reply, SetEnable1v1ChatOptions, ShowToastOptions,
    Watch,
};
use crate::session::Session;
use crate::sim::script::{Step, failure};
use crate::spec::Spec;
use crate::value::Value;

/// One thing that can happen next.
#[derive(Clone, Debug)]
pub(super) enum Move {
    /// The host answers this host call.
    Answer(usize, Result<Value, Cause>),
    /// This much time has passed.
    Wake(usize),
    Connected,
    Ended,
    Interrupted,
    Tap,
    Receive,
    HangUp,
    Dismiss,
    Leave,
}

/// What was asked of the host.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Ask {
    Step(Step, &'static str),
    OpenSetting,
    Exit,
    Request(String),
    /// Until this moment.
    Sleep(Duration),
}

impl fmt::Display for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Step(step, "") => f.write_str(step.host_call()),
            Self::Step(step, scope) => write!(f, "{}({scope})", step.host_call()),
            Self::OpenSetting => f.write_str("openSetting"),
            Self::Exit => f.write_str("exitVoIPChat"),
            Self::Request(name) => f.write_str(name),
            Self::Sleep(until) => write!(f, "the time until {} s", until.as_secs_f32()),
        }
    }
}

/// A host call that was made.
struct Asked {
    what: Ask,
    reply: Reply,
    at: Duration,
    answered: bool,
}

impl Ask {
    fn is_join(&self) -> bool {
        matches!(self, Self::Step(Step::Join, _))
    }
}

#[derive(Clone)]
pub(super) struct Stage(Rc<Inner>);

struct Inner {
    spec: &'static Spec,
    lies: bool,
    now: Cell<Duration>,
    asked: RefCell<Vec<Asked>>,
    watch: RefCell<Option<Watch>>,
    /// What the handler has learnt of its own host calls since its tap.
    learnt: RefCell<Vec<(Ask, String)>>,
    story: RefCell<Vec<String>>,
    left: Cell<bool>,
    observer: Rc<Observer>,
}

impl Stage {
    pub(super) fn new(spec: &'static Spec, lies: bool) -> Self {
        Self(Rc::new(Inner {
            spec,
            lies,
            now: Cell::default(),
            asked: RefCell::default(),
            watch: RefCell::default(),
            learnt: RefCell::default(),
            story: RefCell::default(),
            left: Cell::new(false),
            observer: Rc::new(Observer::new(spec)),
        }))
    }

    pub(super) fn observer(&self) -> Rc<Observer> {
        self.0.observer.clone()
    }

    pub(super) fn first_flaw(&self) -> Option<String> {
        self.0.observer.first_flaw()
    }

    pub(super) fn story(&self) -> Vec<String> {
        self.0.story.borrow().clone()
    }

    pub(super) fn has_left(&self) -> bool {
        self.0.left.get()
    }

    /// How many host calls were made.
    pub(super) fn calls(&self) -> usize {
        self.0.asked.borrow().len()
    }

    fn live_watch(&self) -> Option<Watch> {
        self.0.watch.borrow().clone().filter(Watch::is_live)
    }

    pub(super) fn awaits_something(&self) -> bool {
        self.0.asked.borrow().iter().any(|asked| asked.reply.is_live()) || self.live_watch().is_some()
    }

    // --- What can happen next ---

    pub(super) fn moves<P: Page>(&self, session: &Session<P>, answers: &[(String, Value)]) -> Vec<Move> {
        let mut moves = Vec::new();
        let mut next_sleeper: Option<(Duration, usize)> = None;
        for (index, asked) in self.0.asked.borrow().iter().enumerate() {
            let late_join = asked.what.is_join() && self.0.observer.is_late(index);
            if !(asked.reply.is_live() || late_join && !asked.answered) {
                continue;
            }
            if let Ask::Sleep(until) = asked.what {
                next_sleeper = Some(next_sleeper.map_or((until, index), |first| first.min((until, index))));
                continue;
            }
            moves.push(Move::Answer(index, Ok(Value::Any)));
            match &asked.what {
                // Nobody waits for it, so one failure is as good as another.
                Ask::Step(Step::Join, _) if late_join => moves.push(Move::Answer(index, Err(Cause::System))),
                Ask::Step(step, _) => {
                    let possible = |cause: &&Cause| cause.is_possible_in(step.state());
                    // Its documents foresee no others, but who knows.
                    let strangers = [Cause::Other(-99_999), Cause::Interrupted];
                    let causes = Cause::NAMED.iter().filter(possible).copied().chain(strangers);
                    moves.extend(causes.map(|cause| Move::Answer(index, Err(cause))));
                }
                Ask::Request(name) => {
                    moves.push(Move::Answer(index, Err(Cause::System)));
                    let told = answers.iter().filter(|(of, _)| of == name);
                    moves.extend(told.map(|(_, value)| Move::Answer(index, Ok(value.clone()))));
                }
                _ => moves.push(Move::Answer(index, Err(Cause::System))),
            }
        }
        moves.extend(next_sleeper.map(|(_, index)| Move::Wake(index)));
        if self.0.left.get() {
            return moves;
        }
        if self.live_watch().is_some() {
            if !session.connected() {
                moves.push(Move::Connected);
            }
            moves.extend([Move::Ended, Move::Interrupted]);
        }
        let can = session.can();
        let user = [
            (can.tap || session.engine().is_receiving() && !session.busy(), Move::Tap),
            (can.receive, Move::Receive),
            (can.hang_up, Move::HangUp),
            (can.dismiss, Move::Dismiss),
            (true, Move::Leave),
        ];
        moves.extend(user.into_iter().filter(|(possible, _)| *possible).map(|(_, user)| user));
        moves
    }

    pub(super) fn act<P: Page>(&self, session: &Session<P>, step: &Move) {
        match step {
            Move::Answer(index, answer) => self.answer(*index, answer),
            Move::Wake(index) => self.answer(*index, &Ok(Value::Null)),
            Move::Connected => self.chat("the other side answers", Watch::connected),
            Move::Ended => self.chat("the other side hangs up", |watch| {
                self.0.observer.room_closed();
                watch.ended();
            }),
            Move::Interrupted => self.chat("a phone call cuts the call off", |watch| {
                self.0.observer.room_closed();
                watch.interrupted(failure("onVoIPChatInterrupted", Cause::Interrupted));
            }),
            Move::Tap => {
                self.tell("tap");
                self.0.learnt.borrow_mut().clear();
                session.tap();
            }
            Move::Receive => {
                self.tell("可接听");
                self.0.observer.receives();
                session.receive();
            }
            Move::HangUp => {
                self.tell("结束");
                session.hang_up();
            }
            Move::Dismiss => {
                self.tell("the failure is dismissed");
                session.dismiss();
            }
            Move::Leave => {
                self.tell("the page is left");
                self.0.left.set(true);
                self.0.observer.leaves(session.state());
                session.leave();
                self.0.observer.settled();
            }
        }
    }

    /// A host call that has a time but no timer.
    pub(super) fn unbounded(&self) -> Option<String> {
        let asked = self.0.asked.borrow();
        let (_, last) = asked.iter().enumerate().rfind(|(index, asked)| match &asked.what {
            Ask::Step(Step::Join, _) => !self.0.observer.is_late(*index),
            Ask::Step(..) => !asked.answered && asked.reply.is_live(),
            _ => false,
        })?;
        let Ask::Step(step, _) = last.what else { return None };
        let until = last.at.saturating_add(self.0.spec.flow.row(step.state()).within?);
        let bounded = asked.iter().any(|asked| asked.what == Ask::Sleep(until));
        (!bounded).then(|| format!("{} was called without the time of its row", last.what))
    }

    pub(super) fn takes_no_tap(&self) -> bool {
        self.0.observer.takes_no_tap()
    }

    fn tell(&self, what: impl Into<String>) {
        self.0.story.borrow_mut().push(what.into());
    }

    fn chat(&self, what: &str, tell: impl FnOnce(&Watch)) {
        self.tell(what);
        if let Some(watch) = self.live_watch() {
            tell(&watch);
        }
    }

    fn answer(&self, index: usize, answer: &Result<Value, Cause>) {
        let Some((what, reply)) = self.0.asked.borrow_mut().get_mut(index).map(|asked| {
            asked.answered = true;
            (asked.what.clone(), asked.reply.clone())
        }) else {
            return;
        };
        if let Ask::Sleep(until) = what {
            self.0.now.set(until);
        }
        let words = match answer {
            Ok(Value::Any | Value::Null) => "succeeds".to_string(),
            Ok(value) => format!("answers {value:?}"),
            Err(cause) => format!("fails: {cause}"),
        };
        self.tell(if matches!(what, Ask::Sleep(_)) {
            format!("{what} passes")
        } else {
            format!("{what} {words}")
        });
        if reply.is_handlers() {
            // That it is later now is all that a sleeper learns.
            let what = if matches!(what, Ask::Sleep(_)) { Ask::Sleep(Duration::ZERO) } else { what.clone() };
            self.0.learnt.borrow_mut().push((what, words));
        }
        if matches!(what, Ask::Sleep(_)) && reply.is_live() && !reply.is_handlers() {
            // If a join is under way, it was the join's time.
            self.0.observer.join_goes_on_alone();
        }
        self.0.observer.answers(&what, index, answer.is_ok());
        let refused = answer.is_err() && matches!(what, Ask::Step(Step::Authorize, _));
        reply.answer(if self.0.lies && refused { Ok(Value::Null) } else { told(&what, answer) });
        self.0.observer.settled();
    }

    /// Gives every earlier answer once more, both ways, and says how many that were.
    pub(super) fn repeat_answers(&self) -> usize {
        let earlier: Vec<_> = self
            .0
            .asked
            .borrow()
            .iter()
            // An unanswered join may still succeed, and that is a move of its own.
            .filter(|asked| asked.answered || !asked.reply.is_live() && !asked.what.is_join())
            .map(|asked| (asked.what.clone(), asked.reply.clone()))
            .collect();
        for (what, reply) in &earlier {
            reply.answer(Ok(Value::Null));
            reply.answer(told(what, &Err(Cause::System)));
        }
        earlier.len() * 2
    }

    pub(super) fn fingerprint(&self, busy: bool, hasher: &mut impl Hasher) {
        for (index, asked) in self.0.asked.borrow().iter().enumerate() {
            let late_join = asked.what.is_join() && self.0.observer.is_late(index);
            if late_join || !asked.reply.is_live() {
                continue;
            }
            match &asked.what {
                // What time it is does not matter, only how long is left.
                Ask::Sleep(until) => until.saturating_sub(self.0.now.get()).hash(hasher),
                what => what.hash(hasher),
            }
        }
        if busy {
            self.0.learnt.borrow().hash(hasher);
        }
        self.0.left.get().hash(hasher);
        self.live_watch().is_some().hash(hasher);
        self.0.observer.fingerprint(busy, hasher);
    }

    fn ask(&self, what: Ask, reply: Reply) {
        let mut asked = self.0.asked.borrow_mut();
        self.0.observer.asked(&what, asked.len());
        asked.push(Asked { what, reply, at: self.0.now.get(), answered: false });
    }
}

fn told(what: &Ask, answer: &Result<Value, Cause>) -> Answer {
    answer.clone().map_err(|cause| failure(&what.to_string(), cause))
}

impl Host for Stage {
    fn authorize(&self, options: &AuthorizeOptions<'_>, reply: Reply) {
        let scope = self.0.spec.scopes.iter().find(|scope| scope.name() == options.scope);
        self.ask(Ask::Step(Step::Authorize, scope.map_or("an unknown scope", |scope| scope.name())), reply);
    }

    fn open_setting(&self, reply: Reply) {
        self.ask(Ask::OpenSetting, reply);
    }

    fn set_enable_1v1_chat(&self, _: &SetEnable1v1ChatOptions, reply: Reply) {
        self.ask(Ask::Step(Step::Enable, ""), reply);
    }

    fn join_1v1_chat(&self, options: &Join1v1ChatOptions<'_>, reply: Reply) {
        if options.caller.openid.is_empty() || options.listener.openid.is_empty() {
            self.0.observer.flaw("join1v1Chat was called with an empty openid".into());
        }
        self.ask(Ask::Step(Step::Join, ""), reply);
    }

    fn exit_voip_chat(&self, reply: Reply) {
        self.ask(Ask::Exit, reply);
    }

    fn show_toast(&self, _: &ShowToastOptions<'_>) {}

    fn sleep(&self, duration: Duration, reply: Reply) {
        self.ask(Ask::Sleep(self.0.now.get().saturating_add(duration)), reply);
    }

    fn now(&self) -> Duration {
        self.0.now.get()
    }

    fn chat_ended(&self, watch: Watch) {
        *self.0.watch.borrow_mut() = Some(watch);
    }

    fn request(&self, name: &str, _: &Value, reply: Reply) {
        self.ask(Ask::Request(name.into()), reply);
    }
}
