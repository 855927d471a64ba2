//! What may have been written, and where.

use proc_macro2::Span;

/// A value and where it was written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At<T> {
    pub(crate) value: T,
    pub(crate) span: Span,
}

/// Something that may be given once. What was given wrongly has been reported and must not be
/// reported as missing, so that is a case of its own.
#[derive(Clone, Debug, Default)]
pub(crate) enum Given<T> {
    #[default]
    No,
    Broken,
    Is(T),
}

impl<T> Given<T> {
    pub(crate) const fn is_no(&self) -> bool {
        matches!(self, Self::No)
    }

    pub(crate) const fn as_ref(&self) -> Option<&T> {
        match self {
            Self::Is(value) => Some(value),
            Self::No | Self::Broken => None,
        }
    }

    /// What was given, if it is whole.
    pub(crate) fn from_option(value: Option<T>) -> Self {
        value.map_or(Self::Broken, Self::Is)
    }
}
