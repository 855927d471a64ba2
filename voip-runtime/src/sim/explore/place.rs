//! A place: where a path leads.

use alloc::vec::Vec;
use core::hash::{BuildHasher, BuildHasherDefault, Hash, Hasher as _};
use core::mem::take;
use core::time::Duration;
use std::hash::DefaultHasher;

use super::checker::Checker;
use super::moves::{CallKind, Maker};
use crate::engine::Engine;
use crate::field::Field;
use crate::machine::Machine;
use crate::spec::Spec;
use crate::state::State;
use crate::value::Value;

/// Answers are compared all together if there are at most so many.
pub(super) const MAX_ANSWERS: usize = 4;

/// The pending host calls.
pub(super) struct Pending {
    /// Each one, who made it, how much of a sleep remains, and the address of the future that made it.
    pub(super) calls: Vec<(CallKind, Maker, Duration, Option<usize>)>,
    /// The futures that wait for an answer which never comes.
    pub(super) stuck: Vec<usize>,
    /// Whether a function that the flow spawned waits for an answer, which it gets at once.
    pub(super) is_answered_at_once: bool,
    /// The number of late joins. The machine treats each alike, so more than two count as two.
    pub(super) late_joins: usize,
    /// Whether enabling can still succeed after its time limit.
    pub(super) late_enable: bool,
    /// How many requests and futures of the call the handler waits for.
    pub(super) requests: u32,
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
    /// The functions that run beside the call, each with its pending host calls and whether a call is in progress. They and the
    /// call do not depend on each other, except through the fields.
    pub(super) background: Vec<u64>,
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
        fields: u64,
        is_for_one_call: bool,
    ) -> Self {
        let has_called = is_for_one_call && checker.has_called;
        let step = checker.step();
        let (counted, late, reachability) = machine.take_apart(spec);
        let (followed, followed_late, followed_reachability) = checker.take_apart(spec);
        let followed = followed.counts().iter().copied().chain(core::iter::repeat(u16::MAX));
        let counts = counted.counts().iter().copied().zip(followed);
        let count = pending.calls.len();
        pending.calls.retain(|(kind, ..)| *kind != CallKind::Disable);
        let is_disabling = pending.calls.len() < count;
        let (mut knowledge, contact) = (take(&mut checker.knowledge), checker.contact.take());
        let is_over = checker.is_over();
        let background = knowledge.take_background().into_iter().map(|(address, known)| {
            let own = pending.calls.extract_if(.., |(.., of)| address.is_some() && *of == address);
            let own: Vec<_> = own.map(|(kind, maker, at, _)| (kind, maker, at)).collect();
            // What a function has learnt that waits for ever does not matter, only that it is there at each step.
            let is_stuck = address.is_some_and(|address| pending.stuck.contains(&address));
            if is_stuck { hash((step, known.maker())) } else { hash((is_over, known, own)) }
        });
        let background = background.collect();
        let calls: Vec<_> = pending.calls.iter().map(|(kind, maker, at, _)| (kind, maker, at)).collect();
        let answers = if knowledge.len() > MAX_ANSWERS { knowledge.take_answers() } else { Vec::new() };
        Self {
            core: hash((
                (&machine, &checker, calls),
                (pending.requests, pending.is_watched, pending.is_answered_at_once),
            )),
            background,
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

/// The values of the fields of a page, and the openids of its contacts, as a hash.
pub(super) fn fields(engine: &Engine) -> u64 {
    let mut hasher = DefaultHasher::default();
    let page = engine.page();
    for field in (0..engine.spec.fields.len()).filter_map(|index| page.field(index)) {
        hash_field(field, &mut hasher);
    }
    hasher.finish()
}

/// The same of each field.
pub(super) fn field_hashes(engine: &Engine) -> Vec<u64> {
    let page = engine.page();
    let fields = (0..engine.spec.fields.len()).filter_map(|index| page.field(index));
    let hashes = fields.map(|field| {
        let mut hasher = DefaultHasher::default();
        hash_field(field, &mut hasher);
        hasher.finish()
    });
    hashes.collect()
}

fn hash_field(field: &dyn Field, hasher: &mut DefaultHasher) {
    hash_value(&field.value(), hasher);
    for contact in (0..).map_while(|index| field.contact(index)) {
        contact.openid.as_str().hash(hasher);
    }
}

fn hash_value(value: &Value, hasher: &mut DefaultHasher) {
    core::mem::discriminant(value).hash(hasher);
    match value {
        Value::Null => {}
        Value::Bool(value) => value.hash(hasher),
        Value::Number(value) => value.to_bits().hash(hasher),
        Value::Text(value) => value.hash(hasher),
        Value::List(values) => {
            values.len().hash(hasher);
            for value in values {
                hash_value(value, hasher);
            }
        }
        Value::Object(members) => {
            members.len().hash(hasher);
            for (name, value) in members {
                name.hash(hasher);
                hash_value(value, hasher);
            }
        }
    }
}
