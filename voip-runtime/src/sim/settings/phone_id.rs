//! Phone A or phone B.

use serde::{Deserialize, Serialize};

/// One of the two phones of a simulation. As data, it is 0 or 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "u64", into = "u64")]
pub enum PhoneId {
    /// The left one.
    A,
    /// The right one.
    B,
}

impl PhoneId {
    /// Both phones.
    pub const BOTH: [Self; 2] = [Self::A, Self::B];

    /// `a` or `b`.
    pub const fn letter(self) -> char {
        match self {
            Self::A => 'a',
            Self::B => 'b',
        }
    }

    /// The element of a pair that belongs to this phone.
    pub fn of<T>(self, [a, b]: &[T; 2]) -> &T {
        match self {
            Self::A => a,
            Self::B => b,
        }
    }

    /// The element of a pair that belongs to this phone, to change it.
    pub fn of_mut<T>(self, [a, b]: &mut [T; 2]) -> &mut T {
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
