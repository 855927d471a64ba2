//! Recordings and tests of a run, and replays.

use super::*;

#[test]
fn a_replay_replaces_a_phone_and_leaves_both_phones_unchanged() {
    let mut tab = TestTab::<Plain>::open("");
    tab.talk();
    tab.outbox.take(true);
    tab.handle(Command::Recording { phone: PhoneId::A, full_openids: false }).unwrap();
    let Some(Event::File { text, whole: true, .. }) = tab.outbox.take(true).pop() else {
        panic!("no recording")
    };
    tab.act(PhoneId::A, Action::HangUp);
    let before = (tab.view(PhoneId::A), tab.view(PhoneId::B));
    tab.handle(Command::Replay { phone: PhoneId::B, text: text.clone() }).unwrap();
    assert!(tab.handle(Command::Input { phone: PhoneId::A, input: Input::Tap }).is_err());
    tab.handle(Command::ReplayStep(usize::MAX)).unwrap();
    // The download is the recording that is shown.
    tab.outbox.take(true);
    tab.handle(Command::Recording { phone: PhoneId::B, full_openids: false }).unwrap();
    let Some(Event::File { text: same, .. }) = tab.outbox.take(true).pop() else { panic!("no recording") };
    assert_eq!(same, text);
    let replay = tab.simulation.replay.as_ref().unwrap();
    assert_eq!(replay.progress().divergence, None);
    assert!(replay.progress().ended);
    assert!(replay.progress().unfinished, "the recorded call has not ended");
    let shown = replay.view(before.1.clone());
    assert_eq!(shown.state, State::InCall);
    assert!(shown.connected && shown.screen.call.is_some_and(|call| call.connected_at.is_some()));
    tab.handle(Command::EndReplay).unwrap();
    assert_eq!((tab.view(PhoneId::A), tab.view(PhoneId::B)), before);
    assert!(!tab.simulation.clock.is_paused());
    for invalid in ["", "not a recording", &text[..text.len() - 5], &text.replacen("Plain", "Recovering", 1)]
    {
        let replay = Command::Replay { phone: PhoneId::A, text: invalid.into() };
        let refusal = tab.handle(replay).unwrap_err();
        assert!(is_chinese(&refusal.chinese), "{}", refusal.chinese);
        assert!(tab.simulation.replay.is_none());
    }
}

#[test]
fn a_replay_shows_the_page_at_its_line() {
    let mut tab = TestTab::<Plain>::open("");
    tab.talk();
    tab.act(PhoneId::B, Action::HangUp);
    tab.pass(2);
    let (recording, _) = PhoneId::A.of(&tab.simulation.phones).recording();
    let text = recording.to_lines(Plain::SPEC, OpenIds::Full);
    tab.handle(Command::Replay { phone: PhoneId::A, text }).unwrap();
    let (mut state, mut states) = (State::Idle, vec![State::Idle]);
    for record in &recording.records {
        tab.handle(Command::ReplayStep(1)).unwrap();
        if let RecordKind::Change(change) = &record.what {
            state = change.to;
            states.push(state);
        }
        let replay = tab.simulation.replay.as_ref().unwrap();
        let view = replay.view(tab.view(PhoneId::A));
        assert_eq!(view.state, state, "after {record:?}");
        let json = serde_json::to_value(&view).unwrap();
        assert_eq!(json["available"]["tap"], state == State::Idle, "after {record:?}");
        assert_eq!(view.last.as_ref().map_or(State::Idle, |change| change.to), state);
    }
    let expected =
        [State::Idle, State::Authorizing, State::Enabling, State::Joining, State::InCall, State::Idle];
    assert_eq!(states, expected);
}

#[test]
fn a_run_becomes_a_rust_test() {
    let mut tab = TestTab::<Plain>::open("");
    tab.talk();
    tab.pass(1);
    tab.act(PhoneId::B, Action::HangUp);
    tab.outbox.take(true);
    tab.handle(Command::Test { phone: PhoneId::A }).unwrap();
    let Some(Event::TestFile { text, .. }) = tab.outbox.take(true).pop() else { panic!("no test") };
    assert!(text.contains("#[test]\n") && text.contains("InCall → Idle"), "{text}");
    assert!(!text.contains("openid-of-phone"), "{text}");
}

#[test]
fn a_divergence_is_shown_in_both_languages() {
    let mut tab = TestTab::<Plain>::open("");
    tab.talk();
    tab.outbox.take(true);
    tab.handle(Command::Recording { phone: PhoneId::A, full_openids: true }).unwrap();
    let Some(Event::File { text, .. }) = tab.outbox.take(true).pop() else { panic!("no recording") };
    let changed = text.replacen("\"to\":\"Enabling\"", "\"to\":\"Failed\"", 1);
    tab.handle(Command::Replay { phone: PhoneId::A, text: changed }).unwrap();
    tab.handle(Command::ReplayStep(1000)).unwrap();
    let shown = tab.simulation.replay.as_ref().unwrap().progress();
    assert!(shown.ended);
    let divergence = shown.divergence.unwrap();
    for text in [&divergence.english, &divergence.chinese] {
        assert!(text.contains("\"to\":\"Failed\"") && text.contains("\"to\":\"Enabling\""), "{text}");
    }
    assert!(is_chinese(&divergence.chinese), "{}", divergence.chinese);
}
