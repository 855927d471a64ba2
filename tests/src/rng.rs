//! What may happen, drawn from a seed.

use std::cell::Cell;

/// Random numbers, the same for the same seed (xorshift).
pub struct Rng(Cell<u64>);

impl Rng {
    /// Those of this seed.
    pub const fn new(seed: u64) -> Self {
        Self(Cell::new(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1))
    }

    /// One of `0..sides`.
    pub fn roll(&self, sides: u64) -> u64 {
        let mut state = self.0.get();
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        self.0.set(state);
        (state >> 11) % sides
    }

    /// One of these.
    pub fn one_of<'a, T>(&self, of: &'a [T]) -> &'a T {
        &of[usize::try_from(self.roll(of.len() as u64)).expect("a place")]
    }
}
