//! The error of a failed call.

use alloc::rc::Rc;
use alloc::string::String;
use core::fmt;

use crate::cause::Cause;

/// The error of a failed call: its cause, the host's message and the text for the user.
///
/// ```
/// use voip_runtime::{CallError, Cause};
///
/// let error = CallError::new(Cause::System, "join1v1Chat:fail -1000");
/// assert_eq!(error.sentence(), "系统错误");
/// let error = error.say("服务器繁忙");
/// assert_eq!(error.sentence(), "服务器繁忙");
/// assert_eq!(error.message(), "join1v1Chat:fail -1000");
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CallError(Rc<Inner>);

// In an `Rc`, since the page, its subscribers and the handler share it.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Inner {
    cause: Cause,
    /// The cause whose sentence is shown if there are no `words`. It differs from `cause` for an error of the host
    /// that the handler returns as its own.
    described_by: Cause,
    message: String,
    words: Option<String>,
}

impl CallError {
    /// Creates an error with the host's message (`errMsg`), which may be empty.
    pub fn new(cause: Cause, message: impl Into<String>) -> Self {
        Self(Rc::new(Inner { cause, described_by: cause, message: message.into(), words: None }))
    }

    /// Creates an error of the page itself ([`Cause::App`]) with a text for the user.
    pub fn app(words: impl Into<String>) -> Self {
        let inner = Inner {
            cause: Cause::App,
            described_by: Cause::App,
            message: String::new(),
            words: Some(words.into()),
        };
        Self(Rc::new(inner))
    }

    /// Sets the text for the user.
    #[must_use]
    pub fn say(mut self, words: impl Into<String>) -> Self {
        Rc::make_mut(&mut self.0).words = Some(words.into());
        self
    }

    /// Sets the text for the user, unless there is one.
    #[must_use]
    pub fn or_say(self, words: impl Into<String>) -> Self {
        if self.0.words.is_some() { self } else { self.say(words) }
    }

    /// Makes it an error of the page itself; the sentence stays the same.
    pub(crate) fn by_app(mut self) -> Self {
        Rc::make_mut(&mut self.0).cause = Cause::App;
        self
    }

    /// The cause.
    pub fn cause(&self) -> Cause {
        self.0.cause
    }

    /// The host's message (`errMsg`), unchanged.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The text for the user that the handler or the page set, if any.
    pub fn words(&self) -> Option<&str> {
        self.0.words.as_deref()
    }

    /// The cause whose sentence is shown if there are no `words`.
    #[cfg(all(target_arch = "wasm32", target_os = "none"))]
    pub(crate) fn described_by(&self) -> Cause {
        self.0.described_by
    }

    /// The sentence that the page shows: the [`words`](Self::words), or the Chinese sentence of the cause.
    pub fn sentence(&self) -> &str {
        self.0.words.as_deref().unwrap_or(self.0.described_by.chinese())
    }
}

impl From<Cause> for CallError {
    fn from(cause: Cause) -> Self {
        Self::new(cause, "")
    }
}

impl From<&str> for CallError {
    fn from(words: &str) -> Self {
        Self::app(words)
    }
}

impl From<String> for CallError {
    fn from(words: String) -> Self {
        Self::app(words)
    }
}

impl fmt::Debug for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Inner { cause, message, words, .. } = &*self.0;
        f.debug_struct("CallError")
            .field("cause", cause)
            .field("message", message)
            .field("words", words)
            .finish()
    }
}

impl fmt::Display for CallError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.words.as_deref().unwrap_or(self.0.described_by.english()))?;
        if !self.0.message.is_empty() {
            f.write_str(" (")?;
            f.write_str(&self.0.message)?;
            f.write_str(")")?;
        }
        Ok(())
    }
}

impl core::error::Error for CallError {}
