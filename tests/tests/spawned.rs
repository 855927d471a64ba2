//! `spawn`: functions that the edges of a flow start. They cannot change a call, delay it or fail it.

use std::cell::RefCell;
use std::panic::{AssertUnwindSafe, catch_unwind};

use serde::de::IgnoredAny;
use voip_runtime::prelude::*;
use voip_runtime::record::{OpenIds, RecordKind, Recording};
use voip_runtime::session::{Event, Tapped};
use voip_runtime::sim::{Play, Response, SimHost, Step, replay};
use voip_runtime::{Page, Session};
use voip_tests::{page_on, recorded, secs};

#[voip_page(
    title = "上报",
    flow {
        Idle        => Authorizing: spawn(report);
        Authorizing => Enabling | Failed;
        Enabling    => Joining  | Failed;
        Joining     => InCall: spawn(report), spawn(greet)
                     | Joining on System retry 3: spawn(report)
                     | Failed: toast("呼叫失败"), spawn(report);
        InCall      => Idle: spawn(report);
        Failed      => Idle;
    }
)]
struct Reporting {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname, default = "listener")]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    call_name: String,
    status: String,
}

thread_local! {
    static LOG: RefCell<Vec<String>> = RefCell::default();
}

fn log(what: impl Into<String>) {
    LOG.with_borrow_mut(|log| log.push(what.into()));
}

fn take_log() -> Vec<String> {
    LOG.take()
}

async fn report(page: PageContext<Reporting>, change: Change) -> Result<(), CallError> {
    let text = format!("{} → {}", change.from, change.to);
    assert!(page.page().status != "panic", "on purpose");
    log(format!("{text} begins"));
    let _: IgnoredAny = page.host().request("request", &change).await?;
    page.update(|page| page.status.clone_from(&text));
    log(format!("{text} ends"));
    Ok(())
}

async fn greet(_: PageContext<Reporting>, _: Change) -> Result<(), CallError> {
    log("greeting");
    Err("no greeting".into())
}

/// A page and the failures and ignored functions of its tasks, which the log has too.
fn page(host: &SimHost) -> Session<Reporting> {
    let page = page_on::<Reporting>(host, "o-other");
    page.subscribe(|event| match event {
        Event::TaskFailed(name, error) => log(format!("{name} failed: {}", error.cause())),
        Event::SpawnIgnored(name) => log(format!("{name} ignored")),
        _ => {}
    });
    page
}

#[test]
fn each_edge_starts_its_functions() {
    let host = SimHost::new();
    let page = page(&host);
    page.tap();
    assert!(host.run());
    assert_eq!(
        take_log(),
        [
            "Idle → Authorizing begins",
            "Idle → Authorizing ends",
            "Joining → InCall begins",
            "greeting",
            "greet failed: App",
            "Joining → InCall ends"
        ]
    );
    assert_eq!(page.value("status"), Some("Joining → InCall".into()));
    assert!(page.hang_up() && host.run());
    assert_eq!(take_log(), ["InCall → Idle begins", "InCall → Idle ends"]);
}

#[test]
fn a_failure_is_an_event_and_changes_nothing() {
    for response in [Response::fail(Cause::Network), Response::never()] {
        let host = SimHost::new();
        let page = page(&host);
        let cause = if response == Response::never() { Cause::Timeout } else { Cause::Network };
        host.play_request("request", [response]);
        page.tap();
        assert!(host.run_for(secs(20)));
        assert!(page.connected(), "it does not delay the call");
        assert!(host.run_for(secs(60)));
        assert!(take_log().contains(&format!("report failed: {cause}")));
        assert_eq!((page.state(), page.error()), (State::InCall, None));
    }
}

#[test]
fn a_function_is_not_started_again_while_it_runs() {
    let host = SimHost::new();
    let page = page(&host);
    // Three recoveries take one edge, and the function of the first one still runs.
    host.play(Step::Join, [Play::fail(Cause::System), Play::fail(Cause::System), Play::fail(Cause::System)]);
    host.play_request("request", [Response::succeed("ok"), Response::succeed("ok").late(secs(30))]);
    page.tap();
    assert!(host.run());
    let log = take_log();
    let count = |what: &str| log.iter().filter(|line| *line == what).count();
    assert_eq!((count("Joining → Joining begins"), count("report ignored")), (1, 2), "{log:?}");
    assert_eq!(count("Joining → InCall begins"), 1, "another edge has its own: {log:?}");
    assert_eq!(count("Joining → Joining ends"), 1, "{log:?}");
}

#[test]
fn a_function_that_has_ended_is_started_again() {
    let host = SimHost::new();
    let page = page(&host);
    for _ in 0..3 {
        page.tap();
        assert!(host.run() && page.hang_up() && host.run());
        assert_eq!(take_log().iter().filter(|line| *line == "InCall → Idle ends").count(), 1);
    }
}

#[test]
fn leaving_drops_what_is_at_work() {
    let host = SimHost::new();
    let page = page(&host);
    host.play_request("request", [Response::succeed("ok"), Response::succeed("ok").late(secs(30))]);
    page.tap();
    assert!(host.run_for(secs(10)));
    assert_eq!(page.state(), State::InCall);
    assert!(take_log().contains(&"Joining → InCall begins".to_owned()));
    page.leave();
    assert!(host.run());
    assert_eq!((take_log(), page.value("status")), (vec![], Some("Idle → Authorizing".into())));
}

#[test]
fn a_function_that_still_works_does_not_keep_the_page_busy() {
    let host = SimHost::new();
    let page = page(&host);
    page.tap();
    assert!(host.run());
    host.play_request("request", [Response::succeed("ok").late(secs(50))]);
    assert!(page.hang_up());
    assert_eq!((page.state(), page.busy()), (State::Idle, false));
    assert_eq!(page.tap(), Tapped::Started);
    assert!(host.run_for(secs(10)) && page.connected());
    // The same function, on another edge.
    assert_eq!(take_log().iter().filter(|line| *line == "Idle → Authorizing ends").count(), 2);
    assert!(host.run());
    assert_eq!(take_log(), ["InCall → Idle ends"]);
}

#[test]
fn a_panic_of_a_function_ends_the_call_and_the_page_can_be_used_again() {
    let host = SimHost::new();
    let page = page(&host);
    page.input("status", "panic").expect("text");
    let tapped = catch_unwind(AssertUnwindSafe(|| {
        page.tap();
        host.run()
    }));
    tapped.expect_err("a panic");
    page.input("status", "").expect("text");
    assert!(host.run());
    assert!(!page.busy() && !host.in_call());
    take_log();
    assert_eq!(page.tap(), Tapped::Started);
    assert!(host.run());
    assert_eq!((page.state(), page.error()), (State::InCall, None));
    assert!(take_log().contains(&"Joining → InCall ends".to_owned()));
}

#[test]
fn failures_and_ignored_functions_are_recorded_and_replay() {
    let host = SimHost::new();
    host.play(Step::Join, [Play::fail(Cause::System), Play::fail(Cause::System)]);
    host.play_request("request", [Response::fail(Cause::Network), Response::succeed("ok").late(secs(30))]);
    let recording = recorded::<Reporting>(&host, |page| {
        page.tap();
        assert!(host.run());
    });
    let records: Vec<_> = recording
        .records
        .iter()
        .filter_map(|record| match &record.what {
            RecordKind::TaskFailed(failed) => Some(format!("{failed:?}")),
            RecordKind::SpawnIgnored(path) => Some(format!("{path} ignored")),
            _ => None,
        })
        .collect();
    assert_eq!(records.len(), 3, "{records:?}");
    assert!(records.iter().any(|it| it == "report ignored"), "{records:?}");
    let lines = recording.to_lines(Reporting::SPEC, OpenIds::Aliased);
    let read = Recording::read::<Reporting>(&lines).expect("a recording");
    replay::<Reporting>(&read).unwrap_or_else(|divergence| panic!("{divergence}\n{lines}"));
}
