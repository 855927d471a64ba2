//! Tests the doctor's desk on simulated phones in virtual time, alone and together with the page of the patient.

use std::time::Duration;

use consultation::{Desk, Patient};
use voip_runtime::session::Tapped;
use voip_runtime::sim::{Play, SimHost, Step, explore};
use voip_runtime::spec::Scope;
use voip_runtime::value::Value;
use voip_runtime::{Cause, Session, State};

/// The desk of a doctor whose name is in the page's address, as `WeChat` opens it.
fn desk(host: &SimHost) -> Session<Desk> {
    let session = Session::open(host.clone(), [("name", "%E5%BC%A0%E5%8C%BB%E7%94%9F")]).unwrap();
    session.show();
    session
}

#[test]
fn the_desk_can_be_called_as_soon_as_it_is_open() {
    let host = SimHost::new();
    let session = desk(&host);
    assert!(host.run());
    assert!(session.reachable() && host.is_reachable());
    assert_eq!(session.value("doctor"), Some(Value::from("张医生")));
    assert_eq!(session.tap(), Tapped::Ignored, "it has no call button");
}

#[test]
fn a_doctor_who_stops_is_not_called_when_the_page_is_shown_again() {
    let host = SimHost::new();
    let session = desk(&host);
    assert!(host.run() && session.set_reachable(false));
    assert!(host.run() && !host.is_reachable());
    session.show();
    assert!(host.run() && !host.is_reachable());
    assert!(session.set_reachable(true));
    assert!(host.run() && host.is_reachable());
}

#[test]
fn the_button_leads_to_the_settings_and_showing_the_page_does_not() {
    let host = SimHost::new();
    host.make_interactive();
    let session = desk(&host);
    assert!(host.refuse());
    assert!(host.run());
    assert_eq!((session.reachable(), host.screen().dialog), (false, None));
    assert!(session.set_reachable(true));
    assert!(host.run());
    assert!(host.allow() && host.turn(Scope::Record, true) && host.leave_settings());
    while !session.reachable() {
        assert!(host.run());
        assert!(host.allow(), "the camera is asked for too");
        assert!(host.run());
    }
}

#[test]
fn enabling_is_tried_three_times() {
    let host = SimHost::new();
    host.play(Step::Enable, [Play::fail(Cause::System), Play::fail(Cause::System)]);
    let session = desk(&host);
    assert!(host.run() && session.reachable());
}

#[test]
fn the_patient_calls_the_doctor() {
    let (patient, doctor) = SimHost::pair("o-patient", "o-doctor");
    let desk = desk(&doctor);
    assert!(doctor.run() && desk.reachable());
    doctor.make_interactive();

    let login = Value::object([("code", Value::from("a-code"))]);
    let user = [("openid", Value::from("o-patient")), ("token", Value::from("a-token"))];
    let reply = Value::object([("data", Value::object(user))]);
    patient.on_request("showModal", |_| Ok(Value::object([("confirm", Value::from(true))])));
    patient.on_request("login", move |_| Ok(login.clone()));
    patient.on_request("request", move |_| Ok(reply.clone()));
    let page: Session<Patient> = Session::open(patient.clone(), [("doctor", "o-doctor")]).unwrap();
    page.input("my_name", "小李").unwrap();
    assert_eq!(page.tap(), Tapped::Started);
    assert!(patient.run_for(Duration::from_secs(10)));

    // The phone of the doctor rings, and shows the name that the patient has entered.
    let window = doctor.screen().call.unwrap();
    assert_eq!((window.outgoing, window.name.as_str(), window.connected_at), (false, "小李", None));
    assert!(doctor.pick_up());
    assert_eq!((page.state(), page.connected()), (State::InCall, true));
    // The page of the desk is not part of the call.
    assert_eq!(desk.state(), State::Idle);
    doctor.hang_up();
    assert!(patient.run());
    assert_eq!((page.state(), page.error()), (State::Idle, None));
}

#[test]
fn a_doctor_whose_desk_is_closed_is_not_there() {
    let (patient, doctor) = SimHost::pair("o-patient", "o-doctor");
    let desk = desk(&doctor);
    assert!(doctor.run());
    drop(desk);
    doctor.close();
    let page: Session<Patient> = Session::open(patient.clone(), [("doctor", "o-doctor")]).unwrap();
    page.input("my_name", "小李").unwrap();
    page.tap();
    // Somebody who calls cannot see that: it rings until the limit of the call.
    assert!(patient.run_for(Duration::from_secs(60)));
    assert_eq!((page.state(), page.connected()), (State::InCall, false));
}

#[test]
fn every_path_is_without_a_flaw() {
    let explored = explore::<Desk>().unwrap();
    assert_eq!(explored.untaken().count(), 0, "{explored}");
}
