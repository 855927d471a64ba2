//! The host's answer to a step, as the address writes it: `System,late:5s,once`.

use alloc::vec::Vec;
use core::time::Duration;

use super::SettingsError;
use super::notation::{did_you_mean, duration, is_number};
use crate::cause::Cause;
use crate::sim::{Play, Step};

/// The host's answer to a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The user has refused before: the host does not ask again until the scope is turned on in the settings.
    Refused,
    /// An answer to a host call.
    Play {
        /// The answer.
        play: Play,
        /// Whether only the next host call gets it.
        once: bool,
    },
}

impl Answer {
    /// Every host call fails with this cause.
    pub(super) fn always_fail(cause: Cause) -> Self {
        Self::Play { play: Play::fail(cause), once: false }
    }
}

/// Whether the host can answer `step` with `cause`. A timeout follows from no answer, and `App` is the page's own
/// failure.
pub fn can_answer(step: Step, cause: Cause) -> bool {
    cause.is_possible_in(step.state()) && !matches!(cause, Cause::Timeout | Cause::App)
        || cause == Cause::Denied && step == Step::Authorize
}

/// Reads the answer of one step, which is `None` if it is the default answer.
pub(super) fn read(key: &str, step: Step, words: &str) -> Result<Option<Answer>, SettingsError> {
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
                return Err(SettingsError::new(
                    format!("{key}: unexpected `{word}`: it must come first, and only once"),
                    format!("{key}：{word} 只能写在最前面，并且只能写一次"),
                ));
            }
            _ if word == "refuse" && step == Step::Authorize => first = Some(Answer::Refused),
            _ if word == "refuse" => {
                return Err(SettingsError::new(
                    format!("{key}: unexpected `refuse`: it is only valid for `authorize`"),
                    format!("{key}：只有 authorize 可以写 refuse"),
                ));
            }
            _ => {
                let play = read_outcome(key, step, word)?.map_or_else(Play::fail, |()| Play::succeed());
                first = Some(Answer::Play { play, once: false });
            }
        }
    }
    let has_more = never || twice || once || then.is_some() || !late.is_zero();
    match first {
        Some(Answer::Refused) if has_more => Err(SettingsError::new(
            format!("{key}: `refuse` cannot be combined with other words"),
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
            let is_default = play == Play::succeed();
            Ok((!is_default).then_some(Answer::Play { play, once }))
        }
    }
}

/// Reads `500ms`, `5s` or `2m`.
pub(super) fn read_time(key: &str, time: &str) -> Result<Duration, SettingsError> {
    duration(time).map_err(|why| {
        SettingsError::new(
            format!("{key}: invalid duration `{time}`: {why}"),
            format!("{key}：{time} 不是可用的时长；请写整数和单位 ms、s 或 m，例如 500ms、5s、2m，最长 1440m（一天）"),
        )
    })
}

/// Reads `ok`, the name of a cause, or a code.
fn read_outcome(key: &str, step: Step, word: &str) -> Result<Result<(), Cause>, SettingsError> {
    if word == "ok" {
        return Ok(Ok(()));
    }
    match Cause::parse(word) {
        Some(cause) if can_answer(step, cause) => Ok(Err(cause)),
        Some(cause) => Err(SettingsError::new(
            format!("{key}: invalid cause `{cause}`: `{}` does not fail with it", step.host_call()),
            format!("{key}：{} 不会返回 {cause}", step.host_call()),
        )),
        None if is_number(word) => Err(invalid_code(key, word)),
        None => Err(unknown_answer(key, word)),
    }
}

/// The error for a number that is not a code of the host.
pub(super) fn invalid_code(key: &str, word: &str) -> SettingsError {
    let (least, most) = (i32::MIN, i32::MAX);
    SettingsError::new(
        format!("{key}: invalid code `{word}`: expected a whole number from {least} to {most}"),
        format!("{key}：{word} 不是错误码：错误码是 {least} 到 {most} 的整数"),
    )
}

/// Words of an answer that are not causes.
const WORDS: [&str; 7] = ["ok", "refuse", "late:5s", "never", "twice", "once", "then:ok"];

fn unknown_answer(key: &str, word: &str) -> SettingsError {
    let names: Vec<_> = Cause::NAMED.iter().map(|cause| cause.name()).chain(WORDS).collect();
    let (near, near_chinese) = did_you_mean(word, &names);
    SettingsError::new(
        format!("{key}: unknown answer `{word}`{near}"),
        format!("{key}：{word} 不是一种应答{near_chinese}"),
    )
}
