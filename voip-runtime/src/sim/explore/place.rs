//! A place: where a path leads.

use alloc::string::String;
use alloc::vec::Vec;
use core::hash::{BuildHasher, BuildHasherDefault, Hash};
use core::mem::take;
use core::time::Duration;
use std::hash::DefaultHasher;

use super::checker::Checker;
use super::moves::{CallKind, Maker};
use crate::machine::Machine;
use crate::spec::Spec;
use crate::state::State;

/// Answers are compared all together if there are at most so many.
pub(super) const MAX_ANSWERS: usize = 4;

/// The pending host calls.
pub(super) struct Pending {
    /// Each one, who made it, and how much of a sleep remains.
    pub(super) calls: Vec<(CallKind, Maker, Duration)>,
    /// The number of late joins. The machine treats each alike, so more than two count as two.
    pub(super) late_joins: usize,
    /// Whether enabling can still succeed after its time limit.
    pub(super) late_enable: bool,
    pub(super) is_watched: bool,
}

/// Everything that the future of a page depends on, as hashes of the parts that [`Visited`](super::visited::Visited) compares.
///
/// An error that the page shows while nothing runs does not count, only whether there is one: nothing reads it. After the
/// user has left the page, only late joins count.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// What the page does now: its machine, its pending host calls and what the checker knows, without the parts below.
    pub(super) core: u64,
    /// What the page's functions see of `core`.
    pub(super) step: (State, usize, bool),
    /// The fields, and what the handler and tasks have received. The machine reads none of it.
    pub(super) page: u64,
    /// The answers in `page`, if there are many.
    pub(super) answers: Vec<u64>,
    /// The retry counters.
    pub(super) counts: Vec<u64>,
    pub(super) late_joins: u64,
    pub(super) reachability: u64,
    /// Only one call is played from here.
    pub(super) is_for_one_call: bool,
}

impl Place {
    pub(super) fn new(
        spec: &Spec,
        mut machine: Machine,
        mut checker: Checker,
        mut pending: Pending,
        fields: String,
        is_for_one_call: bool,
    ) -> Self {
        let has_called = is_for_one_call && checker.has_called;
        let step = checker.step();
        let (counted, late, reachability) = machine.take_apart(spec);
        let (followed, followed_late, followed_reachability) = checker.take_apart(spec);
        let followed = followed.counts().iter().copied().chain(core::iter::repeat(u16::MAX));
        let counts = counted.counts().iter().copied().zip(followed);
        let calls = pending.calls.len();
        pending.calls.retain(|(kind, ..)| *kind != CallKind::Disable);
        let is_disabling = pending.calls.len() < calls;
        let (mut knowledge, contact) = (take(&mut checker.knowledge), checker.contact.take());
        let answers = if knowledge.len() > MAX_ANSWERS { knowledge.take_answers() } else { Vec::new() };
        Self {
            core: hash((&machine, &checker, &pending.calls, pending.is_watched)),
            step,
            page: hash((fields, contact, knowledge, is_for_one_call, has_called)),
            answers: answers.iter().map(hash).collect(),
            counts: counts.map(hash).collect(),
            late_joins: hash((late, followed_late, pending.late_joins)),
            reachability: hash((reachability, followed_reachability, pending.late_enable, is_disabling)),
            is_for_one_call,
        }
    }
}

pub(super) fn hash(value: impl Hash) -> u64 {
    BuildHasherDefault::<DefaultHasher>::default().hash_one(value)
}
