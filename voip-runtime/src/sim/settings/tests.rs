use std::time::Duration;

use super::{Answer, InitialState, Settings, SettingsError};
use crate::prelude::*;
use crate::sim::{MemberEvents, Play, Step};

#[expect(clippy::unnecessary_wraps, reason = "compared with an optional answer")]
fn always(play: Play) -> Option<Answer> {
    Some(Answer::Play { play, once: false })
}

const PAGES: [&str; 1] = ["Desk"];

/// Whether the text is Chinese, without an English sentence: no two lowercase English words in a row.
fn is_chinese(text: &str) -> bool {
    let is_word = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
    let words: Vec<_> = text.split(' ').map(is_word).collect();
    text.contains(|letter| ('\u{4e00}'..='\u{9fff}').contains(&letter))
        && !words.windows(2).any(|pair| pair == [true, true])
}

/// The settings of a valid address.
fn read(query: &str) -> Settings {
    let (settings, errors) = Settings::read(query, &PAGES);
    assert_eq!(errors, [], "{query}");
    settings
}

/// The first error in the address.
fn error(query: &str) -> Option<SettingsError> {
    Settings::read(query, &PAGES).1.into_iter().next().map(|(_, error)| error)
}

fn join(words: &str) -> Option<Answer> {
    read(&format!("a.join={words}")).phones[0].answer(Step::Join)
}

#[test]
fn answers_are_read() {
    assert_eq!(join("NotOpen"), always(Play::fail(Cause::NotOpen)));
    assert_eq!(join("-20000"), always(Play::fail(Cause::NotOpen)));
    assert_eq!(join("-5"), always(Play::fail(Cause::Other(-5))));
    let once = Answer::Play { play: Play::fail(Cause::AlreadyInRoom), once: true };
    assert_eq!(join("AlreadyInRoom,once"), Some(once));
    assert_eq!(join("late:5s"), always(Play::succeed().late(Duration::from_secs(5))));
    assert_eq!(
        join("System,late:500ms,twice"),
        always(Play::fail(Cause::System).late(Duration::from_millis(500)).twice())
    );
    assert_eq!(join("never"), always(Play::never()));
    assert_eq!(join("ok,then:System"), always(Play::succeed().then_fail(Cause::System)));
    assert_eq!(join("System,then:ok"), always(Play::fail(Cause::System).then_succeed()));
    assert_eq!(join("ok"), None);
    assert_eq!(join(""), None);
    assert_eq!(join("once"), None);
}

#[test]
fn only_authorize_can_be_refused() {
    let settings = read("b.authorize=refuse");
    assert_eq!(settings.phones[1].answer(Step::Authorize), Some(Answer::Refused));
    assert!(error("b.join=refuse").is_some());
    assert!(error("a.authorize=refuse,once").is_some());
}

#[test]
fn an_old_phone_answers_unsupported_whatever_is_set() {
    let settings = read("a.phone=old,silent&a.join=System&a.authorize=System");
    let [a, b] = &settings.phones;
    assert_eq!(a.answer(Step::Join), always(Play::fail(Cause::Unsupported)));
    assert_eq!(a.answer(Step::Enable), always(Play::fail(Cause::Unsupported)));
    assert_eq!(a.answer(Step::Authorize), always(Play::fail(Cause::System)));
    assert!(a.members == MemberEvents::Never && !a.offline && !b.old);
}

#[test]
fn states_speed_and_pace_are_read() {
    let settings =
        read("?state=Failed&cause=-30004&b.state=Joining&speed=4&pace=instant&lang=zh&theme=dark&preset=x");
    assert_eq!(
        settings.initial_states,
        [
            Some(InitialState { state: State::Failed, cause: Some(Cause::NoCamera) }),
            Some(InitialState { state: State::Joining, cause: None })
        ]
    );
    assert!((settings.speed - 4.0).abs() < f64::EPSILON);
    assert!(settings.instant);
    for nothing in ["", "speed=&pace=&state=&a.cause=&a.join=&a.phone=&b.kill=", "a.join=,ok,"] {
        assert_eq!(read(nothing), Settings::default(), "{nothing}");
    }
}

#[test]
fn errors_are_in_both_languages() {
    for (query, english, chinese) in [
        ("a.joni=System", "unknown setting `a.joni`", "a.joni"),
        ("c.join=System", "unknown setting `c.join`", "c.join"),
        ("a.join=NotOpn", "did you mean `NotOpen`", "NotOpen"),
        ("a.join=Denied", "invalid cause `Denied`: `join1v1Chat` does not fail with it", "join1v1Chat"),
        ("a.join=Timeout", "invalid cause `Timeout`", "Timeout"),
        ("a.join=System,sometimes", "unknown answer `sometimes`", "sometimes"),
        ("a.join=late:5", "invalid duration `5`", "5"),
        ("a.join=then:nothing", "unknown answer `nothing`", "nothing"),
        ("a.join=ok,ok", "unexpected `ok`: it must come first", "ok"),
        ("a.join=once,System", "unexpected `System`: it must come first", "System"),
        ("a.authorize=once,refuse", "unexpected `refuse`: it must come first", "refuse"),
        ("a.enable=refuse", "only valid for `authorize`", "authorize"),
        ("a.join=2147483648", "invalid code `2147483648`", "2147483648"),
        ("state=Failed&cause=2147483648", "invalid code `2147483648`", "2147483648"),
        ("a.kill=2000m", "the maximum is 1440m", "1440m"),
        ("a.phone=offlin", "did you mean `offline`", "offline"),
        ("state=failed", "did you mean `Failed`", "Failed"),
        ("state=Failed&cause=Nope", "unknown value `Nope`", "Nope"),
        ("cause=-1", "requires `state=Failed`", "state=Failed"),
        ("state=Idle&cause=-1", "requires `state=Failed`", "state=Failed"),
        ("speed=fast", "invalid value `fast`", "fast"),
        ("speed=0", "invalid value `0`", "0"),
        ("speed=NaN", "invalid value `NaN`", "NaN"),
        ("pace=slow", "unknown value `slow`", "slow"),
        ("a.page=Dsk", "did you mean `Desk`", "Desk"),
    ] {
        let error = error(query).unwrap();
        assert!(error.english.contains(english), "{query}: {}", error.english);
        assert!(error.chinese.contains(chinese) && is_chinese(&error.chinese), "{query}: {}", error.chinese);
    }
}

#[test]
fn valid_settings_are_set_beside_invalid_ones() {
    let (settings, errors) = Settings::read("a.join=Nope&foo=1&speed=4&b.phone=offline", &PAGES);
    assert!(settings.phones[1].offline && settings.phones[0].answers[2].is_none());
    assert!((settings.speed - 4.0).abs() < f64::EPSILON);
    let keys: Vec<_> = errors.into_iter().map(|(key, _)| key).collect();
    assert_eq!(keys, ["a.join", "foo"]);
}

#[test]
fn an_invalid_setting_has_no_effect() {
    for query in ["a.phone=offline,nope", "a.phone=early,silent", "b.query=x=1%26y", "a.join=NotOpen,nope"] {
        let (settings, errors) = Settings::read(query, &PAGES);
        assert_eq!((settings, errors.len()), (Settings::default(), 1), "{query}");
    }
}

#[test]
fn a_phone_reports_members_in_one_way() {
    let phones = read("a.phone=early,replaces&b.phone=doubled").phones;
    let [a, b] = &phones;
    assert_eq!((a.members, a.replaces), (MemberEvents::Early, true));
    assert_eq!((b.members, b.replaces), (MemberEvents::Doubled, false));
    let error = error("a.phone=early,silent").expect("a contradiction");
    assert_eq!(error.english, "a.phone: only one of `silent`, `early` and `doubled` is possible");
    assert!(is_chinese(&error.chinese), "{}", error.chinese);
    assert_eq!(read("a.phone=early,early").phones[0].members, MemberEvents::Early);
}
