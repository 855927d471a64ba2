//! Parsers for the values of flags. They do not depend on the page.

use std::ffi::OsStr;
use std::fmt::Write as _;
use std::time::Duration;

use clap::builder::TypedValueParser;
use clap::{Arg, Command, ValueEnum};
use voip_runtime::Cause;
use voip_runtime::sim::Step;

use crate::answers::Given;
use crate::notation::{duration, is_number, nearest};
use crate::paint::text::visible;

#[derive(Clone, Copy, Debug, ValueEnum)]
pub(super) enum StepName {
    /// wx.authorize, once per scope
    Authorize,
    /// wx.setEnable1v1Chat
    Enable,
    /// wx.join1v1Chat
    Join,
}

impl StepName {
    pub(super) fn step(self) -> Step {
        match self {
            Self::Authorize => Step::Authorize,
            Self::Enable => Step::Enable,
            Self::Join => Step::Join,
        }
    }

    fn parse(text: &str) -> Result<Self, String> {
        Self::from_str(text, false)
            .map_err(|_| format!("unknown step `{text}`: expected `authorize`, `enable` or `join`"))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Scope {
    /// The microphone
    Record,
    /// The camera
    Camera,
}

#[derive(Clone, Debug)]
pub(super) struct Fail {
    pub(super) step: Step,
    pub(super) cause: Cause,
}

#[derive(Clone, Debug)]
pub(super) struct Late {
    pub(super) step: Step,
    pub(super) by: Duration,
}

#[derive(Clone, Debug)]
pub(super) struct Set {
    pub(super) field: String,
    pub(super) value: String,
}

/// A parser of text whose error for invalid UTF-8 names the flag; clap's own error does not.
#[derive(Clone)]
pub(super) struct Utf8<P>(pub(super) P);

impl<P: TypedValueParser> TypedValueParser for Utf8<P> {
    type Value = P::Value;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &OsStr,
    ) -> Result<Self::Value, clap::Error> {
        if value.to_str().is_some() {
            return self.0.parse_ref(command, arg, value);
        }
        let refuse = |_: &str| Err::<Self::Value, _>("invalid UTF-8");
        refuse.parse_ref(command, arg, OsStr::new(&*visible(&value.to_string_lossy())))
    }
}

fn split<'a>(text: &'a str, form: &str) -> Result<(&'a str, &'a str), String> {
    text.split_once('=').ok_or_else(|| format!("expected {form}"))
}

pub(super) fn fail(text: &str) -> Result<Fail, String> {
    let (step, name) = split(text, "STEP=CAUSE, e.g. join=NotOpen or join=-20000")?;
    let step_name = StepName::parse(step)?;
    let state = step_name.step().state();
    match Cause::parse(name) {
        Some(cause) if cause.is_possible_in(state) => Ok(Fail { step: step_name.step(), cause }),
        Some(cause) => {
            Err(format!("{step} cannot fail with {cause}\n\n{}", possible_causes(step, step_name.step())))
        }
        None if is_number(name) => Err(format!("invalid code `{name}`: expected {CODES}")),
        None => {
            let mut why = format!("unknown cause `{name}`");
            if let Some(near) = nearest(name, Cause::NAMED.iter().map(|cause| cause.name())) {
                let _ = write!(why, ": did you mean `{near}`?");
            }
            Err(format!("{why}\n\n{}", possible_causes(step, step_name.step())))
        }
    }
}

/// The list of causes that `step` can fail with.
fn possible_causes(step: &str, of: Step) -> String {
    let mut text = format!("  {step} can fail with:");
    for cause in Cause::NAMED.iter().filter(|cause| cause.is_possible_in(of.state())) {
        let _ = match cause.code() {
            Some(code) => write!(text, "\n    {cause} ({code})"),
            None => write!(text, "\n    {cause}"),
        };
    }
    text.push_str("\n    another code, ");
    text.push_str(CODES);
    text
}

/// The range of codes: the host's codes are `i32`.
const CODES: &str = "a whole number from -2147483648 to 2147483647";

pub(super) fn late(text: &str) -> Result<Late, String> {
    let (step, by) = split(text, "STEP=DURATION, e.g. enable=20s")?;
    let by = duration(by).map_err(|why| format!("invalid duration `{by}`: {why}"))?;
    Ok(Late { step: StepName::parse(step)?.step(), by })
}

pub(super) fn set(text: &str) -> Result<Set, String> {
    let (field, value) = split(text, "FIELD=VALUE")?;
    Ok(Set { field: field.into(), value: value.into() })
}

/// Reads `login={"code":"a"}`, or `request:/login={"statusCode":200}`.
pub(super) fn answer(text: &str) -> Result<Given, String> {
    let expected = r#"CALL=JSON, e.g. login={"code":"a"}, or request:/login={"statusCode":200}"#;
    let (call, json) = split(text, expected)?;
    if call.is_empty() || call.starts_with(':') {
        return Err(format!("expected {expected}"));
    }
    Given::read(call, json).map_err(|error| {
        format!("invalid JSON: {error}; names and texts need double quotes; expected {expected}")
    })
}

pub(super) fn parameter(text: &str) -> Result<(String, String), String> {
    let (name, value) = split(text, "NAME=VALUE")?;
    if value.contains('&') && name != "scene" {
        return Err("`&` separates two parameters: give each its own `--query`, or write `%26`".into());
    }
    Ok((name.into(), value.into()))
}
