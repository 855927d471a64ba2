//! Makes a simulated phone behave as the settings say.

use super::{Answer, Faults};
use crate::sim::{SimHost, Step};
use crate::spec::Scope;

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
