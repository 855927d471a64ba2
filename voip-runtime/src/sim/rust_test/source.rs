//! The source of a test.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::time::Duration;

use super::NoTest;
use super::literal;
use super::plan::{Deed, Plan};
use super::story::Goes;
use crate::record::Input;
use crate::sim::{Play, Response};

/// More lines than this Clippy finds too many for one function.
const MANY_LINES: usize = 90;

/// The phone, the page, and what is heard of it.
const BEGINNING: &str = "\
let host = SimHost::new();
host.set_pace(Pace::INSTANT);
host.set_listener(Listener::Closed);
let session = Session::<{page}>::new(host.clone());
let changes = Rc::new(RefCell::new(Vec::new()));
let heard = Rc::clone(&changes);
session.subscribe(move |event| {
    if let Event::Change(change) = event {
        heard.borrow_mut().push(change.to_string());
    }
});

";

/// What cannot be a name.
const KEYWORDS: &str = " _ abstract as async await become box break const continue crate do dyn else enum extern \
    false final fn for gen if impl in let loop macro match mod move mut override priv pub ref return self Self \
    static struct super trait true try type typeof union unsafe unsized use virtual where while yield ";

/// What a test may use of the runtime.
const NAMES: [(&str, &str); 5] = [
    ("voip_runtime", "CallError Cause Session State"),
    ("voip_runtime::flow", "Recovery"),
    ("voip_runtime::session", "Event"),
    ("voip_runtime::sim", "Listener Pace Play Response SimHost Step"),
    ("voip_runtime::value", "Value"),
];

/// What a page may be called that the test calls something else.
const TAKEN: &str = " RefCell Rc Duration Event Recovery Listener Pace Play Response SimHost Step Value CallError \
    Cause Session State Vec Option Some None Ok Err Result String ";

/// Where the page's struct is.
pub(super) struct Path<'a> {
    whole: &'a str,
    last: &'a str,
}

impl<'a> Path<'a> {
    pub(super) fn of(whole: &'a str) -> Result<Self, NoTest> {
        let mut last = "";
        let mut names = whole.split("::");
        let fits = names.all(|name| {
            last = name;
            let word = name.strip_prefix("r#").unwrap_or(name);
            is_word(word) && (!is_in(KEYWORDS, word) || name != word || is_in(" crate self super ", name))
        });
        if fits && !is_in(" crate self super ", last) {
            Ok(Self { whole, last })
        } else {
            Err(NoTest::new(format!("`{whole}` is no path to a page's struct")))
        }
    }

    /// Whether the test can name it and be done.
    fn is_used(&self) -> bool {
        self.whole != self.last && !is_in(TAKEN, self.last)
    }
}

/// A name that a test can have, in the words of Rust.
pub(super) fn check_name(name: &str) -> Result<(), NoTest> {
    let is_small =
        name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    let fits = is_word(name) && is_small && !name.contains("__") && !is_in(KEYWORDS, name);
    let why = "is no name of a test: it is written in small letters, digits and single underscores";
    if fits { Ok(()) } else { Err(NoTest::new(format!("`{name}` {why}"))) }
}

fn is_word(name: &str) -> bool {
    name.starts_with(|first: char| first.is_alphabetic() || first == '_')
        && name.chars().all(|character| character.is_alphanumeric() || character == '_')
}

fn is_in(words: &str, word: &str) -> bool {
    words.split(' ').any(|other| other == word)
}

/// The test.
pub(super) fn write(plan: &Plan<'_>, path: &Path<'_>, name: &str) -> String {
    let body = body(plan, path);
    let uses = uses(&body, path);
    let mut lines = vec!["#[test]".to_string()];
    if uses.len() + body.len() > MANY_LINES {
        let reason = "it is as long as its recording";
        lines.push(format!("#[allow(clippy::too_many_lines, reason = \"{reason}\")]"));
    }
    lines.push(format!("fn {name}() {{"));
    let indented = |line: &String| if line.is_empty() { String::new() } else { format!("    {line}") };
    lines.extend(uses.iter().chain(&body).map(indented));
    lines.push("}\n".into());
    lines.join("\n")
}

fn body(plan: &Plan<'_>, path: &Path<'_>) -> Vec<String> {
    let page = if path.is_used() { path.last } else { path.whole };
    let told: Vec<_> = plan.deeds.iter().map(told).collect();
    let is_used = |name| told.iter().flatten().any(|line| names(line).any(|word| word == name));
    let mut lines: Vec<String> = Vec::new();
    if is_used("ms") {
        lines.push("let ms = Duration::from_millis;".into());
    }
    if is_used("us") {
        lines.push("let us = Duration::from_micros;".into());
    }
    lines.extend(BEGINNING.lines().map(|line| line.replace("{page}", page)));
    for (deed, told) in plan.deeds.iter().zip(&told) {
        lines.extend(told.iter().cloned());
        if matches!(deed, Deed::Run(_)) {
            lines.push(String::new());
        }
    }
    if !matches!(plan.deeds.last(), None | Some(Deed::Run(_))) {
        lines.push(String::new());
    }
    match plan.changes.as_slice() {
        [] => lines.push("assert!(changes.take().is_empty());".into()),
        changes => {
            lines.push("assert_eq!(changes.take(), [".into());
            lines.extend(changes.iter().map(|change| format!("    \"{change}\",")));
            lines.push("]);".into());
        }
    }
    lines.push(format!("assert_eq!(session.state(), State::{});", plan.end));
    lines
}

/// What stands at the beginning: the names that the lines use.
fn uses(body: &[String], path: &Path<'_>) -> Vec<String> {
    let is_used = |name: &str| body.iter().any(|line| names(line).any(|word| word == name));
    let mut lines = vec!["use std::cell::RefCell;".to_string(), "use std::rc::Rc;".into()];
    if is_used("Duration") {
        lines.push("use std::time::Duration;".into());
    }
    lines.push(String::new());
    let mut of_crates: Vec<_> = NAMES
        .iter()
        .filter_map(|(module, names)| {
            let found: Vec<_> = names.split(' ').filter(|name| is_used(name)).collect();
            match found.as_slice() {
                [] => None,
                [one] => Some(format!("use {module}::{one};")),
                more => Some(format!("use {module}::{{{}}};", more.join(", "))),
            }
        })
        .collect();
    if path.is_used() {
        of_crates.push(format!("use {};", path.whole));
    }
    of_crates.sort();
    lines.extend(of_crates);
    lines.push(String::new());
    lines
}

/// The words of a line, without what stands in a string.
fn names(line: &str) -> impl Iterator<Item = String> {
    let line = without_strings(line);
    let is_between = |character: char| !character.is_alphanumeric() && character != '_';
    line.split(is_between).map(ToString::to_string).collect::<Vec<_>>().into_iter()
}

fn without_strings(line: &str) -> String {
    let mut names = String::new();
    let (mut inside, mut escaped) = (false, false);
    for character in line.chars() {
        match character {
            '"' if !escaped => inside = !inside,
            plain if !inside => names.push(plain),
            _ => {}
        }
        escaped = inside && character == '\\' && !escaped;
    }
    names
}

/// The lines of one deed.
fn told(deed: &Deed<'_>) -> Vec<String> {
    let one = |line: String| vec![line];
    match deed {
        Deed::Play(step, told) => one(format!("host.play(Step::{step:?}, [{}]);", play(told))),
        Deed::Recover(recovery, told) => {
            one(format!("host.play_recovery(Recovery::{recovery:?}, [{}]);", play(told)))
        }
        Deed::Respond(name, told) => {
            let line = format!("host.play_request({}, [{}]);", literal::string(name), response(told));
            line.lines().map(ToString::to_string).collect()
        }
        Deed::Run(for_) => one(format!("host.run_for({});", duration(*for_))),
        Deed::Input(input) => told_input(input),
        Deed::Goes(goes) => match goes {
            Goes::Connected => one("host.other_side_picks_up();".into()),
            Goes::Ended => one("host.other_side_hangs_up();".into()),
            Goes::EndedUnheard => vec![
                "host.set_silent(true);".into(),
                "host.other_side_picks_up();".into(),
                "host.set_silent(false);".into(),
                "host.other_side_hangs_up();".into(),
            ],
            Goes::Interrupted => one("host.interrupt();".into()),
            Goes::HungUp => one("host.hang_up(); // In WeChat's window.".into()),
        },
    }
}

fn told_input(input: &Input) -> Vec<String> {
    let line = match input {
        Input::Set { field, value } => {
            format!("session.input({}, {}).unwrap();", literal::string(field), literal::argument(value, 0))
        }
        Input::Load { query } => {
            let pairs: Vec<_> = query
                .iter()
                .map(|(name, value)| format!("({}, {})", literal::string(name), literal::string(value)))
                .collect();
            format!("let _ = session.load([{}]);", pairs.join(", "))
        }
        Input::Tap => "session.tap();".into(),
        Input::Receive => "session.receive();".into(),
        Input::HangUp => "session.hang_up();".into(),
        Input::Dismiss => "session.dismiss();".into(),
        Input::Leave => "session.leave();".into(),
    };
    line.lines().map(ToString::to_string).collect()
}

fn play(play: &Play) -> String {
    if play.never {
        return "Play::never()".into();
    }
    let first = match play.answer {
        Ok(()) => "Play::succeed()".into(),
        Err(cause) => format!("Play::fail({})", literal::cause(cause)),
    };
    let again = match play.again {
        None => String::new(),
        Some(again) if again == play.answer => ".twice()".into(),
        Some(Ok(())) => ".then_succeed()".into(),
        Some(Err(cause)) => format!(".then_fail({})", literal::cause(cause)),
    };
    format!("{first}{}{again}", late(play.late))
}

fn response(response: &Response) -> String {
    let first = match &response.answer {
        None => return "Response::never()".into(),
        Some(Ok(result)) => format!("Response::succeed({})", literal::argument(result, 0)),
        Some(Err(error)) if error.message().is_empty() => {
            format!("Response::fail({})", literal::cause(error.cause()))
        }
        Some(Err(error)) => {
            let words = literal::string(error.message());
            format!("Response::fail(CallError::new({}, {words}))", literal::cause(error.cause()))
        }
    };
    format!("{first}{}", late(response.late))
}

fn late(late: Duration) -> String {
    if late.is_zero() { String::new() } else { format!(".late({})", duration(late)) }
}

fn duration(duration: Duration) -> String {
    let (millis, micros) = (duration.as_millis(), duration.subsec_micros() % 1000);
    match (millis, micros) {
        (0, 0) => "Duration::ZERO".into(),
        (0, micros) => format!("us({micros})"),
        (millis, 0) => format!("ms({})", literal::integer(&millis)),
        (millis, micros) => format!("ms({}) + us({micros})", literal::integer(&millis)),
    }
}
