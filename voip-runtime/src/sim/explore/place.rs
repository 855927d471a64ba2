//! A place: where a path leads.

use alloc::string::String;
use alloc::vec::Vec;
use core::hash::Hash;

use super::explorer_host::HostState;
use super::moves::Answer;
use crate::machine::Machine;

/// Everything that the future of a page depends on.
///
/// An error that the page shows while nothing runs does not count, only whether there is one: nothing reads it. After the
/// user has left the page, only late joins count.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(super) struct Place {
    pub(super) machine: Machine,
    /// The retry counters of the machine and of the checker.
    pub(super) counts: Vec<(u16, u16)>,
    pub(super) requests: u32,
    pub(super) fields: String,
    pub(super) host: HostState,
}

impl Place {
    /// What the page's functions can see of it.
    pub(super) fn look(&self) -> impl Hash + '_ {
        let Self { fields, host, .. } = self;
        (fields, &host.checker.contact, &host.checker.knowledge, host.checker.step())
    }

    /// All of it that the page's functions cannot see.
    pub(super) fn inside(&self) -> impl Hash + '_ {
        (&self.machine, &self.counts, self.requests, self.host.without_knowledge())
    }

    pub(super) fn take_counts(&mut self) -> Vec<(u16, u16)> {
        core::mem::take(&mut self.counts)
    }

    /// How many answers the handler and the tasks have learnt.
    pub(super) fn answers(&self) -> usize {
        self.host.checker.knowledge.len()
    }

    pub(super) fn take_answers(&mut self) -> Vec<Answer> {
        self.host.checker.knowledge.take_answers()
    }
}
