//! The forms of `receive`: a page that is made reachable and unreachable, that enables calls as it is shown, and that never
//! calls.

use voip_runtime::prelude::*;
use voip_runtime::session::Tapped;
use voip_runtime::sim::{Play, SimHost, Step};
use voip_runtime::{Page, Session};
use voip_tests::{TestSession, page_on, secs};

/// A page that enables calls each time it is shown.
#[voip_page(
    title = "随时接听",
    receive(on_show),
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling
                     | Authorizing on Denied via open_setting retry 1
                     | Failed: toast("未授权");
        Enabling    => Joining
                     | Enabling on System retry 2 after 1s
                     | Failed: toast("开启失败"), run(count_failure);
        Joining     => InCall | Failed;
        InCall      => Idle;
        Failed      => Idle;
    }
)]
struct Always {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname, default = "listener")]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    call_name: String,
}

fn count_failure(_: &Always, _: &Change) {
    panic!("a hook belongs to a transition, and there is none");
}

/// A page that never calls, with a button.
#[voip_page(
    title = "只接听",
    receive(only),
    flow {
        Authorizing => Enabling | Failed: toast("未授权");
        Enabling within 10s
                    => Idle: toast("已开启")
                     | Failed: toast("开启失败");
    }
)]
struct Only {}

fn shown(host: &SimHost) -> Session<Always> {
    let page = page_on::<Always>(host, "o-other");
    page.show();
    page
}

fn cause<P: Page>(page: &Session<P>) -> Option<Cause> {
    page.error().map(|error| error.cause())
}

// --- receive(on_show) ---

#[test]
fn a_page_enables_calls_each_time_it_is_shown() {
    let host = SimHost::new();
    host.play(Step::Enable, [Play::fail(Cause::NotOpen)]);
    let page = shown(&host);
    assert!(host.run());
    assert_eq!((page.reachable(), cause(&page), page.state()), (false, Some(Cause::NotOpen), State::Idle));
    page.show();
    assert!(host.run());
    assert_eq!((page.reachable(), page.error()), (true, None));
    // It is reachable already.
    page.show();
    assert_eq!(host.next_at(), None);
}

#[test]
fn recoveries_are_taken_but_the_settings_are_not_opened() {
    let host = SimHost::new();
    host.play(Step::Enable, [Play::fail(Cause::System), Play::fail(Cause::System)]);
    let page = shown(&host);
    assert!(host.run() && page.reachable());

    let session = TestSession::<Always>::new();
    session.show();
    session.host.fail("authorize", Cause::Denied);
    assert_eq!(session.host.calls(), ["authorize scope.record"], "neither the settings nor a toast");
    assert_eq!((session.state(), cause(&session)), (State::Idle, Some(Cause::Denied)));
    // The user asks for it, so the settings are opened.
    assert!(session.set_reachable(true));
    session.host.fail("authorize", Cause::Denied);
    assert_eq!(session.host.last("openSetting"), 2);
    session.host.fail("openSetting", Cause::Denied);
    session.host.fail("authorize", Cause::Denied);
    assert_eq!(session.host.toasts(), ["未授权"]);
}

#[test]
fn a_failure_runs_no_action() {
    let session = TestSession::<Always>::new();
    session.show();
    session.succeed_enabling(Err(Cause::NotOpen));
    assert_eq!((session.host.toasts(), cause(&session)), (vec![], Some(Cause::NotOpen)));
    assert!(session.dismiss() && session.error().is_none());
}

trait Enabling {
    fn succeed_enabling(&self, answer: Result<(), Cause>);
}

impl<P: Page> Enabling for TestSession<P> {
    /// Grants the scopes and answers `setEnable1v1Chat`.
    fn succeed_enabling(&self, answer: Result<(), Cause>) {
        self.host.ok("authorize");
        self.host.ok("authorize");
        match answer {
            Ok(()) => self.host.ok("setEnable1v1Chat"),
            Err(cause) => self.host.fail("setEnable1v1Chat", cause),
        }
    }
}

#[test]
fn a_page_that_the_user_switched_off_stays_off() {
    let host = SimHost::new();
    let page = shown(&host);
    assert!(host.run() && page.set_reachable(false) && host.run());
    assert!(!page.reachable() && !host.is_reachable());
    for _ in 0..3 {
        page.show();
        assert!(host.run());
        assert!(!page.reachable(), "the user has switched it off");
    }
    // So do other pages of the app.
    let other = shown(&host);
    assert!(host.run() && !other.reachable());
    // Until the user switches it on again.
    assert!(page.set_reachable(true) && host.run());
    assert!(page.reachable() && other.reachable());
    host.set_reachable(false);
    page.show();
    assert!(host.run() && !page.reachable(), "other code of the app has switched it off");
}

#[test]
fn showing_a_page_does_not_disturb_what_it_does() {
    let host = SimHost::new();
    let page = page_on::<Always>(&host, "o-other");
    host.play(Step::Enable, [Play::succeed().late(secs(5))]);
    page.tap();
    while page.state() != State::InCall {
        page.show();
        assert!(host.step(secs(1_000)));
    }
    page.show();
    assert!(host.run() && page.connected());
    page.show();
    assert!(host.run());
    assert_eq!((page.state(), page.connected(), page.reachable()), (State::InCall, true, true));
}

#[test]
fn a_tap_waits_until_the_page_is_reachable_or_not() {
    for answer in [Play::succeed(), Play::fail(Cause::NotOpen)] {
        let host = SimHost::new();
        host.play(Step::Enable, [answer.late(secs(5))]);
        let page = shown(&host);
        assert_eq!((page.tap(), page.busy()), (Tapped::Queued, true));
        assert!(host.run());
        assert_eq!((page.state(), page.error(), page.reachable()), (State::InCall, None, true));
    }
}

#[test]
fn a_user_who_does_not_decide_whether_to_allow_can_cancel() {
    let host = SimHost::new();
    host.make_interactive();
    let page = shown(&host);
    assert!(host.screen().dialog.is_some());
    assert_eq!(page.tap(), Tapped::Queued);
    assert!(page.cancel());
    assert_eq!((page.busy(), page.state(), page.error()), (false, State::Idle, None));
    host.allow();
    assert!(host.run());
    assert_eq!((page.reachable(), page.state()), (false, State::Idle));
}

#[test]
fn a_page_that_was_left_enables_nothing() {
    let session = TestSession::<Always>::new();
    session.show();
    session.leave();
    session.host.ok("authorize");
    session.show();
    assert_eq!(session.host.calls(), ["authorize scope.record"]);
}

// --- Unreachable ---

fn reachable(host: &SimHost) -> Session<Always> {
    let page = shown(host);
    assert!(host.run() && page.reachable());
    page
}

#[test]
fn a_page_is_made_unreachable_and_reachable_again() {
    let host = SimHost::new();
    let page = reachable(&host);
    assert_eq!((page.available().make_reachable, page.available().make_unreachable), (false, true));
    assert!(!page.set_reachable(true), "it is reachable");
    assert!(
        page.set_reachable(false) && page.set_reachable(false),
        "the host may never answer the first time"
    );
    assert!(page.reachable(), "not before the answer");
    assert!(host.run());
    assert!(!page.reachable());
    assert_eq!((page.available().make_reachable, page.available().make_unreachable), (true, false));
    assert!(!page.set_reachable(false) && page.set_reachable(true));
    assert!(host.run() && page.reachable());
}

#[test]
fn a_failure_to_disable_is_shown_and_the_page_stays_reachable() {
    let host = SimHost::new();
    let page = reachable(&host);
    host.play(Step::Enable, [Play::fail(Cause::System)]);
    assert!(page.set_reachable(false) && host.run());
    assert_eq!((page.reachable(), cause(&page), page.state()), (true, Some(Cause::System), State::Idle));
    page.show();
    assert!(page.set_reachable(false) && page.error().is_none() && host.run());
    assert_eq!((page.reachable(), page.error()), (false, None));
}

#[test]
fn a_late_answer_to_disabling_counts() {
    let host = SimHost::new();
    let page = reachable(&host);
    host.play(Step::Enable, [Play::succeed().late(secs(100))]);
    assert!(page.set_reachable(false));
    assert!(host.run_for(secs(50)));
    assert!(page.reachable() && host.is_reachable());
    assert!(host.run());
    assert!(!page.reachable() && !host.is_reachable());
}

#[test]
fn a_host_that_never_answers_does_not_keep_the_page_from_disabling_calls_again() {
    let host = SimHost::new();
    let page = reachable(&host);
    host.play(Step::Enable, [Play::never()]);
    assert!(page.set_reachable(false));
    assert!(host.run_for(secs(600)));
    assert!(page.reachable());
    assert!(page.set_reachable(false), "the user can try again");
    assert!(host.run());
    assert!(!page.reachable());
}

#[test]
fn a_call_can_be_placed_while_calls_are_being_disabled() {
    let host = SimHost::new();
    let page = reachable(&host);
    host.play(Step::Enable, [Play::fail(Cause::System).late(secs(10))]);
    assert!(page.set_reachable(false));
    assert_eq!(page.tap(), Tapped::Started);
    assert!(host.run());
    assert_eq!((page.state(), page.connected(), page.error()), (State::InCall, true, None));
}

#[test]
fn calls_are_not_disabled_by_the_page_during_its_call() {
    let host = SimHost::new();
    let page = reachable(&host);
    page.tap();
    assert!(!page.set_reachable(false) && !page.available().make_unreachable);
    assert!(host.run() && page.connected());
    assert!(!page.set_reachable(false));
    // Other code of the app does it. The call goes on.
    host.set_reachable(false);
    assert_eq!((page.reachable(), page.state(), page.connected()), (false, State::InCall, true));
    assert!(page.hang_up());
}

#[test]
fn leaving_while_calls_are_being_disabled() {
    let host = SimHost::new();
    let page = reachable(&host);
    assert!(page.set_reachable(false));
    page.leave();
    assert!(host.run());
    assert!(!host.is_reachable(), "the user has asked for it");
    assert_eq!(host.next_at(), None);
}

// --- receive(only) ---

#[test]
fn a_page_that_never_calls_has_no_call_button() {
    let host = SimHost::new();
    let page = Session::<Only>::new(host.clone());
    assert!(!Only::SPEC.has_call_button());
    assert_eq!((page.tap(), page.call(0)), (Tapped::Ignored, Tapped::Ignored));
    page.show();
    assert_eq!(
        (host.next_at(), page.busy(), page.available().tap),
        (None, false, false),
        "nothing happens by itself"
    );
    assert!(page.set_reachable(true) && host.run());
    assert_eq!((page.reachable(), page.state()), (true, State::Idle));
}

#[test]
fn the_success_of_a_page_that_never_calls_has_its_toast() {
    let session = TestSession::<Only>::new();
    assert!(session.set_reachable(true));
    session.succeed_enabling(Ok(()));
    assert_eq!(session.host.toasts(), ["已开启"]);
    assert!(session.changes().is_empty(), "its state is Idle throughout");
}

#[test]
fn cancelling_takes_no_edge() {
    let session = TestSession::<Only>::new();
    assert!(session.set_reachable(true) && session.available().cancel);
    session.host.ok("authorize");
    session.host.ok("authorize");
    assert!(session.cancel() && !session.cancel());
    session.host.ok("setEnable1v1Chat");
    assert_eq!((session.host.toasts(), session.error(), session.state()), (vec![], None, State::Idle));
    session.assert_at_rest(State::Idle);
}

#[test]
fn the_refusals_and_the_limit_of_a_page_that_never_calls() {
    let refused = |step, play: Play| {
        let host = SimHost::new();
        host.play(step, [play]);
        let page = Session::<Only>::new(host.clone());
        assert!(page.set_reachable(true) && host.run_for(secs(30)));
        assert_eq!((page.state(), page.reachable(), page.busy()), (State::Idle, false, false));
        let cause = cause(&page);
        assert!(page.set_reachable(true) && host.run() && page.reachable() && page.error().is_none());
        cause
    };
    assert_eq!(refused(Step::Authorize, Play::fail(Cause::Denied)), Some(Cause::Denied));
    assert_eq!(refused(Step::Enable, Play::fail(Cause::DeviceNotSupported)), Some(Cause::DeviceNotSupported));
    assert_eq!(refused(Step::Enable, Play::never()), Some(Cause::Timeout));
}

#[test]
fn a_page_that_never_calls_is_called() {
    let (alice, bob) = SimHost::pair("o-alice", "o-bob");
    let bobs = Session::<Only>::new(bob.clone());
    assert!(bobs.set_reachable(true) && bob.run() && bobs.reachable());
    let page = page_on::<Always>(&alice, "o-bob");
    page.tap();
    assert!(alice.run());
    assert_eq!((page.connected(), bob.in_call(), bobs.state()), (true, true, State::Idle));
}
