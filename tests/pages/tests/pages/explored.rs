//! Every path of each page: none has a flaw, and every edge of its flow is taken.

use serde_json::{Value as Json, json};
use test_pages::departments::Departments;
use test_pages::duty::Duty;
use test_pages::grandparents::Grandparents;
use test_pages::helpline::Helpline;
use test_pages::home_visit::HomeVisit;
use test_pages::interview::Interview;
use test_pages::legal_aid::LegalAid;
use test_pages::neighbours::Neighbours;
use test_pages::reception::Reception;
use test_pages::ward_desk::WardDesk;
use voip_runtime::Page;
use voip_runtime::sim::Explorer;
use voip_runtime::value::Value;

fn explore<P: Page>(explorer: &Explorer) {
    let found = explorer.explore::<P>().unwrap_or_else(|flaw| panic!("{flaw}"));
    assert_eq!(found.untaken().count(), 0, "{found}");
}

fn answer(explorer: Explorer, name: &str, answer: &Json) -> Explorer {
    explorer.answer(name, serde_json::from_value::<Value>(answer.clone()).expect("data"))
}

fn contact(openid: &str) -> Json {
    json!({"openid": openid, "nickname": "家人", "headImage": ""})
}

#[test]
fn departments() {
    explore::<Departments>(&Explorer::new());
}

#[test]
fn neighbours() {
    explore::<Neighbours>(&Explorer::new());
}

#[test]
fn reception() {
    explore::<Reception>(&Explorer::new());
}

#[test]
fn home_visit() {
    explore::<HomeVisit>(&Explorer::new());
}

#[test]
fn helpline() {
    explore::<Helpline>(&Explorer::new());
}

#[test]
fn legal_aid() {
    let found = json!({"data": {"client": "o-client", "lawyer": contact("o-lawyer")}});
    explore::<LegalAid>(&answer(Explorer::new(), "request", &found));
}

#[test]
fn interview() {
    let found = json!({"data": {"me": contact("o-me"), "other": contact("o-other")}});
    explore::<Interview>(&answer(Explorer::new(), "request", &found));
}

#[test]
fn duty() {
    let today = json!({"result": {"openid": "o-me", "weekday": 3}});
    explore::<Duty>(&answer(Explorer::new(), "cloud.callFunction", &today));
}

#[test]
fn grandparents() {
    let found =
        json!({"data": {"me": "o-me", "family": [contact("o-son"), contact("o-daughter"), contact("")]}});
    explore::<Grandparents>(&answer(Explorer::new(), "request", &found));
}

#[test]
fn ward_desk() {
    explore::<WardDesk>(&Explorer::new());
}
