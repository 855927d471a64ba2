//! Random runs of a page with contacts: it keeps its limits, loads once, and its recordings replay.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use voip_runtime::host::Host as _;
use voip_runtime::prelude::*;
use voip_runtime::record::{Input, OpenIds, RecordKind, Recorder, Recording};
use voip_runtime::session::Event;
use voip_runtime::sim::{Listener, MemberEvents, SimHost, replay};
use voip_runtime::{CallError, Session};
use voip_tests::{Family, Rng, family, millis, secs};

const SEEDS: u64 = 1_000;

/// Checks what the page declares: one load at a time, no call longer than `within`, and no ringing longer than `ring`.
#[derive(Default)]
struct Invariants {
    loading: Cell<bool>,
    joined: Cell<Option<Duration>>,
    connected: Cell<bool>,
    /// Whether members were reported all the time since the join.
    reported: Cell<bool>,
    /// The causes of the changes.
    causes: RefCell<Vec<Cause>>,
}

impl Invariants {
    fn check(&self, now: Duration, event: &Event<'_>) {
        match event {
            Event::Loading(on) => assert_ne!(self.loading.replace(*on), *on, "a second load"),
            Event::Connected(on) => self.connected.set(*on),
            Event::Change(change) => {
                self.causes.borrow_mut().extend(change.cause);
                let joined = self.joined.replace((change.to == State::InCall).then_some(now));
                if change.cause == Some(Cause::NoAnswer) {
                    assert_eq!(joined.map(|joined| now.saturating_sub(joined)), Some(secs(45)));
                    assert!(!self.connected.get() && self.reported.get(), "a call was cut off");
                }
                self.connected.set(false);
            }
            _ => {}
        }
        if let Some(joined) = self.joined.get() {
            let limit = if self.reported.get() && !self.connected.get() { secs(45) } else { secs(20 * 60) };
            assert!(now.saturating_sub(joined) <= limit, "no call is longer than {limit:?}");
        }
    }
}

fn act(rng: &Rng, host: &SimHost, session: &Session<Family>, invariants: &Invariants) {
    match rng.below(20) {
        0..=5 => _ = session.call(usize::try_from(rng.below(3)).expect("an index")),
        6 => session.show(),
        7 => _ = session.load([("group", "home")]),
        8 => _ = session.set_reachable(rng.below(2) == 0),
        9 => _ = session.hang_up() || session.dismiss() || session.cancel(),
        10 => host.other_side_picks_up(),
        11 => host.other_side_hangs_up(),
        12 => host.interrupt(),
        13 => host.supersede_call(),
        14 => host.set_listener(if rng.below(2) == 0 { Listener::Closed } else { Listener::Reachable }),
        15 if session.state() != State::InCall => {
            let events = *rng.choose(&[MemberEvents::Never, MemberEvents::Usual, MemberEvents::Early]);
            host.set_member_events(events);
            invariants.reported.set(events != MemberEvents::Never);
        }
        16 if rng.below(8) == 0 => session.leave(),
        _ => assert!(
            host.run_for(millis(*rng.choose(&[0, 100, 400, 3_000, 44_999, 45_000, 60_000, 1_200_000])))
        ),
    }
}

fn run(seed: u64) -> (Recording, Rc<Invariants>) {
    let (rng, host) = (Rng::new(seed), SimHost::seeded(seed));
    let answers = Rng::new(seed + 1);
    host.on_request("family", move |_| match answers.below(4) {
        0 => Err(CallError::new(Cause::System, "family:fail")),
        1 => Ok(family(&[])),
        _ => Ok(family(&[("o-0123456789", "妈妈"), ("", "爸爸"), ("o-1234567890", "女儿")])),
    });
    let answers = Rng::new(seed + 2);
    host.on_request("report", move |_| match answers.below(3) {
        0 => Err(CallError::new(Cause::System, "report:fail")),
        _ => Ok(voip_runtime::value::Value::any()),
    });
    let recorder = Recorder::new(host.clone());
    let session = Session::<Family>::new(recorder.clone());
    recorder.observe(&session);
    let invariants = Rc::new(Invariants { reported: Cell::new(true), ..Invariants::default() });
    let (checks, clock) = (invariants.clone(), host.clone());
    session.subscribe(move |event| checks.check(clock.now(), event));
    session.load([("me", "o-me-0123456789")]).expect("an openid");
    session.show();
    for _ in 0..30 {
        act(&rng, &host, &session, &invariants);
    }
    assert!(host.run() && host.run_for(secs(30 * 60)));
    let recording = Recording::of::<Family>(recorder.take());
    // After the page was left, its state no longer changes.
    let left = recording.records.iter().any(|record| record.what == RecordKind::Input(Input::Leave));
    assert!(left || session.state() != State::InCall, "a call has no end");
    (recording, invariants)
}

#[test]
fn random_runs_keep_the_limits_and_replay() {
    let mut causes = Vec::new();
    for seed in 0..SEEDS {
        let (recording, invariants) = run(seed);
        causes.extend(invariants.causes.take());
        let (records, _) = replay::<Family>(&recording).unwrap_or_else(|why| panic!("seed {seed}: {why}"));
        assert_eq!(records, recording.records, "seed {seed}");
        let aliased = recording.to_lines(Family::SPEC, OpenIds::Aliased);
        let aliased = Recording::read::<Family>(&aliased).expect("a recording");
        replay::<Family>(&aliased).unwrap_or_else(|why| panic!("seed {seed}, aliased: {why}"));
    }
    for cause in [Cause::NoAnswer, Cause::Timeout, Cause::Interrupted] {
        assert!(causes.iter().filter(|found| **found == cause).count() > 5, "few runs have {cause}");
    }
}
