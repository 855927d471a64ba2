//! Thousands of runs with a random host and random actions of the user. A seed repeats its run.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use voip_runtime::record::{Record, RecordKind, Recorder};
use voip_runtime::session::{Event, Tapped};
use voip_runtime::sim::{MemberEvents, SimHost};
use voip_runtime::{Cause, Session, State};
use voip_tests::{Recovering, Rng, millis};

const SEEDS: u64 = 3_000;

/// Checks the invariants of a page by its records.
#[derive(Default)]
struct Invariants {
    joins: Cell<u32>,
    enables: Cell<u32>,
    authorizes: Cell<u32>,
    settings: Cell<u32>,
    /// The pending join.
    joining: Cell<Option<u32>>,
    /// The pending question to the user.
    pending_question: Cell<Option<u32>>,
    state: Cell<Option<State>>,
    left: Cell<bool>,
    exits_after_leaving: Cell<u32>,
    trace: RefCell<Vec<String>>,
}

impl Invariants {
    fn check(&self, record: &Record) {
        self.trace.borrow_mut().push(format!("{record:?}"));
        match &record.what {
            RecordKind::Call(call) => self.check_call(&call.name, call.number),
            RecordKind::Answer(answer) => {
                if self.joining.get() == Some(answer.to) {
                    self.joining.set(None);
                }
                if self.pending_question.get() == Some(answer.to) {
                    self.pending_question.set(None);
                }
            }
            RecordKind::Change(change) => {
                assert!(!self.left.get(), "a change after leaving");
                self.state.set(Some(change.to));
                if change.cause == Some(Cause::Timeout) {
                    self.joining.set(None);
                }
                if matches!(change.from, State::Idle | State::Failed) {
                    self.reset_counts();
                }
            }
            RecordKind::Input(voip_runtime::record::Input::Leave) => self.left.set(true),
            RecordKind::Input(voip_runtime::record::Input::Cancel)
                if self.state.get() != Some(State::InCall) =>
            {
                self.joining.set(None);
                self.pending_question.set(None);
            }
            RecordKind::Input(voip_runtime::record::Input::MakeReachable)
                if self.pending_question.get().is_none() =>
            {
                self.reset_counts();
            }
            _ => {}
        }
    }

    fn reset_counts(&self) {
        for count in [&self.joins, &self.enables, &self.authorizes, &self.settings] {
            count.set(0);
        }
    }

    fn check_call(&self, name: &str, number: u32) {
        let count = |count: &Cell<u32>, max| {
            count.set(count.get() + 1);
            assert!(count.get() <= max, "{name} more than {max} times in one call");
        };
        if self.left.get() {
            assert_eq!(name, "exitVoIPChat", "a host call after leaving");
            return count(&self.exits_after_leaving, 1);
        }
        match name {
            "join1v1Chat" => {
                count(&self.joins, 4);
                assert_eq!(self.joining.replace(Some(number)), None, "a second join while one is pending");
                assert_ne!(self.state.get(), Some(State::InCall), "a second room");
            }
            "setEnable1v1Chat" => count(&self.enables, 2),
            "authorize" => {
                self.pending_question.set(Some(number));
                count(&self.authorizes, 6);
            }
            "openSetting" => {
                self.pending_question.set(Some(number));
                count(&self.settings, 1);
            }
            _ => {}
        }
    }
}

/// A random action of the user, the host or the other side. Returns whether it started or ended something.
fn act(rng: &Rng, host: &SimHost, session: &Session<Recovering>) -> bool {
    match rng.below(20) {
        0..=4 => return session.tap() == Tapped::Started,
        5 => return session.set_reachable(true),
        6 => return session.hang_up(),
        7 => return session.dismiss(),
        8 => host.interrupt(),
        9 => host.other_side_hangs_up(),
        10 => {
            let openid = if rng.below(4) == 0 { "" } else { "o-someone" };
            session.input("listenOpenid", openid).expect("text");
        }
        11 if rng.below(6) == 0 => session.leave(),
        12 => return session.cancel(),
        13 => host.supersede_call(),
        14 => host.set_replaces_calls(rng.below(2) == 0),
        15 => host.set_member_events(if rng.below(2) == 0 {
            MemberEvents::Early
        } else {
            MemberEvents::Doubled
        }),
        _ => assert!(host.run_for(millis(rng.below(40_000)))),
    }
    false
}

fn run(seed: u64) -> Vec<String> {
    let (rng, host) = (Rc::new(Rng::new(seed)), SimHost::seeded(seed));
    let (invariants, recorder) = (Rc::new(Invariants::default()), Recorder::new(host.clone()));
    let checks = invariants.clone();
    recorder.on_record(move |record| checks.check(record));
    let session = Rc::new(Session::<Recovering>::new(recorder.clone()));
    recorder.observe(&session);
    session.load([("listenOpenid", "o-listener"), ("callOpenid", "o-caller")]).expect("text");
    if seed.is_multiple_of(3) {
        // A subscriber that acts while it gets an event.
        let (weak, rng, host) = (Rc::downgrade(&session), rng.clone(), host.clone());
        let depth = Cell::new(0);
        session.subscribe(move |event| {
            let Some(session) = weak.upgrade() else { return };
            if depth.get() < 2 && !matches!(event, Event::Input(_)) && rng.below(5) == 0 {
                depth.set(depth.get() + 1);
                if rng.below(8) == 0 {
                    session.leave();
                } else {
                    act(&rng, &host, &session);
                }
                depth.set(depth.get() - 1);
            }
        });
    }
    for _ in 0..24 {
        let available = session.available();
        if act(&rng, &host, &session) {
            assert!(
                available.tap
                    || available.make_reachable
                    || available.hang_up
                    || available.dismiss
                    || available.cancel,
                "an action that was not available has succeeded"
            );
        }
        let available = session.available();
        assert!(!(available.tap && (session.busy() || session.state() == State::InCall)));
    }
    assert!(host.run(), "the run does not end");
    if !invariants.left.get() {
        let (state, pending_question) = (session.state(), invariants.pending_question.get());
        assert!(!matches!(state, State::Enabling | State::Joining), "the page is still in {state}");
        let waits = session.busy() || state == State::Authorizing;
        assert!(!waits || pending_question.is_some(), "the page waits in {state} without a pending question");
        assert!(state != State::Failed || session.error().is_some() || session.busy());
    }
    drop(session);
    invariants.trace.take()
}

#[test]
fn random_runs_keep_the_invariants() {
    for seed in 0..SEEDS {
        let result = std::panic::catch_unwind(|| run(seed));
        assert!(result.is_ok(), "seed {seed}: see the panic above");
    }
}

#[test]
fn the_same_seed_gives_the_same_run() {
    for seed in [0, 7, 4_711] {
        assert_eq!(run(seed), run(seed));
    }
    assert_ne!(run(1), run(2));
}

#[test]
fn random_runs_reach_every_state() {
    let mut reached = std::collections::BTreeSet::new();
    for seed in 0..500 {
        let host = SimHost::seeded(seed);
        let session = voip_tests::page_on::<Recovering>(&host, "o");
        let states = Rc::new(RefCell::new(vec![State::Idle]));
        let notes = states.clone();
        session.subscribe(move |event| {
            if let Event::Change(change) = event {
                notes.borrow_mut().push(change.to);
            }
        });
        session.tap();
        host.run();
        reached.insert(states.take());
    }
    assert!(reached.len() > 10, "only {} different runs", reached.len());
    for state in State::ALL {
        assert!(
            reached.iter().any(|states| states.last() == Some(&state))
                || matches!(state, State::Enabling | State::Joining),
            "no run ends in {state}"
        );
        assert!(reached.iter().any(|states| states.contains(&state)), "{state} is never reached");
    }
}
