//! Tests the page of the patient on simulated phones in virtual time.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use consultation::Patient;
use voip_runtime::record::{RecordKind, Recorder};
use voip_runtime::session::{Event, Tapped};
use voip_runtime::sim::{Listener, Play, Response, SimHost, Step, explore};
use voip_runtime::value::Value;
use voip_runtime::{Cause, Session, State};

const TALK: Duration = Duration::from_secs(90);

fn confirmed(confirm: bool) -> Value {
    Value::object([("confirm", Value::from(confirm))])
}

fn login() -> Value {
    Value::object([("code", Value::from("a-code"))])
}

/// What our server answers to a login.
fn user() -> Value {
    let user = Value::object(
        [("openid", "o-patient"), ("token", "a-token")].map(|(key, text)| (key, Value::from(text))),
    );
    Value::object([("data", user)])
}

/// A patient's phone, and what its page does there.
struct Phone {
    host: SimHost,
    recorder: Recorder,
    session: Session<Patient>,
    failed_tasks: Rc<RefCell<Vec<&'static str>>>,
}

impl Phone {
    /// The page as a link to the doctor opens it. The patient confirms calls, and our server answers.
    fn new() -> Self {
        Self::on(SimHost::new())
    }

    fn on(host: SimHost) -> Self {
        host.set_talk(TALK);
        host.on_request("showModal", |_| Ok(confirmed(true)));
        host.on_request("login", |_| Ok(login()));
        host.on_request("request", |_| Ok(user()));
        let recorder = Recorder::new(host.clone());
        let session = Session::open(
            recorder.clone(),
            [("doctor", "o-doctor"), ("name", "%E5%BC%A0%E5%8C%BB%E7%94%9F")],
        );
        let session: Session<Patient> = session.unwrap();
        recorder.observe(&session);
        session.input("my_name", "小李").unwrap();
        session.input("department", "Skin").unwrap();
        let failed_tasks = Rc::<RefCell<Vec<_>>>::default();
        let failed = failed_tasks.clone();
        session.subscribe(move |event| {
            if let Event::TaskFailed(name, _) = event {
                failed.borrow_mut().push(*name);
            }
        });
        Self { host, recorder, session, failed_tasks }
    }

    /// The patient taps, and time passes until the call is over.
    fn consult(&self) {
        assert_eq!(self.session.tap(), Tapped::Started);
        assert!(self.host.run());
    }

    /// The patient taps, and time passes until the page is in this state.
    fn tap_until(&self, state: State) {
        self.session.tap();
        while self.session.state() != state {
            assert!(self.host.step(Duration::MAX), "the page never is {state}");
        }
    }

    /// The host calls since the last time: the name, and the URL or the text if there is one.
    fn calls(&self) -> Vec<String> {
        let calls = self.recorder.take().into_iter().filter_map(|record| match record.what {
            RecordKind::Call(call) => Some(call),
            _ => None,
        });
        let describe = |call: voip_runtime::record::RecordedCall| {
            let text = ["url", "title"].iter().find_map(|key| call.options.get(key)).and_then(Value::as_text);
            text.map_or(call.name.clone(), |text| format!("{} {text}", call.name))
        };
        calls.map(describe).collect()
    }
}

const JOINED: [&str; 7] = [
    "showModal 开始问诊",
    "login",
    "request https://clinic.example/log-in",
    "authorize",
    "authorize",
    "setEnable1v1Chat",
    "join1v1Chat",
];

#[test]
fn a_call_is_reported_and_then_rated() {
    let phone = Phone::new();
    phone.consult();
    assert_eq!((phone.session.state(), phone.session.busy()), (State::Idle, false));
    let calls = phone.calls();
    assert_eq!(calls[..7], JOINED);
    assert_eq!(
        calls[7..],
        ["request https://clinic.example/consultations", "navigateTo /pages/rating/index?doctor=o-doctor"]
    );
    assert!(phone.failed_tasks.borrow().is_empty());
}

#[test]
fn the_report_says_how_long_they_talked() {
    let phone = Phone::new();
    let reports = Rc::<RefCell<Vec<Value>>>::default();
    let seen = reports.clone();
    phone.host.on_request("request", move |options| {
        seen.borrow_mut().extend(options.get("data").cloned());
        Ok(user())
    });
    phone.consult();
    let data = reports.borrow()[1].clone();
    let read = |key| data.get(key).and_then(Value::as_text).unwrap().to_owned();
    assert_eq!(
        (read("token"), read("doctor"), read("department")),
        ("a-token".into(), "o-doctor".into(), "skin".into())
    );
    assert_eq!(data.get("seconds").and_then(Value::as_number), Some(TALK.as_secs_f64()));
}

#[test]
fn a_patient_who_does_not_confirm_makes_no_call() {
    for answer in [Response::succeed(confirmed(false)), Response::fail(Cause::System), Response::never()] {
        let phone = Phone::new();
        phone.host.play_request("showModal", [answer]);
        phone.consult();
        assert_eq!(phone.calls(), ["showModal 开始问诊"]);
        assert_eq!((phone.session.state(), phone.session.error()), (State::Idle, None));
    }
}

#[test]
fn a_page_without_a_doctor_or_a_name_makes_no_call() {
    let session: Session<Patient> = Session::open(SimHost::new(), []).unwrap();
    assert!(matches!(session.tap(), Tapped::Missing(field) if field.name == "doctor"));
    assert_eq!(session.error().unwrap().sentence(), "请从医生的主页进入");
    session.load([("doctor", "o-doctor")]).unwrap();
    assert!(matches!(session.tap(), Tapped::Missing(field) if field.name == "my_name"));
    assert_eq!(session.error().unwrap().sentence(), "请填写您的姓名");
}

/// The address sets only the fields that ask for it.
#[test]
fn a_link_cannot_say_who_the_patient_is() {
    let session: Session<Patient> = Session::open(SimHost::new(), [("me", "o-another")]).unwrap();
    assert_eq!(session.value("me"), Some(Value::from("")));
}

#[test]
fn a_failed_login_makes_no_call() {
    let phone = Phone::new();
    phone.host.play_request("request", [Response::fail(Cause::Network)]);
    phone.consult();
    assert_eq!(phone.calls(), JOINED[..3]);
    assert_eq!(phone.session.error().unwrap().sentence(), "登录失败，请重试");
    phone.consult();
    assert_eq!(phone.calls()[..7], JOINED, "the next tap calls");
}

#[test]
fn a_call_ends_after_a_quarter_of_an_hour() {
    let phone = Phone::new();
    phone.host.set_talk(Duration::from_secs(3600));
    phone.tap_until(State::InCall);
    phone.calls();
    phone.host.run_for(Duration::from_secs(15 * 60 - 1));
    assert_eq!(phone.session.state(), State::InCall);
    phone.host.run_for(Duration::from_secs(1));
    assert_eq!((phone.session.state(), phone.session.error()), (State::Idle, None));
    assert!(phone.host.run() && !phone.host.in_call());
    assert_eq!(
        phone.calls(),
        [
            "exitVoIPChat",
            "showToast 通话时间已到",
            "request https://clinic.example/consultations",
            "navigateTo /pages/rating/index?doctor=o-doctor"
        ]
    );
}

#[test]
fn a_call_that_nobody_answers_is_not_rated() {
    let phone = Phone::new();
    phone.host.set_listener(Listener::Closed);
    phone.tap_until(State::InCall);
    assert!(phone.host.run());
    phone.session.hang_up();
    assert!(phone.host.run());
    assert_eq!(phone.calls().last().map(String::as_str), Some("exitVoIPChat"));
}

#[test]
fn a_failure_is_reported_beside_the_call() {
    let phone = Phone::new();
    phone.host.play(Step::Join, [Play::fail(Cause::NotOpen), Play::fail(Cause::System)]);
    phone.consult();
    assert_eq!(
        (phone.session.state(), phone.session.error().unwrap().cause()),
        (State::Failed, Cause::NotOpen)
    );
    let calls = phone.calls();
    assert!(calls.contains(&"request https://clinic.example/failures".to_owned()), "{calls:?}");
    // The report fails: the page does not change.
    phone.host.play_request("request", [Response::succeed(user()), Response::fail(Cause::Network)]);
    phone.consult();
    assert_eq!(*phone.failed_tasks.borrow(), ["report_failure"]);
    assert_eq!(phone.session.error().unwrap().cause(), Cause::System);
}

#[test]
fn a_cancelled_join_is_left_when_it_succeeds() {
    let phone = Phone::new();
    phone.host.play(Step::Join, [Play::succeed().late(Duration::from_secs(5))]);
    phone.tap_until(State::Joining);
    phone.calls();
    assert!(phone.session.cancel());
    assert_eq!(phone.session.state(), State::Idle);
    assert!(phone.host.run() && !phone.host.in_call());
    assert_eq!(phone.calls(), ["showToast 已取消", "exitVoIPChat"]);
}

/// Another page of the mini-program places a call.
#[test]
fn a_superseded_call_is_reported_too() {
    let phone = Phone::new();
    phone.tap_until(State::InCall);
    assert!(phone.host.run_for(Duration::from_secs(30)));
    assert!(phone.session.connected());
    phone.host.supersede_call();
    assert_eq!(phone.session.state(), State::Idle);
    assert!(phone.host.run());
    assert_eq!(
        phone.calls().last().map(String::as_str),
        Some("navigateTo /pages/rating/index?doctor=o-doctor")
    );
}

/// A phone whose call has ended, and whose report our server has not answered yet.
fn reporting() -> Phone {
    let phone = Phone::new();
    let slow = Response::succeed(user()).late(Duration::from_secs(10));
    phone.host.play_request("request", [Response::succeed(user()), slow]);
    phone.tap_until(State::InCall);
    assert!(phone.host.run_for(TALK + Duration::from_secs(5)));
    assert_eq!((phone.session.state(), phone.session.busy()), (State::Idle, false));
    phone.calls();
    phone
}

#[test]
fn the_next_call_does_not_stop_the_report() {
    let phone = reporting();
    assert_eq!(phone.session.tap(), Tapped::Started);
    assert!(phone.host.run_for(Duration::from_secs(20)));
    assert_eq!(phone.session.state(), State::InCall);
    assert!(phone.calls().contains(&"navigateTo /pages/rating/index?doctor=o-doctor".to_owned()));
}

#[test]
fn leaving_the_page_stops_the_report() {
    let phone = reporting();
    phone.session.leave();
    assert!(phone.host.run());
    assert!(phone.calls().is_empty());
}

#[test]
fn every_path_is_sound_and_every_edge_is_taken() {
    let explored = explore::<Patient>().unwrap();
    assert_eq!(explored.untaken().count(), 0, "{explored}");
}
