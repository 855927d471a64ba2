//! A failed call, as the page and its handler know it.

use alloc::rc::Rc;
use alloc::string::String;
use core::fmt;

use crate::cause::Cause;

/// A failure: its cause, and what was said about it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CallError(Rc<Inner>);

/// Shared: the page, its subscribers and the handler have the same.
#[derive(Clone, PartialEq, Eq, Hash)]
struct Inner {
    cause: Cause,
    /// The cause whose sentence is shown where there are no words: another one for a failure that the page
    /// passes on as its own.
    described_by: Cause,
    message: String,
    words: Option<String>,
}

impl CallError {
    /// A failure with the host's own words (`errMsg`), which may be empty.
    pub fn new(cause: Cause, message: impl Into<String>) -> Self {
        Self(Rc::new(Inner { cause, described_by: cause, message: message.into(), words: None }))
    }

    /// A failure of the page's own, with the words that its user is to read.
    pub fn app(words: impl Into<String>) -> Self {
        let inner = Inner {
            cause: Cause::App,
            described_by: Cause::App,
            message: String::new(),
            words: Some(words.into()),
        };
        Self(Rc::new(inner))
    }

    /// The same failure, told in these words.
    #[must_use]
    pub fn say(mut self, words: impl Into<String>) -> Self {
        Rc::make_mut(&mut self.0).words = Some(words.into());
        self
    }

    /// The same failure, told in these words if it has none yet.
    #[must_use]
    pub fn or_say(self, words: impl Into<String>) -> Self {
        if self.0.words.is_some() { self } else { self.say(words) }
    }

    /// The same failure as one of the page's own: its words do not change.
    pub(crate) fn by_app(mut self) -> Self {
        Rc::make_mut(&mut self.0).cause = Cause::App;
        self
    }

    /// Why.
    pub fn cause(&self) -> Cause {
        self.0.cause
    }

    /// The host's own words, unchanged.
    pub fn message(&self) -> &str {
        &self.0.message
    }

    /// The words that the handler or the page gave, if any.
    pub fn words(&self) -> Option<&str> {
        self.0.words.as_deref()
    }

    /// The cause whose sentence is shown where there are no words.
    #[cfg(all(target_arch = "wasm32", target_os = "none"))]
    pub(crate) fn described_by(&self) -> Cause {
        self.0.described_by
    }

    /// What the page shows: the handler's words if it gave any, else the Chinese sentence of what went wrong.
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
