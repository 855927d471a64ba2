//! The answers to the host calls that a page makes itself: given by the user, by the code of the preview, or made up.

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::cell::RefCell;

use super::OwnRequest;
use super::tracked::Tracked;
use crate::classify::HostError;
use crate::error::CallError;
use crate::host::AnswerType;
use crate::value::Value;

/// A function that answers host calls; it gets their options.
pub type RequestFn = Arc<dyn Fn(&Value) -> Result<Value, CallError> + Send + Sync>;

/// How many different host calls are remembered.
const MAX_SEEN: usize = 50;

/// Which host calls an answer is for: `login`, or `request:/login` if an option contains the text, such as the `url`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    name: String,
    part: String,
}

impl Target {
    pub fn new(written: &str) -> Self {
        let (name, part) = written.split_once(':').unwrap_or((written, ""));
        Self { name: name.into(), part: part.into() }
    }

    /// The target for this host call alone, as far as its options tell.
    fn of(request: &OwnRequest<'_>) -> Self {
        let text = |option| request.options().get(option).and_then(Value::as_text);
        // The url of a request; the name of a cloud function.
        let part = text("url").map(path).or_else(|| text("name")).unwrap_or_default();
        Self { name: request.name().into(), part: part.into() }
    }

    pub fn written(&self) -> String {
        if self.part.is_empty() { self.name.clone() } else { format!("{}:{}", self.name, self.part) }
    }

    fn matches(&self, request: &OwnRequest<'_>) -> bool {
        let has_part = |value: &Value| value.as_text().is_some_and(|text| text.contains(&self.part));
        self.name == request.name()
            && match request.options() {
                _ if self.part.is_empty() => true,
                Value::Object(options) => options.iter().any(|(_, value)| has_part(value)),
                _ => false,
            }
    }

    /// Whether it is for host calls that `other` is for.
    fn overlaps(&self, other: &Self) -> bool {
        self.name == other.name && (self.part.contains(&other.part) || other.part.contains(&self.part))
    }
}

/// The path of a URL; empty if it is only `/`.
fn path(url: &str) -> &str {
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').and_then(|slash| rest.get(slash..)).unwrap_or_default(),
        None => url,
    };
    let end = path.find(['?', '#', '=']).unwrap_or(path.len());
    path.get(..end).filter(|path| *path != "/").unwrap_or_default()
}

/// Answers that the user gives: the first host call gets the first, and so on; the last one stays.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    pub target: Target,
    pub answers: Vec<Value>,
}

impl Given {
    /// Reads answers as JSON, one after the other. The error is that of the JSON.
    pub fn read(target: &str, json: &str) -> Result<Self, serde_json::Error> {
        let answers = serde_json::Deserializer::from_str(json).into_iter().collect::<Result<Vec<_>, _>>()?;
        if answers.is_empty() {
            return Err(serde::de::Error::custom("expected a value"));
        }
        Ok(Self { target: Target::new(target), answers })
    }

    /// The answers that are successes, with the name of their host call.
    pub fn successes(&self) -> impl Iterator<Item = (String, Value)> {
        let name = &self.target.name;
        let successes = self.answers.iter().filter(move |answer| failure(name, answer).is_none());
        successes.map(move |answer| (name.clone(), answer.clone()))
    }
}

/// An answer that does not have the type that the page expects.
#[derive(Clone, Debug, PartialEq)]
pub struct WrongAnswer {
    /// What the user wrote it for.
    pub target: Target,
    /// The host call that it does not fit.
    of: Target,
    answer: Value,
    why: String,
    example: Option<Value>,
}

impl WrongAnswer {
    fn find(target: &Target, of: &Target, answer: &Value, expected: AnswerType) -> Option<Self> {
        let why = expected.check(answer).err()?.message().to_owned();
        let (target, of) = (target.clone(), of.clone());
        Some(Self { target, of, answer: answer.clone(), why, example: expected.example() })
    }

    pub fn english(&self) -> String {
        let Self { of, answer, why, .. } = self;
        let example = self.example_json().map(|json| format!("; expected e.g. {json}")).unwrap_or_default();
        format!("{} is not an answer of `{}`: {why}{example}", short(answer), of.written())
    }

    pub fn chinese(&self) -> String {
        let example = self.example_json().map(|json| format!("，例如 {json}")).unwrap_or_default();
        format!("{} 不是 {} 的回答：与页面要求的类型不符{example}", short(&self.answer), self.of.written())
    }

    fn example_json(&self) -> Option<String> {
        self.example.as_ref().map(json)
    }
}

/// The longest answer that is repeated in whole, in characters.
const MAX_REPEATED: usize = 100;

/// The beginning of a value as JSON.
fn short(value: &Value) -> String {
    let json = json(value);
    match json.char_indices().nth(MAX_REPEATED) {
        Some((end, _)) => format!("{}…", json.get(..end).unwrap_or_default()),
        None => json,
    }
}

pub fn json(value: &Value) -> String {
    // This does not fail: every key is a string.
    serde_json::to_string(value).unwrap_or_default()
}

/// Where an answer came from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    Given,
    Code,
    MadeUp,
}

/// A host call that the page has made itself, and its last answer.
#[derive(Clone, Debug)]
pub struct Seen {
    pub target: Target,
    pub source: Source,
    /// The result; `None` if it failed.
    pub answer: Option<Value>,
    expected: Option<AnswerType>,
}

/// The answers of one phone.
pub struct Answers {
    given: RefCell<Vec<(Given, usize)>>,
    code: Arc<[(Target, RequestFn)]>,
    seen: Tracked<Vec<Seen>>,
}

impl Answers {
    pub fn new(code: Arc<[(Target, RequestFn)]>) -> Self {
        Self { given: RefCell::default(), code, seen: Tracked::default() }
    }

    /// Gives these answers from now on, each from its first one.
    pub fn give(&self, given: &[Given]) {
        *self.given.borrow_mut() = given.iter().map(|one| (one.clone(), 0)).collect();
    }

    /// Forgets what was seen: the page is another one.
    pub fn forget(&self) {
        self.seen.borrow_mut().clear();
    }

    pub fn seen(&self) -> Vec<Seen> {
        self.seen.borrow().clone()
    }

    /// A number that is another one after [`seen`](Self::seen) has changed.
    pub fn seen_changes(&self) -> u64 {
        self.seen.changes()
    }

    /// The given answers that no host call has got.
    pub fn unused(&self) -> Vec<Target> {
        let given = self.given.borrow();
        given.iter().filter(|(_, used)| *used == 0).map(|(given, _)| given.target.clone()).collect()
    }

    /// The answers that do not have the types of the host calls that were seen.
    pub fn wrong(&self, given: &[Given]) -> Vec<WrongAnswer> {
        let seen = self.seen.borrow();
        let wrong = |Given { target, answers }: &Given| {
            let seen = seen.iter().filter(|seen| seen.target.overlaps(target));
            let expected: Vec<_> = seen.filter_map(|seen| Some((&seen.target, seen.expected?))).collect();
            answers.iter().filter(|answer| failure(&target.name, answer).is_none()).find_map(|answer| {
                // A target that is for several host calls must fit one of them.
                let wrong =
                    |(of, expected): &(&Target, AnswerType)| WrongAnswer::find(target, of, answer, *expected);
                let mut wrong = expected.iter().map(wrong);
                let first = wrong.next()??;
                wrong.all(|wrong| wrong.is_some()).then_some(first)
            })
        };
        given.iter().filter_map(wrong).collect()
    }

    /// The answer to this host call; `None` if it is made up. An answer of another type than the page expects is not
    /// given, but returned beside it, and not given again.
    pub fn answer(
        &self,
        request: &OwnRequest<'_>,
    ) -> (Option<Result<Value, CallError>>, Option<WrongAnswer>) {
        let (mut source, mut answer) = match self.next_given(request) {
            Some(given) => (Source::Given, Some(given)),
            None => match self.code.iter().rev().find(|(target, _)| target.matches(request)) {
                Some((target, answer)) => {
                    (Source::Code, Some((target.clone(), answer.as_ref()(request.options()))))
                }
                None => (Source::MadeUp, None),
            },
        };
        let (of, expected) = (Target::of(request), request.answer_type());
        let wrong = match (&answer, expected) {
            (Some((target, Ok(value))), Some(expected)) => WrongAnswer::find(target, &of, value, expected),
            _ => None,
        };
        if let Some(WrongAnswer { target, .. }) = &wrong {
            self.given.borrow_mut().retain(|(given, _)| given.target != *target);
            (source, answer) = (Source::MadeUp, None);
        }
        let answer = answer.map(|(_, answer)| answer);
        let shown = match &answer {
            Some(answer) => answer.as_ref().ok().cloned(),
            None => expected.and_then(AnswerType::example),
        };
        self.remember(Seen { target: of, source, answer: shown, expected });
        (answer, wrong)
    }

    fn next_given(&self, request: &OwnRequest<'_>) -> Option<(Target, Result<Value, CallError>)> {
        let mut given = self.given.borrow_mut();
        let matching = given.iter_mut().filter(|(given, _)| given.target.matches(request));
        let (Given { target, answers }, used) = matching.max_by_key(|(given, _)| given.target.part.len())?;
        let value = answers.get(*used).or(answers.last())?.clone();
        *used += 1;
        Some((target.clone(), failure(request.name(), &value).map_or(Ok(value), Err)))
    }

    fn remember(&self, new: Seen) {
        let mut seen = self.seen.borrow_mut();
        if let Some(one) = seen.iter_mut().find(|one| one.target == new.target) {
            *one = new;
        } else if seen.len() < MAX_SEEN {
            seen.push(new);
        }
    }
}

/// The failure that the answer is, if its `errMsg` says so, as in `{"errMsg": "request:fail timeout"}`.
fn failure(name: &str, answer: &Value) -> Option<CallError> {
    answer.get("errMsg")?;
    let error = HostError::read(answer);
    error.message.contains(":fail").then(|| CallError::new(error.cause(name, None), error.message.clone()))
}
