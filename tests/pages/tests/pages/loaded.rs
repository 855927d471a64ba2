//! Pages whose data come from a server as they open.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use serde_json::{Value as Json, json};
use test_pages::grandparents::Grandparents;
use test_pages::interview::Interview;
use test_pages::legal_aid::LegalAid;
use voip_runtime::Session;
use voip_runtime::prelude::*;
use voip_runtime::session::{Event, Tapped};
use voip_runtime::sim::{MemberEvents, Play, Response, Step};

use crate::phone::{Phone, TALK, failed, failed_for, refused, talk_and_end};

fn contact(openid: &str, nickname: &str) -> Json {
    json!({"openid": openid, "nickname": nickname, "headImage": format!("https://example.com/{openid}.png")})
}

// --- Legal aid ---

fn legal_aid(phone: &Phone) -> Session<LegalAid> {
    phone.serve("login", &json!({"code": "c-1"}));
    phone.serve("request", &json!({"data": {"client": "o-alice", "lawyer": contact("o-bob", "赵律师")}}));
    phone.open(&[("case", "2024-7")])
}

#[test]
fn a_client_calls_the_lawyer_whom_the_server_names() {
    let (alice, bob) = Phone::pair();
    bob.sim.set_reachable(true);
    let page = legal_aid(&alice);
    assert!(page.loading());
    // A tap while the page loads waits for it.
    assert_eq!(page.tap(), Tapped::Queued);
    talk_and_end(&alice, &bob, &page);
    assert_eq!(alice.sent_to("https://aid.example/case"), [json!({"code": "c-1", "case": "2024-7"})]);
    let join = alice.options("join1v1Chat");
    assert_eq!(join["listener"], contact("o-bob", "赵律师"));
    assert_eq!(join["caller"]["openid"], "o-alice");
    assert_eq!(page.value("lawyer_name"), Some("赵律师".into()));
}

#[test]
fn a_case_that_cannot_be_loaded_is_shown_and_a_tap_loads_it_again() {
    let no_lawyer =
        json!({"data": {"client": "o-alice", "lawyer": {"openid": "", "nickname": "", "headImage": ""}}});
    for (answer, words) in [(None, "没有找到您的案件"), (Some(no_lawyer), "还没有为您安排律师")]
    {
        let phone = Phone::single();
        match answer {
            None => phone.refuse("request", Cause::Network),
            Some(answer) => phone.serve("request", &answer),
        }
        phone.serve("login", &json!({"code": "c-1"}));
        let page = phone.open::<LegalAid>(&[("case", "1")]);
        assert!(phone.sim.run());
        assert_eq!(page.error().map(|error| error.sentence().to_owned()).as_deref(), Some(words));
        assert_eq!((page.loading(), page.state(), page.busy()), (false, State::Idle, false));
        phone
            .serve("request", &json!({"data": {"client": "o-alice", "lawyer": contact("o-zhao", "赵律师")}}));
        assert_eq!(page.tap(), Tapped::Queued);
        assert!(phone.sim.run());
        assert_eq!((page.state(), page.error()), (State::InCall, None));
    }
}

#[test]
fn refusals_of_legal_aid() {
    let on = |step, cause| refused(step, cause, legal_aid, |page| assert_eq!(page.tap(), Tapped::Started));
    assert_eq!(
        on(Step::Authorize, Cause::PrivacyRefused),
        failed(Cause::PrivacyRefused, "需要同意隐私保护指引")
    );
    assert_eq!(on(Step::Authorize, Cause::Denied), failed(Cause::Denied, "请允许使用麦克风和摄像头"));
    assert_eq!(on(Step::Enable, Cause::NotOpen), failed(Cause::NotOpen, "开启通话失败"));
    assert_eq!(on(Step::Join, Cause::InvalidOpenid), failed(Cause::InvalidOpenid, "律师信息有误"));
    assert_eq!(on(Step::Join, Cause::System), failed(Cause::System, "律师暂时无法接听"));
}

// --- Interview ---

fn interview(phone: &Phone, side: &str) -> Session<Interview> {
    let alice = contact("o-alice", "应聘者小王");
    let bob = contact("o-bob", "面试官老李");
    let (me, other) = if side == "Candidate" { (alice, bob) } else { (bob, alice) };
    phone.serve("request", &json!({"data": {"me": me, "other": other}}));
    phone.open(&[("id", "42"), ("side", side)])
}

const STAGE: &str = "https://jobs.example/stage";
const STATUS: &str = "https://jobs.example/status";

fn entered(phone: &Phone) -> Vec<String> {
    phone.sent_to(STATUS).iter().map(|change| change["to"].as_str().unwrap_or_default().to_owned()).collect()
}

#[test]
fn either_side_of_an_interview_calls_the_other_and_the_server_is_told() {
    let (alice, bob) = Phone::pair();
    let (page, bobs) = (interview(&alice, "Candidate"), interview(&bob, "Interviewer"));
    assert!(alice.sim.run());
    assert_eq!((page.reachable(), bobs.reachable()), (true, true));
    assert_eq!(alice.sent_to("https://jobs.example/interview"), [json!({"id": "42", "side": "Candidate"})]);
    assert_eq!(bobs.value("otherName"), Some("应聘者小王".into()));
    for (phone, other, session) in [(&alice, &bob, &page), (&bob, &alice, &bobs)] {
        assert_eq!(session.tap(), Tapped::Started);
        talk_and_end(phone, other, session);
        assert_eq!(entered(phone), ["InCall", "Idle"]);
        let stages = phone.sent_to(STAGE);
        assert_eq!(stages.iter().map(|it| &it["stage"]).collect::<Vec<_>>(), ["answered", "ended"]);
        assert_eq!(stages[1]["seconds"], TALK.as_secs());
        assert_eq!(session.value("status"), Some("已结束".into()));
    }
}

#[test]
fn an_interview_goes_on_without_the_server() {
    let (alice, bob) = Phone::pair();
    bob.sim.set_reachable(true);
    let page = interview(&alice, "Candidate");
    let failures = Rc::new(RefCell::new(Vec::new()));
    let seen = failures.clone();
    page.subscribe(move |event| {
        if let Event::TaskFailed(name, error) = event {
            seen.borrow_mut().push(format!("{name} {}", error.cause()));
        }
    });
    assert!(alice.sim.run());
    alice.refuse("request", Cause::Network);
    page.tap();
    talk_and_end(&alice, &bob, &page);
    assert_eq!(*failures.borrow(), ["report Network", "report Network"]);
    assert_eq!((page.value("status"), page.error()), (Some("已结束".into()), None));
}

#[test]
fn an_interview_that_nobody_answers_ends_when_its_time_is_over() {
    let phone = Phone::single();
    phone.sim.set_listener(voip_runtime::sim::Listener::NotEnabled);
    let page = interview(&phone, "Candidate");
    assert!(phone.sim.run());
    page.tap();
    assert!(phone.sim.run_for(Duration::from_secs(59 * 60)));
    assert_eq!((page.state(), page.connected(), page.busy()), (State::InCall, false, true));
    assert_eq!(page.value("status"), Some("正在呼叫".into()));
    assert!(phone.sim.run_for(Duration::from_secs(120)));
    assert_eq!((page.state(), page.busy(), phone.sim.in_call()), (State::Idle, false, false));
    assert_eq!(phone.toasts(), [("面试时间已到".to_owned(), 3000)]);
    assert_eq!(
        (phone.sent_to(STAGE), entered(&phone)),
        (vec![], vec!["InCall".to_owned(), "Idle".to_owned()])
    );
    assert_eq!(page.value("status"), Some("已挂断".into()));
}

#[test]
fn an_interview_shows_how_its_last_call_has_ended() {
    let phone = Phone::single();
    let page = interview(&phone, "Candidate");
    let call = || {
        page.tap();
        assert!(phone.sim.run());
        page.hang_up();
        assert!(phone.sim.run());
        page.value("status")
    };
    assert!(phone.sim.run());
    assert_eq!(call(), Some("已结束".into()));
    phone.sim.play(Step::Authorize, [Play::fail(Cause::Denied)]);
    assert_eq!(call(), Some("未接通".into()));
    phone.sim.set_listener(voip_runtime::sim::Listener::NotEnabled);
    assert_eq!(call(), Some("已挂断".into()));
}

#[test]
fn refusals_of_an_interview() {
    let on = |step, cause| {
        refused(
            step,
            cause,
            |phone| interview(phone, "Candidate"),
            |page| assert_eq!(page.tap(), Tapped::Started),
        )
    };
    assert_eq!(on(Step::Authorize, Cause::Denied), failed(Cause::Denied, "请允许使用麦克风和摄像头"));
    assert_eq!(on(Step::Enable, Cause::NotOpen), failed(Cause::NotOpen, "开启通话失败"));
    for cause in [Cause::System, Cause::NotInForeground] {
        assert_eq!(on(Step::Join, cause), failed(cause, "加入面试失败"));
    }
    // An interruption is reported too.
    let (alice, bob) = Phone::pair();
    bob.sim.set_reachable(true);
    let page = interview(&alice, "Candidate");
    page.tap();
    assert!(alice.sim.run() && page.connected());
    alice.sim.interrupt();
    assert!(alice.sim.run());
    assert_eq!(
        (page.state(), entered(&alice)),
        (State::Failed, vec!["InCall".to_owned(), "Failed".to_owned()])
    );
    assert_eq!(alice.sent_to(STAGE).len(), 2);
    assert_eq!(page.value("status"), Some("已中断".into()));
}

// --- Grandparents ---

fn grandparents(phone: &Phone) -> Session<Grandparents> {
    let family = [contact("o-bob", "儿子"), contact("", "女儿"), contact("o-carol", "孙女")];
    phone.serve("request", &json!({"data": {"me": "o-alice", "family": family}}));
    phone.open(&[])
}

#[test]
fn grandparents_call_one_of_their_family_and_can_be_called() {
    let (alice, bob) = Phone::pair();
    let page = grandparents(&alice);
    assert!(alice.sim.run());
    assert!(page.reachable());
    assert_eq!((page.call(1), page.call(3), page.tap()), (Tapped::Ignored, Tapped::Ignored, Tapped::Ignored));
    bob.sim.set_reachable(true);
    assert_eq!(page.call(0), Tapped::Started);
    talk_and_end(&alice, &bob, &page);
    assert_eq!(alice.options("join1v1Chat")["listener"], contact("o-bob", "儿子"));
    // Bob calls them.
    let bobs = legal_aid(&bob);
    assert!(bob.sim.run());
    bobs.input("lawyer", "o-alice").expect("text");
    bobs.tap();
    talk_and_end(&bob, &alice, &bobs);
}

#[test]
fn a_call_that_nobody_answers_rings_for_45_seconds() {
    let (alice, bob) = Phone::pair();
    bob.sim.make_interactive();
    bob.sim.set_reachable(true);
    let page = grandparents(&alice);
    assert!(alice.sim.run());
    page.call(0);
    while page.state() != State::InCall {
        assert!(alice.sim.step(Duration::MAX));
    }
    assert!(alice.sim.run_for(Duration::from_millis(44_999)));
    assert_eq!(page.state(), State::InCall);
    assert!(alice.sim.run_for(Duration::from_millis(1)));
    assert_eq!(page.error().map(|error| error.cause()), Some(Cause::NoAnswer));
    assert_eq!(alice.toasts(), [("没有人接，请打给另一个人".to_owned(), 5000)]);
    assert!(alice.sim.run());
    assert!(!alice.sim.in_call() && !bob.sim.in_call());
    // The next one answers.
    page.call(2);
    assert!(alice.sim.run());
    assert_eq!((page.state(), page.connected()), (State::InCall, true));
}

#[test]
fn nobody_is_cut_off_where_the_phone_does_not_report_members() {
    let (alice, bob) = Phone::pair();
    alice.sim.set_member_events(MemberEvents::Never);
    bob.sim.set_reachable(true);
    let page = grandparents(&alice);
    assert!(alice.sim.run());
    page.call(0);
    assert!(alice.sim.run_for(Duration::from_secs(600)));
    assert_eq!((page.state(), alice.sim.in_call(), bob.sim.in_call()), (State::InCall, true, true));
}

#[test]
fn refusals_of_grandparents() {
    let on =
        |step, cause| refused(step, cause, grandparents, |page| assert_eq!(page.call(0), Tapped::Started));
    assert_eq!(
        on(Step::Authorize, Cause::Denied),
        failed_for(Cause::Denied, "请允许使用麦克风和摄像头", 5000)
    );
    assert_eq!(on(Step::Enable, Cause::NotOpen), failed_for(Cause::NotOpen, "开启通话失败", 5000));
    for cause in [Cause::System, Cause::Internal, Cause::AlreadyInRoom, Cause::InvalidOpenid] {
        assert_eq!(on(Step::Join, cause), failed_for(cause, "没有打通", 5000));
    }
    let (alice, bob) = Phone::pair();
    bob.sim.set_reachable(true);
    let page = grandparents(&alice);
    assert!(alice.sim.run());
    page.call(0);
    assert!(alice.sim.run() && page.connected());
    alice.sim.interrupt();
    assert_eq!((page.state(), alice.toasts()), (State::Failed, vec![("通话断了".to_owned(), 5000)]));
}

#[test]
fn a_family_that_cannot_be_loaded_is_loaded_at_the_next_show() {
    let phone = Phone::single();
    phone.sim.play_request("request", [Response::fail(Cause::Network)]);
    phone.sim.play(Step::Enable, [Play::succeed()]);
    let page = grandparents(&phone);
    assert!(phone.sim.run());
    assert_eq!(page.error().map(|error| error.sentence().to_owned()).as_deref(), Some("没有网络"));
    assert_eq!((page.reachable(), page.call(0)), (true, Tapped::Ignored), "there is nobody to call yet");
    page.show();
    assert!(phone.sim.run());
    assert_eq!((page.error(), page.call(0)), (None, Tapped::Started));
}
