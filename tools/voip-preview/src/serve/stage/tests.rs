//! A world without a tab: what is ordered goes in, and what would be sent is looked at.

use std::collections::BTreeMap;
use std::time::Duration;

use voip_runtime::host::Host as _;
use voip_runtime::prelude::*;
use voip_runtime::record::Input;
use voip_runtime::value::Value;

use super::Stage;
use crate::serve::outbox::Outbox;
use crate::serve::which::Which;
use crate::serve::wire::{Does, Order, Phone, Refusal, Time, Told};

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
struct Mending {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname, default = "listener")]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    call_name: String,
}

/// A world, and what it has told.
struct World<P: Page> {
    stage: Stage<P>,
    outbox: Outbox,
}

impl<P: Page> World<P> {
    fn open(query: &str) -> Self {
        let outbox = Outbox::default();
        Self { stage: Stage::open(query, Vec::new(), outbox.clone()), outbox }
    }

    fn obey(&mut self, order: Order) -> Result<(), Refusal> {
        self.stage.obey(order)
    }

    fn tap(&mut self) {
        self.obey(Order::Input { phone: Which::A, input: Input::Tap }).unwrap();
    }

    fn does(&mut self, phone: Which, does: Does) {
        self.obey(Order::Person { phone, does }).unwrap();
    }

    fn view(&self, which: Which) -> Phone {
        which.of(&self.stage.phones).view()
    }

    /// Lets so many virtual seconds pass.
    fn pass(&self, seconds: u64) {
        assert!(Which::A.of(&self.stage.phones).host.run_for(Duration::from_secs(seconds)));
    }

    fn now(&self) -> Duration {
        Which::A.of(&self.stage.phones).host.now()
    }

    /// What was refused, in English.
    fn refused(&self) -> Vec<String> {
        let told = self.outbox.take(true).into_iter();
        told.filter_map(|told| match told {
            Told::Refused(refusal) => Some(refusal.english),
            _ => None,
        })
        .collect()
    }

    /// From the tap to what the join comes to.
    fn call(&mut self) {
        self.tap();
        for _ in ["microphone", "camera"] {
            self.does(Which::A, Does::Allow);
        }
        self.pass(1);
    }

    /// From the tap to both talking.
    fn talk(&mut self) {
        self.call();
        self.does(Which::B, Does::PickUp);
        assert!(self.view(Which::A).connected);
    }
}

#[test]
fn a_link_opens_a_phone_in_any_state() {
    for state in State::ALL {
        let world = World::<Plain>::open(&format!("b.state={state}"));
        assert_eq!(world.view(Which::B).state, state);
        assert_eq!(world.view(Which::A).state, State::Idle);
        // A step that is shown must not run out of time while it is looked at.
        assert_eq!(world.stage.time.is_paused(), state.is_working(), "{state}");
        assert_eq!(world.refused(), [""; 0]);
    }
}

#[test]
fn a_link_opens_a_phone_that_has_failed_with_any_cause_of_the_hosts() {
    for cause in Cause::NAMED.iter().copied().chain([Cause::Other(-5)]) {
        let query = match cause.code() {
            Some(code) => format!("state=Failed&cause={code}"),
            None => format!("state=Failed&cause={cause}"),
        };
        let world = World::<Plain>::open(&query);
        let view = world.view(Which::A);
        match cause {
            // The handler's own failure is no host's answer, and this page is not Failed when it is cut off.
            Cause::App | Cause::Interrupted => {
                assert_ne!(view.state, State::Failed, "{cause}");
                assert_eq!(world.refused().len(), 1, "{cause}");
            }
            _ => {
                assert_eq!(view.state, State::Failed, "{cause}");
                assert_eq!(view.last.unwrap().cause, Some(cause));
                assert_eq!(world.refused(), [""; 0]);
            }
        }
    }
}

#[test]
fn a_link_goes_through_a_flows_recoveries() {
    for cause in [Cause::Denied, Cause::System, Cause::Interrupted] {
        let world = World::<Mending>::open(&format!("state=Failed&cause={cause}"));
        assert_eq!(world.view(Which::A).state, State::Failed, "{cause}");
        assert_eq!(world.refused(), [""; 0], "{cause}");
    }
    let world = World::<Mending>::open("state=Failed&cause=LeftWhileJoining");
    assert_eq!(world.view(Which::A).state, State::Idle);
    assert_eq!(world.refused().len(), 1);
}

#[test]
fn a_state_that_cannot_be_is_refused_and_the_phone_is_as_it_opens() {
    // B rings, so it cannot call.
    let world = World::<Plain>::open("a.state=InCall&b.state=InCall");
    assert_eq!(world.view(Which::A).state, State::InCall);
    assert_eq!(world.view(Which::B).state, State::Idle);
    assert_eq!(world.refused(), ["this page does not come to InCall: it is Failed (AlreadyInRoom) instead"]);
    let world = World::<Plain>::open("a.phone=closed&state=Joining");
    assert!(!world.view(Which::A).running && !world.stage.time.is_paused());
    assert_eq!(world.refused(), ["the app is closed on this phone, so its page is in no state"]);
}

#[test]
fn what_brought_a_phone_into_its_state_is_forgotten_there() {
    let mut world = World::<Plain>::open("state=Failed&cause=NotOpen");
    world.obey(Order::Input { phone: Which::A, input: Input::Dismiss }).unwrap();
    world.tap();
    world.pass(2);
    assert_eq!(world.view(Which::A).state, State::InCall);
}

#[test]
fn a_call_goes_from_one_phone_to_the_other() {
    let mut world = World::<Plain>::open("");
    world.talk();
    world.does(Which::B, Does::HangUp);
    assert_eq!(world.view(Which::A).state, State::Idle);
    assert_eq!(world.view(Which::A).screen, world.view(Which::B).screen);
}

#[test]
fn an_openid_that_is_nobodys_rings_nowhere() {
    let mut world = World::<Plain>::open("");
    let input = Input::Set { field: "listen_openid".into(), value: Value::from("somebody-else") };
    world.obey(Order::Input { phone: Which::A, input }).unwrap();
    world.call();
    assert_eq!(world.view(Which::A).state, State::InCall);
    assert!(world.view(Which::B).screen.call.is_none());
}

#[test]
fn an_answer_for_once_is_given_once_whatever_else_is_set_later() {
    let mut world = World::<Plain>::open("a.join=AlreadyInRoom,once");
    world.call();
    assert_eq!(world.view(Which::A).state, State::Failed);
    world.obey(Order::Settings("a.join=AlreadyInRoom,once&speed=2".into())).unwrap();
    world.obey(Order::Input { phone: Which::A, input: Input::Dismiss }).unwrap();
    world.tap();
    world.pass(1);
    assert_eq!(world.view(Which::A).state, State::InCall);
}

#[test]
fn a_phone_call_comes_in_and_the_app_is_killed_as_the_address_says() {
    let mut world = World::<Mending>::open("a.interrupt=3s");
    world.talk();
    world.stage.go_on();
    world.pass(2);
    world.stage.go_on();
    assert_eq!(world.view(Which::A).state, State::InCall);
    world.pass(1);
    world.stage.go_on();
    assert_eq!(world.view(Which::A).state, State::Failed);
    assert!(world.view(Which::B).screen.call.is_none());

    let mut world = World::<Mending>::open("b.kill=3s");
    world.talk();
    world.stage.go_on();
    world.pass(3);
    world.stage.go_on();
    assert!(!world.view(Which::B).running);
    assert_eq!(world.view(Which::A).state, State::Idle);
}

#[test]
fn a_call_that_is_over_by_then_is_not_interrupted_nor_the_next() {
    let mut world = World::<Mending>::open("a.interrupt=3s");
    world.talk();
    world.stage.go_on();
    world.pass(1);
    world.obey(Order::Input { phone: Which::A, input: Input::HangUp }).unwrap();
    world.stage.go_on();
    world.tap();
    world.pass(1);
    world.does(Which::B, Does::PickUp);
    world.stage.go_on();
    world.pass(2);
    world.stage.go_on();
    assert_eq!(world.view(Which::A).state, State::InCall);
    world.pass(1);
    world.stage.go_on();
    assert_eq!(world.view(Which::A).state, State::Failed);
}

#[test]
fn what_is_wrong_with_an_address_changes_nothing() {
    let mut world = World::<Plain>::open("a.phone=offline");
    assert!(world.obey(Order::Settings("a.phone=offlin".into())).is_err());
    assert!(!world.view(Which::A).online);
    world.obey(Order::Settings(String::new())).unwrap();
    assert!(world.view(Which::A).online);
}

#[test]
fn a_killed_app_is_started_with_the_form_as_it_was() {
    let mut world = World::<Plain>::open("");
    let input = Input::Set { field: "listen_name".into(), value: Value::from("小明") };
    world.obey(Order::Input { phone: Which::A, input }).unwrap();
    world.talk();
    world.does(Which::A, Does::Kill);
    assert!(!world.view(Which::A).running);
    assert!(world.view(Which::B).screen.call.is_none(), "the call ends with the app");
    assert!(world.obey(Order::Input { phone: Which::A, input: Input::Tap }).is_err());
    world.does(Which::A, Does::Start);
    assert_eq!(world.view(Which::A).values.get("listen_name"), Some(&Value::from("小明")));
    assert_eq!(world.view(Which::A).state, State::Idle);
}

#[test]
fn a_form_is_kept_over_worlds() {
    let fields =
        vec![BTreeMap::from([("listen_name".into(), Value::from("小明")), ("gone".into(), Value::Null)])];
    let stage = Stage::<Plain>::open("", fields, Outbox::default());
    let view = Which::A.of(&stage.phones).view();
    assert_eq!(view.values.get("listen_name"), Some(&Value::from("小明")));
}

#[test]
fn time_can_be_stopped_and_taken_step_by_step() {
    let mut world = World::<Plain>::open("a.authorize=ok,late:1s");
    world.obey(Order::Time(Time::Pause)).unwrap();
    world.tap();
    assert_eq!(world.view(Which::A).state, State::Authorizing);
    let before = world.now();
    for _ in ["microphone", "camera"] {
        world.obey(Order::Time(Time::Step)).unwrap();
    }
    assert_eq!(world.view(Which::A).state, State::Enabling);
    assert_eq!(world.now().saturating_sub(before), Duration::from_millis(2 * (1000 + 1200)));
}

#[test]
fn a_recording_is_played_in_place_of_a_phone_and_the_phones_are_then_as_they_were() {
    let mut world = World::<Plain>::open("");
    world.talk();
    world.outbox.take(true);
    world.obey(Order::Recording { phone: Which::A, full_openids: false }).unwrap();
    let Some(Told::File { text, whole: true, .. }) = world.outbox.take(true).pop() else {
        panic!("no recording")
    };
    world.does(Which::A, Does::HangUp);
    let before = (world.view(Which::A), world.view(Which::B));
    world.obey(Order::Replay { phone: Which::B, text: text.clone() }).unwrap();
    assert!(world.obey(Order::Input { phone: Which::A, input: Input::Tap }).is_err());
    world.obey(Order::ReplayStep(usize::MAX)).unwrap();
    // What is shown is what can be taken along.
    world.outbox.take(true);
    world.obey(Order::Recording { phone: Which::B, full_openids: false }).unwrap();
    let Some(Told::File { text: same, .. }) = world.outbox.take(true).pop() else { panic!("no recording") };
    assert_eq!(same, text);
    let replay = world.stage.replay.as_ref().unwrap();
    assert_eq!(replay.shown().wrong, None);
    assert!(replay.shown().ended);
    assert!(replay.shown().open, "they still talk");
    let shown = replay.view(before.1.clone());
    assert_eq!(shown.state, State::InCall);
    assert!(shown.connected && shown.screen.call.is_some_and(|call| call.connected_at.is_some()));
    world.obey(Order::EndReplay).unwrap();
    assert_eq!((world.view(Which::A), world.view(Which::B)), before);
    assert!(!world.stage.time.is_paused());
    for wrong in ["", "no recording", &text[..text.len() - 5], &text.replacen("Plain", "Mending", 1)] {
        assert!(world.obey(Order::Replay { phone: Which::A, text: wrong.into() }).is_err());
        assert!(world.stage.replay.is_none());
    }
}

#[test]
fn a_run_is_a_rust_test() {
    let mut world = World::<Plain>::open("");
    world.talk();
    world.pass(1);
    world.does(Which::B, Does::HangUp);
    world.outbox.take(true);
    world.obey(Order::Test { phone: Which::A }).unwrap();
    let Some(Told::TestFile { text, .. }) = world.outbox.take(true).pop() else { panic!("no test") };
    assert!(text.contains("#[test]\n") && text.contains("InCall → Idle"), "{text}");
    assert!(!text.contains("openid-of-phone"), "{text}");
}

#[test]
fn a_recording_that_is_not_followed_says_where() {
    let mut world = World::<Plain>::open("");
    world.talk();
    world.outbox.take(true);
    world.obey(Order::Recording { phone: Which::A, full_openids: true }).unwrap();
    let Some(Told::File { text, .. }) = world.outbox.take(true).pop() else { panic!("no recording") };
    let changed = text.replacen("\"to\":\"Enabling\"", "\"to\":\"Failed\"", 1);
    world.obey(Order::Replay { phone: Which::A, text: changed }).unwrap();
    world.obey(Order::ReplayStep(1000)).unwrap();
    let shown = world.stage.replay.as_ref().unwrap().shown();
    assert!(shown.ended);
    assert!(shown.wrong.unwrap().contains("but the page did"));
}

#[test]
fn a_tab_that_takes_nothing_costs_no_more_than_one_that_does() {
    let mut world = World::<Plain>::open("pace=instant");
    world.obey(Order::Person { phone: Which::A, does: Does::Allow }).unwrap();
    for _ in 0..2000 {
        world.tap();
        world.does(Which::A, Does::Allow);
        world.does(Which::A, Does::Allow);
        world.pass(0);
        world.obey(Order::Input { phone: Which::A, input: Input::HangUp }).unwrap();
        world.stage.go_on();
    }
    let told = world.outbox.take(true);
    let [Told::Update(update)] = &told[..] else { panic!("{} messages", told.len()) };
    assert!(update.records.len() <= 1000, "{}", update.records.len());
    assert!(update.missed > 20_000, "{}", update.missed);
    let (recording, whole) = Which::A.of(&world.stage.phones).recording();
    assert!(!whole && recording.records.len() <= 10_000);
    // Its beginning can be played again all the same.
    let (played, _) = voip_runtime::sim::replay::<Plain>(&recording).unwrap();
    assert!(played.len() > 9_900, "{}", played.len());
}
