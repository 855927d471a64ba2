//! Recordings as Rust tests: four generated tests to read, and many that are compiled and run in their
//! own crate. The runtime's unit tests check that thousands of generated tests give the same run.
//!
//! ```sh
//! UPDATE_EXPECT=1 cargo test -p voip-tests --test rust_tests   # writes the four again
//! ```

use std::path::{Path, PathBuf};
use std::{env, fs};

use voip_runtime::flow::Via;
use voip_runtime::prelude::*;
use voip_runtime::record::{Record, RecordKind, RecordedAnswer, RecordedCall, RecordedTimer, Recording};
use voip_runtime::sim::{Listener, MemberEvents, Pace, Play, Response, SimHost, Step};
use voip_runtime::spec::Scope;
use voip_runtime::value::Value;
use voip_tests::{
    Family, HangsUpOnLeave, LooksUpListener, Plain, Recovering, RetriesOnTimeout, Rng, family, millis,
    recorded, secs,
};

mod generated {
    include!("rust_tests/permission_denied.rs");
    include!("rust_tests/interactive_phone.rs");
    include!("rust_tests/handler_requests.rs");
    include!("rust_tests/contacts.rs");
}

/// The Rust test of this recording, with aliases.
fn test_of<P: Page>(recording: &Recording, name: &str) -> String {
    let page = format!("voip_tests::{}", P::SPEC.name);
    recording.aliased(P::SPEC).to_test(P::SPEC, &page, name).expect(name)
}

/// Asserts that the generated test equals its file.
fn assert_unchanged<P: Page>(name: &str, recording: &Recording) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/rust_tests/{name}.rs"));
    let test = test_of::<P>(recording, name);
    if env::var_os("UPDATE_EXPECT").is_some() {
        fs::write(&path, &test).expect("write the test");
    }
    assert_eq!(fs::read_to_string(&path).expect("a test"), test, "to update it, see the top of this file");
}

#[test]
fn generates_permission_denied() {
    let host = SimHost::new();
    host.play(Step::Authorize, [Play::succeed(), Play::fail(Cause::Denied)]);
    let recording = recorded::<Plain>(&host, |session| {
        session.load([("listenName", "张医生")]).expect("text");
        session.tap();
        assert!(host.run());
        session.dismiss();
    });
    assert_unchanged::<Plain>("permission_denied", &recording);
}

#[test]
fn generates_interactive_phone() {
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
    assert_unchanged::<Recovering>("interactive_phone", &recording);
}

/// Nicknames that a generated test must escape.
const SPECIAL_TEXTS: [&str; 12] = [
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
fn generates_handler_requests() {
    let host = SimHost::new();
    host.set_talk(secs(20));
    host.play_request(
        "find",
        [
            Response::fail(Cause::System).late(secs(1)),
            Response::fail(CallError::new(Cause::Other(-12_345), "find:fail \"nobody\"\n")),
            Response::succeed(found(&SPECIAL_TEXTS)).late(millis(100)),
        ],
    );
    let recording = recorded::<LooksUpListener>(&host, |session| {
        session.input("urgent", true).expect("a switch");
        session.input("weight", 72.5).expect("a number");
        session.input("callName", SPECIAL_TEXTS[2]).expect("text");
        for _ in 0..2 {
            session.tap();
            assert!(host.run());
        }
    });
    assert_unchanged::<LooksUpListener>("handler_requests", &recording);
}

#[test]
fn generates_contacts() {
    let host = SimHost::new();
    host.set_member_events(MemberEvents::Never);
    host.set_listener(Listener::Closed);
    host.play_request(
        "family",
        [
            Response::fail(Cause::System),
            Response::succeed(family(&[("o-0123456789", "妈妈"), ("", "爸爸")])).late(secs(1)),
        ],
    );
    let recording = recorded::<Family>(&host, |session| {
        session.load([("group", "home"), ("reason", "Urgent")]).expect("a query");
        assert!(host.run());
        session.show();
        session.call(1);
        assert!(host.run());
        session.call(0);
        assert!(host.run() && host.run_for(secs(60)));
        host.set_member_events(MemberEvents::Usual);
        session.hang_up();
        session.call(0);
        assert!(host.run() && host.run_for(secs(60)));
        session.dismiss();
        session.set_reachable(false);
        assert!(host.run());
    });
    assert_unchanged::<Family>("contacts", &recording);
}

/// A random run: a seeded host and random actions of the user.
fn random<P: Page>(seed: u64) -> Recording {
    let rng = Rng::new(seed);
    let host = SimHost::seeded(seed);
    if rng.below(3) == 0 {
        host.set_pace(Pace::INSTANT);
    }
    let names = [*rng.choose(&SPECIAL_TEXTS), *rng.choose(&SPECIAL_TEXTS)];
    let finds = rng.below(2) == 0;
    host.on_request("find", move |_| {
        if finds { Ok(found(&names)) } else { Err(CallError::new(Cause::System, names[0])) }
    });
    recorded::<P>(&host, |session| {
        for _ in 0..16 {
            match rng.below(12) {
                0..=2 => _ = session.tap(),
                3 => _ = session.hang_up() || session.dismiss(),
                4 => host.interrupt(),
                5 => host.other_side_hangs_up(),
                6 => host.hang_up(),
                7 => session.input("callName", *rng.choose(&SPECIAL_TEXTS)).expect("text"),
                8 => session
                    .load([("listenName", *rng.choose(&SPECIAL_TEXTS)), (SPECIAL_TEXTS[0], SPECIAL_TEXTS[4])])
                    .expect("text"),
                _ => _ = host.run_for(millis(*rng.choose(&[1, 100, 400, 1200, 10_000, 60_000]))),
            }
        }
        if rng.below(2) == 0 {
            host.run();
        }
    })
}

/// The name and the Rust test of a random run.
fn random_test<P: Page>(seed: u64) -> (String, String) {
    let name = format!("{}_{seed}", P::SPEC.name.to_lowercase());
    let test = test_of::<P>(&random::<P>(seed), &name);
    (name, test)
}

/// The name and the Rust test of a random run of a page with contacts.
fn random_test_of_contacts(seed: u64) -> (String, String) {
    let (rng, host) = (Rng::new(seed), SimHost::seeded(seed));
    let texts = [*rng.choose(&SPECIAL_TEXTS), *rng.choose(&SPECIAL_TEXTS)];
    host.on_request("family", move |_| Ok(family(&[("o-0123456789", texts[0]), ("o-1234567890", texts[1])])));
    let recording = recorded::<Family>(&host, |session| {
        session.load([("group", texts[0])]).expect("text");
        session.show();
        for _ in 0..16 {
            match rng.below(12) {
                0..=2 => _ = session.call(usize::from(rng.below(2) == 0)),
                3 => _ = session.hang_up() || session.dismiss(),
                4 => session.show(),
                5 => host.other_side_hangs_up(),
                6 => _ = session.set_reachable(rng.below(2) == 0),
                7 => {
                    host.set_member_events(if rng.below(2) == 0 {
                        MemberEvents::Never
                    } else {
                        MemberEvents::Usual
                    });
                }
                8 => session.load([("group", texts[1]), ("reason", "Urgent")]).expect("a query"),
                _ => _ = host.run_for(millis(*rng.choose(&[1, 100, 400, 3_000, 45_000, 1_200_000]))),
            }
        }
    });
    let name = format!("contacts_{seed}");
    let test = test_of::<Family>(&recording, &name);
    (name, test)
}

fn from_file<P: Page>(text: &str, name: &str) -> (String, String) {
    let recording = Recording::read::<P>(text).expect("a recording");
    (name.into(), test_of::<P>(&recording, name))
}

/// Compiles the tests as one program, without warnings, and runs each.
#[test]
fn many_generated_tests_compile_and_pass() {
    let of_seed = |seed| {
        [
            random_test::<Plain>(seed),
            random_test::<Recovering>(seed),
            random_test::<RetriesOnTimeout>(seed),
            random_test::<LooksUpListener>(seed),
        ]
    };
    // Version 1 has no timers. These two recordings need none.
    let old = [
        from_file::<Plain>(include_str!("recordings/v1-plain.jsonl"), "plain_v1"),
        from_file::<HangsUpOnLeave>(
            // This page was named `Parting` then.
            &include_str!("recordings/v1-parting.jsonl").replacen("Parting", "HangsUpOnLeave", 1),
            "hangsuponleave_v1",
        ),
    ];
    let of_phones = [
        from_file::<Recovering>(include_str!("recordings/v3-phone-recovering.jsonl"), "recovering_v3"),
        from_file::<LooksUpListener>(
            include_str!("recordings/v3-phone-looks-up-listener.jsonl"),
            "looksuplistener_v3",
        ),
    ];
    let of_contacts = (0..30).map(random_test_of_contacts);
    let (names, tests): (Vec<_>, Vec<_>) =
        (0..30).flat_map(of_seed).chain(of_contacts).chain(old).chain(of_phones).unzip();
    // A program has no tests: `main` calls them as functions.
    let functions: Vec<_> = tests.iter().filter_map(|test| test.strip_prefix("#[test]\n")).collect();
    assert_eq!(functions.len(), 154);
    let runs: Vec<_> = names.iter().map(|name| format!("    {name}();")).collect();
    let head = "#![deny(warnings)]\n#![deny(unused_qualifications)]\n";
    let program = [head, &functions.join("\n"), "fn main() {", &runs.join("\n"), "}", ""].join("\n");
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("rust-tests.rs");
    fs::write(&path, program).expect("write the program");
    trybuild::TestCases::new().pass(path);
}

#[test]
fn an_impossible_recording_gives_no_test() {
    let whole = recorded::<Plain>(&SimHost::new(), |session| _ = session.tap());
    let error = |records: Vec<Record>| {
        let recording = Recording::of::<Plain>(records);
        recording.to_test(Plain::SPEC, "a::Plain", "a_test").expect_err("an impossible recording").to_string()
    };
    let change = whole
        .records
        .iter()
        .position(|record| matches!(record.what, RecordKind::Change(_)))
        .expect("a change");
    assert!(
        error(whole.records[change..].to_vec()).starts_with("line 2: no event in the recording caused this")
    );
    let mut twice = whole.records.clone();
    twice.push(whole.records[change].clone());
    assert!(error(twice).ends_with("expected a change from Authorizing, found one from Idle"));
    let answer =
        RecordedAnswer { to: 7, cause: None, message: String::new(), result: Value::Null, raw: None };
    let unknown_call = vec![Record { at: 5, what: RecordKind::Answer(answer) }];
    assert_eq!(error(unknown_call), "line 2: an answer to a host call that was not recorded");
    let set = voip_runtime::record::Input::Set { field: "unknown".into(), value: Value::Null };
    let unknown = vec![Record { at: 5, what: RecordKind::Input(set) }];
    assert_eq!(error(unknown), "line 2: unknown field `unknown` of the page `Plain`");
    let mut backwards = whole.records.clone();
    backwards.insert(0, Record { at: 9, what: backwards[0].what.clone() });
    assert_eq!(error(backwards), "line 3: the time is earlier than in the line above");
    // Two timers in the same millisecond, with a tap between them.
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
        close.ends_with("too many events in this millisecond: a test cannot keep their order"),
        "{close}"
    );
    let early = error(of(vec![(0, RecordKind::Timer(RecordedTimer { since: 0, ms: 0 }))]));
    assert_eq!(early, "line 2: no event in the recording set this timer");
    let uncaused = error(of(vec![(0, tap()), (9, call(0))]));
    assert!(uncaused.starts_with("line 3: no event in the recording caused this"), "{uncaused}");
    let old = Recording::read::<Recovering>(include_str!("recordings/v1-recovering.jsonl"));
    let old = old.expect("a recording").to_test(Recovering::SPEC, "a::B", "a_test");
    assert!(old.expect_err("a timer").to_string().ends_with("record it again: version 1 has no timers"));
    let too_long = RecordKind::Timer(RecordedTimer { since: 1, ms: u64::MAX });
    let far = error(of(vec![(5, tap()), (u64::MAX, too_long)]));
    assert!(far.starts_with("line 3: too many events in this millisecond"), "{far}");
}
