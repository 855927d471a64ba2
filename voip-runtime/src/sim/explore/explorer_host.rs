//! The host of an explored page. It answers only when the explorer makes a move, and lists the possible answers.

use alloc::rc::{Rc, Weak};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::time::Duration;

use super::calls::{Calls, Causes, MadeCall};
use super::checker::Checker;
use super::moves::{Answer, CallKind, Limit, Maker};
use super::place::{Pending, Place, fields};
use crate::cause::Cause;
use crate::engine::{Engine, TaskKind};
use crate::event::{Event, HostEvent};
use crate::flow::{Action, Via};
use crate::host::{AppWatch, Host, HostCall, Reply, Watch};
use crate::machine::Machine;
use crate::sim::script::{Step, failure};
use crate::spec::Spec;
use crate::state::State;
use crate::value::{Value, sample};

#[derive(Clone)]
pub(super) struct ExplorerHost(Rc<Inner>);

struct Inner {
    spec: &'static Spec,
    ignores_refusals: bool,
    engine: RefCell<Weak<Engine>>,
    now: Cell<Duration>,
    joined_at: Cell<Duration>,
    calls: RefCell<Calls>,
    /// The watch of the newest join.
    watch: RefCell<Option<Watch>>,
    app: RefCell<Option<AppWatch>>,
    checker: RefCell<Checker>,
    /// The moves so far.
    trace: RefCell<Vec<Traced>>,
    /// The number of host calls and events so far.
    activity: Cell<usize>,
}

/// A move, from which its text is made if there is a flaw.
enum Traced {
    Text(String),
    Is(&'static str),
    Answered { call: usize, answer: Answer, is_late: bool, choice: Option<String> },
    Time(Duration),
}

impl ExplorerHost {
    pub(super) fn new(spec: &'static Spec, ignores_refusals: bool, is_silent: bool) -> Self {
        Self(Rc::new(Inner {
            spec,
            ignores_refusals,
            engine: RefCell::default(),
            now: Cell::default(),
            joined_at: Cell::default(),
            calls: RefCell::default(),
            watch: RefCell::default(),
            app: RefCell::default(),
            checker: RefCell::new(Checker::new(spec, is_silent)),
            trace: RefCell::default(),
            activity: Cell::default(),
        }))
    }

    /// The page that runs on this host.
    pub(super) fn set_engine(&self, engine: &Rc<Engine>) {
        self.0.engine.replace(Rc::downgrade(engine));
    }

    pub(super) fn check<T>(&self, check: impl FnOnce(&mut Checker) -> T) -> T {
        check(&mut self.0.checker.borrow_mut())
    }

    fn calls<T>(&self, read: impl FnOnce(&mut Calls, &Checker) -> T) -> T {
        read(&mut self.0.calls.borrow_mut(), &self.0.checker.borrow())
    }

    pub(super) fn notified(&self, event: &Event<'_>) {
        if !matches!(event, Event::Input(_)) {
            self.count();
        }
        if let Event::Change(change) = event
            && change.to == State::InCall
        {
            self.0.joined_at.set(self.0.now.get());
        }
        self.check(|checker| checker.notified(self.0.spec, event));
        if let (Event::Loading(false), Some(engine)) = (event, self.0.engine.borrow().upgrade()) {
            self.check(|checker| checker.tap_still_waits(|| fields(&engine)));
        }
    }

    pub(super) fn activity(&self) -> usize {
        self.0.activity.get()
    }

    fn count(&self) {
        self.0.activity.set(self.0.activity.get() + 1);
    }

    // --- The path ---

    pub(super) fn log(&self, what: &'static str) {
        self.0.trace.borrow_mut().push(Traced::Is(what));
    }

    pub(super) fn log_text(&self, what: String) {
        self.0.trace.borrow_mut().push(Traced::Text(what));
    }

    /// The moves so far, as text.
    pub(super) fn trace(&self, given: &[(String, Value)]) -> Vec<String> {
        let calls = self.0.calls.borrow();
        let text = |traced: &Traced| match traced {
            Traced::Text(text) => text.clone(),
            Traced::Is(text) => (*text).to_string(),
            Traced::Time(at) => format!("time passes until {} s", at.as_secs_f32()),
            Traced::Answered { call, answer, is_late, choice } => {
                let what = calls.kind(*call).map_or_else(String::new, ToString::to_string);
                let late = if *is_late { " after its time limit" } else { "" };
                match answer {
                    Answer::Success => format!("{what} succeeds{late}"),
                    Answer::Varied(..) => {
                        format!("{what} answers {}", choice.as_deref().unwrap_or("something else"))
                    }
                    Answer::Given(at) => {
                        format!(
                            "{what} answers {:?}",
                            given.get(*at).map_or(&Value::Null, |(_, value)| value)
                        )
                    }
                    Answer::Failure(cause) => format!("{what} fails: {cause}{late}"),
                    Answer::Never => format!("{what} is never answered"),
                }
            }
        };
        self.0.trace.borrow().iter().map(text).collect()
    }

    // --- The place ---

    /// The place that the path leads to, with this machine. `is_for_one_call` says that only one call is played from here.
    pub(super) fn place(&self, machine: Machine, fields: u64, is_for_one_call: bool) -> Place {
        let (spec, now) = (self.0.spec, self.0.now.get());
        let pending = self.calls(|calls, checker| {
            let pending =
                |call: &MadeCall| (call.kind.clone(), call.maker, call.at.saturating_sub(now), call.address);
            Pending {
                calls: calls.compared(checker).map(pending).collect(),
                stuck: calls.stuck().collect(),
                is_answered_at_once: calls.spawned_request().is_some(),
                late_joins: calls.late_joins(checker).min(2),
                late_enable: spec.receive.is_some() && calls.late_enable(checker).is_some(),
                requests: self.0.engine.borrow().upgrade().map_or(0, |engine| engine.requests.get()),
                is_watched: self.is_watched(),
            }
        });
        Place::new(spec, machine, self.check(|checker| checker.clone()), pending, fields, is_for_one_call)
    }

    pub(super) fn is_watched(&self) -> bool {
        self.0.watch.borrow().as_ref().is_some_and(Watch::is_live)
    }

    pub(super) fn awaits_something(&self) -> bool {
        self.calls(|calls, checker| calls.awaited(checker).next().is_some()) || self.is_watched()
    }

    /// A flaw if a handler or a task goes on after the page was left.
    pub(super) fn goes_on(&self) -> Option<String> {
        self.calls(|calls, _| calls.of_page().next().map(|call| call.kind.to_string()))
            .map(|call| format!("the page was left, but `{call}` of its handler or a task is still pending"))
    }

    /// A flaw if a step, a `via` or a joined call has a time limit but no timer.
    pub(super) fn unlimited(&self) -> Option<String> {
        let (spec, joined_at) = (self.0.spec, self.0.joined_at.get());
        self.calls(|calls, checker| {
            calls.unlimited_step(checker, spec).or_else(|| calls.unlimited_call(checker, spec, joined_at))
        })
    }

    /// The end of a move.
    pub(super) fn settle(&self) {
        let calls = self.0.calls.borrow();
        self.check(|checker| checker.settled(|address| calls.is_pending(address)));
    }

    // --- Answers ---

    /// Every answer that can come next, with the index of its host call; of late joins too if `with_late` is set.
    pub(super) fn answers(
        &self,
        given: &[(String, Value)],
        causes: Causes,
        with_late: bool,
    ) -> Vec<(usize, Answer)> {
        self.calls(|calls, checker| calls.answers(checker, self.0.spec, given, causes, with_late))
    }

    /// The name of the host call at this index, if a handler or a task has made it.
    pub(super) fn request(&self, index: usize) -> Option<String> {
        match self.0.calls.borrow().kind(index)? {
            CallKind::Request(name) => Some(name.clone()),
            _ => None,
        }
    }

    pub(super) fn is_timer(&self, index: usize) -> bool {
        self.0.calls.borrow().kind(index).is_some_and(CallKind::is_timer)
    }

    /// Whether a task that the flow spawned waits for an answer. It gets one at once.
    pub(super) fn has_spawned_request(&self) -> bool {
        self.calls(|calls, _| calls.spawned_request().is_some())
    }

    /// Answers a host call. Returns the alternatives of the data that were made up, if this was the first answer with data.
    pub(super) fn answer(&self, index: usize, answer: Answer, given: &[(String, Value)]) -> Vec<Vec<String>> {
        let Some(asked) = self.calls(|calls, checker| calls.ask(checker, index, answer)) else {
            return Vec::new();
        };
        let (spec, failed) = (self.0.spec, answer.failure());
        let value = match answer {
            Answer::Given(at) => given.get(at).map_or(Value::Null, |(_, value)| value.clone()),
            Answer::Varied(choice, alternative) => Value::varied(choice, alternative),
            _ => Value::any(),
        };
        let at = self.0.trace.borrow().len();
        if asked.kind.is_timer() {
            self.0.now.set(self.0.now.get().max(asked.at));
            self.0.trace.borrow_mut().push(Traced::Time(asked.at));
        } else {
            let traced = Traced::Answered { call: index, answer, is_late: asked.is_late, choice: None };
            self.0.trace.borrow_mut().push(traced);
        }
        match (&asked.kind, asked.learns) {
            (_, Some((address, preceding, learnt))) => self.check(|checker| {
                let state = (asked.maker == Maker::Handler).then(|| checker.call_state()).flatten();
                checker.knowledge.answered(address, preceding, learnt, state);
            }),
            (CallKind::Sleep, _) => self.check(|checker| checker.time_passed(spec)),
            (CallKind::Limit(limit), _) => self.check(|checker| checker.limit_passed(*limit)),
            (CallKind::Disable, _) => self.check(|checker| checker.disable_answered(failed.is_none())),
            (CallKind::Step(Step::Enable, _), _) if asked.is_late => {
                self.check(|checker| checker.app_reachable(true));
            }
            (CallKind::Step(..), _) if asked.is_late => {
                let is_last = self.calls(|calls, checker| calls.late_joins(checker)) == 0;
                self.check(|checker| checker.late_join_answered(failed.is_none(), is_last));
            }
            (CallKind::Step(step, _), _) => self.check(|checker| checker.step_answered(spec, *step, failed)),
            _ => {}
        }
        match asked.kind {
            CallKind::Step(Step::Enable, _) if failed.is_none() => self.set_reachable(true),
            CallKind::Disable if failed.is_none() => self.set_reachable(false),
            _ => {}
        }
        if matches!(answer, Answer::Varied(..)) {
            self.check(|checker| checker.has_varied = true);
        }
        if answer == Answer::Never {
            return Vec::new();
        }
        sample::take_choices();
        asked.reply.answer(match failed {
            Some(_)
                if self.0.ignores_refusals && matches!(asked.kind, CallKind::Step(Step::Authorize, _)) =>
            {
                Ok(value)
            }
            Some(cause) => Err(failure(&asked.kind.to_string(), cause)),
            None => Ok(value),
        });
        let choices = sample::take_choices();
        if let Answer::Varied(of, alternative) = answer
            && let Some(Traced::Answered { choice, .. }) = self.0.trace.borrow_mut().get_mut(at)
        {
            *choice = choices.get(of).and_then(|all| all.get(alternative)).cloned();
        }
        if answer == Answer::Success && asked.maker != Maker::Session { choices } else { Vec::new() }
    }

    /// Answers every answered host call again with success and with failure, and returns the number of answers.
    pub(super) fn repeat_answers(&self) -> usize {
        let earlier = self.calls(|calls, checker| calls.earlier(checker));
        for (name, reply) in &earlier {
            reply.answer(Ok(Value::Null));
            reply.answer(Err(failure(name, Cause::System)));
        }
        earlier.len() * 2
    }

    /// Answers all host calls, so that nothing keeps the engine alive.
    pub(super) fn answer_everything(&self) {
        let replies = self.0.calls.borrow().replies();
        for reply in replies {
            reply.answer(Err(Cause::System.into()));
        }
    }

    // --- Events ---

    /// Notifies the page of an event of the call that the newest join places.
    pub(super) fn event(&self, event: HostEvent) {
        let watch = self.0.watch.borrow().clone();
        if let Some(watch) = watch {
            watch.notify(event);
        }
    }

    pub(super) fn set_reachable(&self, reachable: bool) {
        let app = self.0.app.borrow().clone();
        if let Some(app) = app {
            app.set_reachable(reachable);
        }
    }

    pub(super) fn set_silent(&self) {
        let app = self.0.app.borrow().clone();
        if let Some(app) = app {
            app.set_reports_members(false);
        }
    }

    fn add(&self, kind: CallKind, reply: Reply, after: Duration) {
        let engine = self.0.engine.borrow().upgrade();
        let polled = engine.as_ref().and_then(|engine| engine.polled.get()).filter(|_| reply.is_handlers());
        let maker = match polled.map(|polled| polled.kind) {
            None => Maker::Session,
            Some(TaskKind::Load) => Maker::Load,
            Some(TaskKind::Spawned(Action::Spawn { path, .. })) => Maker::Spawned(path),
            Some(TaskKind::Spawned(_) | TaskKind::Handler) => Maker::Handler,
        };
        let address = polled.map(|polled| polled.address);
        self.check(|checker| {
            checker.called(self.0.spec, &kind, maker);
            if let (Some(engine), Some(address)) = (&engine, address) {
                let change = checker.change.clone();
                checker.knowledge.calls(maker, address, || fields(engine), change.as_ref());
            }
        });
        let call = MadeCall::new(kind, reply, maker, address, self.0.now.get().saturating_add(after), after);
        if self.calls(|calls, _| calls.add(call, self.0.spec)) {
            self.check(|checker| {
                checker.add_flaw("a function that still runs was spawned again by its edge");
            });
        }
    }
}

impl Host for ExplorerHost {
    fn call(&self, call: HostCall<'_>, reply: Reply) {
        self.count();
        let kind = match call {
            HostCall::Authorize(options) => {
                let scope = self.0.spec.scopes.iter().find(|scope| scope.name() == options.scope);
                CallKind::Step(Step::Authorize, scope.map_or("an unknown scope", |scope| scope.name()))
            }
            HostCall::SetEnable1v1Chat(options) if !options.enable => CallKind::Disable,
            HostCall::SetEnable1v1Chat(_) => CallKind::Step(Step::Enable, ""),
            HostCall::Join1v1Chat(options) => {
                self.check(|checker| checker.calls(options.listener.openid, options.caller.openid));
                *self.0.watch.borrow_mut() = Some(reply.watch());
                CallKind::Step(Step::Join, "")
            }
            HostCall::OpenSetting => CallKind::Via(Via::OpenSetting),
            HostCall::ExitVoipChat => CallKind::Via(Via::ExitRoom),
            HostCall::ShowToast(_) => return self.check(Checker::toast),
            HostCall::Other(name, _) => CallKind::Request(name.into()),
        };
        self.add(kind, reply, Duration::ZERO);
    }

    fn sleep(&self, duration: Duration, reply: Reply) {
        self.count();
        let kind = if reply.is_limit() {
            let ring = self.0.spec.flow.row(State::InCall).ring;
            let has_ring = self.calls(|calls, _| calls.is_limited(Limit::Ring));
            CallKind::Limit(if ring == Some(duration) && !has_ring { Limit::Ring } else { Limit::Within })
        } else {
            CallKind::Sleep
        };
        self.add(kind, reply, duration);
    }

    fn now(&self) -> Duration {
        self.0.now.get()
    }

    fn watch_app(&self, watch: AppWatch) {
        *self.0.app.borrow_mut() = Some(watch);
    }
}
