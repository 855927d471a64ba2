//! Who watches a path: knows the flow, what the host has answered and what subscribers hear, and
//! nothing of the engine.

use alloc::string::String;
use alloc::vec::Vec;
use core::cell::{Cell, RefCell};
use core::hash::{Hash, Hasher};

use super::stage::Ask;
use crate::engine::Unsettled;
use crate::error::Cause;
use crate::flow::{Edge, Recovery, Tries};
use crate::session::Event;
use crate::sim::script::Step;
use crate::spec::Change;
use crate::spec::Spec;
use crate::state::State;

pub(super) struct Observer {
    spec: &'static Spec,
    flaws: RefCell<Vec<String>>,
    state: Cell<State>,
    receiving: Cell<bool>,
    /// How many scopes the host has granted in a row.
    granted: Cell<usize>,
    enabled: Cell<bool>,
    /// A join succeeded and nobody has left the room since.
    in_room: Cell<bool>,
    /// The host call that is the join under way.
    join: Cell<Option<usize>>,
    /// How many joins are not answered although their step has ended.
    late_joins: Cell<usize>,
    /// One of them may have opened a room that nobody has left.
    unsure: Cell<bool>,
    /// An older join has succeeded while this one is on its way.
    older_in_room: Cell<bool>,
    /// What must be done before a step is tried again.
    via: Cell<Option<Recovery>>,
    busy: Cell<bool>,
    /// How often `exitVoIPChat` must be called before this answer has been dealt with.
    exits_due: Cell<u32>,
    left: Cell<bool>,
    tries: RefCell<Tries>,
}

impl Observer {
    pub(super) fn new(spec: &'static Spec) -> Self {
        Self {
            spec,
            flaws: RefCell::default(),
            state: Cell::new(State::Idle),
            receiving: Cell::new(false),
            granted: Cell::new(0),
            enabled: Cell::new(false),
            in_room: Cell::new(false),
            join: Cell::new(None),
            late_joins: Cell::new(0),
            unsure: Cell::new(false),
            older_in_room: Cell::new(false),
            via: Cell::new(None),
            busy: Cell::new(false),
            exits_due: Cell::new(0),
            left: Cell::new(false),
            tries: RefCell::default(),
        }
    }

    pub(super) fn first_flaw(&self) -> Option<String> {
        self.flaws.borrow().first().cloned()
    }

    pub(super) fn flaw(&self, what: String) {
        self.flaws.borrow_mut().push(what);
    }

    pub(super) fn fingerprint(&self, busy: bool, hasher: &mut impl Hasher) {
        (self.receiving.get(), self.in_room.get(), self.older_in_room.get(), self.unsure.get()).hash(hasher);
        // Each late join is dealt with by itself: more than two are no other place than two.
        self.late_joins.get().min(2).hash(hasher);
        // The rest starts anew with the next call.
        if busy || self.receiving.get() {
            (self.granted.get(), self.enabled.get()).hash(hasher);
            self.tries.borrow().hash(hasher);
        }
    }

    // --- Host calls ---

    pub(super) fn asked(&self, what: &Ask, index: usize) {
        let state = self.state.get();
        match what {
            Ask::OpenSetting => self.via.set(None),
            Ask::Exit => {
                self.via.set(None);
                self.unsure.set(false);
            }
            _ => {}
        }
        match what {
            Ask::Exit if self.exits_due.get() > 0 => {
                self.exits_due.set(self.exits_due.get() - 1);
                self.in_room.set(false);
            }
            _ if self.left.get() => self.flaw(format!("{what} was called after the page had been left")),
            Ask::Exit if self.in_room.get() || state == State::Joining => self.in_room.set(false),
            Ask::Exit => self.flaw(format!("exitVoIPChat was called in {state}, where there is no room")),
            Ask::Step(step, _) => self.step_asked(*step, what, index),
            Ask::OpenSetting | Ask::Request(_) | Ask::Sleep(_) => {}
        }
    }

    fn step_asked(&self, step: Step, what: &Ask, index: usize) {
        let state = self.state.get();
        let receiving = self.receiving.get() && step != Step::Join;
        if state != step.state() && !receiving {
            self.flaw(format!("{what} was called in {state}"));
        }
        let all_granted = self.granted.get() == self.spec.scopes.len();
        match step {
            Step::Authorize if all_granted => self.granted.set(0),
            Step::Enable | Step::Join if !all_granted => {
                self.flaw(format!("{what} was called although the user had not granted every scope"));
            }
            Step::Join if !self.enabled.get() => {
                self.flaw(format!("{what} was called although calls had not been enabled"));
            }
            Step::Join if self.in_room.get() => {
                self.flaw(format!("{what} was called in the middle of a call"));
            }
            Step::Join if self.unsure.get() => {
                self.flaw(format!("{what} was called again without leaving the room that may be open"));
            }
            Step::Authorize | Step::Enable | Step::Join => {}
        }
        if let Some(via) = self.via.take() {
            self.flaw(format!("{what} was tried again without {}", via.name()));
        }
        if step == Step::Join {
            self.join.set(Some(index));
        }
    }

    /// Whether this join is answered only after its step has ended.
    pub(super) fn is_late(&self, index: usize) -> bool {
        self.join.get() != Some(index)
    }

    /// The host answers its call number `index`.
    pub(super) fn answers(&self, what: &Ask, index: usize, succeeds: bool) {
        match what {
            Ask::Step(Step::Authorize, _) if succeeds => self.granted.set(self.granted.get() + 1),
            Ask::Step(Step::Authorize, _) => self.granted.set(0),
            Ask::Step(Step::Enable, _) => self.enabled.set(succeeds),
            Ask::Step(Step::Join, _) if self.is_late(index) => self.late_join(succeeds),
            Ask::Step(Step::Join, _) => {
                self.join.set(None);
                self.in_room.set(succeeds);
                self.join_is_over(succeeds);
            }
            _ => {}
        }
    }

    fn late_join(&self, succeeds: bool) {
        self.late_joins.set(self.late_joins.get() - 1);
        if self.late_joins.get() == 0 {
            self.unsure.set(false);
        }
        if !succeeds || self.state.get() == State::InCall && !self.left.get() {
            return;
        }
        // A newer join is on its way: what becomes of that one decides.
        if self.join.get().is_some() { self.older_in_room.set(true) } else { self.exits_due.set(1) }
    }

    /// The step of the join under way ends, if there is one, without its answer.
    pub(super) fn join_goes_on_alone(&self) {
        if self.join.take().is_some() {
            self.late_joins.set(self.late_joins.get() + 1);
            self.unsure.set(true);
            self.join_is_over(false);
        }
    }

    /// The join on its way has its answer, or its step has ended.
    fn join_is_over(&self, succeeds: bool) {
        if self.older_in_room.replace(false) && !succeeds {
            self.exits_due.set(1);
        }
    }

    /// Whether a tap must have no effect.
    pub(super) fn takes_no_tap(&self) -> bool {
        self.left.get() || self.busy.get() || !matches!(self.state.get(), State::Idle | State::Failed)
    }

    /// Everything that the answer leads to at once has happened.
    pub(super) fn settled(&self) {
        if self.exits_due.take() > 0 {
            self.flaw("a room was left open: exitVoIPChat was not called".into());
        }
    }

    pub(super) fn room_closed(&self) {
        self.in_room.set(false);
    }

    pub(super) fn receives(&self) {
        self.receiving.set(true);
        self.begins();
    }

    /// Nothing has been granted or enabled for this call yet.
    fn begins(&self) {
        self.granted.set(0);
        self.enabled.set(false);
    }

    pub(super) fn leaves(&self, state: State) {
        self.left.set(true);
        self.join_goes_on_alone();
        if state == State::InCall && self.spec.hang_up_on_leave {
            self.exits_due.set(1);
        }
    }

    // --- Changes ---

    pub(super) fn heard(&self, event: &Event<'_>) {
        match event {
            Event::Input(_) => {}
            Event::Change(change) => self.changed(change),
            Event::Busy(busy) => self.busy.set(*busy),
            Event::Reachable(true) => self.receiving.set(false),
            Event::Error(Some(_)) if self.receiving.get() => self.receiving.set(false),
            _ if self.left.get() => self.flaw("the page changed after it had been left".into()),
            _ => {}
        }
    }

    fn changed(&self, change: &Change) {
        let Change { from, to, cause, ref message } = *change;
        self.state.set(to);
        if from == State::Joining {
            self.join_goes_on_alone();
        }
        if Unsettled::ALL.iter().any(|lost| lost.words() == message) {
            return self.flaw(message.clone());
        }
        let mut tries = self.tries.borrow_mut();
        if matches!(from, State::Idle | State::Failed) {
            *tries = Tries::of(&self.spec.flow);
            self.begins();
            self.receiving.set(false);
        }
        match self.edge(change, &tries) {
            Some(edge) => {
                tries.take(edge);
                self.via.set(edge.via);
            }
            // The handler's own `fail` and `cancel`, or an openid that is empty.
            None if from != State::InCall && to == State::Failed && cause == Some(Cause::App) => {}
            None if from != State::InCall && to == State::Idle && cause.is_none() => {}
            None => {
                let why = cause.map_or_else(String::new, |cause| format!(" on {cause}"));
                self.flaw(format!("{from} => {to}{why} was taken, which the flow does not have"));
            }
        }
    }

    /// The edge of the flow that the change is, if there is one that may be taken (again).
    fn edge(&self, change: &Change, tries: &Tries) -> Option<&'static Edge> {
        let edges = self.spec.flow.row(change.from).edges;
        let may = |edge: &&Edge| edge.retry.is_none_or(|retry| tries.count(retry.counter) < retry.limit);
        let named =
            change.cause.and_then(|cause| edges.iter().filter(may).find(|edge| edge.on.contains(&cause)));
        let success = |to: State| match change.from {
            State::Authorizing | State::Enabling | State::Joining => to != State::Failed,
            _ => true,
        };
        let plain = || {
            edges.iter().find(|edge| {
                edge.on.is_empty()
                    && edge.to == change.to
                    && (change.cause.is_none() == success(edge.to) || change.from == State::InCall)
            })
        };
        named.or_else(plain).filter(|edge| edge.to == change.to)
    }
}
