//! `ended`: each way in which a call can end, and the times of the call.

use std::cell::RefCell;
use std::time::Duration;

use voip_runtime::Session;
use voip_runtime::prelude::*;
use voip_runtime::sim::{Listener, MemberEvents, Pace, SimHost};
use voip_tests::{page_on, secs};

#[voip_page(
    title = "通话报告",
    handler = call_and_report,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed;
        Enabling    => Joining  | Failed;
        Joining     => InCall   | Failed;
        InCall ring 40s within 10m
                    => Idle
                     | Failed on NoAnswer
                     | Idle on Timeout
                     | Failed on Interrupted;
        Failed      => Authorizing | Idle;
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
}

/// How a call ended, how long it rang, how long both sides talked, and how long it lasted.
type Report = (CallEnd, Duration, Option<Duration>, Duration);

thread_local! {
    static REPORTS: RefCell<Vec<Report>> = RefCell::default();
}

async fn call_and_report(call: Call<Reporting, Idle>) -> Outcome<Reporting> {
    let ended = call.begin().authorize().await?.enable().await?.join().await?.ended().await;
    let report = (ended.how(), ended.rang(), ended.talked(), ended.lasted());
    REPORTS.with_borrow_mut(|reports| reports.push(report));
    ended.finish()
}

/// How long the other side rings until it answers.
const RINGS: Duration = Pace::LIKELY.pick_up;

/// A joined call that rings; the time does not pass by itself.
fn joined(host: &SimHost) -> Session<Reporting> {
    let page = page_on::<Reporting>(host, "o-other");
    page.tap();
    while page.state() != State::InCall {
        assert!(host.step(secs(1_000)));
    }
    page
}

/// The call ends by this, and the page is then in this state, with this cause. Returns the report.
fn ends(host: &SimHost, page: &Session<Reporting>, state: State, cause: Option<Cause>) -> Report {
    assert!(host.run());
    assert_eq!((page.state(), page.error().map(|error| error.cause())), (state, cause));
    assert_eq!((page.busy(), page.connected()), (false, false));
    let reports = REPORTS.take();
    assert_eq!(reports.len(), 1, "{reports:?}");
    reports[0]
}

#[test]
fn each_end_of_an_answered_call_is_reported() {
    type End = fn(&SimHost, &Session<Reporting>);
    let cases: [(End, CallEnd, State, Option<Cause>); 4] = [
        (|_, page| assert!(page.hang_up()), CallEnd::HungUp, State::Idle, None),
        (|host, _| host.other_side_hangs_up(), CallEnd::OtherSide, State::Idle, None),
        (|host, _| host.supersede_call(), CallEnd::Superseded, State::Idle, None),
        (|host, _| host.interrupt(), CallEnd::Interrupted, State::Failed, Some(Cause::Interrupted)),
    ];
    for (end, how, state, cause) in cases {
        let host = SimHost::new();
        let page = joined(&host);
        assert!(host.run_for(RINGS + secs(90)));
        assert!(page.connected());
        end(&host, &page);
        let report = (how, RINGS, Some(secs(90)), RINGS + secs(90));
        assert_eq!(ends(&host, &page, state, cause), report);
    }
}

#[test]
fn each_end_of_a_call_that_nobody_answers_is_reported() {
    type End = fn(&SimHost, &Session<Reporting>);
    let cases: [(End, CallEnd, State, Option<Cause>); 3] = [
        (|_, page| assert!(page.hang_up()), CallEnd::HungUp, State::Idle, None),
        (|host, _| host.supersede_call(), CallEnd::Superseded, State::Idle, None),
        (|host, _| host.interrupt(), CallEnd::Interrupted, State::Failed, Some(Cause::Interrupted)),
    ];
    for (end, how, state, cause) in cases {
        let host = SimHost::new();
        host.set_listener(Listener::NotEnabled);
        let page = joined(&host);
        assert!(host.run_for(secs(20)));
        end(&host, &page);
        assert_eq!(ends(&host, &page, state, cause), (how, secs(20), None, secs(20)));
    }
}

#[test]
fn a_call_that_rings_too_long_had_no_answer() {
    let host = SimHost::new();
    host.set_listener(Listener::Closed);
    let page = joined(&host);
    assert!(host.run_for(secs(40)));
    let report = (CallEnd::NoAnswer, secs(40), None, secs(40));
    assert_eq!(ends(&host, &page, State::Failed, Some(Cause::NoAnswer)), report);
    assert!(!host.in_call());
}

#[test]
fn a_call_that_is_too_long_timed_out() {
    let host = SimHost::new();
    let page = joined(&host);
    assert!(host.run_for(secs(600)));
    let report = (CallEnd::Timeout, RINGS, Some(secs(600).saturating_sub(RINGS)), secs(600));
    assert_eq!(ends(&host, &page, State::Idle, None), report);
    assert!(!host.in_call());
}

#[test]
fn a_phone_that_reports_no_members_reports_no_answer() {
    let host = SimHost::new();
    host.set_member_events(MemberEvents::Never);
    let page = joined(&host);
    assert!(host.run_for(secs(120)));
    assert!(page.hang_up());
    let report = (CallEnd::HungUp, secs(120), None, secs(120));
    assert_eq!(ends(&host, &page, State::Idle, None), report);
}

#[test]
fn an_answer_that_comes_before_the_join_rang_for_no_time() {
    let host = SimHost::new();
    host.set_member_events(MemberEvents::Early);
    let page = joined(&host);
    assert!(page.connected() && host.run_for(secs(7)));
    host.other_side_hangs_up();
    let report = (CallEnd::OtherSide, Duration::ZERO, Some(secs(7)), secs(7));
    assert_eq!(ends(&host, &page, State::Idle, None), report);
}

#[test]
fn each_call_has_its_own_times() {
    let host = SimHost::new();
    for talk in [30, 5] {
        let page = joined(&host);
        assert!(host.run_for(RINGS + secs(talk)));
        host.other_side_hangs_up();
        let report = (CallEnd::OtherSide, RINGS, Some(secs(talk)), RINGS + secs(talk));
        assert_eq!(ends(&host, &page, State::Idle, None), report);
        // The same page calls again, and nobody answers.
        host.set_listener(Listener::NotEnabled);
        page.tap();
        assert!(host.run() && host.run_for(secs(3)));
        assert!(page.hang_up());
        assert_eq!(ends(&host, &page, State::Idle, None), (CallEnd::HungUp, secs(3), None, secs(3)));
        host.set_listener(Listener::Reachable);
    }
}
