//! What the handler and the tasks of a page have learnt. Their futures cannot be compared, but two of them that have learnt
//! the same are in the same place.

use alloc::vec::Vec;

use super::moves::{Answer, Maker};
use crate::spec::Change;
use crate::state::State;

/// The running handler and tasks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Knowledge(Vec<Known>);

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Known {
    maker: Maker,
    /// Whether it is the handler of the newest tap, and not one that goes on after its call.
    is_current: bool,
    address: Address,
    /// The fields of the page when it began, as a hash.
    fields: u64,
    /// The transition that it was spawned with, or how its call ended.
    change: Option<Change>,
    learnt: Vec<Learnt>,
}

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Learnt {
    /// How many of its older host calls were pending.
    preceding: usize,
    /// `None` in a place that is compared without it.
    answer: Option<Answer>,
    /// The state of the call, if it had begun.
    state: Option<State>,
}

/// The address of a future, which is known from its first host call on. It tells two futures apart within a path, and does
/// not count when places are compared.
#[derive(Clone, Copy, Debug, Eq)]
struct Address(Option<usize>);

impl PartialEq for Address {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl core::hash::Hash for Address {
    fn hash<H: core::hash::Hasher>(&self, _: &mut H) {}
}

impl Known {
    pub(super) fn maker(&self) -> Maker {
        self.maker
    }
}

impl Knowledge {
    /// The handler starts.
    pub(super) fn handler_starts(&mut self, fields: u64) {
        self.0.retain(|known| !known.is_current);
        let (address, learnt) = (Address(None), Vec::new());
        self.0.push(Known { maker: Maker::Handler, is_current: true, address, fields, change: None, learnt });
    }

    /// The future with this address makes a host call.
    pub(super) fn calls(
        &mut self,
        maker: Maker,
        address: usize,
        fields: impl FnOnce() -> u64,
        change: Option<&Change>,
    ) {
        if self.find(address).is_some() {
            return;
        }
        let unknown = |known: &&mut Known| known.is_current && known.address.0.is_none();
        if maker == Maker::Handler
            && let Some(known) = self.0.iter_mut().find(unknown)
        {
            known.address = Address(Some(address));
            return;
        }
        let change = change.filter(|_| matches!(maker, Maker::Spawned(_))).cloned();
        let (address, learnt) = (Address(Some(address)), Vec::new());
        self.0.push(Known { maker, is_current: false, address, fields: fields(), change, learnt });
    }

    pub(super) fn answered(
        &mut self,
        address: usize,
        preceding: usize,
        answer: Answer,
        state: Option<State>,
    ) {
        if let Some(known) = self.find(address) {
            known.learnt.push(Learnt { preceding, answer: Some(answer), state });
        }
    }

    /// The joined call has ended with this transition.
    pub(super) fn call_ended(&mut self, change: &Change) {
        if let Some(known) = self.0.iter_mut().find(|known| known.is_current) {
            known.change = Some(change.clone());
        }
    }

    /// Forgets all but those that `is_pending` selects by their address, and the handler of the newest tap if its call is in
    /// progress.
    pub(super) fn retain(&mut self, busy: bool, is_pending: impl Fn(usize) -> bool) {
        self.0.retain_mut(|known| {
            known.is_current &= busy;
            known.is_current || known.address.0.is_some_and(&is_pending)
        });
    }

    fn find(&mut self, address: usize) -> Option<&mut Known> {
        self.0.iter_mut().find(|known| known.address.0 == Some(address))
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many handlers go on after their calls.
    pub(super) fn detached(&self) -> usize {
        self.0.iter().filter(|known| known.maker == Maker::Handler && !known.is_current).count()
    }

    /// Whether the future with this address is a handler that goes on after its call.
    pub(super) fn is_detached(&self, address: usize) -> bool {
        let is_this = |known: &&Known| known.address.0 == Some(address);
        self.0.iter().find(is_this).is_some_and(|known| known.maker == Maker::Handler && !known.is_current)
    }

    /// How many answers with varied data the handler and the tasks have learnt.
    pub(super) fn varied(&self) -> usize {
        let varied = |learnt: &&Learnt| matches!(learnt.answer, Some(Answer::Varied(..)));
        self.0.iter().flat_map(|known| &known.learnt).filter(varied).count()
    }

    pub(super) fn len(&self) -> usize {
        self.0.iter().map(|known| known.learnt.len()).sum()
    }

    /// Removes the functions that run beside the call: those that the flow spawned, and handlers after their calls. Returns each
    /// with its address.
    pub(super) fn take_background(&mut self) -> Vec<(Option<usize>, Known)> {
        let is_background = |known: &mut Known| {
            matches!(known.maker, Maker::Spawned(_)) || known.maker == Maker::Handler && !known.is_current
        };
        self.0.extract_if(.., is_background).map(|known| (known.address.0, known)).collect()
    }

    /// Removes the answers themselves.
    pub(super) fn take_answers(&mut self) -> Vec<Answer> {
        self.0
            .iter_mut()
            .flat_map(|known| &mut known.learnt)
            .filter_map(|learnt| learnt.answer.take())
            .collect()
    }
}
