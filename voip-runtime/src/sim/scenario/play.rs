//! Plays scenarios.

use alloc::boxed::Box;
use alloc::format;
use alloc::rc::Rc;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::any::Any;
use core::cell::RefCell;
use core::fmt;
use core::time::Duration;

use super::{Content, Expectation, Scenario, ScenarioError, TimedInput};
use crate::call::Page;
use crate::event::Input;
use crate::field::FieldError;
use crate::host::Host as _;
use crate::record::{Record, Recorder, Recording};
use crate::session::{AnySession, Session};
use crate::sim::answers::{Answers, Given};
use crate::sim::clock::MAX_EVENTS;
use crate::sim::fill_in::{self, CALLER, LISTENER};
use crate::sim::player::Player;
use crate::sim::replay::{Divergence, Replaying, perform};
use crate::sim::settings::{Faults, Settings};
use crate::sim::{Listener, Pace, SimHost};
use crate::spec::Spec;
use crate::state::State;

/// A page that scenarios are played on.
#[derive(Clone, Copy)]
pub struct ScenarioPage {
    spec: &'static Spec,
    open: fn(&Recorder) -> OpenPage,
}

/// An open page. It is left when this is dropped.
struct OpenPage {
    session: AnySession,
    _open: Box<dyn Any>,
}

impl ScenarioPage {
    /// The page `P`.
    pub const fn of<P: Page>() -> Self {
        Self { spec: P::SPEC, open: open::<P> }
    }

    /// What the page declares.
    pub const fn spec(&self) -> &'static Spec {
        self.spec
    }
}

impl Drop for OpenPage {
    fn drop(&mut self) {
        self.session.leave_for_good();
    }
}

impl fmt::Debug for ScenarioPage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ScenarioPage").field(&self.spec.name).finish()
    }
}

fn open<P: Page>(recorder: &Recorder) -> OpenPage {
    let session = Session::<P>::new(recorder.clone());
    recorder.observe(&session);
    OpenPage { session: session.untyped().clone(), _open: Box::new(session) }
}

/// A scenario that was played.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Played {
    /// What happened.
    pub records: Vec<Record>,
    /// What the page shows at the end.
    pub found: Expectation,
    /// Why the scenario is not as expected; `None` if it is.
    pub failure: Option<Failure>,
}

/// Why a scenario is not as expected.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Failure {
    /// The page shows something else at the end.
    Unexpected {
        /// What it should show.
        expected: Expectation,
        /// What it shows.
        found: Expectation,
    },
    /// The page did something else than the recording says.
    Diverged(Divergence),
    /// A line is invalid, which shows only when it is played: the page does not take the value of a field.
    Invalid(ScenarioError),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unexpected { expected, found } => write!(f, "line 1: expected {expected}, found {found}"),
            Self::Diverged(divergence) => divergence.fmt(f),
            Self::Invalid(error) => error.fmt(f),
        }
    }
}

impl core::error::Error for Failure {}

impl Scenario {
    /// Plays the scenario on a new page, and compares what the page shows at the end.
    ///
    /// `page` must be the page of the scenario.
    pub fn play(&self, page: ScenarioPage) -> Played {
        let (records, found, failure) = match &self.content {
            Content::Recording(recording) => replay(recording, page),
            Content::Inputs(inputs) => self.simulate(inputs, page),
        };
        let (expected, is_met) = (self.expect, self.expect.is_met_by(found));
        let unexpected = || (!is_met).then_some(Failure::Unexpected { expected, found });
        Played { records, found, failure: failure.or_else(unexpected) }
    }

    fn simulate(
        &self,
        inputs: &[TimedInput],
        page: ScenarioPage,
    ) -> (Vec<Record>, Expectation, Option<Failure>) {
        let (settings, _) = Settings::read(&self.settings, &[]);
        let host = SimHost::new();
        let recorder = Recorder::new(host.clone());
        let [a, b] = &settings.phones;
        let other = if *self.phone.of(&[true, false]) { b } else { a };
        let (faults, query) = (self.phone.of(&settings.phones), self.phone.of(&settings.queries));
        host.set_pace(if settings.instant { Pace::INSTANT } else { Pace::LIKELY });
        host.set_listener(listener(other));
        faults.apply(&Faults::default(), &host, page.spec.scopes);
        host.set_reachable(faults.has_enabled_calls(page.spec));
        let wrong = give_answers(&host, self.phone.of::<Vec<_>>(&settings.answers));
        let open = (page.open)(&recorder);
        let mut run = Run { host, session: &open.session, interrupt: faults.interrupt, answered: None };
        let failure = run.play(page.spec, query, inputs).err().map(Failure::Invalid);
        let found = shown(&open.session);
        let wrong = wrong.borrow_mut().take();
        let failure = failure.or(wrong.map(Failure::Invalid));
        // Taken before the page is left, which would add a record.
        (recorder.take(), found, failure)
    }
}

fn replay(recording: &Recording, page: ScenarioPage) -> (Vec<Record>, Expectation, Option<Failure>) {
    let player = Player::default();
    let recorder = Recorder::new(player.clone());
    let open = (page.open)(&recorder);
    let mut replaying = Replaying::new(recording.clone(), player, recorder, open.session.clone());
    let mut records = Vec::new();
    let mut failure = None;
    while let Some(record) = replaying.step() {
        match record {
            Ok(record) => records.push(record),
            Err(divergence) => failure = Some(Failure::Diverged(divergence)),
        }
    }
    (records, shown(&open.session), failure)
}

fn shown(session: &AnySession) -> Expectation {
    let state = session.state();
    Expectation {
        state,
        cause: session.error().map(|error| error.cause()).filter(|_| state == State::Failed),
        connected: (state == State::InCall).then(|| session.connected()),
    }
}

/// Gives these answers to the host calls that the page makes itself. The first that the page cannot read is an error.
fn give_answers(host: &SimHost, given: &[Given]) -> Rc<RefCell<Option<ScenarioError>>> {
    let answers = Answers::new(Arc::from([]));
    answers.give(given);
    let wrong = Rc::new(RefCell::new(None));
    let found = wrong.clone();
    host.on_any_request(move |request| {
        let (answer, wrong) = answers.answer(request);
        if let Some(wrong) = wrong {
            let error = ScenarioError::new(
                format!("`settings`: {}", wrong.english()),
                format!("settings：{}", wrong.chinese()),
            );
            found.borrow_mut().get_or_insert(error.at(1));
        }
        answer
    });
    wrong
}

/// The other side of a call, whose phone has these faults.
fn listener(faults: &Faults) -> Listener {
    if faults.closed || faults.offline {
        Listener::Closed
    } else if faults.uncallable {
        Listener::NotEnabled
    } else {
        Listener::Reachable
    }
}

/// A scenario without a recording, while it is played.
struct Run<'a> {
    host: SimHost,
    session: &'a AnySession,
    /// The delay after a call is answered until a phone call interrupts it.
    interrupt: Option<Duration>,
    /// When the current call was answered.
    answered: Option<u64>,
}

impl Run<'_> {
    fn play(
        &mut self,
        spec: &'static Spec,
        query: &[(String, String)],
        inputs: &[TimedInput],
    ) -> Result<(), ScenarioError> {
        self.open(spec, query)?;
        let start = self.host.now();
        for TimedInput { line, at, input } in inputs {
            self.advance(Some(start.saturating_add(Duration::from_millis(*at))))?;
            match input {
                Some(Input::Set { field, value }) => {
                    let set = self.session.input(field, value.clone());
                    set.map_err(|error| refused(field, &error).at(*line))?;
                }
                Some(input) => perform(self.session, input),
                // The expectation is compared at this time.
                None => return Ok(()),
            }
        }
        self.advance(None)
    }

    /// Opens the page as a phone does, waits until it is loaded, and fills in what is empty.
    fn open(&mut self, spec: &'static Spec, query: &[(String, String)]) -> Result<(), ScenarioError> {
        if spec.on_load || !query.is_empty() {
            self.session.load(query).map_err(|error| refused("query", &error).at(1))?;
        }
        if spec.acts_on_show() {
            self.session.show();
        }
        for _ in 0..MAX_EVENTS {
            if !self.session.loading() || !self.step(Duration::MAX) {
                break;
            }
        }
        for (_, field, value) in fill_in::values(spec, &*self.session.fields(), CALLER, LISTENER) {
            // The page may refuse a made-up value; the field stays empty then.
            let _ = self.session.input(field.name, value);
        }
        Ok(())
    }

    /// Runs until this time, or until nothing more happens.
    fn advance(&mut self, until: Option<Duration>) -> Result<(), ScenarioError> {
        for _ in 0..MAX_EVENTS {
            let clock = self.host.phone.clock();
            let may_step = until.is_some() || !clock.is_idle();
            if !may_step || !self.step(until.unwrap_or(Duration::MAX)) {
                if let Some(until) = until {
                    self.host.phone.clock().skip_to(until);
                }
                return Ok(());
            }
        }
        Err(ScenarioError::new(
            format!("the page does not come to rest within {MAX_EVENTS} events"),
            format!("页面在 {MAX_EVENTS} 个事件之后仍没有停下"),
        ))
    }

    fn step(&mut self, until: Duration) -> bool {
        let stepped = self.host.step(until);
        let answered = answered(&self.host);
        if answered != self.answered {
            self.answered = answered;
            if let (Some(_), Some(delay)) = (answered, self.interrupt) {
                // Weak, since the phone's clock owns the action.
                let phone = Rc::downgrade(&self.host.phone);
                self.host.after(delay, move || {
                    let Some(host) = phone.upgrade().map(|phone| SimHost { phone }) else { return };
                    if self::answered(&host) == answered {
                        host.interrupt();
                    }
                });
            }
        }
        stepped
    }
}

/// When the current call was answered.
fn answered(host: &SimHost) -> Option<u64> {
    host.screen().call.and_then(|call| call.connected_at)
}

fn refused(name: &str, error: &FieldError) -> ScenarioError {
    ScenarioError::new(format!("{name}: {error}"), format!("字段 {name} 不能填入这个值"))
}
