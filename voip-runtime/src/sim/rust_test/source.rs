//! The source of a test.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::time::Duration;

use super::ToTestError;
use super::literal;
use super::statement::{PhoneEvent, Statement};
use super::test_case::TestCase;
use crate::record::Input;
use crate::sim::{Play, Response};

/// The number of lines from which on the test allows `clippy::too_many_lines`.
const MAX_LINES: usize = 90;

/// The first lines of the test: the phone, the page and the list of its transitions.
const SETUP: &str = "\
let host = SimHost::new();
host.set_pace(Pace::INSTANT);
host.set_listener(Listener::Closed);
let session = Session::<{page}>::new(host.clone());
let changes = Rc::new(RefCell::new(Vec::new()));
let seen = Rc::clone(&changes);
session.subscribe(move |event| {
    if let Event::Change(change) = event {
        seen.borrow_mut().push(change.to_string());
    }
});

";

/// Words that cannot be names.
const KEYWORDS: &str = " _ abstract as async await become box break const continue crate do dyn else enum extern \
    false final fn for gen if impl in let loop macro match mod move mut override priv pub ref return self Self \
    static struct super trait true try type typeof union unsafe unsized use virtual where while yield ";

/// The names that a test may import, by module.
const IMPORTS: [(&str, &str); 8] = [
    ("std::cell", "RefCell"),
    ("std::rc", "Rc"),
    ("std::time", "Duration"),
    ("voip_runtime::flow", "Via"),
    ("voip_runtime::session", "Event"),
    ("voip_runtime::sim", "Listener MemberEvents Pace Play Response SimHost Step"),
    ("voip_runtime::value", "Value"),
    ("voip_runtime", "CallError Cause Session State"),
];

/// Checks that this can be the path of a page's struct.
pub(super) fn check_path(path: &str) -> Result<(), ToTestError> {
    let is_start = |name| is_in(" crate self super ", name);
    let fits = path.split("::").all(|name| {
        let word = name.strip_prefix("r#").unwrap_or(name);
        is_word(word) && (!is_in(KEYWORDS, word) || name != word || is_start(name))
    });
    if fits && !path.rsplit("::").next().is_some_and(is_start) {
        return Ok(());
    }
    Err(ToTestError::new(format!(
        "invalid path `{path}`: expected the path of a page's struct, such as `my_app::Page`"
    )))
}

/// Checks that a test can have this name without a warning of rustc.
pub(super) fn check_name(name: &str) -> Result<(), ToTestError> {
    let is_small =
        name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_');
    let fits = is_word(name) && is_small && !name.contains("__") && !is_in(KEYWORDS, name);
    let expected = "expected lowercase letters, digits and single underscores";
    if fits { Ok(()) } else { Err(ToTestError::new(format!("invalid test name `{name}`: {expected}"))) }
}

fn is_word(name: &str) -> bool {
    name.starts_with(|first: char| first.is_alphabetic() || first == '_')
        && name.chars().all(|character| character.is_alphanumeric() || character == '_')
}

fn is_in(words: &str, word: &str) -> bool {
    words.split(' ').any(|other| other == word)
}

/// Writes the test function.
///
/// `is_redacted` says whether answers to the handler's own host calls are redacted.
pub(super) fn write(test: &TestCase<'_>, page: &str, name: &str, is_redacted: bool) -> String {
    let body = body(test, page);
    let uses = IMPORTS.iter().filter_map(|(module, names)| {
        let names: Vec<_> = names.split(' ').filter(|name| is_used(&body, name)).collect();
        match names.as_slice() {
            [] => None,
            [one] => Some(format!("use {module}::{one};")),
            more => Some(format!("use {module}::{{{}}};", more.join(", "))),
        }
    });
    let mut lines: Vec<String> = uses.chain([String::new()]).chain(body.iter().cloned()).collect();
    for line in lines.iter_mut().filter(|line| !line.is_empty()) {
        line.insert_str(0, "    ");
    }
    if is_redacted && is_used(&body, "Response") {
        lines.insert(
            0,
            "    // Complete the answers of `play_request`, since the recording is redacted.".into(),
        );
    }
    let is_long = lines.len() > MAX_LINES;
    let long = "#[allow(clippy::too_many_lines, reason = \"a recording can be long\")]\n";
    format!("#[test]\n{}fn {name}() {{\n{}\n}}\n", if is_long { long } else { "" }, lines.join("\n"))
}

fn body(test: &TestCase<'_>, page: &str) -> Vec<String> {
    let mut script = Vec::new();
    for statement in &test.statements {
        script.extend(self::statement(statement).lines().map(ToString::to_string));
        if matches!(statement, Statement::Run(_)) {
            script.push(String::new());
        }
    }
    if script.last().is_some_and(|last| !last.is_empty()) {
        script.push(String::new());
    }
    let units = [("ms", "let ms = Duration::from_millis;"), ("us", "let us = Duration::from_micros;")];
    let units = units.into_iter().filter(|(unit, _)| is_used(&script, unit)).map(|(_, line)| line.into());
    let mut lines: Vec<String> = units.collect();
    lines.extend(SETUP.lines().map(|line| line.replace("{page}", page)));
    lines.extend(script);
    if test.changes.is_empty() {
        lines.push("assert!(changes.take().is_empty());".into());
    } else {
        lines.push("assert_eq!(changes.take(), [".into());
        lines.extend(test.changes.iter().map(|change| format!("    \"{change}\",")));
        lines.push("]);".into());
    }
    lines.push(format!("assert_eq!(session.state(), State::{});", test.end));
    lines
}

/// Whether a line has this word outside a string.
fn is_used(lines: &[String], word: &str) -> bool {
    let is_between = |character: char| !character.is_alphanumeric() && character != '_';
    lines.iter().any(|line| {
        let line = line.replace(r"\\", "").replace("\\\"", "");
        line.split('"').step_by(2).flat_map(|code| code.split(is_between)).any(|found| found == word)
    })
}

fn statement(statement: &Statement<'_>) -> String {
    match statement {
        Statement::Play(step, answer) => format!("host.play(Step::{step:?}, [{}]);", play(answer)),
        Statement::PlayVia(via, answer) => {
            format!("host.play_via(Via::{via:?}, [{}]);", play(answer))
        }
        Statement::PlayRequest(name, answer) => {
            format!("host.play_request({}, [{}]);", literal::string(name), response(answer))
        }
        Statement::Run(time) => format!("host.run_for({});", duration(*time)),
        Statement::Input(input) => self::input(input),
        Statement::Phone(event) => match event {
            PhoneEvent::Connected => "host.other_side_picks_up();",
            PhoneEvent::Ended => "host.other_side_hangs_up();",
            PhoneEvent::Superseded => "host.supersede_call();",
            PhoneEvent::Reachable(true) => "host.set_reachable(true);",
            PhoneEvent::Reachable(false) => "host.set_reachable(false);",
            PhoneEvent::ReportsMembers(true) => "host.set_member_events(MemberEvents::Usual);",
            PhoneEvent::ReportsMembers(false) => "host.set_member_events(MemberEvents::Never);",
            PhoneEvent::Interrupted => "host.interrupt();",
            PhoneEvent::HungUp => "host.hang_up(); // In WeChat's window.",
        }
        .into(),
    }
}

fn input(input: &Input) -> String {
    match input {
        Input::Set { field, value } => {
            format!("session.input({}, {}).unwrap();", literal::string(field), literal::argument(value, 0))
        }
        Input::Load { query } => {
            let pair = |(name, value): &(String, String)| {
                format!("({}, {})", literal::string(name), literal::string(value))
            };
            let pairs: Vec<_> = query.iter().map(pair).collect();
            format!("let _ = session.load([{}]);", pairs.join(", "))
        }
        Input::Show => "session.show();".into(),
        Input::Tap => "session.tap();".into(),
        Input::Call { contact } => format!("session.call({contact});"),
        Input::MakeReachable => "session.set_reachable(true);".into(),
        Input::MakeUnreachable => "session.set_reachable(false);".into(),
        Input::HangUp => "session.hang_up();".into(),
        Input::Dismiss => "session.dismiss();".into(),
        Input::Cancel => "session.cancel();".into(),
        Input::Leave => "session.leave();".into(),
    }
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
            let message = literal::string(error.message());
            format!("Response::fail(CallError::new({}, {message}))", literal::cause(error.cause()))
        }
    };
    format!("{first}{}", late(response.late))
}

fn late(late: Duration) -> String {
    if late.is_zero() { String::new() } else { format!(".late({})", duration(late)) }
}

fn duration(duration: Duration) -> String {
    let millis = format!("ms({})", literal::grouped(&duration.as_millis().to_string()));
    match duration.subsec_micros() % 1000 {
        0 if duration.is_zero() => "Duration::ZERO".into(),
        0 => millis,
        micros if duration.as_millis() == 0 => format!("us({micros})"),
        micros => format!("{millis} + us({micros})"),
    }
}
