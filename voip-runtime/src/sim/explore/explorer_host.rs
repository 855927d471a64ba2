//! The host of an explored page. It answers only when the explorer makes a move, and lists the possible answers.

use alloc::rc::Rc;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::time::Duration;

use super::checker::Checker;
use super::moves::{Answer, CallKind};
use crate::cause::Cause;
use crate::event::{Event, HostEvent};
use crate::flow::Via;
use crate::host::{AppWatch, Host, HostCall, Reply, Watch};
use crate::sim::script::{Step, failure};
use crate::spec::Spec;
use crate::value::Value;

#[derive(Clone)]
pub(super) struct ExplorerHost(Rc<Inner>);

struct Inner {
    spec: &'static Spec,
    ignores_refusals: bool,
    now: Cell<Duration>,
    calls: RefCell<Vec<MadeCall>>,
    /// The watch of the newest join.
    watch: RefCell<Option<Watch>>,
    app: RefCell<Option<AppWatch>>,
    checker: RefCell<Checker>,
    /// The moves so far, as text.
    trace: RefCell<Vec<String>>,
    /// The number of host calls and events so far.
    activity: Cell<usize>,
}

/// A host call that was made.
struct MadeCall {
    kind: CallKind,
    reply: Reply,
    by_handler: bool,
    /// The time at which it was made, or at which a sleep ends.
    at: Duration,
    answered: bool,
}

/// The pending host calls, and what the checker knows.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct HostState {
    /// Each pending host call, whether the handler made it, and how much of a sleep remains.
    awaited: Vec<(CallKind, bool, Duration)>,
    /// The number of late joins. The machine treats each alike, so more than two count as two.
    late_joins: usize,
    /// Whether enabling can still succeed after its time limit.
    late_enable: bool,
    watched: bool,
    checker: Checker,
}

impl ExplorerHost {
    pub(super) fn new(spec: &'static Spec, ignores_refusals: bool) -> Self {
        Self(Rc::new(Inner {
            spec,
            ignores_refusals,
            now: Cell::default(),
            calls: RefCell::default(),
            watch: RefCell::default(),
            app: RefCell::default(),
            checker: RefCell::default(),
            trace: RefCell::default(),
            activity: Cell::default(),
        }))
    }

    pub(super) fn check<T>(&self, check: impl FnOnce(&mut Checker) -> T) -> T {
        check(&mut self.0.checker.borrow_mut())
    }

    pub(super) fn notified(&self, event: &Event<'_>) {
        if !matches!(event, Event::Input(_)) {
            self.count();
        }
        self.check(|checker| checker.notified(self.0.spec, event));
    }

    pub(super) fn log(&self, what: impl Into<String>) {
        self.0.trace.borrow_mut().push(what.into());
    }

    pub(super) fn trace(&self) -> Vec<String> {
        self.0.trace.borrow().clone()
    }

    pub(super) fn activity(&self) -> usize {
        self.0.activity.get()
    }

    fn count(&self) {
        self.0.activity.set(self.0.activity.get() + 1);
    }

    pub(super) fn state(&self) -> HostState {
        let calls = self.0.calls.borrow();
        let now = self.0.now.get();
        let awaited = |call: &MadeCall| (call.kind.clone(), call.by_handler, call.at.saturating_sub(now));
        HostState {
            awaited: self.awaited(&calls).map(awaited).collect(),
            late_joins: self.late_joins(&calls).min(2),
            late_enable: self.late_enable(&calls).is_some(),
            watched: self.is_watched(),
            checker: self.check(|checker| checker.clone()),
        }
    }

    /// Whether the host call at `index` is a join whose step has ended without its answer.
    fn is_late(&self, calls: &[MadeCall], index: usize) -> bool {
        let is_join = |call: &MadeCall| matches!(call.kind, CallKind::Step(Step::Join, _));
        calls.get(index).is_some_and(|call| is_join(call) && !call.answered)
            && !(self.check(|checker| checker.is_joining()) && calls.iter().rposition(is_join) == Some(index))
    }

    /// The host calls whose answers the page waits for.
    fn awaited<'a>(&self, calls: &'a [MadeCall]) -> impl DoubleEndedIterator<Item = &'a MadeCall> {
        let awaited =
            |(index, call): &(usize, &MadeCall)| call.reply.is_live() && !self.is_late(calls, *index);
        calls.iter().enumerate().filter(awaited).map(|(_, call)| call)
    }

    fn late_joins(&self, calls: &[MadeCall]) -> usize {
        (0..calls.len()).filter(|index| self.is_late(calls, *index)).count()
    }

    /// A host call that enables calls and is not answered, although its step has ended. Its success still makes the page
    /// reachable. Once the page is, there is nothing to see.
    fn late_enable(&self, calls: &[MadeCall]) -> Option<usize> {
        if self.check(|checker| checker.left || checker.visible().reachable) {
            return None;
        }
        let is_enable = |call: &MadeCall| matches!(call.kind, CallKind::Step(Step::Enable, _));
        calls.iter().position(|call| is_enable(call) && !call.answered && !call.reply.is_live())
    }

    pub(super) fn is_watched(&self) -> bool {
        self.0.watch.borrow().as_ref().is_some_and(Watch::is_live)
    }

    pub(super) fn awaits_something(&self) -> bool {
        self.awaited(&self.0.calls.borrow()).next().is_some() || self.is_watched()
    }

    /// A flaw if a step or a `via` has a time limit but no timer.
    pub(super) fn unlimited(&self) -> Option<String> {
        let calls = self.0.calls.borrow();
        let awaited: Vec<_> = self.awaited(&calls).filter(|call| !call.by_handler).collect();
        let (last, within) = awaited.iter().rev().find_map(|call| match call.kind {
            CallKind::Step(step, _) => Some((call, Some(self.0.spec.flow.row(step.state()).within?))),
            // The time limit of leaving a room is not in the flow.
            CallKind::Via(Via::ExitRoom) => Some((call, None)),
            _ => None,
        })?;
        let is_limit = |call: &&MadeCall| {
            call.kind == CallKind::Sleep
                && within.is_none_or(|within| call.at == last.at.saturating_add(within))
        };
        (!awaited.iter().any(is_limit)).then(|| format!("{} was called without its time limit", last.kind))
    }

    // --- Answers ---

    /// Every answer that can come next, with the index of its host call.
    pub(super) fn answers(&self, given: &[(String, Value)]) -> Vec<(usize, Answer)> {
        let calls = self.0.calls.borrow();
        let mut answers = Vec::new();
        let mut first_to_wake: Option<(Duration, usize)> = None;
        for (index, call) in calls.iter().enumerate() {
            let is_late = self.is_late(&calls, index);
            if !(call.reply.is_live() || is_late) {
                continue;
            }
            if call.kind == CallKind::Sleep {
                let this = (call.at, index);
                first_to_wake = Some(first_to_wake.map_or(this, |first| first.min(this)));
                continue;
            }
            answers.push((index, Answer::Success));
            match &call.kind {
                // The failures of a late join all have the same effect, so one is enough for it.
                CallKind::Step(step, _) if !is_late => {
                    let possible = |cause: &&Cause| cause.is_possible_in(step.state());
                    // WeChat's documentation does not list these, but a host may return them.
                    let unforeseen = [Cause::Other(-99_999), Cause::Interrupted];
                    let causes = Cause::NAMED.iter().filter(possible).copied().chain(unforeseen);
                    answers.extend(causes.map(|cause| (index, Answer::Failure(cause))));
                    continue;
                }
                CallKind::Request(name) => {
                    let of_this = given.iter().enumerate().filter(|(_, (of, _))| of == name);
                    answers.extend(of_this.map(|(at, _)| (index, Answer::Given(at))));
                }
                _ => {}
            }
            answers.push((index, Answer::Failure(Cause::System)));
        }
        answers.extend(first_to_wake.map(|(_, index)| (index, Answer::Success)));
        answers.extend(self.late_enable(&calls).map(|index| (index, Answer::Success)));
        answers
    }

    pub(super) fn answer(&self, index: usize, answer: Answer, given: &[(String, Value)]) {
        let calls = self.0.calls.borrow();
        let Some(call) = calls.get(index) else { return };
        let (what, reply, at) = (call.kind.clone(), call.reply.clone(), call.at);
        let is_late = self.is_late(&calls, index);
        let is_late_enable = self.late_enable(&calls) == Some(index);
        let preceding = call
            .by_handler
            .then(|| calls.iter().take(index).filter(|call| call.by_handler && call.reply.is_live()).count());
        drop(calls);
        if let Some(call) = self.0.calls.borrow_mut().get_mut(index) {
            call.answered = true;
        }

        let value = match answer {
            Answer::Given(at) => given.get(at).map_or(Value::Null, |(_, value)| value.clone()),
            Answer::Success | Answer::Failure(_) => Value::any(),
        };
        self.log(match answer {
            Answer::Success if what == CallKind::Sleep => {
                self.0.now.set(at);
                format!("time passes until {} s", at.as_secs_f32())
            }
            Answer::Success if is_late_enable => format!("{what} succeeds after its time limit"),
            Answer::Success => format!("{what} succeeds"),
            Answer::Given(_) => format!("{what} answers {value:?}"),
            Answer::Failure(cause) => format!("{what} fails: {cause}"),
        });
        let (spec, failed) = (self.0.spec, answer.failure());
        match (&what, preceding) {
            (_, Some(preceding)) => self.check(|checker| checker.handler_answered(preceding, answer)),
            (CallKind::Sleep, _) if reply.is_live() => self.check(|checker| checker.time_passed(spec)),
            (CallKind::Step(..), _) if is_late_enable => self.check(Checker::enabled_late),
            (CallKind::Step(..), _) if is_late => {
                let is_last = self.late_joins(&self.0.calls.borrow()) == 0;
                self.check(|checker| checker.late_join_answered(failed.is_none(), is_last));
            }
            (CallKind::Step(step, _), _) => self.check(|checker| checker.step_answered(spec, *step, failed)),
            _ => {}
        }
        if matches!(what, CallKind::Step(Step::Enable, _)) && failed.is_none() {
            self.set_reachable(true);
        }
        reply.answer(match failed {
            Some(_) if self.0.ignores_refusals && matches!(what, CallKind::Step(Step::Authorize, _)) => {
                Ok(value)
            }
            Some(cause) => Err(failure(&what.to_string(), cause)),
            None => Ok(value),
        });
    }

    /// Answers every answered host call again with success and with failure, and returns the number of answers.
    pub(super) fn repeat_answers(&self) -> usize {
        let calls = self.0.calls.borrow();
        // A late join is not answered yet: its answer is a move.
        let is_over = |index: usize, call: &MadeCall| {
            call.answered || !call.reply.is_live() && !self.is_late(&calls, index)
        };
        let earlier = calls.iter().enumerate().filter(|(index, call)| is_over(*index, call));
        let earlier: Vec<_> = earlier.map(|(_, call)| (call.kind.to_string(), call.reply.clone())).collect();
        drop(calls);
        for (name, reply) in &earlier {
            reply.answer(Ok(Value::Null));
            reply.answer(Err(failure(name, Cause::System)));
        }
        earlier.len() * 2
    }

    /// Answers all host calls, so that nothing keeps the engine alive.
    pub(super) fn answer_everything(&self) {
        for call in self.0.calls.take() {
            call.reply.answer(Err(Cause::System.into()));
        }
    }

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

    fn add(&self, kind: CallKind, reply: Reply, after: Duration) {
        self.check(|checker| checker.called(self.0.spec, &kind));
        let at = self.0.now.get().saturating_add(after);
        let by_handler = reply.is_handlers();
        self.0.calls.borrow_mut().push(MadeCall { kind, reply, by_handler, at, answered: false });
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
            HostCall::SetEnable1v1Chat(_) => CallKind::Step(Step::Enable, ""),
            HostCall::Join1v1Chat(options) => {
                if options.caller.openid.is_empty() || options.listener.openid.is_empty() {
                    self.check(|checker| {
                        checker.add_flaw("join1v1Chat was called with an empty openid".into());
                    });
                }
                *self.0.watch.borrow_mut() = Some(reply.watch());
                CallKind::Step(Step::Join, "")
            }
            HostCall::OpenSetting => CallKind::Via(Via::OpenSetting),
            HostCall::ExitVoipChat => CallKind::Via(Via::ExitRoom),
            HostCall::ShowToast(_) => return,
            HostCall::Other(name, _) => CallKind::Request(name.into()),
        };
        self.add(kind, reply, Duration::ZERO);
    }

    fn sleep(&self, duration: Duration, reply: Reply) {
        self.count();
        self.add(CallKind::Sleep, reply, duration);
    }

    fn now(&self) -> Duration {
        self.0.now.get()
    }

    fn watch_app(&self, watch: AppWatch) {
        *self.0.app.borrow_mut() = Some(watch);
    }
}
