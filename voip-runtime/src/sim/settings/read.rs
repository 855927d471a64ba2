//! Reads the settings from an address.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::notation::{did_you_mean, is_number};
use super::{InitialState, PHONE_FAULTS, PhoneId, SPEEDS, Settings, SettingsError, answer, phone};
use crate::address::decoded;
use crate::cause::Cause;
use crate::sim::answers::Given;
use crate::sim::{MemberEvents, Step};
use crate::state::State;

/// When the host reports the members of a call. Only one of these is possible.
const MEMBER_EVENTS: [(&str, MemberEvents); 3] =
    [("silent", MemberEvents::Never), ("early", MemberEvents::Early), ("doubled", MemberEvents::Doubled)];

/// The beginning of the keys of answers to the page's own host calls: `a.answer.login`.
const ANSWER: &str = "answer.";

/// The longest part of an address after `?`, in bytes.
const MAX_BYTES: usize = 64 << 10;

/// Stands for all keys of the address, in an error.
const EVERY_KEY: &str = "*";

/// Keys that only the browser uses.
const BROWSER: [&str; 4] = ["lang", "theme", "preset", "scenario"];

/// Reads the valid settings, and the invalid keys with their errors.
pub(super) fn read(query: &str, pages: &[&str]) -> (Settings, Vec<(String, SettingsError)>) {
    let mut settings = Settings::default();
    let mut causes = [None; 2];
    let mut errors = Vec::new();
    if query.len() > MAX_BYTES {
        let kilobytes = MAX_BYTES >> 10;
        let error = SettingsError::new(
            format!("the address is longer than {kilobytes} KB"),
            format!("地址超过 {kilobytes} KB"),
        );
        return (settings, vec![(EVERY_KEY.into(), error)]);
    }
    for pair in query.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        // As forms encode them.
        let [key, value] = [key, value].map(|text| decoded(&text.replace('+', " ")));
        if let Err(error) = read_key(&mut settings, &mut causes, pages, &key, &value) {
            errors.push((key, error));
        }
    }
    for (id, key) in PhoneId::BOTH.into_iter().zip(["cause", "b.cause"]) {
        let cause = *id.of(&causes);
        match id.of_mut(&mut settings.initial_states) {
            Some(initial) if initial.state == State::Failed => initial.cause = cause,
            _ if cause.is_none() => {}
            _ => {
                let error = SettingsError::new(
                    "unexpected `cause`: it requires `state=Failed`",
                    "cause 只能与 state=Failed 一起使用",
                );
                errors.push((key.into(), error));
            }
        }
    }
    (settings, errors)
}

fn read_key(
    settings: &mut Settings,
    causes: &mut [Option<Cause>; 2],
    pages: &[&str],
    key: &str,
    value: &str,
) -> Result<(), SettingsError> {
    match key {
        // An empty value is the default.
        "speed" if value.is_empty() => {}
        "speed" => settings.speed = speed(value)?,
        "pace" => {
            settings.instant = match value {
                "instant" => true,
                "likely" | "" => false,
                _ => return Err(unknown_value("pace", value, &["likely", "instant"])),
            }
        }
        _ if BROWSER.contains(&key) => {}
        _ => {
            let (id, name) = match key.split_once('.') {
                Some((letter, name)) => (phone(letter).ok_or_else(|| unknown_key(key))?, name),
                None if ["state", "cause", "query"].contains(&key) => (PhoneId::A, key),
                None => return Err(unknown_key(key)),
            };
            read_phone_key(settings, causes, pages, id, (key, name), value)?;
        }
    }
    Ok(())
}

/// Reads a setting of one phone. The key is given as it was written, and without the phone.
fn read_phone_key(
    settings: &mut Settings,
    causes: &mut [Option<Cause>; 2],
    pages: &[&str],
    id: PhoneId,
    (key, name): (&str, &str),
    value: &str,
) -> Result<(), SettingsError> {
    let faults = id.of_mut(&mut settings.phones);
    match name {
        "page" | "state" | "cause" | "interrupt" | "kill" if value.is_empty() => {}
        "page" => {
            if !pages.is_empty() && !pages.contains(&value) {
                return Err(unknown_value(key, value, pages));
            }
            *id.of_mut(&mut settings.pages) = Some(value.into());
        }
        "phone" => {
            // A value with an invalid word has no effect.
            let mut changed = faults.clone();
            for fault in value.split(',').map(str::trim).filter(|fault| !fault.is_empty()) {
                let members = MEMBER_EVENTS.into_iter().find(|(name, _)| *name == fault);
                if let Some((_, events)) = members {
                    if ![MemberEvents::Usual, events].contains(&changed.members) {
                        return Err(two_member_events(key));
                    }
                    changed.members = events;
                    continue;
                }
                *match fault {
                    "offline" => &mut changed.offline,
                    "old" => &mut changed.old,
                    "replaces" => &mut changed.replaces,
                    "closed" => &mut changed.closed,
                    "callable" => &mut changed.callable,
                    "uncallable" => &mut changed.uncallable,
                    other => return Err(unknown_value(key, other, &PHONE_FAULTS)),
                } = true;
            }
            *faults = changed;
        }
        _ if name.starts_with(ANSWER) => {
            let target = name.trim_start_matches(ANSWER);
            if !value.trim().is_empty() {
                let given = Given::read(target, value).map_err(|error| invalid_json(key, &error))?;
                id.of_mut(&mut settings.answers).push(given);
            }
        }
        "query" => {
            let pairs = value.trim_start_matches('?').split('&').filter(|pair| !pair.is_empty());
            let pair =
                |pair: &str| pair.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
            *id.of_mut(&mut settings.queries) = pairs
                .map(|text| pair(text).ok_or_else(|| invalid_query(key, text)))
                .collect::<Result<_, _>>()?;
        }
        "interrupt" => faults.interrupt = Some(answer::read_time(key, value)?),
        "kill" => faults.kill = Some(answer::read_time(key, value)?),
        "state" => {
            let state = State::ALL.into_iter().find(|state| state.name() == value);
            let names = State::ALL.map(State::name);
            let state = state.ok_or_else(|| unknown_value(key, value, &names))?;
            *id.of_mut(&mut settings.initial_states) = Some(InitialState { state, cause: None });
        }
        "cause" => {
            let cause = Cause::parse(value);
            if cause.is_none() && is_number(value) {
                return Err(answer::invalid_code(key, value));
            }
            let names: Vec<_> = Cause::NAMED.iter().map(|cause| cause.name()).collect();
            *id.of_mut(causes) = Some(cause.ok_or_else(|| unknown_value(key, value, &names))?);
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

fn invalid_json(key: &str, error: &serde_json::Error) -> SettingsError {
    let call = key.split('.').nth(2).map_or("", |call| call.split(':').next().unwrap_or_default());
    let example = match call {
        "login" => r#"{"code":"a"}"#,
        "showModal" => r#"{"confirm":true}"#,
        _ => r#"{"statusCode":200,"data":{}}"#,
    };
    SettingsError::new(
        format!("{key}: invalid JSON: {error}; expected the answer of this host call, e.g. {example}"),
        format!("{key}：不是有效的 JSON（第 {} 列）；应为这个接口的回答，例如 {example}", error.column()),
    )
}

fn invalid_query(key: &str, pair: &str) -> SettingsError {
    SettingsError::new(
        format!("{key}: invalid parameter `{pair}`: expected `name=value`"),
        format!("{key}：参数 {pair} 应写成 name=value"),
    )
}

fn two_member_events(key: &str) -> SettingsError {
    let [first, second, third] = MEMBER_EVENTS.map(|(name, _)| name);
    SettingsError::new(
        format!("{key}: only one of `{first}`, `{second}` and `{third}` is possible"),
        format!("{key}：{first}、{second}、{third} 只能选一个"),
    )
}

fn speed(value: &str) -> Result<f64, SettingsError> {
    value.parse().ok().filter(|speed| SPEEDS.contains(speed)).ok_or_else(|| {
        SettingsError::new(
            format!(
                "speed: invalid value `{value}`: expected a number from {} to {}",
                SPEEDS.start(),
                SPEEDS.end()
            ),
            format!("speed：{value} 不是 {} 到 {} 之间的速度", SPEEDS.start(), SPEEDS.end()),
        )
    })
}

fn unknown_value(key: &str, value: &str, known: &[&str]) -> SettingsError {
    let list = known.join(", ");
    let (near, near_chinese) = did_you_mean(value, known);
    SettingsError::new(
        format!("{key}: unknown value `{value}`, expected one of {list}{near}"),
        format!("{key}：没有 {value}（可用的有 {list}）{near_chinese}"),
    )
}

fn unknown_key(key: &str) -> SettingsError {
    let known = [
        "a.authorize",
        "a.enable",
        "a.join",
        "a.phone",
        "a.interrupt",
        "a.kill",
        "a.page",
        "a.answer.request",
        "a.state",
        "a.cause",
        "a.query",
        "speed",
        "pace",
        "state",
        "cause",
        "query",
    ];
    let (near, near_chinese) = did_you_mean(key, &known);
    SettingsError::new(
        format!("unknown setting `{key}` in the address{near}"),
        format!("地址中的 {key} 在这里没有意义{near_chinese}"),
    )
}
