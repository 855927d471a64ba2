//! What comes over a call so long after it was answered.

use std::cell::RefCell;
use std::rc::Rc;

use voip_runtime::sim::SimHost;

use crate::serve::settings::Faults;

/// What comes over a call.
#[derive(Clone, Copy)]
pub(super) enum Mishap {
    /// A phone call comes in.
    Interrupt,
    /// The mini-program is killed.
    Kill,
}

/// Those of one phone.
#[derive(Default)]
pub(super) struct Mishaps {
    /// When the call was answered that this phone is in.
    answered: Option<u64>,
    /// Whose time has come, each with when its call was answered.
    come: Rc<RefCell<Vec<(u64, Mishap)>>>,
}

impl Mishaps {
    /// Those whose time has come. One whose call is over by then is forgotten.
    pub(super) fn due(&mut self, host: &SimHost, faults: &Faults) -> Vec<Mishap> {
        let answered = host.screen().call.and_then(|call| call.connected_at);
        if answered != self.answered {
            self.answered = answered;
            let mishaps = [(faults.interrupt, Mishap::Interrupt), (faults.kill, Mishap::Kill)];
            for (after, mishap) in mishaps {
                if let (Some(answered), Some(after)) = (answered, after) {
                    let come = self.come.clone();
                    host.after(after, move || come.borrow_mut().push((answered, mishap)));
                }
            }
        }
        let come = self.come.take().into_iter();
        come.filter(|(of, _)| Some(*of) == self.answered).map(|(_, mishap)| mishap).collect()
    }
}
