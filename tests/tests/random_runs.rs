//! Thousands of days with a moody host and a restless user, each repeatable by its seed.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use voip_runtime::record::{Record, RecordKind, Recorder};
use voip_runtime::session::{Event, Tapped};
use voip_runtime::sim::SimHost;
use voip_runtime::{Cause, Session, State};
use voip_tests::{Recovering, Rng, millis};

const SEEDS: u64 = 3_000;

/// What must hold, seen from what passed between page and host.
#[derive(Default)]
struct Watcher {
    joins: Cell<u32>,
    enables: Cell<u32>,
    asks: Cell<u32>,
    settings: Cell<u32>,
    /// The join that is under way.
    joining: Cell<Option<u32>>,
    /// The question that a person has not answered.
    asked: Cell<Option<u32>>,
    state: Cell<Option<State>>,
    left: Cell<bool>,
    exits_after_leaving: Cell<u32>,
    story: RefCell<Vec<String>>,
}

impl Watcher {
    fn sees(&self, record: &Record) {
        self.story.borrow_mut().push(format!("{record:?}"));
        match &record.what {
            RecordKind::Call(call) => self.sees_call(&call.name, call.number),
            RecordKind::Answer(answer) => {
                if self.joining.get() == Some(answer.to) {
                    self.joining.set(None);
                }
                if self.asked.get() == Some(answer.to) {
                    self.asked.set(None);
                }
            }
            RecordKind::Change(change) => {
                assert!(!self.left.get(), "a change after leaving");
                self.state.set(Some(change.to));
                if change.cause == Some(Cause::Timeout) {
                    self.joining.set(None);
                }
                if matches!(change.from, State::Idle | State::Failed) {
                    self.anew();
                }
            }
            RecordKind::Input(voip_runtime::record::Input::Leave) => self.left.set(true),
            RecordKind::Input(voip_runtime::record::Input::MakeReachable) if self.asked.get().is_none() => {
                self.anew();
            }
            _ => {}
        }
    }

    fn anew(&self) {
        for count in [&self.joins, &self.enables, &self.asks, &self.settings] {
            count.set(0);
        }
    }

    fn sees_call(&self, name: &str, number: u32) {
        let count = |count: &Cell<u32>, most| {
            count.set(count.get() + 1);
            assert!(count.get() <= most, "{name} more than {most} times in one call");
        };
        if self.left.get() {
            assert_eq!(name, "exitVoIPChat", "a host call after leaving");
            return count(&self.exits_after_leaving, 1);
        }
        match name {
            "join1v1Chat" => {
                count(&self.joins, 4);
                assert_eq!(self.joining.replace(Some(number)), None, "a second join while one is under way");
                assert_ne!(self.state.get(), Some(State::InCall), "a second room");
            }
            "setEnable1v1Chat" => count(&self.enables, 2),
            "authorize" => {
                self.asked.set(Some(number));
                count(&self.asks, 6);
            }
            "openSetting" => {
                self.asked.set(Some(number));
                count(&self.settings, 1);
            }
            _ => {}
        }
    }
}

/// One thing that a user, or the world, may do; gives whether the page did as its user wanted.
fn act(rng: &Rng, host: &SimHost, session: &Session<Recovering>) -> bool {
    match rng.below(16) {
        0..=4 => return session.tap() == Tapped::Started,
        5 => return session.make_reachable(),
        6 => return session.hang_up(),
        7 => return session.dismiss(),
        8 => host.interrupt(),
        9 => host.other_side_hangs_up(),
        10 => {
            let openid = if rng.below(4) == 0 { "" } else { "o-someone" };
            session.input("listenOpenid", openid).expect("text");
        }
        11 if rng.below(6) == 0 => session.leave(),
        _ => assert!(host.run_for(millis(rng.below(40_000)))),
    }
    false
}

fn day(seed: u64) -> Vec<String> {
    let (rng, host) = (Rc::new(Rng::new(seed)), SimHost::seeded(seed));
    let (watcher, recorder) = (Rc::new(Watcher::default()), Recorder::new(host.clone()));
    let notes = watcher.clone();
    recorder.on_record(move |record| notes.sees(record));
    let session = Rc::new(Session::<Recovering>::new(recorder.clone()));
    recorder.observe(&session);
    session.load([("listenOpenid", "o-listener"), ("callOpenid", "o-caller")]).expect("text");
    if seed.is_multiple_of(3) {
        // A subscriber that meddles.
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
                available.tap || available.make_reachable || available.hang_up || available.dismiss,
                "it was said to be impossible"
            );
        }
        let available = session.available();
        assert!(!(available.tap && (session.busy() || session.state() == State::InCall)));
    }
    assert!(host.run(), "it never comes to rest");
    if !watcher.left.get() {
        let (state, asked) = (session.state(), watcher.asked.get());
        assert!(!matches!(state, State::Enabling | State::Joining), "it stays in {state}");
        let waits = session.busy() || state == State::Authorizing;
        assert!(!waits || asked.is_some(), "it waits in {state} for nobody");
        assert!(state != State::Failed || session.error().is_some() || session.busy());
    }
    drop(session);
    watcher.story.take()
}

#[test]
fn days_of_random_answers_and_random_taps() {
    for seed in 0..SEEDS {
        let story = std::panic::catch_unwind(|| day(seed));
        assert!(story.is_ok(), "see above: seed {seed}");
    }
}

#[test]
fn the_same_seed_is_the_same_day() {
    for seed in [0, 7, 4_711] {
        assert_eq!(day(seed), day(seed));
    }
    assert_ne!(day(1), day(2));
}

#[test]
fn the_moods_reach_every_state() {
    let mut reached = std::collections::BTreeSet::new();
    for seed in 0..200 {
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
    assert!(reached.len() > 10, "{} ways only", reached.len());
    for state in State::ALL {
        assert!(
            reached.iter().any(|way| way.last() == Some(&state))
                || matches!(state, State::Enabling | State::Joining)
        );
        assert!(reached.iter().any(|way| way.contains(&state)), "{state} is never reached");
    }
}
