//! The result of reading one thing, and where it was written.

use proc_macro2::Span;

/// A value and where it was written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

/// The result of reading one thing. This type is the only way in which the parser remembers that it has
/// reported a mistake, so that a mistake has no second error.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Parsed<T> {
    /// Nothing was written.
    #[default]
    Absent,
    /// What was written is wrong and has been reported. It was probably meant to be this value; `None`
    /// means that it may be anything, so no value is missing.
    Reported(Option<T>),
    Value(T),
}

impl<T> Parsed<T> {
    pub(crate) const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// The value, if it is correct.
    pub(crate) const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Reported(_) => None,
        }
    }

    /// The value, or the one that was probably meant.
    pub(crate) const fn meant(&self) -> Option<&T> {
        match self {
            Self::Value(value) | Self::Reported(Some(value)) => Some(value),
            Self::Absent | Self::Reported(None) => None,
        }
    }

    /// Whether the value passes the test `is`, or may have been meant to.
    pub(crate) fn may_be(&self, is: impl FnOnce(&T) -> bool) -> bool {
        matches!(self, Self::Reported(None)) || self.meant().is_some_and(is)
    }

    /// Marks this as reported if it is absent: a mistake nearby may have been meant as this.
    pub(crate) fn doubt(&mut self) {
        if self.is_absent() {
            *self = Self::Reported(None);
        }
    }
}
