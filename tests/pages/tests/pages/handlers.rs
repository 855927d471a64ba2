//! Pages whose handler decides who is called.

use serde_json::json;
use test_pages::duty::Duty;
use test_pages::reception::Reception;
use voip_runtime::Session;
use voip_runtime::prelude::*;
use voip_runtime::session::Tapped;
use voip_runtime::sim::{Play, Step};

use crate::phone::{Phone, failed, refused, talk_and_end};

// --- Reception: the app has enabled calls as it started ---

fn reception(phone: &Phone) -> Session<Reception> {
    let page = phone.open::<Reception>(&[("guest", "o-alice")]);
    page.input("room", "1203").expect("text");
    page
}

#[test]
fn a_guest_calls_the_reception_and_is_called_back_in_an_app_that_enables_calls_as_it_starts() {
    let (alice, bob) = Phone::pair();
    // What `app.js` does on both phones, before a page is open.
    alice.sim.set_reachable(true);
    bob.sim.set_reachable(true);
    alice.sim.set_listener(voip_runtime::sim::Listener::Peer);
    let page = reception(&alice);
    assert!(page.reachable(), "it is a fact of the app");
    assert!(
        !page.available().make_reachable && !page.set_reachable(true),
        "and the page has no button for it"
    );
    assert_eq!(page.tap(), Tapped::Started);
    talk_and_end(&alice, &bob, &page);
    assert_eq!(alice.options("join1v1Chat")["listener"]["openid"], "o-reception");
    assert_eq!(alice.options("join1v1Chat")["caller"]["nickname"], "1203");
    // The reception calls back.
    let bobs = bob.open::<Reception>(&[("guest", "o-bob")]);
    bobs.input("room", "前台").expect("text");
    bob.sim.set_listener(voip_runtime::sim::Listener::Peer);
    bobs.tap();
    talk_and_end(&bob, &alice, &bobs);
}

#[test]
fn the_reception_needs_a_room() {
    let phone = Phone::single();
    let page = phone.open::<Reception>(&[("guest", "o-alice")]);
    assert!(matches!(page.tap(), Tapped::Missing(_)));
    assert_eq!(page.error().expect("an error").sentence(), "请填写房间号");
    assert_eq!(phone.take_names(), [""; 0]);
}

#[test]
fn refusals_of_the_reception() {
    let on = |step, cause| refused(step, cause, reception, |page| assert_eq!(page.tap(), Tapped::Started));
    assert_eq!(on(Step::Authorize, Cause::Denied), failed(Cause::Denied, "唤起授权失败"));
    assert_eq!(on(Step::Enable, Cause::NotOpen), failed(Cause::NotOpen, "开启通话功能失败"));
    assert_eq!(on(Step::Join, Cause::System), failed(Cause::System, "加入通话失败"));
}

// --- Duty ---

fn duty_on(phone: &Phone, weekday: u8) -> Session<Duty> {
    phone.serve("cloud.callFunction", &json!({"result": {"openid": "o-alice", "weekday": weekday}}));
    let page = phone.open::<Duty>(&[]);
    page.input("my_name", "王").expect("text");
    page
}

#[test]
fn whoever_is_on_duty_today_is_called() {
    let rota = ["o-chen", "o-chen", "o-li", "o-li", "o-zhou", "o-zhou"];
    for (weekday, openid) in (1..).zip(rota) {
        let (alice, bob) = Phone::pair();
        bob.sim.set_reachable(true);
        alice.sim.set_listener(voip_runtime::sim::Listener::Peer);
        let page = duty_on(&alice, weekday);
        assert_eq!(page.tap(), Tapped::Started);
        talk_and_end(&alice, &bob, &page);
        let join = alice.options("join1v1Chat");
        assert_eq!(
            (&join["listener"]["openid"], &join["caller"]["openid"]),
            (&openid.into(), &"o-alice".into())
        );
        assert_eq!(
            page.value("nurse_name"),
            Some(join["listener"]["nickname"].as_str().expect("a name").into())
        );
    }
}

#[test]
fn nobody_is_called_on_sundays_and_on_days_that_do_not_exist() {
    for weekday in [0, 7, 200] {
        let phone = Phone::single();
        let page = duty_on(&phone, weekday);
        page.tap();
        assert!(phone.sim.run());
        assert_eq!((page.state(), page.busy()), (State::Failed, false));
        assert_eq!(page.error().expect("an error").sentence(), "今天没有人值班");
        assert_eq!(phone.take_names(), ["cloud.callFunction"]);
    }
}

#[test]
fn a_cloud_that_fails_or_answers_nonsense_stops_the_call() {
    let nonsense = json!({"result": {"openid": "o-alice", "weekday": "Monday"}});
    for fails in [true, false] {
        let phone = Phone::single();
        let page = duty_on(&phone, 1);
        if fails {
            phone.refuse("cloud.callFunction", Cause::Network);
        } else {
            phone.serve("cloud.callFunction", &nonsense);
        }
        page.tap();
        assert!(phone.sim.run());
        let error = page.error().expect("an error");
        assert_eq!(
            (page.state(), error.cause(), error.sentence()),
            (State::Failed, Cause::App, "暂时查不到值班表")
        );
        // The next tap asks again.
        phone.serve("cloud.callFunction", &json!({"result": {"openid": "o-alice", "weekday": 1}}));
        page.tap();
        assert!(phone.sim.run());
        assert_eq!((page.state(), page.error()), (State::InCall, None));
    }
}

#[test]
fn refusals_of_duty() {
    let on = |step, cause| {
        refused(step, cause, |phone| duty_on(phone, 3), |page| assert_eq!(page.tap(), Tapped::Started))
    };
    assert_eq!(
        on(Step::Authorize, Cause::PrivacyRefused),
        failed(Cause::PrivacyRefused, "请允许使用麦克风和摄像头")
    );
    assert_eq!(on(Step::Enable, Cause::NotOpen), failed(Cause::NotOpen, "开启通话失败"));
    assert_eq!(on(Step::Join, Cause::System), failed(Cause::System, "值班人员无法接听"));
    // A tap may be cancelled while the cloud is asked.
    let phone = Phone::single();
    let page = duty_on(&phone, 1);
    phone.sim.play(Step::Join, [Play::never()]);
    page.tap();
    assert!(page.busy() && page.cancel());
    assert!(phone.sim.run());
    assert_eq!((page.state(), page.busy(), page.error()), (State::Idle, false, None));
    assert_eq!(phone.take_names(), ["cloud.callFunction"]);
}
