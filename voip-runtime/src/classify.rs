//! Which cause an answer of the host has: by its words, its `errno` and its `errCode`.
//!
//! Hosts report the same failure in different forms. The words and numbers are those of [`Cause`]; `docs/host.md` has their
//! sources. The glue has a copy of them and of [`Cause::classify`].

use alloc::borrow::Cow;
use alloc::string::ToString;

use crate::api::{self, Step};
use crate::cause::Cause;
use crate::value::Value;

/// The numbers that say little: any other number decides before them.
const GENERAL: [i32; 5] = [4, 5, 1000, 1003, -1000];

/// The host calls that return the codes of [`Cause::from_code`]. The codes of other host calls have other meanings.
const CODED: [&str; 2] = [api::SET_ENABLE_1V1_CHAT, api::JOIN_1V1_CHAT];

impl Cause {
    /// The cause of a failed host call.
    ///
    /// `scope` is the scope that `authorize` asked for. A number that is 0 counts as missing. What decides, in this order:
    ///
    /// 1. the [words](Self::words) in the message, in the order of [`NAMED`](Self::NAMED)
    /// 2. `errno`, then `err_code`; each may be a value of the other, since hosts confuse the two
    /// 3. a number that is not known here: the cause is `Other`, with `err_code` or else `errno`
    /// 4. a number that says little: `errno` 4, 5, 1000 and 1003, `err_code` -1000
    ///
    /// An answer without any of them is `Other(0)`. A permission that the mini-program does not have is `NotOpen` only for the
    /// three [steps](Step). One that WeChat does not have is that of the camera or the microphone, as the scope or else the
    /// message says.
    ///
    /// ```
    /// use voip_runtime::Cause;
    ///
    /// let denied = "authorize:fail auth deny";
    /// assert_eq!(Cause::classify("authorize", Some("scope.record"), denied, Some(-12006), None), Cause::Denied);
    /// assert_eq!(Cause::classify("join1v1Chat", None, "join1v1Chat:fail", Some(-3), None), Cause::LeftWhileJoining);
    /// assert_eq!(Cause::classify("login", None, "login:fail", Some(-3), None), Cause::Other(-3));
    /// ```
    pub fn classify(
        host_call: &str,
        scope: Option<&str>,
        message: &str,
        err_code: Option<i32>,
        errno: Option<i32>,
    ) -> Self {
        let [errno, err_code] = [errno, err_code].map(|number| number.filter(|number| *number != 0));
        let numbers = || [errno, err_code].into_iter().flatten();
        let is_specific = |number: &i32| !GENERAL.contains(number);
        let only_specific = numbers().any(|number| is_specific(&number));
        let named = |is_it: &dyn Fn(Self) -> bool| Self::NAMED.iter().copied().find(|cause| is_it(*cause));
        let cause_of = |number| {
            let is_coded = CODED.contains(&host_call);
            named(&|cause| cause.errnos().contains(&number) || is_coded && cause.code() == Some(number))
        };
        let cause = named(&|cause| cause.words().iter().any(|words| contains(message, words)))
            .or_else(|| numbers().filter(|number| !only_specific || is_specific(number)).find_map(cause_of));
        // The permissions that these are about are those of a call only in its three steps.
        let is_step = Step::ALL.iter().any(|step| step.host_call() == host_call);
        let is_of_call = |cause| is_step || cause != Self::NotOpen && !contains(message, "system permission");
        match cause.filter(|cause| is_of_call(*cause)) {
            Some(Self::WechatNoRecord) if names_camera(scope.unwrap_or(message)) => Self::WechatNoCamera,
            Some(cause) => cause,
            None => {
                let numbers = || [err_code, errno].into_iter().flatten();
                Self::Other(numbers().find(is_specific).or_else(|| numbers().next()).unwrap_or(0))
            }
        }
    }
}

/// Whether a scope or a message names the camera, and not the microphone.
fn names_camera(text: &str) -> bool {
    contains(text, "camera") && !contains(text, "record") && !contains(text, "microphone")
}

/// Whether the text contains these [words](Cause::words). It takes linear time and copies nothing.
fn contains(text: &str, words: &str) -> bool {
    let is_whole = words.starts_with(r"\b");
    let words = words.trim_start_matches(r"\b").trim_end_matches(r"\b");
    let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let are_at = |at: usize| {
        let (before, from_here) = text.split_at(at);
        after_words(from_here, words)
            .is_some_and(|after| !is_whole || !before.ends_with(is_letter) && !after.starts_with(is_letter))
    };
    let begin = |first: char| [first.to_ascii_lowercase(), first.to_ascii_uppercase()];
    // Looking for one letter is fast.
    words
        .chars()
        .next()
        .map(begin)
        .into_iter()
        .flatten()
        .any(|c| text.match_indices(c).any(|(at, _)| are_at(at)))
}

/// The rest of a text that begins with these words.
fn after_words<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let mut words = words.split(' ');
    let after_word = |text: &'a str, word: &str| {
        let (begin, rest) = text.split_at_checked(word.len())?;
        begin.eq_ignore_ascii_case(word).then_some(rest)
    };
    let first = after_word(text, words.next()?)?;
    words.try_fold(first, |text, word| {
        let rest = text.trim_start_matches(is_space);
        if rest.len() == text.len() { None } else { after_word(rest, word) }
    })
}

/// White space, as JavaScript counts it.
fn is_space(c: char) -> bool {
    c == '\u{feff}' || c != '\u{85}' && c.is_whitespace()
}

/// What an answer of the host says about a failure.
///
/// ```
/// use voip_runtime::Cause;
/// use voip_runtime::classify::HostError;
/// use voip_runtime::value::Value;
///
/// let answer = Value::object([("errMsg", "join1v1Chat:fail".into()), ("errCode", "-20002".into())]);
/// let error = HostError::read(&answer);
/// assert_eq!((&*error.message, error.err_code, error.errno), ("join1v1Chat:fail", Some(-20002), None));
/// assert_eq!(error.cause("join1v1Chat", None), Cause::OnCall);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HostError<'a> {
    /// `errMsg`, or else `message`; empty if there is neither.
    pub message: Cow<'a, str>,
    /// `errCode`.
    pub err_code: Option<i32>,
    /// `errno`.
    pub errno: Option<i32>,
}

impl<'a> HostError<'a> {
    /// Reads an answer of any shape. A number may be a text, a message may be a number, and the whole answer may be a text
    /// or a number. What has another type counts as missing, and so does a number that is not an `i32`.
    pub fn read(answer: &'a Value) -> Self {
        match answer {
            Value::Object(_) => {
                let message = |name| answer.get(name).map(text_of).filter(|text| !text.is_empty());
                let number = |name| answer.get(name).and_then(number_of);
                Self {
                    message: message("errMsg").or_else(|| message("message")).unwrap_or_default(),
                    err_code: number("errCode"),
                    errno: number("errno"),
                }
            }
            whole => Self { message: text_of(whole), err_code: number_of(whole), errno: None },
        }
    }

    /// Whether an answer that came as a success reports a failure: it has a number other than 0, or `:fail` in its message.
    ///
    /// ```
    /// use voip_runtime::classify::HostError;
    /// use voip_runtime::value::Value;
    ///
    /// let is_failure = |answer: Value| HostError::read(&answer).is_failure();
    /// assert!(!is_failure(Value::object([("errMsg", "join1v1Chat:ok".into()), ("errCode", 0.into())])));
    /// assert!(is_failure(Value::object([("errMsg", "join1v1Chat:fail")].map(|(name, text)| (name, Value::from(text))))));
    /// ```
    pub fn is_failure(&self) -> bool {
        let is_set = |number: Option<i32>| number.is_some_and(|number| number != 0);
        is_set(self.err_code) || is_set(self.errno) || contains(&self.message, ":fail")
    }

    /// The cause, if this host call failed with this error. See [`Cause::classify`].
    pub fn cause(&self, host_call: &str, scope: Option<&str>) -> Cause {
        Cause::classify(host_call, scope, &self.message, self.err_code, self.errno)
    }
}

fn text_of(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Text(text) => Cow::Borrowed(text),
        Value::Number(number) => Cow::Owned(number.to_string()),
        _ => Cow::Borrowed(""),
    }
}

fn number_of(value: &Value) -> Option<i32> {
    let number = match value {
        Value::Number(number) => *number,
        Value::Text(text) => text.trim_matches(is_space).parse().ok()?,
        _ => return None,
    };
    #[expect(clippy::cast_possible_truncation, reason = "compared with the number")]
    let whole = number as i32;
    #[expect(clippy::float_cmp, reason = "a number that is not whole differs")]
    (f64::from(whole) == number).then_some(whole)
}
