//! The numbers of awaited answers.

use core::hash::{Hash, Hasher};

/// The number of an awaited answer, or none.
///
/// Two ids are equal if both are numbers or both are none: machines that differ only in numbers behave alike.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Id(u32);

impl Id {
    /// No answer is awaited. A reply with this number is ignored.
    pub(crate) const NONE: Self = Self(0);
    /// The first number.
    pub(super) const FIRST: Self = Self(1);

    /// The next number. After the largest comes 1, since 0 is none.
    pub(super) fn next(self) -> Self {
        Self(self.0.checked_add(1).unwrap_or(1))
    }

    #[cfg(test)]
    pub(super) fn of(number: u32) -> Self {
        Self(number)
    }

    pub(crate) fn number(self) -> u32 {
        self.0
    }

    pub(super) fn is_some(self) -> bool {
        self.0 != 0
    }

    pub(super) fn is(self, number: u32) -> bool {
        self.is_some() && self.0 == number
    }
}

impl PartialEq for Id {
    fn eq(&self, other: &Self) -> bool {
        self.is_some() == other.is_some()
    }
}

impl Eq for Id {}

impl Hash for Id {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        self.is_some().hash(hasher);
    }
}
