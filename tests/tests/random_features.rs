//! Random runs of phones with two pages that use every feature: they load, list contacts, limit a call, wait for its answer
//! and its end, work afterwards, spawn tasks and enable calls as they are shown. A seed repeats its run.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::time::Duration;

use serde::de::IgnoredAny;
use voip_runtime::Session;
use voip_runtime::prelude::*;
use voip_runtime::record::{Input, OpenIds, Record, RecordKind, Recorder, Recording};
use voip_runtime::session::Event;
use voip_runtime::sim::{Listener, MemberEvents, Response, SimHost, replay};
use voip_runtime::value::Value;
use voip_tests::{Rng, millis, secs};

const SEEDS: u64 = 400;

#[voip_page(
    title = "全部",
    handler = call_contact,
    on_load = load_family,
    receive(on_show),
    on_leave = hang_up,
    flow {
        Idle        => Authorizing: spawn(count_task);
        Authorizing within 2m
                    => Enabling
                     | Authorizing on Denied via open_setting retry 1
                     | Idle: toast("已取消")
                     | Failed: toast("请授权", 3s);
        Enabling within 10s
                    => Joining | Enabling on Network, Timeout retry 2 after 1s: spawn(count_task) | Failed;
        Joining within 30s
                    => InCall: spawn(count_task)
                     | Joining on AlreadyInRoom via exit_room retry 1
                     | Joining on System retry 2: spawn(count_task)
                     | Idle: toast("已取消")
                     | Failed: spawn(count_task);
        InCall ring 45s within 5m
                    => Idle: spawn(count_task)
                     | Failed on NoAnswer: toast("无人接听", 5s), spawn(count_task)
                     | Idle on Timeout: toast("通话时间已到")
                     | Failed on Interrupted;
        Failed      => Authorizing | Idle;
    }
)]
struct Everything {
    #[field(contacts, label = "家人")]
    family: Vec<Contact>,
    #[field(caller.openid, query)]
    me: OpenId,
    #[field(caller.nickname, default = "我")]
    my_name: String,
    #[field(label = "备注", required = "请填写备注")]
    note: String,
}

thread_local! {
    /// How many tasks run, by the edge that has started them.
    static TASKS: RefCell<BTreeMap<String, u32>> = RefCell::default();
}

/// A task that runs, until it is dropped.
struct Running(String);

impl Running {
    fn new(name: String) -> Self {
        let count = TASKS.with_borrow_mut(|tasks| {
            let count = tasks.entry(name.clone()).or_default();
            *count += 1;
            *count
        });
        assert_eq!(count, 1, "{name} runs twice");
        Self(name)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        TASKS.with_borrow_mut(|tasks| *tasks.get_mut(&self.0).expect("a task") -= 1);
    }
}

async fn load_family(page: PageContext<Everything>) -> Result<(), CallError> {
    let family: Vec<Contact> = page.host().request("family", &()).await?;
    page.update(|page| {
        page.family = family;
        page.note = "已填写".into();
    });
    Ok(())
}

async fn count_task(page: PageContext<Everything>, change: Change) -> Result<(), CallError> {
    let recovery = change.cause.map_or_else(String::new, |cause| cause.to_string());
    let recovery = if change.from == change.to { String::new() } else { recovery };
    let recovery =
        if change.to == State::Failed && change.from == State::Joining { String::new() } else { recovery };
    let me = page.page().me.as_str().to_owned();
    let _running = Running::new(format!("{me} {} {} {recovery}", change.from, change.to));
    page.host().sleep(secs(1)).await;
    page.host().request::<IgnoredAny>("report", &change.to.name()).await?;
    Ok(())
}

async fn call_contact(call: Call<Everything, Idle>) -> Outcome<Everything> {
    let listener = call.listener().nickname;
    let plan: f64 = call.host().request("plan", &listener).await?;
    let call = call.begin().authorize().await?.enable().await?.join().await?;
    if plan < 1.0 {
        return Ok(call);
    }
    let call = if plan < 3.0 { call.answered().await? } else { call };
    if plan < 2.0 {
        call.host().sleep(secs(20)).await;
        return call.hang_up();
    }
    let ended = call.ended().await;
    assert!(ended.talked().unwrap_or_default() <= ended.lasted());
    ended.host().request::<IgnoredAny>("rate", &listener).await?;
    ended.update(|page| page.note.push('.'));
    ended.host().sleep(secs(2)).await;
    ended.finish()
}

/// What is true of every page.
#[derive(Default)]
struct Invariants {
    left: Cell<bool>,
    acts_back: Cell<bool>,
    exits: Cell<u32>,
    in_call_since: Cell<Option<Duration>>,
    trace: RefCell<Vec<Record>>,
}

impl Invariants {
    fn check(&self, record: &Record) {
        self.trace.borrow_mut().push(record.clone());
        match &record.what {
            RecordKind::Call(call) if self.left.get() => {
                assert_eq!(call.name, "exitVoIPChat", "a host call after leaving");
                self.exits.set(self.exits.get() + 1);
                assert!(self.exits.get() <= 2, "the room is left often");
            }
            RecordKind::Change(change) => {
                assert!(!self.left.get(), "a change after leaving");
                let now = millis(record.at);
                let since = self.in_call_since.replace((change.to == State::InCall).then_some(now));
                // A subscriber that lets the time pass delays the change.
                if let (Some(since), false) = (since, self.acts_back.get()) {
                    let lasted = now.saturating_sub(since);
                    assert!(lasted <= secs(300), "a call longer than its limit");
                    assert!(change.cause != Some(Cause::NoAnswer) || lasted == secs(45));
                }
            }
            RecordKind::Input(Input::Leave) => self.left.set(true),
            _ => {}
        }
    }
}

impl OnPhone {
    fn has_contradictory_answers(&self) -> bool {
        let trace = self.invariants.trace.borrow();
        let answers = |record: &Record| match &record.what {
            RecordKind::Answer(answer) => Some((answer.to, answer.cause)),
            _ => None,
        };
        trace.iter().filter_map(answers).any(|(to, cause)| {
            cause.is_some() && trace.iter().filter_map(answers).any(|second| second == (to, None))
        })
    }
}

struct OnPhone {
    host: SimHost,
    session: Rc<Session<Everything>>,
    invariants: Rc<Invariants>,
}

fn open(host: &SimHost, rng: &Rc<Rng>, name: &str, acts_back: bool) -> OnPhone {
    let recorder = Recorder::new(host.clone());
    let invariants = Rc::new(Invariants::default());
    let checks = invariants.clone();
    recorder.on_record(move |record| checks.check(record));
    let session = Rc::new(Session::<Everything>::new(recorder.clone()));
    recorder.observe(&session);
    invariants.acts_back.set(acts_back);
    if acts_back {
        let (weak, rng, host, depth) = (Rc::downgrade(&session), rng.clone(), host.clone(), Cell::new(0));
        session.subscribe(move |event| {
            let Some(session) = weak.upgrade() else { return };
            if depth.get() < 2 && !matches!(event, Event::Input(_)) && rng.below(6) == 0 {
                depth.set(depth.get() + 1);
                if rng.below(12) == 0 {
                    session.leave();
                } else {
                    act(&rng, &host, &session);
                }
                depth.set(depth.get() - 1);
            }
        });
    }
    session.load([("me", name)]).expect("text");
    OnPhone { host: host.clone(), session, invariants }
}

fn act(rng: &Rng, host: &SimHost, session: &Session<Everything>) {
    let coin = || rng.below(2) == 0;
    match rng.below(34) {
        0..=5 => _ = session.call(usize::try_from(rng.below(4)).expect("an index")),
        6 => _ = session.tap(),
        7 | 8 => session.show(),
        9 => _ = session.load([("x", "y")]),
        10 => _ = session.set_reachable(coin()),
        11 => _ = session.hang_up(),
        12 => _ = session.cancel(),
        13 => _ = session.dismiss(),
        14 => host.other_side_hangs_up(),
        15 => host.interrupt(),
        16 => host.supersede_call(),
        17 => host.set_listener(*rng.choose(&[Listener::Closed, Listener::Reachable, Listener::NotEnabled])),
        18 if !host.in_call() => host.set_member_events(*rng.choose(&[
            MemberEvents::Usual,
            MemberEvents::Early,
            MemberEvents::Doubled,
            MemberEvents::Never,
        ])),
        19 => host.set_replaces_calls(coin()),
        20 => session.input("note", if coin() { "" } else { "x" }).expect("text"),
        21 if rng.below(4) == 0 => session.leave(),
        _ => assert!(
            host.run_for(millis(*rng.choose(&[0, 1, 100, 900, 1_000, 5_000, 20_000, 45_000, 70_000])))
        ),
    }
}

fn server(host: &SimHost, seed: u64) {
    let rng = Rng::new(seed);
    let contact = |openid: &str, name: &str| {
        Value::object([("openid", Value::from(openid)), ("nickname", Value::from(name))])
    };
    let family = Value::List(vec![
        contact("o-0123456789", "妈妈"),
        contact("", "爸爸"),
        contact("me-0123456789-1", "女儿"),
        contact("me-0123456789-0", "我自己"),
    ]);
    let answers = |name: &str, good: &dyn Fn() -> Value| {
        let answers: Vec<_> = (0..40)
            .map(|_| match rng.below(8) {
                0 => Response::fail(Cause::System),
                1 => Response::never(),
                2 => Response::succeed(good()).late(secs(rng.below(70))),
                _ => Response::succeed(good()),
            })
            .collect();
        host.play_request(name, answers);
    };
    answers("family", &|| family.clone());
    answers("report", &|| Value::Null);
    answers("rate", &|| Value::Null);
    let plans = Rng::new(seed + 9);
    answers("plan", &|| Value::from(*plans.choose(&[0.0, 1.0, 2.0, 3.0, 4.0])));
}

/// Returns what has happened.
fn run(seed: u64) -> BTreeSet<String> {
    TASKS.take();
    let rng = Rc::new(Rng::new(seed));
    // One or two pages on one phone, or a page on each of two.
    let is_pair = seed % 4 == 1;
    let (host, other) = if is_pair {
        SimHost::pair("me-0123456789-0", "me-0123456789-1")
    } else {
        let host = SimHost::seeded(seed);
        (host.clone(), host)
    };
    server(&host, seed);
    if is_pair {
        server(&other, seed + 50);
        [&host, &other].into_iter().filter(|_| rng.below(3) == 0).for_each(SimHost::make_interactive);
    }
    let acts_back = seed.is_multiple_of(3);
    let pages: Vec<_> = (0..=seed % 2)
        .map(|at| open(if at == 0 { &host } else { &other }, &rng, &format!("me-0123456789-{at}"), acts_back))
        .collect();
    for _ in 0..40 {
        let page = &pages[usize::try_from(rng.below(pages.len() as u64)).expect("an index")];
        act(&rng, &page.host, &page.session);
        for OnPhone { session, .. } in &pages {
            let available = session.available();
            assert!(!(available.call && (session.busy() || session.state() == State::InCall)));
        }
    }
    assert!(host.run() && host.run_for(secs(2_000)) && host.run());
    let mut happened = BTreeSet::new();
    for OnPhone { session, invariants, .. } in &pages {
        if !invariants.left.get() {
            assert!(session.state() != State::InCall, "a call has no end");
            assert!(!session.loading(), "the page loads for ever");
            if session.busy() || session.state().is_working() {
                // Only a question to the user has no limit.
                let trace = invariants.trace.borrow();
                let asks = |record: &&Record| matches!(&record.what, RecordKind::Call(call) if ["authorize", "openSetting"].contains(&&*call.name));
                assert!(trace.iter().any(|record| asks(&record)), "busy for ever");
                drop(trace);
                assert!(session.cancel() && host.run());
                assert!(!session.busy() && !session.state().is_working(), "busy after it was cancelled");
            }
        }
        happened.extend(invariants.trace.borrow().iter().filter_map(|record| match &record.what {
            RecordKind::Change(change) => Some(format!("{} {:?}", change.to, change.cause)),
            RecordKind::Call(call) if call.own => Some(call.name.clone()),
            RecordKind::SpawnIgnored(path) => Some(format!("{path} ignored")),
            RecordKind::TaskFailed(failed) => Some(format!("{} failed", failed.task)),
            _ => None,
        }));
        if !acts_back {
            let recording = Recording::of::<Everything>(invariants.trace.borrow().clone());
            let (records, state) = replay::<Everything>(&recording).unwrap_or_else(|why| panic!("{why}"));
            assert_eq!((records, state), (recording.records.clone(), session.state()));
            let lines = recording.to_lines(Everything::SPEC, OpenIds::Aliased);
            let aliased = Recording::read::<Everything>(&lines).expect("a recording");
            replay::<Everything>(&aliased).unwrap_or_else(|why| panic!("aliased: {why}"));
            match recording.to_test(Everything::SPEC, "a::Everything", "a_test") {
                Ok(_) => {}
                Err(why) => assert!(why.to_string().contains("too many events"), "{why}\n{lines}"),
            }
        }
        session.leave();
    }
    assert!(host.run());
    // A host that has first failed a join and then lets it succeed is not believed.
    assert!(
        pages.iter().any(OnPhone::has_contradictory_answers) || !host.in_call(),
        "a call of nobody goes on"
    );
    drop(pages);
    TASKS.with_borrow(|tasks| {
        assert!(tasks.values().all(|count| *count == 0), "a task outlives its page: {tasks:?}");
    });
    happened
}

#[test]
fn random_runs_of_every_feature_keep_the_invariants() {
    let seed: Option<u64> = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok());
    let (is_one, seeds) = (seed.is_some(), seed.map_or(0..SEEDS, |seed| seed..seed + 1));
    let (mut failed, mut happened) = (Vec::new(), BTreeMap::<_, u32>::new());
    for seed in seeds {
        match std::panic::catch_unwind(|| run(seed)) {
            Ok(run) => run.into_iter().for_each(|what| *happened.entry(what).or_default() += 1),
            Err(_) => failed.push(seed),
        }
        assert!(failed.len() < 6, "seeds {failed:?}: see the panics above");
    }
    assert!(failed.is_empty(), "seeds {failed:?}: see the panics above");
    let often = |what: &str| *happened.get(what).unwrap_or(&0) > 2;
    for what in ["rate", "Failed Some(NoAnswer)", "Idle Some(Timeout)", "Failed Some(Interrupted)"] {
        assert!(is_one || often(what), "{what}: {happened:?}");
    }
    assert!(is_one || often("count_task ignored") && often("handler failed"), "{happened:?}");
}
