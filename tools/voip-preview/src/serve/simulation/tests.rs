//! A simulation without a connection: tests send commands, and read the events.

mod answers;
mod explained;
mod exploring;
mod opening;
mod replays;
mod scenarios;
mod several_pages;

use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::time::Duration;

use voip_runtime::host::Host as _;
use voip_runtime::prelude::*;
use voip_runtime::record::{Input, OpenIds, RecordKind};
use voip_runtime::value::Value;

use super::Simulation;
use crate::pages::{self, AnyPage, Pages};
use crate::serve::outbox::Outbox;
use crate::serve::settings::PhoneId;
use crate::serve::wire::{Action, Command, Event, PhoneView, Refusal, TimeControl, is_chinese};

#[voip_page(title = "视频通话")]
struct Plain {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname, default = "listener")]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    call_name: String,
}

#[voip_page(
    title = "客服",
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Authorizing on Denied via open_setting retry 1 | Failed;
        Enabling    => Joining | Failed;
        Joining     => InCall | Idle on LeftWhileJoining | Joining on System retry 2 after 1s | Failed;
        InCall      => Idle | Failed on Interrupted;
        Failed      => Authorizing | Idle;
    }
)]
struct Recovering {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname, default = "listener")]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    call_name: String,
}

/// A simulation of the page `P`, and its outbox.
struct TestTab<P> {
    simulation: Simulation,
    outbox: Outbox,
    page: PhantomData<P>,
}

impl<P: Page> TestTab<P> {
    fn open(query: &str) -> Self {
        Self::of(&[pages::page::<P>()], query)
    }
}

impl<P> TestTab<P> {
    fn of(pages: &[&'static dyn AnyPage], query: &str) -> Self {
        let outbox = Outbox::default();
        let simulation = Simulation::open(Pages::of(pages), query, Vec::new(), outbox.clone());
        Self { simulation, outbox, page: PhantomData }
    }

    fn handle(&mut self, command: Command) -> Result<(), Refusal> {
        self.simulation.handle(command)
    }

    fn tap(&mut self) {
        self.handle(Command::Input { phone: PhoneId::A, input: Input::Tap }).unwrap();
    }

    fn act(&mut self, phone: PhoneId, action: Action) {
        self.handle(Command::Action { phone, action }).unwrap();
    }

    fn view(&self, id: PhoneId) -> PhoneView {
        id.of(&self.simulation.phones).view()
    }

    /// Advances the virtual clock.
    fn pass(&self, seconds: u64) {
        assert!(PhoneId::A.of(&self.simulation.phones).host.run_for(Duration::from_secs(seconds)));
    }

    fn now(&self) -> Duration {
        PhoneId::A.of(&self.simulation.phones).host.now()
    }

    /// The refusals, in English.
    fn refused(&self) -> Vec<String> {
        let events = self.outbox.take(true).into_iter();
        events
            .filter_map(|event| match event {
                Event::Refused(refusal) => Some(refusal.english),
                _ => None,
            })
            .collect()
    }

    /// From the tap to the result of the join.
    fn call(&mut self) {
        self.tap();
        for _ in ["microphone", "camera"] {
            self.act(PhoneId::A, Action::Allow);
        }
        self.pass(1);
    }

    /// From the tap until both users talk.
    fn talk(&mut self) {
        self.call();
        self.act(PhoneId::B, Action::PickUp);
        assert!(self.view(PhoneId::A).connected);
    }
}

#[test]
fn a_link_opens_a_phone_in_any_state() {
    for state in State::ALL {
        let tab = TestTab::<Plain>::open(&format!("b.state={state}"));
        assert_eq!(tab.view(PhoneId::B).state, state);
        assert_eq!(tab.view(PhoneId::A).state, State::Idle);
        // Otherwise the step would time out while the user looks at it.
        assert_eq!(tab.simulation.clock.is_paused(), state.is_working(), "{state}");
        assert_eq!(tab.refused(), [""; 0]);
    }
}

#[test]
fn a_link_opens_a_phone_that_failed_with_any_cause_of_the_host() {
    for cause in Cause::NAMED.iter().copied().chain([Cause::Other(-5)]) {
        let query = match cause.code() {
            Some(code) => format!("state=Failed&cause={code}"),
            None => format!("state=Failed&cause={cause}"),
        };
        let tab = TestTab::<Plain>::open(&query);
        let view = tab.view(PhoneId::A);
        match cause {
            // `App` is not an answer of the host, and this flow does not fail when a call is interrupted or not answered.
            Cause::App | Cause::Interrupted | Cause::NoAnswer => {
                assert_ne!(view.state, State::Failed, "{cause}");
                assert_eq!(tab.refused().len(), 1, "{cause}");
            }
            _ => {
                assert_eq!(view.state, State::Failed, "{cause}");
                assert_eq!(view.last.unwrap().cause, Some(cause));
                assert_eq!(tab.refused(), [""; 0]);
            }
        }
    }
}

#[test]
fn a_link_passes_the_recovery_edges_of_a_flow() {
    for cause in [Cause::Denied, Cause::System, Cause::Interrupted] {
        let tab = TestTab::<Recovering>::open(&format!("state=Failed&cause={cause}"));
        assert_eq!(tab.view(PhoneId::A).state, State::Failed, "{cause}");
        assert_eq!(tab.refused(), [""; 0], "{cause}");
    }
    let tab = TestTab::<Recovering>::open("state=Failed&cause=LeftWhileJoining");
    assert_eq!(tab.view(PhoneId::A).state, State::Idle);
    assert_eq!(tab.refused().len(), 1);
}

#[test]
fn a_state_that_cannot_be_reached_is_refused_and_the_phone_opens_as_usual() {
    // B rings, so it cannot place a call.
    let tab = TestTab::<Plain>::open("a.state=InCall&b.state=InCall");
    assert_eq!(tab.view(PhoneId::A).state, State::InCall);
    assert_eq!(tab.view(PhoneId::B).state, State::Idle);
    assert_eq!(tab.refused(), ["this page cannot reach InCall: it reached Failed (AlreadyInRoom)"]);
    let tab = TestTab::<Plain>::open("a.phone=closed&state=Joining");
    assert!(!tab.view(PhoneId::A).running && !tab.simulation.clock.is_paused());
    assert_eq!(tab.refused(), ["the app is closed on this phone, so its page has no state"]);
}

#[test]
fn the_answers_that_lead_to_the_initial_state_do_not_stay() {
    let mut tab = TestTab::<Plain>::open("state=Failed&cause=NotOpen");
    tab.handle(Command::Input { phone: PhoneId::A, input: Input::Dismiss }).unwrap();
    tab.tap();
    tab.pass(2);
    assert_eq!(tab.view(PhoneId::A).state, State::InCall);
}

#[test]
fn a_call_goes_from_one_phone_to_the_other() {
    let mut tab = TestTab::<Plain>::open("");
    tab.talk();
    tab.act(PhoneId::B, Action::HangUp);
    assert_eq!(tab.view(PhoneId::A).state, State::Idle);
    assert_eq!(tab.view(PhoneId::A).screen, tab.view(PhoneId::B).screen);
}

#[test]
fn an_unknown_openid_does_not_ring_on_the_other_phone() {
    let mut tab = TestTab::<Plain>::open("");
    let input = Input::Set { field: "listen_openid".into(), value: Value::from("somebody-else") };
    tab.handle(Command::Input { phone: PhoneId::A, input }).unwrap();
    tab.call();
    assert_eq!(tab.view(PhoneId::A).state, State::InCall);
    assert!(tab.view(PhoneId::B).screen.call.is_none());
}

#[test]
fn an_answer_with_once_is_given_once_even_if_settings_change() {
    let mut tab = TestTab::<Plain>::open("a.join=AlreadyInRoom,once");
    tab.call();
    assert_eq!(tab.view(PhoneId::A).state, State::Failed);
    tab.handle(Command::Settings("a.join=AlreadyInRoom,once&speed=2".into())).unwrap();
    tab.handle(Command::Input { phone: PhoneId::A, input: Input::Dismiss }).unwrap();
    tab.tap();
    tab.pass(1);
    assert_eq!(tab.view(PhoneId::A).state, State::InCall);
}

#[test]
fn interrupt_and_kill_happen_after_their_delay() {
    let mut tab = TestTab::<Recovering>::open("a.interrupt=3s");
    tab.talk();
    tab.simulation.advance();
    tab.pass(2);
    tab.simulation.advance();
    assert_eq!(tab.view(PhoneId::A).state, State::InCall);
    tab.pass(1);
    tab.simulation.advance();
    assert_eq!(tab.view(PhoneId::A).state, State::Failed);
    assert!(tab.view(PhoneId::B).screen.call.is_none());

    let mut tab = TestTab::<Recovering>::open("b.kill=3s");
    tab.talk();
    tab.simulation.advance();
    tab.pass(3);
    tab.simulation.advance();
    assert!(!tab.view(PhoneId::B).running);
    assert_eq!(tab.view(PhoneId::A).state, State::Idle);
}

#[test]
fn a_call_that_ends_before_the_delay_is_not_interrupted() {
    let mut tab = TestTab::<Recovering>::open("a.interrupt=3s");
    tab.talk();
    tab.simulation.advance();
    tab.pass(1);
    tab.handle(Command::Input { phone: PhoneId::A, input: Input::HangUp }).unwrap();
    tab.simulation.advance();
    tab.tap();
    tab.pass(1);
    tab.act(PhoneId::B, Action::PickUp);
    tab.simulation.advance();
    tab.pass(2);
    tab.simulation.advance();
    assert_eq!(tab.view(PhoneId::A).state, State::InCall);
    tab.pass(1);
    tab.simulation.advance();
    assert_eq!(tab.view(PhoneId::A).state, State::Failed);
}

#[test]
fn invalid_settings_change_nothing() {
    let mut tab = TestTab::<Plain>::open("a.phone=offline");
    assert!(tab.handle(Command::Settings("a.phone=offlin".into())).is_err());
    assert!(!tab.view(PhoneId::A).online);
    tab.handle(Command::Settings(String::new())).unwrap();
    assert!(tab.view(PhoneId::A).online);
}

#[test]
fn the_errors_of_a_wrong_address_are_short() {
    let many = (0..1000).map(|number| format!("key{number}=x")).collect::<Vec<_>>().join("&");
    let long = format!("{}=x&a.join={}", "k".repeat(20_000), "v".repeat(20_000));
    let too_long = format!("a={}", "x".repeat(100_000));
    for (query, keys) in [(many, 1000), (long, 2), (too_long, 1)] {
        let tab = TestTab::<Plain>::open(&query);
        let refusals: Vec<_> = tab
            .outbox
            .take(true)
            .into_iter()
            .filter_map(|event| match event {
                Event::Refused(refusal) => Some(refusal),
                _ => None,
            })
            .collect();
        let [refusal] = &refusals[..] else { panic!("{refusals:?}") };
        assert_eq!(refusal.keys.len(), keys);
        assert!(refusal.english.len() < 2000 && refusal.chinese.len() < 4000, "{}", refusal.english);
        assert!(is_chinese(&refusal.chinese), "{}", refusal.chinese);
        assert!(keys < 1000 || refusal.english.ends_with("; and 995 more"), "{}", refusal.english);
    }
}

#[test]
fn a_killed_app_starts_with_the_same_form() {
    let mut tab = TestTab::<Plain>::open("");
    let input = Input::Set { field: "listen_name".into(), value: Value::from("小明") };
    tab.handle(Command::Input { phone: PhoneId::A, input }).unwrap();
    tab.talk();
    tab.act(PhoneId::A, Action::Kill);
    assert!(!tab.view(PhoneId::A).running);
    assert!(tab.view(PhoneId::B).screen.call.is_none(), "the call ends with the app");
    assert!(tab.handle(Command::Input { phone: PhoneId::A, input: Input::Tap }).is_err());
    tab.act(PhoneId::A, Action::Start);
    assert_eq!(tab.view(PhoneId::A).values.get("listen_name"), Some(&Value::from("小明")));
    assert_eq!(tab.view(PhoneId::A).state, State::Idle);
}

#[test]
fn a_new_simulation_takes_the_values_of_the_forms() {
    let form = [("listen_name".into(), Value::from("小明")), ("gone".into(), Value::Null)];
    let fields = vec![BTreeMap::from([("Plain".into(), BTreeMap::from(form))])];
    let simulation = Simulation::open(Pages::of(&[pages::page::<Plain>()]), "", fields, Outbox::default());
    let view = PhoneId::A.of(&simulation.phones).view();
    assert_eq!(view.values.get("listen_name"), Some(&Value::from("小明")));
}

#[test]
fn time_can_be_paused_and_stepped() {
    let mut tab = TestTab::<Plain>::open("a.authorize=ok,late:1s");
    tab.handle(Command::Time(TimeControl::Pause)).unwrap();
    tab.tap();
    assert_eq!(tab.view(PhoneId::A).state, State::Authorizing);
    let before = tab.now();
    for _ in ["microphone", "camera"] {
        tab.handle(Command::Time(TimeControl::Step)).unwrap();
    }
    assert_eq!(tab.view(PhoneId::A).state, State::Enabling);
    assert_eq!(tab.now().saturating_sub(before), Duration::from_millis(2 * (1000 + 1200)));
}

#[test]
fn a_slow_connection_does_not_use_more_memory() {
    let mut tab = TestTab::<Plain>::open("pace=instant");
    tab.handle(Command::Action { phone: PhoneId::A, action: Action::Allow }).unwrap();
    for _ in 0..2000 {
        tab.tap();
        tab.act(PhoneId::A, Action::Allow);
        tab.act(PhoneId::A, Action::Allow);
        tab.pass(0);
        tab.handle(Command::Input { phone: PhoneId::A, input: Input::HangUp }).unwrap();
        tab.simulation.advance();
    }
    let events = tab.outbox.take(true);
    let [Event::Update(update)] = &events[..] else { panic!("{} messages", events.len()) };
    assert!(update.entries.len() <= 1000, "{}", update.entries.len());
    assert!(update.dropped > 20_000, "{}", update.dropped);
    let (recording, whole) = PhoneId::A.of(&tab.simulation.phones).recording();
    assert!(!whole && recording.records.len() <= 10_000);
    // Its beginning can be replayed.
    let (played, _) = voip_runtime::sim::replay::<Plain>(&recording).unwrap();
    assert!(played.len() > 9_900, "{}", played.len());
}
