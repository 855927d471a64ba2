//! Pages that are only called.

use test_pages::helpline::Helpline;
use test_pages::home_visit::HomeVisit;
use test_pages::ward_desk::WardDesk;
use voip_runtime::prelude::*;
use voip_runtime::session::Tapped;
use voip_runtime::sim::{Play, Step};
use voip_runtime::{Page, Session};

use crate::phone::{Phone, talk_and_end};

fn call_from(alice: &Phone, bob: &Phone) {
    let page = alice.open::<Helpline>(&[("line", "o-bob"), ("me", "o-alice")]);
    page.tap();
    talk_and_end(alice, bob, &page);
}

/// This page is only called: it places no call, whatever its user does.
fn assert_calls_nobody<P: Page>(phone: &Phone, page: &Session<P>) {
    let before = phone.take_names();
    assert!(!before.iter().any(|name| name == "join1v1Chat"));
    assert_eq!((page.tap(), page.call(0)), (Tapped::Ignored, Tapped::Ignored));
    assert!(!page.available().tap && !page.available().call && !page.hang_up());
    assert!(phone.sim.run());
    assert_eq!((page.state(), phone.take_names()), (State::Idle, vec![]));
}

#[test]
fn a_visit_is_received_after_the_user_has_agreed() {
    let (alice, bob) = Phone::pair();
    let bobs = bob.open::<HomeVisit>(&[("visitor", "%E5%B0%8F%E7%8E%8B")]);
    assert!(bob.sim.run());
    assert_eq!(bobs.value("visitor"), Some("小王".into()));
    assert_eq!((bobs.reachable(), bob.take_names()), (false, vec![]), "nothing happens before");
    // Without consent, nobody gets through.
    let page = alice.open::<Helpline>(&[("line", "o-bob"), ("me", "o-alice")]);
    page.tap();
    assert!(alice.sim.run());
    assert!(!page.connected() && !bob.sim.in_call() && page.hang_up());
    assert!(alice.sim.run());

    assert!(bobs.set_reachable(true));
    assert!(bob.sim.run());
    assert_eq!((bobs.reachable(), bob.toasts()), (true, vec![("等待探访者呼叫".to_owned(), 3000)]));
    assert_eq!(bob.options("setEnable1v1Chat")["backgroundType"], 3);
    assert_calls_nobody(&bob, &bobs);
    call_from(&alice, &bob);
    assert!(bobs.set_reachable(false));
    assert!(bob.sim.run());
    assert!(!bobs.reachable() && !bob.sim.is_reachable());
}

/// The cause that this page shows, and its toasts, if this step fails, always.
fn refused<P: Page>(step: Step, cause: Cause) -> (Option<Cause>, Vec<String>) {
    let phone = Phone::single();
    let page = phone.open::<P>(&[]);
    assert!(phone.sim.run());
    if page.reachable() {
        assert!(page.set_reachable(false) && phone.sim.run());
    }
    phone.sim.play_always(step, Some(Play::fail(cause)));
    assert!(page.set_reachable(true));
    assert!(phone.sim.run());
    assert_eq!((page.state(), page.reachable(), page.busy()), (State::Idle, false, false));
    let shown = page.error().map(|error| error.cause());
    assert!(page.dismiss() && page.error().is_none());
    (shown, phone.toasts().into_iter().map(|(toast, _)| toast).collect())
}

fn shows(cause: Cause, toast: &str) -> (Option<Cause>, Vec<String>) {
    (Some(cause), vec![toast.to_owned()])
}

#[test]
fn refusals_of_a_visit() {
    let on = refused::<HomeVisit>;
    assert_eq!(on(Step::Authorize, Cause::Denied), shows(Cause::Denied, "请允许使用麦克风和摄像头"));
    assert_eq!(on(Step::Enable, Cause::NotOpen), shows(Cause::NotOpen, "小程序未开通通话"));
    assert_eq!(on(Step::Enable, Cause::System), shows(Cause::System, "开启失败"));
}

#[test]
fn a_desk_is_called_while_it_is_open() {
    let (alice, bob) = Phone::pair();
    bob.sim.play(Step::Enable, [Play::fail(Cause::System), Play::fail(Cause::WechatNoCamera)]);
    let bobs = bob.open::<WardDesk>(&[("ward", "%E5%A4%96%E7%A7%91")]);
    assert_eq!(bobs.value("ward"), Some("外科".into()));
    assert!(bob.sim.run());
    assert_eq!((bobs.reachable(), bobs.error(), bob.toasts()), (true, None, vec![]), "after two recoveries");
    assert_calls_nobody(&bob, &bobs);
    call_from(&alice, &bob);
    // The user switches calls off; being shown does not switch them on again.
    assert!(bobs.set_reachable(false) && bob.sim.run());
    bobs.show();
    assert!(bob.sim.run());
    assert!(!bobs.reachable() && !bob.sim.is_reachable());
    assert!(bobs.set_reachable(true) && bob.sim.run());
    assert!(bobs.reachable());
}

#[test]
fn refusals_of_a_desk() {
    let on = refused::<WardDesk>;
    assert_eq!(on(Step::Authorize, Cause::Denied), shows(Cause::Denied, "请允许使用麦克风和摄像头"));
    for cause in [Cause::System, Cause::WechatNoCamera, Cause::NotOpen] {
        assert_eq!(on(Step::Enable, cause), shows(cause, "开启接听失败"));
    }
}
