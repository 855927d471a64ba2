//! What `explore` compares of two machines.

use core::hash::Hash;
use core::mem::{replace, take};

use super::{Id, LateJoins, Machine};
use crate::cause::Cause;
use crate::flow::RetryCounters;
use crate::spec::Spec;

impl Machine {
    /// Removes what `explore` does not compare, and returns what it compares apart from the rest: the retry counters, the late
    /// joins, and the reachability. While no call is in progress, nothing has read the error, and it only matters whether there
    /// is one.
    pub(crate) fn take_apart(
        &mut self,
        spec: &Spec,
    ) -> (RetryCounters, impl Hash + 'static, impl Hash + 'static) {
        let late = replace(&mut self.late, LateJoins::NONE);
        if self.left {
            *self = Self { left: true, ..Self::new(&Spec::STUB) };
        }
        if !self.busy
            && let Some(error) = &mut self.error
        {
            *error = Cause::App.into();
        }
        // Only a page with `receive` reads these.
        let reachable = take(&mut self.reachable) && spec.receive.is_some();
        let disabled = take(&mut self.disabled) && spec.enables_on_show();
        let disable = replace(&mut self.disable, Id::NONE);
        let retries = self.attempt.as_mut().map(|attempt| &mut attempt.retries);
        let retries = retries.map_or(RetryCounters::NONE, |retries| replace(retries, RetryCounters::NONE));
        (retries, late, (reachable, disabled, disable))
    }
}
