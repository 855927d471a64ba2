//! How a host answers a step, in the words of the address: `System,late:5s,once`.

use std::time::Duration;

use voip_runtime::Cause;
use voip_runtime::sim::{Play, Step};

use super::Wrong;
use crate::notation::{duration, is_number, nearest};
use crate::paint::text::visible;

/// How a phone's host answers a step.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::serve) enum Answer {
    /// The user refused before: the host asks no more, until the settings page turns the scope on.
    Refused,
    /// In this way.
    Play {
        play: Play,
        /// The next host call alone, and not every one.
        once: bool,
    },
}

impl Answer {
    /// Every host call fails so.
    pub(super) fn always(cause: Cause) -> Self {
        Self::Play { play: Play::fail(cause), once: false }
    }
}

/// Whether the host itself can answer `step` with `cause`: a time-out is what comes of no answer, and a
/// page's own failure is no host's.
pub(in crate::serve) fn can_answer(step: Step, cause: Cause) -> bool {
    cause.is_possible_in(step.state()) && !matches!(cause, Cause::Timeout | Cause::App)
        || cause == Cause::Denied && step == Step::Authorize
}

/// Reads the words of one step.
pub(super) fn read(key: &str, step: Step, words: &str) -> Result<Option<Answer>, Wrong> {
    let mut first = None;
    let (mut late, mut never, mut twice, mut once, mut then) = (Duration::ZERO, false, false, false, None);
    let words = words.split(',').map(str::trim).filter(|word| !word.is_empty());
    for (at, word) in words.enumerate() {
        match word.split_once(':') {
            Some(("late", time)) => late = read_time(key, time)?,
            Some(("then", outcome)) => then = Some(read_outcome(key, step, outcome)?),
            _ if word == "never" => never = true,
            _ if word == "twice" => twice = true,
            _ if word == "once" => once = true,
            _ if at > 0 && (word == "refuse" || read_outcome(key, step, word).is_ok()) => {
                return Err(Wrong::new(
                    format!("{key}: `{word}` can only be the first word, once"),
                    format!("{key}：{word} 只能写在最前面，并且只能写一次"),
                ));
            }
            _ if word == "refuse" && step == Step::Authorize => first = Some(Answer::Refused),
            _ if word == "refuse" => {
                return Err(Wrong::new(
                    format!("{key}: only `authorize` can be `refuse`"),
                    format!("{key}：只有 authorize 可以写 refuse"),
                ));
            }
            _ => {
                let play = read_outcome(key, step, word)?.map_or_else(Play::fail, |()| Play::succeed());
                first = Some(Answer::Play { play, once: false });
            }
        }
    }
    let told_more = never || twice || once || then.is_some() || !late.is_zero();
    match first {
        Some(Answer::Refused) if told_more => Err(Wrong::new(
            format!("{key}: `refuse` stands alone"),
            format!("{key}：refuse 不能与其他词并用"),
        )),
        Some(Answer::Refused) => Ok(Some(Answer::Refused)),
        _ if never => Ok(Some(Answer::Play { play: Play::never(), once })),
        first => {
            let mut play = match first {
                Some(Answer::Play { play, .. }) => play,
                _ => Play::succeed(),
            };
            play = play.late(late);
            play = match then {
                Some(Ok(())) => play.then_succeed(),
                Some(Err(cause)) => play.then_fail(cause),
                None if twice => play.twice(),
                None => play,
            };
            let as_usual = play == Play::succeed();
            Ok((!as_usual).then_some(Answer::Play { play, once }))
        }
    }
}

/// `500ms`, `5s` or `2m`.
pub(super) fn read_time(key: &str, time: &str) -> Result<Duration, Wrong> {
    duration(time).map_err(|why| {
        let time = visible(time);
        Wrong::new(
            format!("{key}: {}", visible(&why)),
            format!("{key}：{time} 不是可用的时长；请写整数和单位 ms、s 或 m，例如 500ms、5s、2m，最长 1440m（一天）"),
        )
    })
}

/// `ok`, a cause's name or a code.
fn read_outcome(key: &str, step: Step, word: &str) -> Result<Result<(), Cause>, Wrong> {
    if word == "ok" {
        return Ok(Ok(()));
    }
    match Cause::parse(word) {
        Some(cause) if can_answer(step, cause) => Ok(Err(cause)),
        Some(cause) => Err(Wrong::new(
            format!("{key}: {} does not answer with {cause}", step.host_call()),
            format!("{key}：{} 不会返回 {cause}", step.host_call()),
        )),
        None if is_number(word) => Err(no_code(key, word)),
        None => Err(unknown(key, word)),
    }
}

/// A number that is no code of a host's.
pub(super) fn no_code(key: &str, word: &str) -> Wrong {
    let (least, most) = (i32::MIN, i32::MAX);
    Wrong::new(
        format!("{key}: {word} is no code: a code is a whole number from {least} to {most}"),
        format!("{key}：{word} 不是错误码：错误码是 {least} 到 {most} 的整数"),
    )
}

/// The words that are no cause.
const WORDS: [&str; 7] = ["ok", "refuse", "late:5s", "never", "twice", "once", "then:ok"];

fn unknown(key: &str, word: &str) -> Wrong {
    let names = Cause::NAMED.iter().map(|cause| cause.name()).chain(WORDS);
    let (near, near_chinese) = nearest(word, names).map_or_else(Default::default, |near| {
        (format!("; did you mean `{near}`?"), format!("，是否想写 {near}？"))
    });
    let word = visible(word);
    Wrong::new(
        format!("{key}: `{word}` is no answer{near}"),
        format!("{key}：{word} 不是一种应答{near_chinese}"),
    )
}
