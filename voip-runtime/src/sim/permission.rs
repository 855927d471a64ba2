//! The questions that WeChat asks the user of a simulated phone, and the decisions that it remembers.

use alloc::rc::Rc;
use alloc::string::String;
use core::time::Duration;

use super::phone::{Phone, Question, QuestionKind};
use super::screen::Dialog;
use super::script::{Step, failure};
use crate::cause::Cause;
use crate::error::CallError;
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
        // From now on, the settings page has a switch for this scope.
        self.permissions.borrow_mut().entry(scope.into()).or_default();
        let scope = String::from(scope);
        let pace = self.pace.get();
        if let Some(play) = self.scripted(Step::Authorize) {
            let granted = move |phone: &Rc<Self>| {
                phone.set_permission(&scope, Some(true));
                Ok(())
            };
            return self.perform(Step::Authorize.host_call(), &play, pace.user, &reply, granted);
        }
        let allowed = self.permission(&scope);
        let interactive = self.interactive.get();
        if allowed == Some(true) {
            self.answer(pace.host, reply, Ok(Value::Null));
        } else if !interactive && self.denied.borrow().contains(&scope.as_str()) {
            // WeChat asks only once, but in this simulation the answer takes the same time in both cases.
            self.decided(pace.user, scope, false, reply);
        } else if allowed == Some(false) {
            self.answer(pace.host, reply, Err(failure(Step::Authorize.host_call(), Cause::Denied)));
        } else if interactive {
            self.ask(QuestionKind::Permission(scope), reply);
        } else {
            self.decided(pace.user, scope, true, reply);
        }
    }

    /// The user decides after `delay`.
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
        let pace = self.pace.get().user.saturating_mul(2);
        if let Some(play) = self.scripted_play(Via::OpenSetting.host_call()) {
            return self.perform_via(Via::OpenSetting, &play, pace, &reply);
        }
        if self.interactive.get() {
            return self.ask(QuestionKind::AskSettings, reply);
        }
        self.later(pace, move |phone| {
            phone.switch_all_on();
            reply.answer(Ok(Value::Null));
        });
    }

    /// The user switches on every scope that `deny` does not name.
    fn switch_all_on(&self) {
        let denied = self.denied.borrow();
        for (scope, allowed) in self.permissions.borrow_mut().iter_mut() {
            if *allowed == Some(false) && !denied.contains(&scope.as_str()) {
                *allowed = Some(true);
            }
        }
    }

    // --- The user ---

    fn ask(&self, what: QuestionKind, reply: Reply) {
        self.questions.borrow_mut().push_back(Question { what, reply: Some(reply) });
    }

    pub(super) fn open_settings(&self) -> bool {
        let opens = self.open.get() && self.dialog().is_none();
        if opens {
            self.questions.borrow_mut().push_back(Question { what: QuestionKind::Settings, reply: None });
        }
        opens
    }

    /// Takes the first question, if it is of the wanted kind. Questions of pages that are closed are removed.
    fn take_question(&self, wanted: impl FnOnce(&QuestionKind) -> bool) -> Option<Question> {
        let mut questions = self.questions.borrow_mut();
        questions.retain(Question::is_live);
        if wanted(&questions.front()?.what) { questions.pop_front() } else { None }
    }

    pub(super) fn dialog(&self) -> Option<Dialog> {
        let questions = self.questions.borrow();
        let question = questions.iter().find(|question| question.is_live())?;
        Some(match &question.what {
            QuestionKind::Permission(scope) => Dialog::Permission { scope: scope.clone() },
            QuestionKind::AskSettings => Dialog::AskSettings,
            QuestionKind::Settings => {
                let permissions = self.permissions.borrow();
                let is_on =
                    |(scope, allowed): (&String, &Option<bool>)| (scope.clone(), *allowed == Some(true));
                Dialog::Settings { scopes: permissions.iter().map(is_on).collect() }
            }
        })
    }

    pub(super) fn allow(&self) -> bool {
        match self.take_question(|asked| !matches!(asked, QuestionKind::Settings)) {
            Some(Question { what: QuestionKind::Permission(scope), reply: Some(reply) }) => {
                self.decide(&scope, true, &reply);
            }
            Some(Question { reply, .. }) => {
                self.questions.borrow_mut().push_front(Question { what: QuestionKind::Settings, reply });
            }
            None => return false,
        }
        true
    }

    pub(super) fn refuse(&self) -> bool {
        match self.take_question(|asked| !matches!(asked, QuestionKind::Settings)) {
            Some(Question { what: QuestionKind::Permission(scope), reply: Some(reply) }) => {
                self.decide(&scope, false, &reply);
            }
            // The settings were not opened. The flow continues as after the settings.
            Some(question) => {
                question.answer(Err(CallError::new(
                    Cause::Denied,
                    "openSetting:fail the user canceled the modal",
                )));
            }
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
        let settings = self.take_question(|asked| matches!(asked, QuestionKind::Settings));
        settings.map(|settings| settings.answer(Ok(Value::Null))).is_some()
    }
}
