//! The cause of an answer of the host.

use serde::{Deserialize, Serialize};
use voip_runtime::Cause;
use voip_runtime::api::Step;
use voip_runtime::classify::HostError;
use voip_runtime::value::Value;

/// An answer, as the files in `tests/answers` have them.
#[derive(Deserialize, Serialize)]
pub struct Case {
    step: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    scope: Option<String>,
    answer: Value,
}

impl Case {
    /// Reads `{"step":…,"scope":…,"answer":…}`. Another text is the message of a failed `join1v1Chat`.
    #[must_use]
    pub fn of(input: &str) -> Self {
        serde_json::from_str(input).unwrap_or_else(|_| Self {
            step: "join1v1Chat".into(),
            scope: None,
            answer: Value::object([("errMsg", Value::from(input))]),
        })
    }

    /// The cause of the failure.
    #[must_use]
    pub fn cause(&self) -> Cause {
        HostError::read(&self.answer).cause(&self.step, self.scope.as_deref())
    }
}

/// Classifies an answer.
pub fn check(input: &str) {
    let Case { step, scope, answer } = Case::of(input);
    let scope = scope.as_deref();
    let error = HostError::read(&answer);
    let cause = error.cause(&step, scope);
    assert_eq!(Cause::parse(&cause.to_string()), Some(cause), "{cause}");
    let numbers = [error.err_code, error.errno];
    if let Cause::Other(code) = cause {
        assert!(numbers.contains(&Some(code)) || code == 0, "{cause} of {numbers:?}");
    }
    // The words decide before the numbers do.
    let message = error.message.to_string();
    let by_words =
        Cause::NAMED.iter().find(|cause| cause.words().iter().any(|words| contains(&message, words)));
    if let Some(by_words) = by_words {
        let is_step = Step::ALL.iter().any(|known| known.host_call() == step);
        match (by_words, cause) {
            (Cause::WechatNoRecord, Cause::WechatNoCamera) => {}
            (_, Cause::Other(_)) if !is_step => {}
            _ => assert_eq!(cause, *by_words, "{message}"),
        }
    }
    // Case counts nowhere.
    for message in [message.to_ascii_lowercase(), message.to_ascii_uppercase()] {
        assert_eq!(Cause::classify(&step, scope, &message, error.err_code, error.errno), cause, "{message}");
    }
    // A number may be a text.
    let [err_code, errno] =
        numbers.map(|number| number.map_or(Value::Null, |number| Value::from(number.to_string())));
    let texts = [("errMsg", Value::from(message)), ("errCode", err_code), ("errno", errno)];
    assert_eq!(HostError::read(&Value::object(texts)), error);
    if numbers.into_iter().flatten().any(|number| number != 0) {
        assert!(error.is_failure());
    }
}

/// Whether a text contains the words of a cause: in any case, with any white space between them, and whole words where they
/// have `\b`.
fn contains(text: &str, words: &str) -> bool {
    let letter = |c: &char| c.is_ascii_alphanumeric() || *c == '_';
    let is_space = |c: char| c == '\u{feff}' || c != '\u{85}' && c.is_whitespace();
    let lower: Vec<char> = text.chars().map(|c| c.to_ascii_lowercase()).collect();
    let plain: Vec<char> = words.replace("\\b", "").to_ascii_lowercase().chars().collect();
    (0..lower.len()).any(|start| {
        let mut at = start;
        for expected in &plain {
            let begin = at;
            if *expected == ' ' {
                while lower.get(at).is_some_and(|c| is_space(*c)) {
                    at += 1;
                }
            } else if lower.get(at) == Some(expected) {
                at += 1;
            }
            if at == begin {
                return false;
            }
        }
        let is_inside = start.checked_sub(1).and_then(|before| lower.get(before)).is_some_and(letter)
            || lower.get(at).is_some_and(letter);
        !words.contains("\\b") || !is_inside
    })
}
