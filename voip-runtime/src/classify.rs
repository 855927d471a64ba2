//! Which cause an answer of the host has: by its words, its `errno` and its `errCode`.
//!
//! Hosts report the same failure in different forms. `docs/host.md` has the sources of the tables. The glue has a copy of
//! the tables and of [`Cause::classify`].

use alloc::borrow::Cow;
use alloc::string::ToString;

use crate::api::{self, Step};
use crate::cause::Cause;
use crate::value::Value;

/// What words or a number of the host mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// This cause.
    Is(Cause),
    /// The mini-program may not make the call: it is in the background, or calls are not enabled for it.
    NoPermission,
    /// The phone has not given the microphone or the camera to WeChat.
    NoDevice,
}

use Meaning::{Is, NoDevice, NoPermission};

/// The words in a message and what they mean; the first entry with words that occur decides.
///
/// A space stands for any white space, and the case of ASCII letters does not matter. `\b` is the beginning or end of a
/// word. Words consist of several, or are Chinese: the name of the call, as in `authorize:fail`, never matches them.
pub const WORDS: &[(Meaning, &[&str])] = &[
    (Is(Cause::PrivacyRefused), &["privacy permission is not authorized"]),
    (Is(Cause::PrivacyUndeclared), &["privacy agreement", "announce your privacy"]),
    // Also `denied` and `canceled`.
    (Is(Cause::Denied), &["auth den", "authorize den", "auth cancel", "authorize cancel"]),
    (NoDevice, &["system permission den"]),
    (Is(Cause::WechatNoCamera), &["wechat has no camera"]),
    (Is(Cause::WechatNoRecord), &["wechat has no record"]),
    (Is(Cause::NoCamera), &["has no camera"]),
    (Is(Cause::NoRecord), &["has no record"]),
    (NoPermission, &["has no permission", "access denied"]),
    (Is(Cause::NotOpen), &["not open 1v1 chat"]),
    (Is(Cause::OnCall), &[r"\bon call\b"]),
    (Is(Cause::OccupiedByOther), &["occupied by other"]),
    (Is(Cause::DeviceNotSupported), &["device not support", "开发者工具"]),
    (Is(Cause::Unsupported), &["not support"]),
    (Is(Cause::AlreadyInRoom), &["already in room"]),
];

/// The values of `errno`, and what they mean. [`Cause::from_code`] has those of `errCode`.
pub const ERRNOS: &[(i32, Meaning)] = &[
    (3, NoDevice),
    (4, Is(Cause::Internal)),
    (5, Is(Cause::Timeout)),
    (100, Is(Cause::Unsupported)),
    (101, Is(Cause::InvalidOptions)),
    (102, NoPermission),
    (103, Is(Cause::Denied)),
    (104, Is(Cause::PrivacyRefused)),
    (108, Is(Cause::Network)),
    (109, Is(Cause::Network)),
    (110, Is(Cause::InvalidOptions)),
    (112, Is(Cause::PrivacyUndeclared)),
    (1000, Is(Cause::System)),
    (1001, Is(Cause::InvalidOptions)),
    (1003, Is(Cause::System)),
    (1004, Is(Cause::InvalidOpenid)),
    (1025, Is(Cause::PrivacyUndeclared)),
    (1026, Is(Cause::PrivacyUndeclared)),
    (1_107_001, Is(Cause::OnCall)),
    (1_107_002, Is(Cause::WechatNoRecord)),
    (1_107_003, Is(Cause::NotInForeground)),
    (1_107_013, NoDevice),
];

/// The numbers that say little, so that any other number decides before them.
pub const GENERAL: &[i32] = &[4, 5, 1000, 1003, -1000];

/// The host calls that return the codes of [`Cause::from_code`]. The codes of other host calls have other meanings.
pub const CODED: [&str; 2] = [api::SET_ENABLE_1V1_CHAT, api::JOIN_1V1_CHAT];

impl Cause {
    /// The cause of a failed host call.
    ///
    /// `scope` is the scope that `authorize` asked for. A number that is 0 counts as missing. What decides, in this order:
    ///
    /// 1. the [words](WORDS) in the message
    /// 2. `errno`, then `err_code`; each may be a value of the other, since hosts confuse the two
    /// 3. a number that has no meaning here: the cause is `Other`, with `err_code` or else `errno`
    /// 4. a number that says [little](GENERAL)
    ///
    /// An answer without any of them is `Other(0)`.
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
        let numbers = [errno, err_code].into_iter().flatten().filter(|number| *number != 0);
        let meaning_of = |number| meaning_of(number, CODED.contains(&host_call));
        // The first number of the smallest rank.
        let number = numbers.min_by_key(|number| match meaning_of(*number) {
            Some(_) if !GENERAL.contains(number) => 0,
            None => 1,
            Some(_) => 2,
        });
        let by_words = WORDS.iter().find(|(_, words)| words.iter().any(|words| contains(message, words)));
        let meaning = by_words.map(|(meaning, _)| *meaning).or_else(|| meaning_of(number?));
        let is_step = || Step::ALL.iter().any(|step| step.host_call() == host_call);
        match meaning {
            Some(Is(cause)) => cause,
            Some(NoDevice) => {
                let text = scope.unwrap_or(message);
                let names = |word| contains(text, word);
                let is_camera = names("camera") && !names("record") && !names("microphone");
                if is_camera { Self::WechatNoCamera } else { Self::WechatNoRecord }
            }
            Some(NoPermission) if contains(message, "runningState=background") => Self::NotInForeground,
            Some(NoPermission) if is_step() => Self::NotOpen,
            None | Some(NoPermission) => {
                let code = err_code.filter(|code| *code != 0).or(errno);
                Self::Other(code.unwrap_or(0))
            }
        }
    }
}

/// What the number means, whether the host calls it `errno` or `errCode`.
fn meaning_of(number: i32, is_coded: bool) -> Option<Meaning> {
    let code = Some(Cause::from_code(number)).filter(|cause| is_coded && !matches!(cause, Cause::Other(_)));
    code.map(Is).or_else(|| ERRNOS.iter().find(|(errno, _)| *errno == number).map(|(_, meaning)| *meaning))
}

/// Whether the text contains these [words](WORDS). It takes linear time and copies nothing.
fn contains(text: &str, words: &str) -> bool {
    let is_whole = words.starts_with(r"\b");
    let words = words.trim_start_matches(r"\b").trim_end_matches(r"\b");
    let is_letter = |c: char| c.is_ascii_alphanumeric() || c == '_';
    text.char_indices().any(|(at, _)| {
        let (before, from_here) = text.split_at(at);
        after_words(from_here, words)
            .is_some_and(|after| !is_whole || !before.ends_with(is_letter) && !after.starts_with(is_letter))
    })
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
        let rest = text.trim_start();
        if rest.len() == text.len() { None } else { after_word(rest, word) }
    })
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
        Value::Text(text) => text.trim().parse().ok()?,
        _ => return None,
    };
    #[expect(clippy::cast_possible_truncation, reason = "compared with the number")]
    let whole = number as i32;
    #[expect(clippy::float_cmp, reason = "a number that is not whole differs")]
    (f64::from(whole) == number).then_some(whole)
}
