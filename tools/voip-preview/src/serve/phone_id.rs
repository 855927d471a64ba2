//! Phone A or phone B.

use serde::{Deserialize, Serialize};

/// One of the two phones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "u64", into = "u64")]
pub(super) enum PhoneId {
    A,
    B,
}

impl PhoneId {
    pub(super) const BOTH: [Self; 2] = [Self::A, Self::B];

    pub(super) const fn letter(self) -> char {
        match self {
            Self::A => 'a',
            Self::B => 'b',
        }
    }

    /// The element of a pair that belongs to this phone.
    pub(super) fn of<T>(self, [a, b]: &[T; 2]) -> &T {
        match self {
            Self::A => a,
            Self::B => b,
        }
    }

    pub(super) fn of_mut<T>(self, [a, b]: &mut [T; 2]) -> &mut T {
        match self {
            Self::A => a,
            Self::B => b,
        }
    }
}

impl TryFrom<u64> for PhoneId {
    type Error = &'static str;

    fn try_from(number: u64) -> Result<Self, Self::Error> {
        match number {
            0 => Ok(Self::A),
            1 => Ok(Self::B),
            _ => Err("a phone is 0 or 1"),
        }
    }
}

impl From<PhoneId> for u64 {
    fn from(id: PhoneId) -> Self {
        id as Self
    }
}
