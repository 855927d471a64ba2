//! Recordings as Rust tests: three that stand here as they are written, and many that are compiled and
//! run as a stranger's would be. That each run comes out the same is tested in the runtime, on
//! thousands.
//!
//! ```sh
//! UPDATE_EXPECT=1 cargo test -p voip-tests --test rust_tests   # writes the three anew
//! ```

use std::path::{Path, PathBuf};
use std::{env, fs};

use voip_runtime::flow::Via;
use voip_runtime::prelude::*;
use voip_runtime::record::{Record, RecordKind, RecordedAnswer, RecordedCall, RecordedTimer, Recording};
use voip_runtime::sim::{Listener, Pace, Play, Response, SimHost, Step};
use voip_runtime::spec::Scope;
use voip_runtime::value::Value;
use voip_tests::{
    HangsUpOnLeave, LooksUpListener, Plain, Recovering, RetriesOnTimeout, Rng, millis, recorded, secs,
};

mod written {
    include!("rust_tests/a_call_that_is_refused.rs");
    include!("rust_tests/a_call_in_the_window.rs");
    include!("rust_tests/a_handler_that_asks.rs");
}

/// The test of this recording, as it is given to somebody else.
fn test_of<P: Page>(recording: &Recording, name: &str) -> String {
    let page = format!("voip_tests::{}", P::SPEC.name);
    recording.aliased(P::SPEC).to_test(P::SPEC, &page, name).expect(name)
}

/// The file of a test that stands here says what it would be now.
fn assert_written<P: Page>(name: &str, recording: &Recording) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/rust_tests/{name}.rs"));
    let test = test_of::<P>(recording, name);
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, &test).expect("the tests can be written");
    }
    assert_eq!(fs::read_to_string(&path).expect("a test"), test, "see the top of this file");
}

#[test]
fn of_a_call_that_is_refused() {
    let host = SimHost::new();
    host.play(Step::Authorize, [Play::succeed(), Play::fail(Cause::Denied)]);
    let recording = recorded::<Plain>(&host, |session| {
        session.load([("listenName", "张医生")]).expect("text");
        session.tap();
        assert!(host.run());
        session.dismiss();
    });
    assert_written::<Plain>("a_call_that_is_refused", &recording);
}

#[test]
fn of_a_call_in_the_window() {
    let host = SimHost::new();
    host.make_interactive();
    host.set_listener(Listener::Closed);
    host.set_permission(Scope::Record, Some(false));
    host.play(Step::Enable, [Play::succeed().twice()]);
    host.play(Step::Join, [Play::fail(Cause::AlreadyInRoom), Play::succeed()]);
    host.play_via(Via::ExitRoom, [Play::never()]);
    let recording = recorded::<Recovering>(&host, |session| {
        session.tap();
        host.run_for(millis(700));
        assert!(host.allow() && host.turn(Scope::Record, true));
        host.run_for(secs(2));
        assert!(host.leave_settings());
        host.run_for(secs(1));
        assert!(host.allow());
        host.run_for(secs(15));
        host.other_side_picks_up();
        host.run_for(secs(30));
        host.interrupt();
        host.run_for(secs(1));
        session.tap();
        host.run_for(secs(3));
        host.other_side_picks_up();
        host.other_side_hangs_up();
        session.leave();
    });
    assert_written::<Recovering>("a_call_in_the_window", &recording);
}

/// What a nickname may be.
const HOSTILE: [&str; 12] = [
    "\"); panic!(\"",
    "\\\\\"\\",
    "line\nfeed\r\n\ttab\u{0}",
    "{} {name} {{",
    "rtl \u{202e}gnp\u{2066}",
    "zero\u{200b}width\u{feff}\u{ad}",
    "e\u{301} \u{212b} \u{f900} \u{1100}\u{1161}",
    "👩\u{200d}👩\u{200d}👧 ☎️ 🇨🇳",
    "*/ // /* r#\"",
    "张医生（内科）·Łódź",
    "ms(1) us(2) Duration Value",
    "",
];

fn found(names: &[&str]) -> Value {
    let names = names.iter().map(|name| Value::from(*name)).collect();
    let member = |name: &str, value| (name.to_owned(), value);
    Value::Object(vec![
        member("openid", "o-found-0123456789".into()),
        member("names", Value::List(names)),
        member("of", Value::List(vec![Value::Null, true.into(), Value::any(), Value::Object(vec![])])),
        member(
            "numbers",
            Value::List(
                [0.0, -0.0, 1.5, -7.0, 12_345.0, 1e21, 1.234_567_89e-7, f64::MAX, 0.1]
                    .map(Value::from)
                    .into(),
            ),
        ),
        member("\"", Value::Number(3_000_000_000.25)),
    ])
}

#[test]
fn of_a_handler_that_asks() {
    let host = SimHost::new();
    host.set_talk(secs(20));
    host.play_request(
        "find",
        [
            Response::fail(Cause::System).late(secs(1)),
            Response::fail(CallError::new(Cause::Other(-12_345), "find:fail \"nobody\"\n")),
            Response::succeed(found(&HOSTILE)).late(millis(100)),
        ],
    );
    let recording = recorded::<LooksUpListener>(&host, |session| {
        session.input("urgent", true).expect("a switch");
        session.input("weight", 72.5).expect("a number");
        session.input("callName", HOSTILE[2]).expect("text");
        for _ in 0..2 {
            session.tap();
            assert!(host.run());
        }
    });
    assert_written::<LooksUpListener>("a_handler_that_asks", &recording);
}

/// A run of a page on a moody phone, with a restless user.
fn random<P: Page>(seed: u64) -> Recording {
    let rng = Rng::new(seed);
    let host = SimHost::seeded(seed);
    if rng.below(3) == 0 {
        host.set_pace(Pace::INSTANT);
    }
    let names = [*rng.choose(&HOSTILE), *rng.choose(&HOSTILE)];
    let odd = rng.below(2) == 0;
    host.on_request("find", move |_| {
        if odd { Ok(found(&names)) } else { Err(CallError::new(Cause::System, names[0])) }
    });
    recorded::<P>(&host, |session| {
        for _ in 0..16 {
            match rng.below(12) {
                0..=2 => _ = session.tap(),
                3 => _ = session.hang_up() || session.dismiss(),
                4 => host.interrupt(),
                5 => host.other_side_hangs_up(),
                6 => host.hang_up(),
                7 => session.input("callName", *rng.choose(&HOSTILE)).expect("text"),
                8 => session
                    .load([("listenName", *rng.choose(&HOSTILE)), (HOSTILE[0], HOSTILE[4])])
                    .expect("text"),
                _ => _ = host.run_for(millis(*rng.choose(&[1, 100, 400, 1200, 10_000, 60_000]))),
            }
        }
        if rng.below(2) == 0 {
            host.run();
        }
    })
}

/// The test of a random run, and its name.
fn random_test<P: Page>(seed: u64) -> (String, String) {
    let name = format!("{}_{seed}", P::SPEC.name.to_lowercase());
    let test = test_of::<P>(&random::<P>(seed), &name);
    (name, test)
}

fn version_1<P: Page>(text: &str, name: &str) -> (String, String) {
    let recording = Recording::read::<P>(text).expect("a recording");
    (name.into(), test_of::<P>(&recording, name))
}

/// Many, as one program without a warning: each is compiled and run.
#[test]
fn of_many_runs_compile_and_pass() {
    let of_seed = |seed| {
        [
            random_test::<Plain>(seed),
            random_test::<Recovering>(seed),
            random_test::<RetriesOnTimeout>(seed),
            random_test::<LooksUpListener>(seed),
        ]
    };
    // Of version 1 there is one where no timer mattered.
    let old = [
        version_1::<Plain>(include_str!("recordings/v1-plain.jsonl"), "plain_v1"),
        version_1::<HangsUpOnLeave>(
            // This page was named `Parting` then.
            &include_str!("recordings/v1-parting.jsonl").replacen("Parting", "HangsUpOnLeave", 1),
            "hangsuponleave_v1",
        ),
    ];
    let (names, tests): (Vec<_>, Vec<_>) = (0..30).flat_map(of_seed).chain(old).unzip();
    // A program has no tests; they are run as what they are, functions.
    let functions: Vec<_> = tests.iter().filter_map(|test| test.strip_prefix("#[test]\n")).collect();
    assert_eq!(functions.len(), 122);
    let runs: Vec<_> = names.iter().map(|name| format!("    {name}();")).collect();
    let head = "#![deny(warnings)]\n#![deny(unused_qualifications)]\n";
    let program = [head, &functions.join("\n"), "fn main() {", &runs.join("\n"), "}", ""].join("\n");
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("rust-tests.rs");
    fs::write(&path, program).expect("the target directory can be written");
    trybuild::TestCases::new().pass(path);
}

#[test]
fn there_is_none_of_what_does_not_fit_together() {
    let whole = recorded::<Plain>(&SimHost::new(), |session| _ = session.tap());
    let error = |records: Vec<Record>| {
        let recording = Recording::of::<Plain>(records);
        recording.to_test(Plain::SPEC, "a::Plain", "a_test").expect_err("it does not fit").to_string()
    };
    let change = whole
        .records
        .iter()
        .position(|record| matches!(record.what, RecordKind::Change(_)))
        .expect("a change");
    assert!(
        error(whole.records[change..].to_vec()).starts_with("line 2: nothing in the recording caused this")
    );
    let mut twice = whole.records.clone();
    twice.push(whole.records[change].clone());
    assert!(error(twice).ends_with("the page leaves Idle, but it was Authorizing"));
    let answer = RecordedAnswer { to: 7, cause: None, message: String::new(), result: Value::Null };
    let stray = vec![Record { at: 5, what: RecordKind::Answer(answer) }];
    assert_eq!(error(stray), "line 2: this answers a host call that was not recorded");
    let set = voip_runtime::record::Input::Set { field: "nobody".into(), value: Value::Null };
    let unknown = vec![Record { at: 5, what: RecordKind::Input(set) }];
    assert_eq!(error(unknown), "line 2: the page Plain has no field `nobody`");
    let mut backwards = whole.records.clone();
    backwards.insert(0, Record { at: 9, what: backwards[0].what.clone() });
    assert_eq!(error(backwards), "line 3: this happened before the line above it");
    // Two timers of the same moment, and a tap between them.
    let call = |number| {
        RecordKind::Call(RecordedCall { number, name: "login".into(), own: true, options: Value::Null })
    };
    let tap = || RecordKind::Input(voip_runtime::record::Input::Tap);
    let timer = || RecordKind::Timer(RecordedTimer { since: 1, ms: 9 });
    let of = |records: Vec<(u64, RecordKind)>| {
        records.into_iter().map(|(at, what)| Record { at, what }).collect::<Vec<_>>()
    };
    let close = error(of(vec![(0, tap()), (9, timer()), (9, tap()), (9, timer())]));
    assert!(
        close.ends_with("more happened in this millisecond than a test can keep in its order"),
        "{close}"
    );
    let early = error(of(vec![(0, RecordKind::Timer(RecordedTimer { since: 0, ms: 0 }))]));
    assert_eq!(early, "line 2: nothing before this set the timer");
    let sudden = error(of(vec![(0, tap()), (9, call(0))]));
    assert!(sudden.starts_with("line 3: nothing in the recording caused this"), "{sudden}");
    let old = Recording::read::<Recovering>(include_str!("recordings/v1-recovering.jsonl"));
    let old = old.expect("a recording").to_test(Recovering::SPEC, "a::B", "a_test");
    assert!(
        old.expect_err("a timer")
            .to_string()
            .ends_with("a recording of version 1 has no timers: record it again")
    );
    let too_long = RecordKind::Timer(RecordedTimer { since: 1, ms: u64::MAX });
    let far = error(of(vec![(5, tap()), (u64::MAX, too_long)]));
    assert!(far.starts_with("line 3: more happened in this millisecond"), "{far}");
}
