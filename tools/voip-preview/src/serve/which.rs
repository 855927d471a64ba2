//! Which phone.

use serde::{Deserialize, Serialize};

/// One of the two phones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "u64", into = "u64")]
pub(super) enum Which {
    A,
    B,
}

impl Which {
    pub(super) const BOTH: [Self; 2] = [Self::A, Self::B];

    pub(super) const fn letter(self) -> char {
        match self {
            Self::A => 'a',
            Self::B => 'b',
        }
    }

    /// Its element of a pair.
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

impl TryFrom<u64> for Which {
    type Error = &'static str;

    fn try_from(number: u64) -> Result<Self, Self::Error> {
        match number {
            0 => Ok(Self::A),
            1 => Ok(Self::B),
            _ => Err("the phones are 0 and 1"),
        }
    }
}

impl From<Which> for u64 {
    fn from(which: Which) -> Self {
        which as Self
    }
}
