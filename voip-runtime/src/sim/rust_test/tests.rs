//! Thousands of random runs of pages, each played again as its test plays it. The tests of the workspace check that the
//! sources compile and do the same.

mod pages;

use core::cell::{Cell, RefCell};
use core::time::Duration;
use std::rc::Rc;
use std::string::{String, ToString};
use std::vec::Vec;

use self::pages::{Family, Finding, Recovering};
use super::statement::{PhoneEvent, Statement};
use super::test_case::TestCase;
use crate::flow::Via;
use crate::prelude::*;
use crate::record::{Input, Record, RecordKind, Recorder, Recording};
use crate::session::Event;
use crate::sim::{Listener, MemberEvents, Pace, Play, SimHost, Step, replay};
use crate::spec::Scope;
use crate::value::Value;
use crate::{CallError, Session};

/// Random numbers from a seed (xorshift). The tests of the workspace have the same, but they depend on this crate.
struct Rng(Cell<u64>);

impl Rng {
    fn new(seed: u64) -> Self {
        Self(Cell::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1))
    }

    fn roll(&self, sides: u64) -> u64 {
        let mut state = self.0.get();
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        self.0.set(state);
        (state >> 11) % sides
    }
}

/// Lets time pass; with `fine`, mostly not by whole milliseconds.
fn pass(rng: &Rng, host: &SimHost, fine: bool) {
    let millis = [0, 1, 80, 100, 400, 500, 1000, 1200, 9_500, 10_000, 20_000, 30_000, 60_000];
    let millis = millis[usize::try_from(rng.roll(13)).expect("one of these")];
    let micros = if fine { rng.roll(1000) } else { 0 };
    assert!(host.run_for(Duration::from_millis(millis) + Duration::from_micros(micros)));
}

/// A decision of the user in a dialog of WeChat.
fn decide(rng: &Rng, host: &SimHost) {
    match rng.roll(6) {
        0 => drop(host.refuse()),
        1 => drop(host.leave_settings()),
        2 => drop(host.turn(Scope::Record, rng.roll(2) == 0)),
        3 => host.set_permission(Scope::Camera, [None, Some(false)][usize::from(rng.roll(2) == 0)]),
        _ => drop(host.allow()),
    }
}

fn act<P: Page>(rng: &Rc<Rng>, host: &SimHost, session: &Rc<Session<P>>, fine: bool) {
    match rng.roll(28) {
        0..=5 => _ = session.tap(),
        6 => drop(session.set_reachable(true)),
        7 | 8 => drop(session.hang_up()),
        9 => drop(session.dismiss()),
        10 => host.interrupt(),
        11 => host.other_side_hangs_up(),
        12 => host.hang_up(),
        13 => host.other_side_picks_up(),
        14 => {
            host.set_member_events(if rng.roll(2) == 0 { MemberEvents::Never } else { MemberEvents::Usual });
        }
        15 => host.set_online(rng.roll(3) > 0),
        16 => {
            let openid = if rng.roll(4) == 0 { "" } else { "o-someone" };
            session.input("call_openid", openid).expect("text");
        }
        17 if rng.roll(8) == 0 => session.leave(),
        18 => drop(session.load([("listenName", "someone"), ("nobody", "knows")])),
        19..=21 => decide(rng, host),
        // In between other events that are due.
        22 => {
            let (again, phone, page) = (rng.clone(), host.clone(), Rc::downgrade(session));
            host.after(
                Duration::from_millis([0, 100, 400, 10_000][usize::try_from(rng.roll(4)).expect("four")]),
                move || {
                    if let Some(page) = page.upgrade()
                        && again.roll(3) > 0
                    {
                        page.tap();
                    } else {
                        phone.other_side_hangs_up();
                    }
                },
            );
        }
        23 => {
            host.play_via(Via::ExitRoom, [Play::fail(Cause::System).late(Duration::from_secs(rng.roll(8)))]);
        }
        24 => host.play_via(Via::OpenSetting, [Play::never()]),
        _ => pass(rng, host, fine),
    }
}

/// What the user does on a page with contacts that loads them.
fn act_on_contacts<P: Page>(rng: &Rng, host: &SimHost, session: &Session<P>) {
    match rng.roll(12) {
        0..=4 => _ = session.call(usize::from(rng.roll(5) == 0)),
        5 => session.show(),
        6 | 7 => assert!(host.run_for(Duration::from_secs(5))),
        8 => drop(session.set_reachable(rng.roll(3) == 0)),
        9 => drop(session.load([("group", "friends"), ("callOpenid", "o-caller")])),
        10 => drop(session.cancel()),
        // Past the limits of a call.
        _ => assert!(
            host.run_for(Duration::from_secs([44, 45, 46, 600][usize::try_from(rng.roll(4)).expect("four")]))
        ),
    }
}

/// What other code of the app does, and what differs between hosts.
fn act_elsewhere<P: Page>(rng: &Rng, host: &SimHost, session: &Session<P>) {
    match rng.roll(9) {
        0..=2 => drop(session.cancel()),
        3 => host.supersede_call(),
        4 => host.set_replaces_calls(rng.roll(3) > 0),
        5 => host.set_reachable(rng.roll(2) == 0),
        _ => {
            use MemberEvents::{Doubled, Early, Usual};
            host.set_member_events([Usual, Early, Doubled][usize::try_from(rng.roll(3)).expect("three")]);
        }
    }
}

/// A run, and the changes of the page's state. `app` says whether other code of the app takes part in it.
fn run<P: Page>(seed: u64, app: bool) -> (Recording, Vec<String>) {
    let rng = Rc::new(Rng::new(seed));
    let host = SimHost::seeded(seed);
    let fine = seed.is_multiple_of(3);
    match rng.roll(4) {
        0 => host.set_pace(Pace::INSTANT),
        1 => host.set_listener(Listener::Closed),
        2 => host.set_talk(Duration::from_secs(7)),
        _ => {}
    }
    if rng.roll(3) == 0 {
        host.make_interactive();
    }
    if rng.roll(4) == 0 {
        let (rng, word) = (Rng::new(seed + 1), "o-found \"\\\u{202e}");
        host.on_request("login", move |_| match rng.roll(3) {
            0 => Err(CallError::new(Cause::Other(-7), "login:fail")),
            1 => Err(Cause::Timeout.into()),
            _ => Ok(word.into()),
        });
    }
    if P::SPEC.on_load {
        let rng = Rng::new(seed + 2);
        host.on_request("family", move |_| match rng.roll(4) {
            0 => Err(CallError::new(Cause::System, "family:fail")),
            count => Ok(pages::family(count)),
        });
        let rng = Rng::new(seed + 3);
        host.on_request("report", move |_| match rng.roll(3) {
            0 => Err(CallError::new(Cause::Other(7), "report:fail")),
            _ => Ok(Value::any()),
        });
    }
    let recorder = Recorder::new(host.clone());
    let session = Rc::new(Session::<P>::new(recorder.clone()));
    recorder.observe(&session);
    let changes = observe(&session);
    session.load([("listenOpenid", "o-listener"), ("callOpenid", "o-caller")]).expect("text");
    for _ in 0..24 {
        if app && rng.roll(4) == 0 {
            act_elsewhere(&rng, &host, &session);
        }
        if P::SPEC.on_load && rng.roll(2) == 0 {
            act_on_contacts(&rng, &host, &session);
        } else {
            act(&rng, &host, &session, fine);
        }
    }
    if rng.roll(2) == 0 {
        assert!(host.run(), "it never comes to rest");
    }
    (Recording::of::<P>(recorder.take()), changes.take())
}

fn observe<P: Page>(session: &Session<P>) -> Rc<RefCell<Vec<String>>> {
    let changes = Rc::new(RefCell::new(Vec::new()));
    let seen = Rc::clone(&changes);
    session.subscribe(move |event| {
        if let Event::Change(change) = event {
            seen.borrow_mut().push(change.to_string());
        }
    });
    changes
}

/// Runs the statements of this test, and returns the changes.
fn play<P: Page>(test: &TestCase<'_>) -> (Vec<String>, State) {
    let host = SimHost::new();
    host.set_pace(Pace::INSTANT);
    host.set_listener(Listener::Closed);
    let session = Session::<P>::new(host.clone());
    let changes = observe(&session);
    for statement in &test.statements {
        match statement {
            Statement::Play(step, answer) => host.play(*step, [answer.clone()]),
            Statement::PlayVia(via, answer) => host.play_via(*via, [answer.clone()]),
            Statement::PlayRequest(name, response) => host.play_request(name, [response.clone()]),
            Statement::Run(duration) => assert!(host.run_for(*duration)),
            Statement::Input(Input::Set { field, value }) => {
                session.input(field, value.clone()).expect("recorded");
            }
            Statement::Input(Input::Load { query }) => {
                let _ = session.load(query.iter().map(|(name, value)| (name.as_str(), value.as_str())));
            }
            Statement::Input(Input::Show) => session.show(),
            Statement::Input(Input::Tap) => _ = session.tap(),
            Statement::Input(Input::Call { contact }) => _ = session.call(*contact),
            Statement::Input(Input::MakeReachable) => drop(session.set_reachable(true)),
            Statement::Input(Input::MakeUnreachable) => drop(session.set_reachable(false)),
            Statement::Input(Input::HangUp) => drop(session.hang_up()),
            Statement::Input(Input::Dismiss) => drop(session.dismiss()),
            Statement::Input(Input::Cancel) => drop(session.cancel()),
            Statement::Input(Input::Leave) => session.leave(),
            Statement::Phone(PhoneEvent::Connected) => host.other_side_picks_up(),
            Statement::Phone(PhoneEvent::Ended) => host.other_side_hangs_up(),
            Statement::Phone(PhoneEvent::Superseded) => host.supersede_call(),
            Statement::Phone(PhoneEvent::Reachable(reachable)) => host.set_reachable(*reachable),
            Statement::Phone(PhoneEvent::ReportsMembers(true)) => host.set_member_events(MemberEvents::Usual),
            Statement::Phone(PhoneEvent::ReportsMembers(false)) => {
                host.set_member_events(MemberEvents::Never);
            }
            Statement::Phone(PhoneEvent::Interrupted) => host.interrupt(),
            Statement::Phone(PhoneEvent::HungUp) => host.hang_up(),
        }
    }
    (changes.take(), session.state())
}

const SEEDS: u64 = 3_000;

/// Seeds of runs with a rare event, and the event.
const RARE: [(u64, &str); 9] = [
    (18_583, "a tap is ignored in the millisecond in which a sleep of the handler ends"),
    (18_624, "a call ends within a second, and the page was not notified that it was answered"),
    (24_665, "the same, after half a minute"),
    (38_873, "during a new join, a late answer says that the room was not left"),
    (43_867, "during a new join, a late answer says that the earlier join succeeded"),
    (135_740, "during a new join, a late answer says that the earlier join failed"),
    (61_062, "the room of a late join is not left, and a later join succeeds"),
    (69_265, "the same, after another tap"),
    (106_754, "all host calls of the handler are answered at once, again and again, and after a delay"),
];

fn assert_same<P: Page>(seeds: u64) {
    let alone = (0..seeds).chain(RARE.map(|(seed, _)| seed)).map(|seed| (seed, false));
    let mut joined = 0;
    for (seed, app) in alone.chain((0..seeds).map(|seed| (seed, true))) {
        let (recording, seen) = run::<P>(seed, app);
        joined += u64::from(seen.iter().any(|change| change.ends_with("InCall")));
        assert_same_test::<P>(&recording, &seen, seed);
        if app {
            assert_same_test::<P>(&on_a_phone(recording, seed), &seen, seed);
        }
    }
    assert!(joined > seeds / 10, "too few runs join a call: {joined}");
}

/// The recording as a phone would have recorded it: timers fire late, what follows is later, and there are notes.
fn on_a_phone(mut recording: Recording, seed: u64) -> Recording {
    let rng = Rng::new(seed);
    let mut late = 0;
    let records = recording.records.drain(..).flat_map(|Record { at, what }| {
        late += match what {
            RecordKind::Timer(_) => rng.roll(9),
            // The page takes its time too.
            _ => rng.roll(20) / 19,
        };
        let note = (rng.roll(8) == 0).then(|| RecordKind::Note("show".into()));
        note.into_iter().chain([what]).map(move |what| Record { at: at + late, what }).collect::<Vec<_>>()
    });
    recording.records = records.collect();
    recording.redacted = Some(false);
    recording
}

fn assert_same_test<P: Page>(recording: &Recording, expected: &Vec<String>, seed: u64) {
    let is_note = |record: &&Record| matches!(record.what, RecordKind::Note(_));
    let records: Vec<_> = recording.records.iter().filter(|record| !is_note(record)).cloned().collect();
    let of_phone = recording.is_of_phone();
    let test = TestCase::of(P::SPEC, &records, of_phone).expect("a test");
    assert_eq!(&test.changes, expected, "seed {seed}");
    let replayed = replay::<P>(recording).map(|(records, _)| records);
    if of_phone {
        assert!(replayed.is_ok(), "seed {seed}: {replayed:?}");
    } else {
        assert_eq!(replayed.as_ref(), Ok(&recording.records), "seed {seed}");
    }
    let (changes, end) = play::<P>(&test);
    let shown = || {
        let source = recording.to_test(P::SPEC, "a::B", "a_test").expect("a test");
        format!("{source}\n{}", recording.to_lines(P::SPEC, crate::record::OpenIds::Full))
    };
    assert_eq!((&changes, end), (expected, test.end), "seed {seed}: {}", shown());
}

#[test]
fn random_runs_of_a_page_that_recovers() {
    assert_same::<Recovering>(SEEDS);
}

#[test]
fn random_runs_of_a_page_with_a_handler() {
    assert_same::<Finding>(SEEDS);
}

#[test]
fn random_runs_of_a_page_with_contacts() {
    assert_same::<Family>(1_000);
}

#[test]
fn a_recording_read_from_text_gives_the_same_test() {
    for seed in 0..200 {
        let (recording, _) = run::<Finding>(seed, seed % 2 == 0);
        let lines = recording.to_lines(Finding::SPEC, crate::record::OpenIds::Aliased);
        let read = Recording::read::<Finding>(&lines).expect("a recording");
        let test = |recording: &Recording| recording.to_test(Finding::SPEC, "a::Finding", "a_test");
        assert_eq!(test(&read), test(&recording.aliased(Finding::SPEC)), "seed {seed}");
    }
}

#[test]
fn names_and_paths() {
    let recording = Recording::of::<Recovering>(Vec::new());
    let test = |page: &str, name: &str| recording.to_test(Recovering::SPEC, page, name);
    for page in ["a::B", "B", "crate::B", "a::b::r#type::B", "a::页面"] {
        assert!(test(page, "a_test").is_ok(), "{page}");
    }
    for page in
        ["", "a::", "::B", "a::{{closure}}::B", "a::B<C>", "a b", "a::fn", "self", "a::1b", "a;b", "r#"]
    {
        let error = test(page, "a_test").expect_err(page).to_string();
        assert!(error.starts_with(&format!("invalid path `{page}`")), "{error}");
    }
    for name in ["", "_", "A", "a b", "a-b", "1a", "fn", "a__b", "通话", "a\n"] {
        let error = test("a::B", name).expect_err(name).to_string();
        assert!(error.starts_with(&format!("invalid test name `{name}`")), "{error}");
    }
    let clash = test("a::Session", "a_test").expect("a test");
    assert!(clash.contains("Session::<a::Session>::new(") && !clash.contains("use a::Session"), "{clash}");
    let other = Recording::of::<Finding>(Vec::new()).to_test(Recovering::SPEC, "a::B", "a_test");
    assert_eq!(
        other.expect_err("another page").to_string(),
        "expected a recording of the page `Recovering`, found one of `Finding`"
    );
}

#[test]
fn a_usual_answer_is_scripted_only_before_another_one() {
    let host = SimHost::new();
    host.set_pace(Pace::INSTANT);
    host.play(Step::Authorize, [Play::succeed(), Play::fail(Cause::System)]);
    let recorder = Recorder::new(host.clone());
    let session = Session::<Recovering>::new(recorder.clone());
    recorder.observe(&session);
    session.load([("listenOpenid", "o-listener"), ("callOpenid", "o-caller")]).expect("text");
    for _ in 0..2 {
        session.tap();
        assert!(host.run());
        session.hang_up();
    }
    let recording = Recording::of::<Recovering>(recorder.take());
    let test = TestCase::of(Recovering::SPEC, &recording.records, false).expect("a test");
    let plays = test
        .statements
        .iter()
        .filter(|statement| matches!(statement, Statement::Play(..)))
        .cloned()
        .collect::<Vec<_>>();
    let authorize = |play| Statement::Play(Step::Authorize, play);
    assert_eq!(plays, [authorize(Play::succeed()), authorize(Play::fail(Cause::System))]);
}
