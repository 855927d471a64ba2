//! A preview of several pages.

use voip_runtime::prelude::*;
use voip_runtime::record::Input;

use super::{Plain, Recovering, TestTab};
use crate::pages::page;
use crate::serve::settings::PhoneId;
use crate::serve::wire::{Action, Command, Event};

#[voip_page(title = "接听", receive(only))]
struct Desk {
    #[field(label = "值班")]
    on_duty: bool,
}

#[voip_page(title = "通话", receive)]
struct Both {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname, default = "listener")]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    call_name: String,
}

fn open(query: &str) -> TestTab<(Desk, Plain, Recovering)> {
    TestTab::of(&[page::<Desk>(), page::<Plain>(), page::<Recovering>()], query)
}

fn pages<P>(tab: &TestTab<P>) -> [&'static str; 2] {
    PhoneId::BOTH.map(|phone| tab.view(phone).page)
}

#[test]
fn by_default_a_calls_and_b_is_called() {
    assert_eq!(pages(&open("")), ["Plain", "Desk"]);
    let (desk, plain, both) = (page::<Desk>(), page::<Plain>(), page::<Both>());
    for (all, expected) in [
        (&[plain, page::<Recovering>()][..], ["Plain", "Plain"]),
        (&[plain, both, desk], ["Plain", "Desk"]),
        (&[plain, both], ["Plain", "Both"]),
        (&[desk], ["Desk", "Desk"]),
    ] {
        assert_eq!(pages(&TestTab::<()>::of(all, "")), expected);
    }
}

#[test]
fn a_link_names_the_page_of_each_phone() {
    let tab = open("a.page=Recovering&b.page=Plain");
    assert_eq!(pages(&tab), ["Recovering", "Plain"]);
    assert!(tab.view(PhoneId::A).values.contains_key("listen_openid"));
    assert!(tab.view(PhoneId::B).values.contains_key("listen_openid"));
    assert_eq!(tab.refused(), [""; 0]);
    let tab = open("a.page=Desc&b.page=");
    assert_eq!(pages(&tab), ["Plain", "Desk"]);
    let expected =
        "a.page: unknown value `Desc`, expected one of Desk, Plain, Recovering: did you mean `Desk`?";
    assert_eq!(tab.refused(), [expected]);
}

#[test]
fn a_call_rings_whichever_page_the_other_phone_shows() {
    let mut tab = open("");
    tab.call();
    // The page of B has not enabled calls yet.
    assert!(tab.view(PhoneId::B).screen.call.is_none());
    tab.handle(Command::Input { phone: PhoneId::A, input: Input::HangUp }).unwrap();
    tab.handle(Command::Input { phone: PhoneId::B, input: Input::MakeReachable }).unwrap();
    tab.act(PhoneId::B, Action::Allow);
    tab.act(PhoneId::B, Action::Allow);
    tab.pass(1);
    tab.call();
    tab.act(PhoneId::B, Action::PickUp);
    assert!(tab.view(PhoneId::A).connected);
    assert_eq!(tab.view(PhoneId::B).page, "Desk");
}

#[test]
fn another_page_is_a_new_run_of_its_phone_alone() {
    let mut tab = open("b.page=Plain");
    tab.talk();
    tab.handle(Command::Settings("b.page=Desk".into())).unwrap();
    assert_eq!(pages(&tab), ["Plain", "Desk"]);
    let view = tab.view(PhoneId::B);
    assert!(view.running && view.screen.call.is_none() && !view.values.contains_key("call_name"));
    tab.pass(100);
    // The app of B was closed during the call.
    assert!(tab.view(PhoneId::A).screen.call.is_none());
    tab.handle(Command::Settings("b.page=Desk&a.phone=closed".into())).unwrap();
    tab.handle(Command::Settings("b.page=Desk&a.page=Recovering&a.phone=closed".into())).unwrap();
    assert!(!tab.view(PhoneId::A).running);
    tab.handle(Command::Settings("a.page=Recovering".into())).unwrap();
    assert!(tab.view(PhoneId::A).running);
    assert_eq!(pages(&tab), ["Recovering", "Desk"]);
}

#[test]
fn a_recording_is_replayed_on_its_own_page() {
    let mut tab = open("");
    tab.handle(Command::Input { phone: PhoneId::B, input: Input::MakeReachable }).unwrap();
    tab.handle(Command::Recording { phone: PhoneId::B, full_openids: false }).unwrap();
    let file = tab.outbox.take(true).into_iter().find_map(|event| match event {
        Event::File { name, text, .. } => Some((name, text)),
        _ => None,
    });
    let (name, text) = file.unwrap();
    assert_eq!(name, "Desk-b.jsonl");
    tab.handle(Command::Replay { phone: PhoneId::A, text }).unwrap();
    tab.handle(Command::ReplayStep(100)).unwrap();
    tab.simulation.publish();
    let view = tab.simulation.sent[0].clone().unwrap();
    assert_eq!(view.page, "Desk");
    tab.handle(Command::EndReplay).unwrap();
    tab.simulation.publish();
    assert_eq!(tab.simulation.sent[0].as_ref().unwrap().page, "Plain");
}
