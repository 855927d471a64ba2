//! The host calls that an explored page has made.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::time::Duration;

use super::checker::Checker;
use super::moves::{Answer, CallKind, Limit, Maker};
use crate::cause::Cause;
use crate::flow::{Action, Via};
use crate::host::Reply;
use crate::sim::script::Step;
use crate::spec::Spec;
use crate::state::State;
use crate::value::Value;

/// WeChat's documentation does not list these causes, but a host may return them.
const UNFORESEEN: [Cause; 2] = [Cause::Other(-99_999), Cause::Interrupted];

/// The host calls of a page, in the order in which they were made.
#[derive(Default)]
pub(super) struct Calls(Vec<MadeCall>);

/// A host call that was made.
pub(super) struct MadeCall {
    pub(super) kind: CallKind,
    reply: Reply,
    pub(super) maker: Maker,
    /// The future that made it; `None` for the session.
    pub(super) address: Option<usize>,
    /// The time at which it was made, or at which a timer ends.
    pub(super) at: Duration,
    /// The duration of a timer.
    after: Duration,
    answered: bool,
    /// It gets no answer while the path lasts.
    never: bool,
}

impl MadeCall {
    pub(super) fn new(
        kind: CallKind,
        reply: Reply,
        maker: Maker,
        address: Option<usize>,
        at: Duration,
        after: Duration,
    ) -> Self {
        Self { kind, reply, maker, address, at, after, answered: false, never: false }
    }

    /// Whether the page waits for the answer. One that was answered is not asked again, which is slow.
    fn is_awaited(&self) -> bool {
        !self.answered && self.reply.is_live()
    }

    fn is_of_task(&self) -> bool {
        matches!(self.maker, Maker::Load | Maker::Spawned(_))
    }
}

/// A host call that is answered now.
pub(super) struct Asked {
    pub(super) kind: CallKind,
    pub(super) reply: Reply,
    pub(super) maker: Maker,
    pub(super) at: Duration,
    /// The step has ended before.
    pub(super) is_late: bool,
    /// The future that learns the answer, how many of its older host calls are pending, and what it learns.
    pub(super) learns: Option<(usize, usize, Answer)>,
}

impl Calls {
    /// Adds a host call. Returns whether its function runs more often than edges of the flow spawn it: each may run it once
    /// at a time.
    pub(super) fn add(&mut self, call: MadeCall, spec: &Spec) -> bool {
        let (maker, address) = (call.maker, call.address);
        self.0.push(call);
        let Maker::Spawned(path) = maker else { return false };
        let waiting = self.0.iter().filter(|call| call.maker == maker && call.is_awaited());
        let mut runs: Vec<_> = waiting.map(|call| call.address).chain([address]).collect();
        runs.sort_unstable();
        runs.dedup();
        let edges = spec.flow.rows.into_iter().flat_map(|row| row.edges);
        let spawns =
            |action: &Action| matches!(action, Action::Spawn { path: spawned, .. } if *spawned == path);
        runs.len() > edges.filter(|edge| edge.actions.iter().any(spawns)).count()
    }

    pub(super) fn kind(&self, index: usize) -> Option<&CallKind> {
        self.0.get(index).map(|call| &call.kind)
    }

    pub(super) fn replies(&self) -> Vec<Reply> {
        self.0.iter().map(|call| call.reply.clone()).collect()
    }

    /// Whether the host call at `index` is a join whose step has ended without its answer.
    fn is_late(&self, checker: &Checker, index: usize) -> bool {
        let is_join = |call: &MadeCall| matches!(call.kind, CallKind::Step(Step::Join, _));
        self.0.get(index).is_some_and(|call| is_join(call) && !call.answered)
            && !(checker.is_joining() && self.0.iter().rposition(is_join) == Some(index))
    }

    /// The host calls whose answers the page waits for.
    pub(super) fn awaited<'a>(
        &'a self,
        checker: &'a Checker,
    ) -> impl DoubleEndedIterator<Item = &'a MadeCall> + 'a {
        let awaited =
            move |(index, call): &(usize, &MadeCall)| call.is_awaited() && !self.is_late(checker, *index);
        self.0.iter().enumerate().filter(awaited).map(|(_, call)| call)
    }

    /// Those that count in a place. While a call is in progress, the timers of tasks do not fire.
    pub(super) fn compared<'a>(&'a self, checker: &'a Checker) -> impl Iterator<Item = &'a MadeCall> + 'a {
        self.awaited(checker).filter(move |call| !(call.kind.is_timer() && self.is_held(checker, call)))
    }

    /// Whether a timer does not fire now, so that the number of places does not grow with its remaining time: that of a task
    /// while a call is in progress, and that of a host call which is never answered.
    fn is_held(&self, checker: &Checker, timer: &MadeCall) -> bool {
        let is_detached = timer.address.is_some_and(|address| checker.knowledge.is_detached(address));
        let never = |call: &MadeCall| call.never && call.address == timer.address;
        timer.maker != Maker::Session
            && (self.0.iter().any(never) || checker.is_at_steps() && (timer.is_of_task() || is_detached))
    }

    pub(super) fn late_joins(&self, checker: &Checker) -> usize {
        (0..self.0.len()).filter(|index| self.is_late(checker, *index)).count()
    }

    /// A host call that enables calls and is not answered, although its step has ended. Its success still makes the page
    /// reachable. Once the page is, there is nothing to see. It is played while nothing is in progress.
    pub(super) fn late_enable(&self, checker: &Checker) -> Option<usize> {
        if !checker.is_over() || checker.visible().reachable {
            return None;
        }
        let is_enable = |call: &MadeCall| matches!(call.kind, CallKind::Step(Step::Enable, _));
        self.0.iter().position(|call| is_enable(call) && !call.answered && !call.is_awaited())
    }

    /// The pending host calls of handlers and tasks.
    pub(super) fn of_page(&self) -> impl Iterator<Item = &MadeCall> {
        self.0.iter().filter(|call| call.maker != Maker::Session && call.is_awaited())
    }

    /// The futures that wait for an answer which never comes.
    pub(super) fn stuck(&self) -> impl Iterator<Item = usize> {
        self.of_page().filter(|call| call.never).filter_map(|call| call.address)
    }

    /// Whether the future with this address has a pending host call.
    pub(super) fn is_pending(&self, address: usize) -> bool {
        self.of_page().any(|call| call.address == Some(address))
    }

    pub(super) fn is_limited(&self, limit: Limit) -> bool {
        self.0.iter().any(|call| call.kind == CallKind::Limit(limit) && call.is_awaited())
    }

    // --- Time limits ---

    pub(super) fn unlimited_step(&self, checker: &Checker, spec: &Spec) -> Option<String> {
        let awaited: Vec<_> = self.awaited(checker).filter(|call| call.maker == Maker::Session).collect();
        let (last, within) = awaited.iter().rev().find_map(|call| match call.kind {
            CallKind::Step(step, _) => Some((call, Some(spec.flow.row(step.state()).within?))),
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

    pub(super) fn unlimited_call(
        &self,
        checker: &Checker,
        spec: &Spec,
        joined_at: Duration,
    ) -> Option<String> {
        let row = spec.flow.row(State::InCall);
        let limits = [(Limit::Ring, row.ring), (Limit::Within, row.within)];
        if checker.visible().state != State::InCall {
            let left_over = limits.iter().find(|(limit, _)| self.is_limited(*limit));
            return left_over.map(|(limit, _)| {
                format!("{} of a call that is over is still awaited", CallKind::Limit(*limit))
            });
        }
        let unlimited = limits.iter().find(|(limit, duration)| {
            duration.is_some_and(|duration| {
                // One that has fired is not awaited any more.
                !self.0.iter().any(|call| {
                    call.kind == CallKind::Limit(*limit)
                        && call.at == joined_at.saturating_add(duration)
                        && (call.answered || call.reply.is_live())
                })
            })
        });
        unlimited
            .map(|(limit, _)| format!("{} was not started with the joined call", CallKind::Limit(*limit)))
    }

    // --- Answers ---

    /// The first pending host call of a task that the flow spawned. It is answered at once.
    pub(super) fn spawned_request(&self) -> Option<usize> {
        self.0.iter().position(|call| {
            matches!((call.maker, &call.kind), (Maker::Spawned(_), CallKind::Request(_)))
                && call.is_awaited()
                && !call.never
        })
    }

    /// Every answer that can come next, with the index of its host call.
    pub(super) fn answers(
        &self,
        checker: &Checker,
        spec: &Spec,
        given: &[(String, Value)],
        causes: Causes,
        with_late: bool,
    ) -> Vec<(usize, Answer)> {
        let mut answers = Vec::new();
        if let Some(index) = self.spawned_request() {
            let possible = [Answer::Success, Answer::Failure(Cause::System)];
            answers.extend(possible.map(|answer| (index, answer)));
            if let Some(CallKind::Request(name)) = self.kind(index) {
                answers.extend(given_answers(given, name).map(|answer| (index, answer)));
            }
            // At most one of them is never answered.
            if !self.0.iter().any(|call| call.never && call.is_awaited()) {
                answers.push((index, Answer::Never));
            }
            return answers;
        }
        let mut first_to_wake: Option<(Duration, usize)> = None;
        for (index, call) in self.0.iter().enumerate() {
            let is_late = self.is_late(checker, index);
            if !(call.is_awaited() || is_late) || call.never || is_late && !with_late {
                continue;
            }
            if call.kind.is_timer() {
                if !self.is_held(checker, call) {
                    let this = (call.at, index);
                    first_to_wake = Some(first_to_wake.map_or(this, |first| first.min(this)));
                }
                continue;
            }
            answers.push((index, Answer::Success));
            match &call.kind {
                // The failures of a late join all have the same effect, so one is enough for it.
                CallKind::Step(step, _) if !is_late => {
                    let causes = causes.of(spec, step.state());
                    answers.extend(causes.into_iter().map(|cause| (index, Answer::Failure(cause))));
                    continue;
                }
                CallKind::Request(name) => {
                    answers.extend(given_answers(given, name).map(|answer| (index, answer)));
                }
                _ => {}
            }
            answers.push((index, Answer::Failure(Cause::System)));
        }
        answers.extend(first_to_wake.map(|(_, index)| (index, Answer::Success)));
        if with_late {
            answers.extend(self.late_enable(checker).map(|index| (index, Answer::Success)));
        }
        answers
    }

    /// The host call at `index` is answered.
    pub(super) fn ask(&mut self, checker: &Checker, index: usize, answer: Answer) -> Option<Asked> {
        let is_late = self.is_late(checker, index) || self.late_enable(checker) == Some(index);
        let learns = self.learns(index, answer);
        let call = self.0.get_mut(index)?;
        if answer == Answer::Never {
            call.never = true;
        } else {
            call.answered = true;
        }
        Some(Asked {
            kind: call.kind.clone(),
            reply: call.reply.clone(),
            maker: call.maker,
            at: call.at,
            is_late,
            learns,
        })
    }

    fn learns(&self, index: usize, answer: Answer) -> Option<(usize, usize, Answer)> {
        let call = self.0.get(index)?;
        let address = call.address?;
        // The timer of a request starts just after it, and its end is an answer to the request.
        let request = index.checked_sub(1).filter(|before| {
            call.kind == CallKind::Sleep
                && call.after == crate::call::REQUEST_LIMIT
                && self.0.get(*before).is_some_and(|before| {
                    matches!(before.kind, CallKind::Request(_)) && before.address == call.address
                })
        });
        let answer = request.map_or(answer, |_| Answer::Failure(Cause::Timeout));
        let pending = self.0.iter().take(request.unwrap_or(index));
        let preceding = pending.filter(|call| call.address == Some(address) && call.is_awaited()).count();
        Some((address, preceding, answer))
    }

    /// Every host call that is over: its name, and its reply.
    pub(super) fn earlier(&self, checker: &Checker) -> Vec<(String, Reply)> {
        // A late join is not answered yet: its answer is a move.
        let is_over = |index: usize, call: &MadeCall| {
            call.answered || !call.reply.is_live() && !self.is_late(checker, index)
        };
        let earlier = self.0.iter().enumerate().filter(|(index, call)| is_over(*index, call));
        earlier.map(|(_, call)| (call.kind.to_string(), call.reply.clone())).collect()
    }
}

/// The answers that the explorer was given for host calls with this name.
fn given_answers(given: &[(String, Value)], name: &str) -> impl Iterator<Item = Answer> {
    given.iter().enumerate().filter(move |(_, (of, _))| of == name).map(|(at, _)| Answer::Given(at))
}

/// The causes with which a step can fail.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Causes {
    /// Those that are possible there, those that its row names, and unforeseen ones.
    All,
    /// One for each edge. All causes of an edge have the same effect, except on what the page's functions see, and they have
    /// seen them all in a place that looks the same to them.
    OneForEachEdge,
}

impl Causes {
    fn of(self, spec: &Spec, state: State) -> Vec<Cause> {
        let edges = spec.flow.row(state).edges;
        if self == Self::OneForEachEdge {
            let named = edges.iter().filter_map(|edge| edge.on.first());
            return named.copied().chain(UNFORESEEN.into_iter().take(1)).collect();
        }
        let possible = Cause::NAMED.iter().filter(|cause| cause.is_possible_in(state));
        let mut causes: Vec<Cause> = possible.copied().collect();
        for cause in edges.iter().flat_map(|edge| edge.on).copied().chain(UNFORESEEN) {
            if !causes.contains(&cause) {
                causes.push(cause);
            }
        }
        causes
    }
}
