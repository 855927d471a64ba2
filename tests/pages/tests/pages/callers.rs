//! Pages whose fields the user, an own WXML or an address fills in.

use test_pages::departments::Departments;
use test_pages::helpline::Helpline;
use test_pages::neighbours::Neighbours;
use voip_runtime::Session;
use voip_runtime::prelude::*;
use voip_runtime::session::Tapped;
use voip_runtime::sim::{Play, Step};
use voip_runtime::spec::Scope;

use crate::phone::{Phone, Refused, failed, failed_for, refused, talk_and_end};

// --- Departments ---

fn departments(phone: &Phone) -> Session<Departments> {
    phone.open(&[("me", "o-alice"), ("name", "%E7%8E%8B")])
}

/// What a tap with this dataset does: it sets the fields, then calls.
fn tap_department(page: &Session<Departments>, openid: &str, name: &str, kind: &str) {
    for (field, value) in [("department", openid), ("departmentName", name), ("kind", kind)] {
        page.input(field, value).expect("a value of the field");
    }
    assert_eq!(page.tap(), Tapped::Started);
}

#[test]
fn a_department_of_the_list_is_called() {
    let (alice, bob) = Phone::pair();
    bob.sim.set_reachable(true);
    let page = departments(&alice);
    assert!(matches!(page.tap(), Tapped::Missing(field) if field.name == "department"));
    assert_eq!(page.error().expect("an error").sentence(), "请选择科室");
    tap_department(&page, "o-bob", "护士站", "video");
    talk_and_end(&alice, &bob, &page);
    let join = alice.options("join1v1Chat");
    assert_eq!((&join["listener"]["nickname"], &join["roomType"]), (&"护士站".into(), &"video".into()));
    assert_eq!(join["caller"]["nickname"], "王");
    // The next row of the list is another department, by voice.
    tap_department(&page, "o-pharmacy", "药房", "voice");
    assert!(alice.sim.run());
    assert_eq!(alice.options("join1v1Chat")["roomType"], "voice");
}

#[test]
fn refusals_of_departments() {
    let on = |step, cause| {
        refused(step, cause, departments, |page| tap_department(page, "o-nurses", "护士站", "voice"))
    };
    assert_eq!(on(Step::Authorize, Cause::Denied), failed(Cause::Denied, "请允许使用麦克风和摄像头"));
    assert_eq!(on(Step::Enable, Cause::NotOpen), failed(Cause::NotOpen, "无法开启通话"));
    assert_eq!(on(Step::Join, Cause::AlreadyInRoom), failed(Cause::AlreadyInRoom, "呼叫失败"));
    assert_eq!(on(Step::Join, Cause::InvalidOpenid), failed(Cause::InvalidOpenid, "呼叫失败"));
}

#[test]
fn departments_recovers_in_the_settings_and_leaves_an_old_room() {
    let phone = Phone::single();
    phone.sim.set_permission(Scope::Record, Some(false));
    phone.sim.play(Step::Join, [Play::fail(Cause::AlreadyInRoom)]);
    let page = departments(&phone);
    tap_department(&page, "o-nurses", "护士站", "voice");
    assert!(phone.sim.run());
    assert_eq!(page.state(), State::InCall);
    let names = phone.take_names();
    assert_eq!(names.iter().filter(|name| *name == "openSetting").count(), 1, "{names:?}");
    assert_eq!(names.iter().filter(|name| *name == "exitVoIPChat").count(), 1, "{names:?}");
    phone.sim.interrupt();
    assert_eq!((page.state(), phone.toasts()), (State::Failed, vec![("通话中断".to_owned(), 0)]));
}

// --- Neighbours ---

fn neighbours(phone: &Phone) -> Session<Neighbours> {
    let page = phone.open::<Neighbours>(&[]);
    page.input("neighbour", "o-bob").expect("text");
    page.input("me", "o-alice").expect("text");
    page.input("myName", "王").expect("text");
    page
}

#[test]
fn two_neighbours_call_each_other_as_soon_as_their_tabs_are_shown() {
    let (alice, bob) = Phone::pair();
    let (page, bobs) = (neighbours(&alice), bob.open::<Neighbours>(&[("to", "o-alice")]));
    assert!(alice.sim.run());
    assert_eq!((page.reachable(), bobs.reachable()), (true, true));
    page.tap();
    talk_and_end(&alice, &bob, &page);
    bobs.input("me", "o-bob").expect("text");
    bobs.input("my_name", "张").expect("text");
    bobs.tap();
    talk_and_end(&bob, &alice, &bobs);
    assert_eq!(bob.options("join1v1Chat")["listener"]["nickname"], "邻居");
}

#[test]
fn a_tab_that_cannot_enable_calls_says_so_without_a_toast() {
    let phone = Phone::single();
    phone.sim.play_always(Step::Enable, Some(Play::fail(Cause::DeviceNotSupported)));
    let page = neighbours(&phone);
    assert!(phone.sim.run());
    assert_eq!(page.error().map(|error| error.cause()), Some(Cause::DeviceNotSupported));
    assert_eq!((page.state(), page.reachable(), phone.toasts()), (State::Idle, false, vec![]));
}

#[test]
fn refusals_of_neighbours() {
    let on = |step, cause| refused(step, cause, neighbours, |page| assert_eq!(page.tap(), Tapped::Started));
    assert_eq!(
        on(Step::Authorize, Cause::Denied),
        failed_for(Cause::Denied, "请允许使用麦克风和摄像头", 3000)
    );
    for cause in [Cause::System, Cause::Network, Cause::NotOpen] {
        assert_eq!(on(Step::Enable, cause), failed(cause, "开启通话失败"));
    }
    assert_eq!(
        on(Step::Enable, Cause::DeviceNotSupported),
        failed(Cause::DeviceNotSupported, "此设备不能通话")
    );
    assert_eq!(on(Step::Join, Cause::System), failed(Cause::System, "呼叫失败"));
    let silent: Refused = (State::Idle, None, vec![]);
    assert_eq!(on(Step::Join, Cause::LeftWhileJoining), silent);
}

// --- Helpline ---

fn helpline(phone: &Phone) -> Session<Helpline> {
    phone.open(&[("line", "o-bob"), ("me", "o-alice")])
}

#[test]
fn the_helpline_talks_by_voice() {
    let (alice, bob) = Phone::pair();
    bob.sim.set_reachable(true);
    let page = helpline(&alice);
    page.tap();
    talk_and_end(&alice, &bob, &page);
    let join = alice.options("join1v1Chat");
    assert_eq!((&join["roomType"], &join["disableSwitchVoice"]), (&"voice".into(), &true.into()));
    assert_eq!(alice.take_names(), ["authorize", "setEnable1v1Chat", "join1v1Chat"], "one scope");
}

#[test]
fn refusals_of_the_helpline() {
    let on = |step, cause| refused(step, cause, helpline, |page| assert_eq!(page.tap(), Tapped::Started));
    let idle = |toast: &str| -> Refused { (State::Idle, None, vec![(toast.to_owned(), 5000)]) };
    let nothing: Refused = (State::Idle, None, vec![]);
    assert_eq!(on(Step::Authorize, Cause::Denied), failed(Cause::Denied, "请允许使用麦克风"));
    assert_eq!(on(Step::Authorize, Cause::Timeout), nothing);
    for cause in [Cause::OnCall, Cause::OccupiedByOther] {
        assert_eq!(on(Step::Enable, cause), idle("您正在通话，请稍后再拨"));
    }
    assert_eq!(on(Step::Enable, Cause::NotOpen), failed(Cause::NotOpen, "开启通话失败"));
    for cause in [Cause::Timeout, Cause::System] {
        assert_eq!(on(Step::Join, cause), idle("线路繁忙，请稍后再拨，或拨打页面下方的电话"));
    }
    assert_eq!(on(Step::Join, Cause::LeftWhileJoining), nothing);
    assert_eq!(on(Step::Join, Cause::InvalidOpenid), failed(Cause::InvalidOpenid, "呼叫失败"));
}

#[test]
fn the_helpline_can_be_cancelled_while_it_joins() {
    let (alice, bob) = Phone::pair();
    bob.sim.set_reachable(true);
    let page = helpline(&alice);
    page.tap();
    while page.state() != State::Joining {
        assert!(alice.sim.step(std::time::Duration::MAX));
    }
    assert!(page.cancel());
    assert_eq!(alice.toasts(), [("已取消".to_owned(), 0)]);
    assert!(alice.sim.run());
    assert!(!alice.sim.in_call() && !bob.sim.in_call(), "the join that still succeeds is left");
    assert_eq!((page.state(), page.busy(), page.error()), (State::Idle, false, None));
}

#[test]
fn a_user_who_does_not_answer_whether_to_allow_is_idle_after_two_minutes() {
    let phone = Phone::single();
    phone.sim.make_interactive();
    let page = helpline(&phone);
    page.tap();
    assert!(phone.sim.run_for(std::time::Duration::from_secs(119)));
    assert_eq!(page.state(), State::Authorizing);
    assert!(phone.sim.run_for(std::time::Duration::from_secs(1)));
    assert_eq!((page.state(), page.error(), page.busy()), (State::Idle, None, false));
}

#[test]
fn leaving_the_helpline_hangs_up_and_an_interruption_is_a_long_toast() {
    let (alice, bob) = Phone::pair();
    bob.sim.set_reachable(true);
    let page = helpline(&alice);
    page.tap();
    assert!(alice.sim.run() && page.connected());
    alice.sim.interrupt();
    assert_eq!((page.state(), page.error()), (State::Idle, None));
    assert_eq!(alice.toasts(), [("通话已中断，可以再次拨打".to_owned(), 5000)]);
    page.tap();
    assert!(alice.sim.run() && page.connected());
    page.leave();
    assert!(!alice.sim.in_call() && !bob.sim.in_call());
}
