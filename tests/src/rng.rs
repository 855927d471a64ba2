//! Repeatable random numbers.

use std::cell::Cell;

/// A random number generator (xorshift). The same seed gives the same numbers.
pub struct Rng(Cell<u64>);

impl Rng {
    /// The generator for this seed.
    pub const fn new(seed: u64) -> Self {
        Self(Cell::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1))
    }

    /// A number less than `limit`.
    pub fn below(&self, limit: u64) -> u64 {
        let mut state = self.0.get();
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        self.0.set(state);
        (state >> 11) % limit
    }

    /// One of the values.
    pub fn choose<'a, T>(&self, values: &'a [T]) -> &'a T {
        &values[usize::try_from(self.below(values.len() as u64)).expect("an index")]
    }
}
