//! What the timeline explains.

use voip_runtime::record::Input;

use super::*;
use crate::serve::wire::LogEvent;

impl<P: Page> TestTab<P> {
    /// The explanations since the last time, each with its phone; all are in both languages.
    fn explained(&mut self) -> Vec<(PhoneId, String)> {
        self.simulation.publish();
        let updates = self.outbox.take(true).into_iter().filter_map(|event| match event {
            Event::Update(update) => Some(update.entries),
            _ => None,
        });
        let texts = updates.flatten().filter_map(|entry| match entry.event {
            LogEvent::Why { why, .. } => Some((entry.phone, why)),
            _ => None,
        });
        let texts: Vec<_> = texts.collect();
        for (_, why) in &texts {
            assert!(is_chinese(&why.chinese), "{}", why.chinese);
        }
        texts.into_iter().map(|(phone, why)| (phone, why.english)).collect()
    }

    fn do_on_a(&mut self, input: Input) {
        self.handle(Command::Input { phone: PhoneId::A, input }).unwrap();
    }

    /// What the timeline explains after the input on phone A.
    fn explained_after(&mut self, input: Input) -> String {
        self.explained();
        self.do_on_a(input);
        let explained = self.explained();
        let [(PhoneId::A, why)] = &explained[..] else { panic!("{explained:?}") };
        why.clone()
    }
}

#[test]
fn what_the_preview_has_filled_in() {
    let mut tab = TestTab::<Plain>::open("");
    let why = "made up by the preview, because a call needs it: listen_openid, call_openid";
    assert_eq!(tab.explained(), [(PhoneId::A, why.into()), (PhoneId::B, why.into())]);
}

#[test]
fn inputs_without_an_effect() {
    let mut tab = TestTab::<Plain>::open("");
    for (input, why) in [
        (Input::HangUp, "no effect: no call is joined"),
        (Input::Dismiss, "no effect: there is no failure to dismiss"),
        (Input::Cancel, "no effect: nothing is in progress"),
    ] {
        assert_eq!(tab.explained_after(input), why);
    }
    tab.tap();
    assert_eq!(tab.explained_after(Input::Tap), "no effect: a call is in progress (Authorizing)");
    tab.do_on_a(Input::Cancel);
    tab.talk();
    assert_eq!(tab.explained_after(Input::Tap), "no effect: the page is in a call");
}

#[test]
fn a_required_field_that_is_empty() {
    let mut tab = TestTab::<Plain>::open("");
    tab.do_on_a(Input::Set { field: "listen_openid".into(), value: "".into() });
    let why = tab.explained_after(Input::Tap);
    let start = "no call: the required field `listen_openid` is empty, and the page shows ";
    let message = why.strip_prefix(start).expect(&why);
    assert!(is_chinese(message), "{message}");
}

#[test]
fn answers_without_an_effect() {
    for (query, leave, seconds, why) in [
        ("a.join=then:System", false, 1, "no effect: this host call was answered before"),
        ("a.join=System,late:8s", true, 9, "no effect: the page was left before"),
        ("a.join=System,late:70s", false, 80, "no effect: the time limit of 1m had passed"),
        ("a.join=late:8s", true, 9, "too late: the page leaves the room with exitVoIPChat"),
    ] {
        let mut tab = TestTab::<Plain>::open(query);
        tab.tap();
        for _ in ["microphone", "camera"] {
            tab.act(PhoneId::A, Action::Allow);
        }
        tab.explained();
        if leave {
            tab.pass(1);
            tab.do_on_a(Input::Leave);
        }
        tab.pass(seconds);
        let explained = tab.explained();
        assert!(explained.iter().any(|(_, text)| text.starts_with(why)), "{query}: {explained:?}");
    }
}

#[test]
fn what_a_page_is_not_notified_of() {
    let mut tab = TestTab::<Plain>::open("");
    tab.explained();
    tab.call();
    let explained = tab.explained();
    let [(PhoneId::A, in_call), (PhoneId::B, rings)] = &explained[..] else { panic!("{explained:?}") };
    assert!(in_call.contains("not that the other side has answered"), "{in_call}");
    assert!(rings.contains("the page stays Idle"), "{rings}");
    tab.act(PhoneId::B, Action::PickUp);
    assert_eq!(tab.explained(), []);
    tab.act(PhoneId::A, Action::HangUp);
    let explained = tab.explained();
    let [(PhoneId::A, why)] = &explained[..] else { panic!("{explained:?}") };
    assert!(why.contains("it stays InCall"), "{why}");
    assert_eq!(tab.view(PhoneId::A).state, State::InCall);
}

#[test]
fn a_replay_explains_its_lines_too() {
    let mut tab = TestTab::<Plain>::open("a.join=then:System");
    let listener = |value: &str| Input::Set { field: "listen_openid".into(), value: value.into() };
    tab.do_on_a(listener(""));
    tab.do_on_a(Input::Tap);
    tab.do_on_a(listener("openid-of-phone-b"));
    tab.call();
    tab.do_on_a(Input::Tap);
    let (recording, _) = PhoneId::A.of(&tab.simulation.phones).recording();
    let text = recording.to_lines(Plain::SPEC, OpenIds::Full);
    tab.explained();
    tab.handle(Command::Replay { phone: PhoneId::A, text }).unwrap();
    tab.handle(Command::ReplayStep(usize::MAX)).unwrap();
    let explained: Vec<_> = tab.explained().into_iter().map(|(_, why)| why).collect();
    for why in [
        "no call: a required field is empty, and the page shows",
        "no effect: this host call was answered before",
        "no effect: the page is in a call",
    ] {
        assert_eq!(explained.iter().filter(|text| text.starts_with(why)).count(), 1, "{why}: {explained:?}");
    }
}
