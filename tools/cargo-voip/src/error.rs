//! Why something was not done, in sentences of ours.

/// One sentence for each mistake: what is wrong, where, and what to do.
#[derive(Debug)]
pub(crate) struct Error(Vec<String>);

pub(crate) type Result<T> = std::result::Result<T, Error>;

impl Error {
    pub(crate) fn new(sentence: impl Into<String>) -> Self {
        Self(vec![sentence.into()])
    }

    pub(crate) fn sentences(&self) -> &[String] {
        &self.0
    }

    /// `Err` with all of the sentences, if there are any.
    pub(crate) fn unless_empty(sentences: Vec<String>) -> Result<()> {
        if sentences.is_empty() { Ok(()) } else { Err(Self(sentences)) }
    }
}

/// `Err` with this sentence.
pub(crate) fn refuse<T>(sentence: impl Into<String>) -> Result<T> {
    Err(Error::new(sentence))
}
