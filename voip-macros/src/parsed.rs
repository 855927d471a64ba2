//! What was read of something that may be written, and where.

use proc_macro2::Span;

/// A value and where it was written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

/// What was read in one place. This is the only way in which the parser remembers that a mistake has
/// been reported, so that nothing more is said about it later.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) enum Parsed<T> {
    /// Nothing was written.
    #[default]
    Absent,
    /// What was written is wrong, and the error is out. It was probably meant to be this value; with
    /// `None` it may have been anything, so nothing that it may have been is missing.
    Reported(Option<T>),
    Value(T),
}

impl<T> Parsed<T> {
    pub(crate) const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// What was written, if it is right.
    pub(crate) const fn value(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Reported(_) => None,
        }
    }

    /// What was written, or was probably meant.
    pub(crate) const fn meant(&self) -> Option<&T> {
        match self {
            Self::Value(value) | Self::Reported(Some(value)) => Some(value),
            Self::Absent | Self::Reported(None) => None,
        }
    }

    /// Whether what was written is, or may have been meant to be, what `is` looks for.
    pub(crate) fn may_be(&self, is: impl FnOnce(&T) -> bool) -> bool {
        matches!(self, Self::Reported(None)) || self.meant().is_some_and(is)
    }

    /// Notes that a mistake elsewhere may have been meant as this, so that it is not missing.
    pub(crate) fn doubt(&mut self) {
        if self.is_absent() {
            *self = Self::Reported(None);
        }
    }
}
