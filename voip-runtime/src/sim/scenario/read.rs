//! Reads scenarios.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde_json::{Map, Value as Json};

use super::{Content, Expectation, Scenario, ScenarioError, TimedInput, VERSION};
use crate::cause::Cause;
use crate::event::Input;
use crate::record::{EARLIER_THAN_BEFORE, RecordKind, Recording, RecordingError, numbered, text_of};
use crate::sim::settings::notation::did_you_mean;
use crate::sim::settings::{Faults, PhoneId, Settings};
use crate::spec::Spec;
use crate::state::State;

/// The members of a header.
const MEMBERS: [&str; 7] = ["scenario", "voip", "page", "title", "settings", "phone", "expect"];

/// The members of an expectation.
const EXPECTED: [&str; 3] = ["state", "cause", "connected"];

fn error<T>(why: impl Into<String>, chinese: impl Into<String>) -> Result<T, ScenarioError> {
    Err(ScenarioError::new(why, chinese))
}

pub(super) fn scenario(text: &str, pages: &[&Spec]) -> Result<Scenario, ScenarioError> {
    let text = text_of(text)?;
    let Some((_, first)) = numbered(text).next() else {
        return error("the scenario is empty", "场景文件是空的");
    };
    let header = object(1, first)?;
    let (mut scenario, spec, is_recording) = read_header(&header, pages).map_err(|error| error.at(1))?;
    if is_recording {
        let recording = Recording::read_of(spec, text)?;
        check_fields(spec, &recording)?;
        scenario.content = Content::Recording(recording);
    } else {
        check_settings(&scenario.settings, scenario.phone).map_err(|error| error.at(1))?;
        scenario.content = Content::Inputs(inputs(spec, text)?);
    }
    Ok(scenario)
}

fn object(number: usize, line: &str) -> Result<Map<String, Json>, ScenarioError> {
    if line.trim().is_empty() {
        return Err(ScenarioError::new("the line is empty", "这一行是空的").at(number));
    }
    Ok(serde_json::from_str(line).map_err(|error| RecordingError::unreadable(number, &error))?)
}

/// Reads the header: a scenario without its content, its page, and whether the lines are a recording.
fn read_header<'a>(
    header: &Map<String, Json>,
    pages: &[&'a Spec],
) -> Result<(Scenario, &'a Spec, bool), ScenarioError> {
    let is_recording = header.contains_key("voip");
    match header.get("scenario").map(Json::as_u64) {
        Some(Some(1..=VERSION)) => {}
        Some(Some(newer)) if newer > VERSION => {
            return error(
                format!("unsupported version {newer}: this program reads scenarios up to version {VERSION}"),
                format!("不支持场景版本 {newer}：本程序最多读到版本 {VERSION}"),
            );
        }
        Some(_) => return error("`scenario`: expected the version, 1", "scenario 应为版本号 1"),
        None if is_recording => {
            return error(
                "this is a recording: a scenario also has `\"scenario\":1` and `\"expect\":{\"state\":…}` in its first line",
                "这是录制，不是场景：场景的首行还要有 \"scenario\":1 和 \"expect\":{\"state\":…}",
            );
        }
        None => {
            return error(
                "expected the header of a scenario, `{\"scenario\":1,…}`",
                "这不是场景文件的首行，首行应为 {\"scenario\":1,…}",
            );
        }
    }
    // The header of a phone's recording has more, for readers.
    if !header.contains_key("redacted") {
        known(header, &MEMBERS)?;
    }
    let text = |name: &str| match header.get(name) {
        None => Ok(None),
        Some(Json::String(text)) => Ok(Some(text.clone())),
        Some(_) => error(format!("`{name}`: expected a text"), format!("{name} 应为文本")),
    };
    let Some(page) = text("page")? else {
        return error("expected `page`, the name of the page's struct", "缺少 page（页面结构体的名称）");
    };
    let Some(spec) = pages.iter().copied().find(|spec| spec.name == page) else {
        let names: Vec<_> = pages.iter().map(|spec| format!("`{}`", spec.name)).collect();
        let names = names.join(" or ");
        return error(
            format!("expected a scenario of the page {names}, found one of `{page}`"),
            format!("场景属于页面 `{page}`，不属于 {}", names.replace(" or ", " 或 ")),
        );
    };
    let phone = match text("phone")?.as_deref() {
        None | Some("a") => PhoneId::A,
        Some("b") => PhoneId::B,
        Some(other) => {
            return error(
                format!("`phone`: expected `a` or `b`, found `{other}`"),
                format!("phone 应为 a 或 b，而不是 {other}"),
            );
        }
    };
    let settings = text("settings")?.unwrap_or_default();
    let (_, errors) = Settings::read(&settings, &[]);
    if !errors.is_empty() {
        let all = |text: fn(&crate::sim::settings::SettingsError) -> &str| {
            errors.iter().map(|(_, error)| text(error)).collect::<Vec<_>>()
        };
        return error(
            format!("`settings`: {}", all(|error| &error.english).join("; ")),
            format!("settings：{}", all(|error| &error.chinese).join("；")),
        );
    }
    let Some(expect) = header.get("expect") else {
        return error(
            "expected `expect`, e.g. `\"expect\":{\"state\":\"InCall\"}`",
            "缺少 expect，例如 \"expect\":{\"state\":\"InCall\"}",
        );
    };
    let scenario = Scenario {
        page,
        title: text("title")?.unwrap_or_default(),
        phone,
        settings,
        expect: expectation(expect)?,
        content: Content::Inputs(Vec::new()),
    };
    Ok((scenario, spec, is_recording))
}

/// Checks that all members are known.
fn known(members: &Map<String, Json>, known: &[&str]) -> Result<(), ScenarioError> {
    let Some(name) = members.keys().find(|name| !known.contains(&name.as_str())) else { return Ok(()) };
    let (near, near_chinese) = did_you_mean(name, known);
    error(format!("unknown `{name}`{near}"), format!("{name} 在这里没有意义{near_chinese}"))
}

pub(super) fn expectation(json: &Json) -> Result<Expectation, ScenarioError> {
    let Json::Object(members) = json else {
        return error(
            "`expect`: expected an object, e.g. `{\"state\":\"InCall\"}`",
            "expect 应为对象，例如 {\"state\":\"InCall\"}",
        );
    };
    known(members, &EXPECTED)?;
    let state = match members.get("state") {
        Some(Json::String(written)) => {
            let found = State::ALL.into_iter().find(|state| state.name() == written);
            found.map_or_else(|| unknown_state(written), Ok)?
        }
        _ => {
            return error(
                "`expect`: expected `state`, e.g. `\"state\":\"InCall\"`",
                "expect 缺少 state，例如 \"state\":\"InCall\"",
            );
        }
    };
    let cause = match members.get("cause") {
        None => None,
        Some(json) => {
            let written = json.as_str().map_or_else(|| json.to_string(), str::to_string);
            let Some(cause) = Cause::parse(&written) else {
                let names: Vec<_> = Cause::NAMED.iter().map(|cause| cause.name()).collect();
                let (near, near_chinese) = did_you_mean(&written, &names);
                return error(
                    format!("`expect`: unknown cause `{written}`{near}"),
                    format!("expect：没有原因 {written}{near_chinese}"),
                );
            };
            if state != State::Failed {
                return error(
                    "`expect`: `cause` requires the state `Failed`",
                    "expect：cause 只能与状态 Failed 一起使用",
                );
            }
            Some(cause)
        }
    };
    let connected = match members.get("connected") {
        None => None,
        Some(Json::Bool(_)) if state != State::InCall => {
            return error(
                "`expect`: `connected` requires the state `InCall`",
                "expect：connected 只能与状态 InCall 一起使用",
            );
        }
        Some(Json::Bool(connected)) => Some(*connected),
        Some(_) => {
            return error(
                "`expect`: `connected` is `true` or `false`",
                "expect：connected 应为 true 或 false",
            );
        }
    };
    Ok(Expectation { state, cause, connected })
}

fn unknown_state(written: &str) -> Result<State, ScenarioError> {
    let names = State::ALL.map(State::name);
    let all = names.join(", ");
    let (near, near_chinese) = did_you_mean(written, &names);
    let near = if near.is_empty() { format!("; the states are {all}") } else { near };
    error(
        format!("`expect`: unknown state `{written}`{near}"),
        format!("expect：没有状态 {written}{near_chinese}（可用的有 {all}）"),
    )
}

/// Checks that the page still has the fields of the recording.
fn check_fields(spec: &Spec, recording: &Recording) -> Result<(), ScenarioError> {
    for (index, record) in recording.records.iter().enumerate() {
        if let RecordKind::Input(Input::Set { field, .. }) | RecordKind::Field { name: field, .. } =
            &record.what
        {
            // The first line is the header.
            check_field(spec, field).map_err(|error| error.at(index + 2))?;
        }
    }
    Ok(())
}

fn check_field(spec: &Spec, field: &str) -> Result<(), ScenarioError> {
    if spec.find(field).is_some() {
        return Ok(());
    }
    let names: Vec<_> = spec.fields.iter().map(|field| field.name).collect();
    let (near, near_chinese) = did_you_mean(field, &names);
    error(
        format!("the page `{}` has no field `{field}`{near}", spec.name),
        format!("页面 `{}` 没有字段 `{field}`{near_chinese}", spec.name),
    )
}

/// Checks that the settings have an effect on a scenario without a recording.
fn check_settings(settings: &str, phone: PhoneId) -> Result<(), ScenarioError> {
    let (settings, _) = Settings::read(settings, &[]);
    let [a, b] = &settings.phones;
    let (own, other) = if phone == PhoneId::A { (a, b) } else { (b, a) };
    let opens_elsewhere = settings.initial_states.iter().any(Option::is_some);
    let only_called = Faults {
        closed: other.closed,
        callable: other.callable,
        uncallable: other.uncallable,
        offline: other.offline,
        ..Faults::default()
    };
    let (own_letter, other_letter) = if phone == PhoneId::A { ('a', 'b') } else { ('b', 'a') };
    if opens_elsewhere || own.kill.is_some() || own.closed || *other != only_called {
        return error(
            format!(
                "`settings`: without a recording, a scenario has no `state`, `{own_letter}.kill` and `{own_letter}.phone=closed`, and of \
                 the other phone only `{other_letter}.phone` with `closed`, `uncallable` and `offline`"
            ),
            format!(
                "settings：手写的场景不能用 state、{own_letter}.kill 和 {own_letter}.phone=closed；另一部手机只能用 {other_letter}.phone 的 closed、uncallable、offline"
            ),
        );
    }
    Ok(())
}

/// Reads the inputs of a scenario without a recording.
fn inputs(spec: &Spec, text: &str) -> Result<Vec<TimedInput>, ScenarioError> {
    let mut inputs: Vec<TimedInput> = Vec::new();
    for (number, line) in numbered(text).skip(1) {
        let input = input(spec, number, line)
            .map_err(|error| if error.line.is_some() { error } else { error.at(number) })?;
        if let Some(last) = inputs.last() {
            let why = if last.at > input.at {
                Some((EARLIER_THAN_BEFORE, "时间早于上一行"))
            } else if last.input.is_none() {
                Some(("only the last line may have no `input`", "只有最后一行可以没有 input"))
            } else {
                None
            };
            if let Some((why, chinese)) = why {
                return Err(ScenarioError::new(why, chinese).at(number));
            }
        }
        inputs.push(input);
    }
    if inputs.iter().all(|input| input.input.is_none()) {
        return error(
            "the scenario has no inputs: add a line, e.g. `{\"at\":0,\"input\":\"tap\"}`",
            "场景里没有操作：请添加一行，例如 {\"at\":0,\"input\":\"tap\"}",
        );
    }
    Ok(inputs)
}

fn input(spec: &Spec, line: usize, text: &str) -> Result<TimedInput, ScenarioError> {
    let members = object(line, text)?;
    if let Some(kind) = members
        .keys()
        .find(|kind| ["call", "answer", "timer", "chat", "change", "field", "note"].contains(&kind.as_str()))
    {
        return error(
            format!(
                "unexpected `{kind}`: without `\"voip\"` in the first line, a line has only `at` and `input`"
            ),
            format!("不应有 {kind}：首行没有 \"voip\" 时，每行只有 at 和 input"),
        );
    }
    known(&members, &["at", "input"])?;
    let Some(at) = members.get("at").and_then(Json::as_u64) else {
        return error(
            "expected `at`, the time in milliseconds, e.g. `\"at\":0`",
            "缺少 at：以毫秒为单位的时间，例如 \"at\":0",
        );
    };
    let Some(json) = members.get("input") else { return Ok(TimedInput { line, at, input: None }) };
    let input: Input = match serde_json::from_value(json.clone()) {
        Ok(input) => input,
        Err(why) => return error(format!("invalid input: {why}"), format!("没有操作 {json}")),
    };
    match &input {
        Input::Set { field, .. } => check_field(spec, field)?,
        Input::Load { .. } => {
            return error(
                "unexpected `load`: the page opens with the query of the setting `a.query`",
                "不应有 load：页面打开时的参数写在设置 a.query 中",
            );
        }
        _ => {}
    }
    Ok(TimedInput { line, at, input: Some(input) })
}
