//! The error of every command.

/// One message for each mistake: what is wrong and where. What to do is a second line, after `help: `.
#[derive(Debug)]
pub(crate) struct Error(Vec<String>);

pub(crate) type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self(vec![message.into()])
    }

    pub(crate) fn messages(&self) -> &[String] {
        &self.0
    }

    /// `Err` with these messages, if there are any.
    pub(crate) fn unless_empty(messages: Vec<String>) -> Result<()> {
        if messages.is_empty() { Ok(()) } else { Err(Self(messages)) }
    }
}

/// `Err` with this message.
pub(crate) fn bail<T>(message: impl Into<String>) -> Result<T> {
    Err(Error::new(message))
}
