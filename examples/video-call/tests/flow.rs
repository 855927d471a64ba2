//! Tests the page on a simulated phone in virtual time.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use video_call::VideoCall;
use voip_runtime::record::{RecordKind, Recorder};
use voip_runtime::session::{Event, Tapped};
use voip_runtime::sim::{SimHost, explore};
use voip_runtime::spec::Scope;
use voip_runtime::{Cause, Session, State};

/// Opens the page on this phone, and fills in its fields.
fn page(host: &Recorder) -> Session<VideoCall> {
    let session = Session::new(host.clone());
    host.observe(&session);
    session.input("listen_openid", "openid-of-the-listener").unwrap();
    session.input("call_openid", "openid-of-the-caller").unwrap();
    session
}

/// The names of the recorded host calls.
fn host_calls(recorder: &Recorder) -> Vec<String> {
    let calls = recorder.take().into_iter().filter_map(|record| match record.what {
        RecordKind::Call(call) => Some(call.name),
        _ => None,
    });
    calls.collect()
}

#[test]
fn a_call_takes_the_expected_states() {
    let host = SimHost::new();
    host.set_talk(Duration::from_secs(5));
    let session = page(&Recorder::new(host.clone()));
    let states = Rc::new(RefCell::new(vec![session.state()]));
    let seen = states.clone();
    session.subscribe(move |event| {
        if let Event::Change(change) = event {
            seen.borrow_mut().push(change.to);
        }
    });
    session.tap();
    host.run();
    assert_eq!(
        *states.borrow(),
        [State::Idle, State::Authorizing, State::Enabling, State::Joining, State::InCall, State::Idle]
    );
}

#[test]
fn after_a_refusal_there_are_no_more_host_calls() {
    let host = SimHost::new();
    host.deny(Scope::Record);
    let recorder = Recorder::new(host.clone());
    let session = page(&recorder);
    session.tap();
    host.run();
    assert_eq!(session.state(), State::Failed);
    assert_eq!(session.error().unwrap().cause(), Cause::Denied);
    assert_eq!(host_calls(&recorder), ["authorize", "showToast"]);
}

#[test]
fn two_taps_place_one_call() {
    let host = SimHost::new();
    let recorder = Recorder::new(host.clone());
    let session = page(&recorder);
    assert_eq!(session.tap(), Tapped::Started);
    assert_eq!(session.tap(), Tapped::Ignored);
    host.run();
    assert_eq!(session.state(), State::InCall);
    assert_eq!(host_calls(&recorder), ["authorize", "authorize", "setEnable1v1Chat", "join1v1Chat"]);
}

#[test]
fn every_path_is_without_a_flaw() {
    explore::<VideoCall>().unwrap();
}
