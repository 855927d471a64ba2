//! What WeChat asks the person at a simulated phone, and what it remembers of that.

use alloc::rc::Rc;
use alloc::string::String;
use core::time::Duration;

use super::phone::{Asked, Phone, Question};
use super::screen::Dialog;
use super::script::{Step, failure};
use crate::cause::Cause;
use crate::flow::Via;
use crate::host::Reply;
use crate::spec::Scope;
use crate::value::Value;

impl Phone {
    // --- What WeChat remembers ---

    pub(super) fn deny(&self, scope: Scope) {
        self.denied.borrow_mut().push(scope.name());
    }

    pub(super) fn permission(&self, scope: &str) -> Option<bool> {
        self.permissions.borrow().get(scope).copied().flatten()
    }

    pub(super) fn set_permission(&self, scope: &str, allowed: Option<bool>) {
        let mut permissions = self.permissions.borrow_mut();
        match allowed {
            Some(_) => drop(permissions.insert(scope.into(), allowed)),
            None => drop(permissions.remove(scope)),
        }
    }

    // --- Host calls ---

    pub(super) fn authorize(self: &Rc<Self>, scope: &str, reply: Reply) {
        // From now on the settings page has a switch for it.
        self.permissions.borrow_mut().entry(scope.into()).or_default();
        let scope = String::from(scope);
        let pace = self.pace.get();
        if let Some(play) = self.scripted(Step::Authorize) {
            let granted = move |phone: &Rc<Self>| {
                phone.set_permission(&scope, Some(true));
                Ok(())
            };
            return self.perform(Step::Authorize.host_call(), &play, pace.person, &reply, granted);
        }
        let allowed = self.permission(&scope);
        let attended = self.attended.get();
        if allowed == Some(true) {
            self.answer(pace.host, reply, Ok(Value::Null));
        } else if !attended && self.denied.borrow().contains(&scope.as_str()) {
            // The person is asked once only, but reads either way in this simulation.
            self.decided(pace.person, scope, false, reply);
        } else if allowed == Some(false) {
            self.answer(pace.host, reply, Err(failure(Step::Authorize.host_call(), Cause::Denied)));
        } else if attended {
            self.ask(Asked::Permission(scope), reply);
        } else {
            self.decided(pace.person, scope, true, reply);
        }
    }

    /// The person says yes or no after a while.
    fn decided(self: &Rc<Self>, delay: Duration, scope: String, allowed: bool, reply: Reply) {
        self.later(delay, move |phone| phone.decide(&scope, allowed, &reply));
    }

    fn decide(&self, scope: &str, allowed: bool, reply: &Reply) {
        self.set_permission(scope, Some(allowed));
        reply.answer(if allowed {
            Ok(Value::Null)
        } else {
            Err(failure(Step::Authorize.host_call(), Cause::Denied))
        });
    }

    pub(super) fn open_setting(self: &Rc<Self>, reply: Reply) {
        let pace = self.pace.get().person.saturating_mul(2);
        if let Some(play) = self.scripted_play(Via::OpenSetting.host_call()) {
            return self.perform_via(Via::OpenSetting, &play, pace, &reply);
        }
        if self.attended.get() {
            return self.ask(Asked::AskSettings, reply);
        }
        self.later(pace, move |phone| {
            phone.switch_all_on();
            reply.answer(Ok(Value::Null));
        });
    }

    /// As a willing person does, but for what they deny.
    fn switch_all_on(&self) {
        let denied = self.denied.borrow();
        for (scope, allowed) in self.permissions.borrow_mut().iter_mut() {
            if *allowed == Some(false) && !denied.contains(&scope.as_str()) {
                *allowed = Some(true);
            }
        }
    }

    // --- The person ---

    fn ask(&self, what: Asked, reply: Reply) {
        self.questions.borrow_mut().push_back(Question { what, reply });
    }

    /// The first question, if it is of this kind. One whose page is gone was taken away with it.
    fn take_question(&self, wanted: impl FnOnce(&Asked) -> bool) -> Option<Question> {
        let mut questions = self.questions.borrow_mut();
        questions.retain(|question| question.reply.is_live());
        if wanted(&questions.front()?.what) { questions.pop_front() } else { None }
    }

    pub(super) fn dialog(&self) -> Option<Dialog> {
        let questions = self.questions.borrow();
        let question = questions.iter().find(|question| question.reply.is_live())?;
        Some(match &question.what {
            Asked::Permission(scope) => Dialog::Permission { scope: scope.clone() },
            Asked::AskSettings => Dialog::AskSettings,
            Asked::Settings => {
                let permissions = self.permissions.borrow();
                let is_on =
                    |(scope, allowed): (&String, &Option<bool>)| (scope.clone(), *allowed == Some(true));
                Dialog::Settings { scopes: permissions.iter().map(is_on).collect() }
            }
        })
    }

    pub(super) fn allow(&self) -> bool {
        match self.take_question(|asked| !matches!(asked, Asked::Settings)) {
            Some(Question { what: Asked::Permission(scope), reply }) => self.decide(&scope, true, &reply),
            Some(Question { reply, .. }) => {
                self.questions.borrow_mut().push_front(Question { what: Asked::Settings, reply });
            }
            None => return false,
        }
        true
    }

    pub(super) fn refuse(&self) -> bool {
        match self.take_question(|asked| !matches!(asked, Asked::Settings)) {
            Some(Question { what: Asked::Permission(scope), reply }) => self.decide(&scope, false, &reply),
            // What it says does not matter, and on a phone it says the same either way.
            Some(Question { reply, .. }) => reply.answer(Ok(Value::Null)),
            None => return false,
        }
        true
    }

    pub(super) fn turn(&self, scope: Scope, on: bool) -> bool {
        if !matches!(self.dialog(), Some(Dialog::Settings { .. })) {
            return false;
        }
        match self.permissions.borrow_mut().get_mut(scope.name()) {
            Some(allowed) => *allowed = Some(on),
            None => return false,
        }
        true
    }

    pub(super) fn leave_settings(&self) -> bool {
        let settings = self.take_question(|asked| matches!(asked, Asked::Settings));
        settings.map(|settings| settings.reply.answer(Ok(Value::Null))).is_some()
    }
}
