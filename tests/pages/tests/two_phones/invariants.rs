//! What holds for each page at any time, by its records.

use std::cell::{Cell, RefCell};

use voip_runtime::record::{Input, Record, RecordKind};
use voip_runtime::sim::SimHost;
use voip_runtime::{Page, Session, State};

#[derive(Default)]
pub(crate) struct Invariants {
    pub(crate) left: Cell<bool>,
    pub(crate) records: RefCell<Vec<Record>>,
    exits: Cell<u32>,
    joins: Cell<u32>,
    /// The numbers of joins and questions that are not answered yet.
    joining: RefCell<Vec<u32>>,
    asking: RefCell<Vec<u32>>,
    state: Cell<Option<State>>,
}

impl Invariants {
    pub(crate) fn check(&self, record: &Record) {
        self.records.borrow_mut().push(record.clone());
        match &record.what {
            RecordKind::Input(Input::Leave) => self.left.set(true),
            RecordKind::Call(call) if self.left.get() => {
                assert_eq!(call.name, "exitVoIPChat", "a host call after leaving");
                self.exits.set(self.exits.get() + 1);
                assert!(self.exits.get() <= 2, "the room is left often");
            }
            RecordKind::Call(call) => match &*call.name {
                "join1v1Chat" => {
                    assert_ne!(self.state.get(), Some(State::InCall), "a second room");
                    self.joins.set(self.joins.get() + 1);
                    assert!(self.joins.get() <= 8, "one call joins without end");
                    self.joining.borrow_mut().push(call.number);
                }
                "authorize" | "openSetting" => self.asking.borrow_mut().push(call.number),
                _ => {}
            },
            RecordKind::Answer(answer) => {
                for pending in [&self.joining, &self.asking] {
                    pending.borrow_mut().retain(|number| *number != answer.to);
                }
            }
            RecordKind::Change(change) => {
                assert!(!self.left.get(), "a change after leaving");
                if let Some(state) = self.state.replace(Some(change.to)) {
                    assert_eq!(state, change.from, "a state was skipped");
                }
                if matches!(change.from, State::Idle | State::Failed) {
                    self.joins.set(0);
                }
            }
            _ => {}
        }
    }

    /// Checks what the page shows now.
    pub(crate) fn check_page<P: Page>(&self, session: &Session<P>) {
        let (state, available) = (session.state(), session.available());
        assert!(!(available.tap || available.call) || !session.busy() && state != State::InCall);
        assert!(!available.hang_up || state == State::InCall);
        assert!(!available.dismiss || state == State::Failed || session.error().is_some());
        assert!(!session.connected() || state == State::InCall);
        assert!(state != State::Failed || session.error().is_some(), "a failure without an error");
        if !self.left.get() {
            assert_eq!(self.state.get().unwrap_or(State::Idle), state);
        }
    }

    /// Checks a page at which nothing more happens.
    pub(crate) fn check_at_rest<P: Page>(&self, session: &Session<P>, host: &SimHost, reports_ends: bool) {
        if self.left.get() || !host.is_open() {
            return;
        }
        let state = session.state();
        // Only a question to the user has no limit.
        let is_waiting = session.busy() && state != State::InCall || state.is_working();
        let is_answered = self.asking.borrow().is_empty() && !session.loading();
        assert!(!is_waiting || !is_answered, "the page waits in {state} for nothing");
        let is_known = reports_ends && !self.has_contradictory_answers();
        // A page is not notified that a call was not answered.
        assert!(!session.connected() || host.in_call() || !is_known, "a call without a room");
    }

    /// Whether a call of the page goes on after it was left, as WeChat does it.
    pub(crate) fn keeps_call<P: Page>(&self) -> bool {
        self.state.get() == Some(State::InCall) && !P::SPEC.hang_up_on_leave
    }

    /// Whether the host has answered one host call with a failure and with a success.
    pub(crate) fn has_contradictory_answers(&self) -> bool {
        let records = self.records.borrow();
        let answers = |record: &Record| match &record.what {
            RecordKind::Answer(answer) => Some((answer.to, answer.cause)),
            _ => None,
        };
        records.iter().filter_map(answers).any(|(to, cause)| {
            cause.is_some() && records.iter().filter_map(answers).any(|second| second == (to, None))
        })
    }
}
