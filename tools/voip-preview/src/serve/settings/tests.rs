use std::time::Duration;

use voip_runtime::sim::{Play, Step};
use voip_runtime::{Cause, State};

use super::{Answer, Settings, Start, Wrong};

#[expect(clippy::unnecessary_wraps, reason = "it is held against an answer that may be none")]
fn always(play: Play) -> Option<Answer> {
    Some(Answer::Play { play, once: false })
}

/// What is set, of an address that is right.
fn read(query: &str) -> Settings {
    let (settings, wrong) = Settings::read(query);
    assert_eq!(wrong, [], "{query}");
    settings
}

/// The first thing that is wrong.
fn wrong(query: &str) -> Option<Wrong> {
    Settings::read(query).1.into_iter().next().map(|(_, wrong)| wrong)
}

fn join(words: &str) -> Option<Answer> {
    read(&format!("a.join={words}")).phones[0].answer(Step::Join)
}

#[test]
fn an_answer_is_a_few_words() {
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
fn a_refusal_is_of_permissions_alone() {
    let settings = read("b.authorize=refuse");
    assert_eq!(settings.phones[1].answer(Step::Authorize), Some(Answer::Refused));
    assert!(wrong("b.join=refuse").is_some());
    assert!(wrong("a.authorize=refuse,once").is_some());
}

#[test]
fn a_phone_without_the_calls_answers_so_whatever_is_set() {
    let settings = read("a.phone=old,silent&a.join=System&a.authorize=System");
    let [a, b] = &settings.phones;
    assert_eq!(a.answer(Step::Join), always(Play::fail(Cause::Unsupported)));
    assert_eq!(a.answer(Step::Enable), always(Play::fail(Cause::Unsupported)));
    assert_eq!(a.answer(Step::Authorize), always(Play::fail(Cause::System)));
    assert!(a.silent && !a.offline && !b.old);
}

#[test]
fn the_rest_of_an_address_is_read() {
    let settings =
        read("?state=Failed&cause=-30004&b.state=Joining&speed=4&pace=instant&lang=zh&theme=dark&preset=x");
    assert_eq!(
        settings.states,
        [
            Some(Start { state: State::Failed, cause: Some(Cause::NoCamera) }),
            Some(Start { state: State::Joining, cause: None })
        ]
    );
    assert!((settings.speed - 4.0).abs() < f64::EPSILON);
    assert!(settings.instant);
    for nothing in ["", "speed=&pace=&state=&a.cause=&a.join=&a.phone=&b.kill=", "a.join=,ok,"] {
        assert_eq!(read(nothing), Settings::default(), "{nothing}");
    }
}

#[test]
fn what_means_nothing_is_refused_in_both_languages() {
    for (query, english, chinese) in [
        ("a.joni=System", "a key `a.joni`", "a.joni"),
        ("c.join=System", "a key `c.join`", "c.join"),
        ("a.join=NotOpn", "did you mean `NotOpen`", "NotOpen"),
        ("a.join=Denied", "join1v1Chat does not answer with Denied", "join1v1Chat"),
        ("a.join=Timeout", "join1v1Chat does not answer with Timeout", "Timeout"),
        ("a.join=System,sometimes", "`sometimes` is no answer", "sometimes"),
        ("a.join=late:5", "`5` is no duration", "5"),
        ("a.join=then:nothing", "`nothing` is no answer", "nothing"),
        ("a.join=ok,ok", "`ok` can only be the first word", "ok"),
        ("a.join=once,System", "`System` can only be the first word", "System"),
        ("a.authorize=once,refuse", "`refuse` can only be the first word", "refuse"),
        ("a.enable=refuse", "only `authorize` can be `refuse`", "authorize"),
        ("a.join=2147483648", "2147483648 is no code", "2147483648"),
        ("state=Failed&cause=2147483648", "2147483648 is no code", "2147483648"),
        ("a.kill=2000m", "at most 1440m", "1440m"),
        ("a.phone=offlin", "did you mean `offline`", "offline"),
        ("state=failed", "did you mean `Failed`", "Failed"),
        ("state=Failed&cause=Nope", "there is no `Nope`", "Nope"),
        ("cause=-1", "belongs to `state=Failed`", "state=Failed"),
        ("state=Idle&cause=-1", "belongs to `state=Failed`", "state=Failed"),
        ("speed=fast", "`fast` is no speed", "fast"),
        ("speed=0", "`0` is no speed", "0"),
        ("speed=NaN", "is no speed", "NaN"),
        ("pace=slow", "there is no `slow`", "slow"),
        ("a.join=%1B[31m", "\\u{1b}[31m", "\\u{1b}[31m"),
        ("a.join=\u{202e}", "\\u{202e}", "\\u{202e}"),
    ] {
        let told = wrong(query).unwrap();
        assert!(told.english.contains(english), "{query}: {}", told.english);
        assert!(told.chinese.contains(chinese), "{query}: {}", told.chinese);
    }
}

#[test]
fn what_is_right_is_set_whatever_else_is_wrong() {
    let (settings, wrong) = Settings::read("a.join=Nope&foo=1&speed=4&b.phone=offline");
    assert!(settings.phones[1].offline && settings.phones[0].answers[2].is_none());
    assert!((settings.speed - 4.0).abs() < f64::EPSILON);
    let keys: Vec<_> = wrong.into_iter().map(|(key, _)| key).collect();
    assert_eq!(keys, ["a.join", "foo"]);
}
