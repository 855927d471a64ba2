//! From the address to the settings.

use voip_runtime::sim::Step;
use voip_runtime::{Cause, State};

use super::{MATTERS, SPEEDS, Settings, Start, Wrong, answer, phone};
use crate::notation::{is_number, nearest};
use crate::paint::text::visible;
use crate::serve::which::Which;

/// Keys that are the browser's alone.
const BROWSER: [&str; 3] = ["lang", "theme", "preset"];

/// Everything in the address that means something, and the keys that mean nothing, with what is wrong.
pub(super) fn read(query: &str) -> (Settings, Vec<(String, Wrong)>) {
    let mut settings = Settings::default();
    let mut causes = [None; 2];
    let mut wrong = Vec::new();
    for (key, value) in form_urlencoded::parse(query.trim_start_matches('?').as_bytes()) {
        if let Err(why) = one(&mut settings, &mut causes, &key, &value) {
            wrong.push((key.into_owned(), why));
        }
    }
    for (which, key) in Which::BOTH.into_iter().zip(["cause", "b.cause"]) {
        let cause = *which.of(&causes);
        match which.of_mut(&mut settings.states) {
            Some(start) if start.state == State::Failed => start.cause = cause,
            _ if cause.is_none() => {}
            _ => {
                let why =
                    Wrong::new("a `cause` belongs to `state=Failed`", "cause 只能与 state=Failed 一起使用");
                wrong.push((key.into(), why));
            }
        }
    }
    (settings, wrong)
}

fn one(
    settings: &mut Settings,
    causes: &mut [Option<Cause>; 2],
    key: &str,
    value: &str,
) -> Result<(), Wrong> {
    match key {
        // A key without a value sets nothing.
        "speed" if value.is_empty() => {}
        "speed" => settings.speed = speed(value)?,
        "pace" => {
            settings.instant = match value {
                "instant" => true,
                "likely" | "" => false,
                _ => return Err(unknown("pace", value, &["likely", "instant"])),
            }
        }
        _ if BROWSER.contains(&key) => {}
        _ => {
            let (which, name) = match key.split_once('.') {
                Some((letter, name)) => (phone(letter).ok_or_else(|| unknown_key(key))?, name),
                None if ["state", "cause"].contains(&key) => (Which::A, key),
                None => return Err(unknown_key(key)),
            };
            of_phone(settings, causes, which, (key, name), value)?;
        }
    }
    Ok(())
}

/// A key that belongs to one phone: as it was written, and without the phone.
fn of_phone(
    settings: &mut Settings,
    causes: &mut [Option<Cause>; 2],
    which: Which,
    (key, name): (&str, &str),
    value: &str,
) -> Result<(), Wrong> {
    let faults = which.of_mut(&mut settings.phones);
    match name {
        "state" | "cause" | "interrupt" | "kill" if value.is_empty() => {}
        "phone" => {
            for matter in value.split(',').map(str::trim).filter(|matter| !matter.is_empty()) {
                *match matter {
                    "offline" => &mut faults.offline,
                    "old" => &mut faults.old,
                    "silent" => &mut faults.silent,
                    "closed" => &mut faults.closed,
                    "uncallable" => &mut faults.uncallable,
                    other => return Err(unknown(key, other, &MATTERS)),
                } = true;
            }
        }
        "interrupt" => faults.interrupt = Some(answer::read_time(key, value)?),
        "kill" => faults.kill = Some(answer::read_time(key, value)?),
        "state" => {
            let state = State::ALL.into_iter().find(|state| state.name() == value);
            let names = State::ALL.map(State::name);
            let state = state.ok_or_else(|| unknown(key, value, &names))?;
            *which.of_mut(&mut settings.states) = Some(Start { state, cause: None });
        }
        "cause" => {
            let cause = Cause::parse(value);
            if cause.is_none() && is_number(value) {
                return Err(answer::no_code(key, value));
            }
            let names: Vec<_> = Cause::NAMED.iter().map(|cause| cause.name()).collect();
            *which.of_mut(causes) = Some(cause.ok_or_else(|| unknown(key, value, &names))?);
        }
        _ => {
            let mut answers = Step::ALL.into_iter().zip(&mut faults.answers);
            let answer = answers.find(|(step, _)| step.name() == name);
            let (step, answer) = answer.ok_or_else(|| unknown_key(key))?;
            *answer = answer::read(key, step, value)?;
        }
    }
    Ok(())
}

fn speed(value: &str) -> Result<f64, Wrong> {
    value.parse().ok().filter(|speed| SPEEDS.contains(speed)).ok_or_else(|| {
        let value = visible(value);
        Wrong::new(
            format!("speed: `{value}` is no speed from {} to {}", SPEEDS.start(), SPEEDS.end()),
            format!("speed：{value} 不是 {} 到 {} 之间的速度", SPEEDS.start(), SPEEDS.end()),
        )
    })
}

fn unknown(key: &str, value: &str, known: &[&str]) -> Wrong {
    let list = known.join(", ");
    let (near, near_chinese) = did_you_mean(value, known);
    let value = visible(value);
    Wrong::new(
        format!("{key}: there is no `{value}`{near}; there are {list}"),
        format!("{key}：没有 {value}{near_chinese}；可用的有 {list}"),
    )
}

fn unknown_key(key: &str) -> Wrong {
    let known = [
        "a.authorize",
        "a.enable",
        "a.join",
        "a.phone",
        "a.interrupt",
        "a.kill",
        "a.state",
        "a.cause",
        "speed",
        "pace",
        "state",
        "cause",
    ];
    let (near, near_chinese) = did_you_mean(key, &known);
    let key = visible(key);
    Wrong::new(
        format!("the address has a key `{key}`, which means nothing here{near}"),
        format!("地址中的 {key} 在这里没有意义{near_chinese}"),
    )
}

fn did_you_mean(written: &str, known: &[&str]) -> (String, String) {
    nearest(written, known.iter().copied())
        .map(|near| (format!(" (did you mean `{near}`?)"), format!("（是否想写 {near}？）")))
        .unwrap_or_default()
}
