//! Faults that happen some time after a call is answered.

use std::cell::RefCell;
use std::rc::Rc;

use voip_runtime::sim::SimHost;

use crate::serve::settings::Faults;

/// A fault that happens after a delay.
#[derive(Clone, Copy)]
pub(super) enum TimedFault {
    /// A phone call comes in.
    Interrupt,
    /// The mini-program is killed.
    Kill,
}

/// The timed faults of one phone.
#[derive(Default)]
pub(super) struct TimedFaults {
    /// When the phone's current call was answered.
    answered: Option<u64>,
    /// The faults that are due, each with the time when its call was answered.
    due: Rc<RefCell<Vec<(u64, TimedFault)>>>,
}

impl TimedFaults {
    /// Takes the faults that are due. A fault whose call has ended is dropped.
    pub(super) fn take_due(&mut self, host: &SimHost, faults: &Faults) -> Vec<TimedFault> {
        let answered = host.screen().call.and_then(|call| call.connected_at);
        if answered != self.answered {
            self.answered = answered;
            let delays = [(faults.interrupt, TimedFault::Interrupt), (faults.kill, TimedFault::Kill)];
            for (delay, fault) in delays {
                if let (Some(answered), Some(delay)) = (answered, delay) {
                    let due = self.due.clone();
                    host.after(delay, move || due.borrow_mut().push((answered, fault)));
                }
            }
        }
        let due = self.due.take().into_iter();
        due.filter(|(call, _)| Some(*call) == self.answered).map(|(_, fault)| fault).collect()
    }
}
