//! Makes a simulated phone behave as the settings say.

use super::{Answer, Faults};
use crate::sim::{SimHost, Step};
use crate::spec::{Scope, Spec};

impl Faults {
    /// Gives the phone these faults in place of `before`, which it has. The page on it asks for `scopes`.
    ///
    /// This does not close the app, and does not start timed faults.
    pub fn apply(&self, before: &Self, host: &SimHost, scopes: &[Scope]) {
        for step in Step::ALL {
            let (old, new) = (before.answer(step), self.answer(step));
            if old != new {
                set_answer(host, scopes, step, old.as_ref(), new);
            }
        }
        host.set_online(!self.offline);
        host.set_member_events(self.members);
        host.set_replaces_calls(self.replaces);
        if self.uncallable != before.uncallable {
            host.set_reachable(!self.uncallable);
        }
        if self.callable != before.callable {
            host.set_reachable(self.callable);
        }
    }

    /// Whether calls are enabled when the app is started on a page with this spec. A page with `receive` shows how it enables
    /// them. For any other page, other code of the app has enabled them.
    pub fn has_enabled_calls(&self, spec: &Spec) -> bool {
        if spec.receive.is_some() { self.callable } else { !self.uncallable }
    }

    /// Sets the answers of all steps again.
    pub fn apply_answers(&self, host: &SimHost, scopes: &[Scope]) {
        for step in Step::ALL {
            set_answer(host, scopes, step, None, self.answer(step));
        }
    }
}

fn set_answer(host: &SimHost, scopes: &[Scope], step: Step, old: Option<&Answer>, new: Option<Answer>) {
    let set_permissions = |allowed| scopes.iter().for_each(|scope| host.set_permission(*scope, allowed));
    if old == Some(&Answer::Refused) {
        set_permissions(None);
    }
    host.play_always(step, None);
    match new {
        None => {}
        Some(Answer::Refused) => set_permissions(Some(false)),
        Some(Answer::Play { play, once: true }) => host.play(step, [play]),
        Some(Answer::Play { play, once: false }) => host.play_always(step, Some(play)),
    }
}
