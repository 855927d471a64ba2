//! One of the two phones: its host, and the page on it.

use std::rc::Rc;
use std::sync::Arc;

use voip_runtime::field::{FieldError, RoomType};
use voip_runtime::host::AnswerType;
use voip_runtime::record::{Input, Recorder, Recording};
use voip_runtime::session::{Event, Tapped};
use voip_runtime::sim::fill_in::Person;
use voip_runtime::sim::{Listener, Pace, SimHost};
use voip_runtime::spec::{FieldSpec, Role};
use voip_runtime::value::Value;

use super::address_errors::refusal;
use super::explain;
use super::history::History;
use super::log::Log;
use super::shown::{App, Shown};
use super::timed_faults::{TimedFault, TimedFaults};
use crate::answers::{Answers, Given, WrongAnswer};
use crate::pages::{OpenPage, Previewed, fill_in};
use crate::paint::text::visible;
use crate::serve::outbox::Outbox;
use crate::serve::settings::{Faults, PhoneId, Query, SettingsError};
use crate::serve::wire::{Action, Forms, PhoneView, Refusal, Text};

/// One of the two phones.
pub(super) struct Phone {
    id: PhoneId,
    pub(super) host: SimHost,
    pub(super) shown: Rc<Shown>,
    log: Rc<Log>,
    answers: Rc<Answers>,
    given: Vec<Given>,
    faults: Faults,
    /// The values that the forms get when the app is started.
    forms: Forms,
    /// The query with which the page opens when the app is started.
    query: Query,
    timed_faults: TimedFaults,
}

impl Phone {
    pub(super) fn new(
        id: PhoneId,
        host: SimHost,
        page: Arc<Previewed>,
        answers: Rc<Answers>,
        outbox: Outbox,
        history: &Rc<History>,
        forms: Forms,
    ) -> Self {
        host.make_interactive();
        let log = Rc::new(Log::new(id, outbox, history));
        let openid = super::openid(id);
        let shown = Rc::new(Shown::new(openid, host.clone(), log.last_change(), answers.clone(), page));
        let (own_log, own_answers) = (log.clone(), answers.clone());
        host.on_any_request(move |request| {
            let (answer, wrong) = own_answers.answer(request);
            let made_up =
                answer.is_none().then(|| request.answer_type().and_then(AnswerType::example)).flatten();
            // `null` is the answer of a host call whose result does not matter.
            if let Some(value) = made_up.filter(|value| *value != Value::Null) {
                own_log.make_up(value);
            }
            if let Some(wrong) = wrong {
                own_log.refuse(refusal("open", &[refused_answer(id, &wrong)]));
            }
            answer
        });
        Self {
            id,
            host,
            shown,
            log,
            answers,
            given: Vec::new(),
            faults: Faults::default(),
            forms,
            query: Query::new(),
            timed_faults: TimedFaults::default(),
        }
    }

    pub(super) fn page(&self) -> Arc<Previewed> {
        self.shown.page()
    }

    pub(super) fn session(&self) -> Option<Rc<dyn OpenPage>> {
        self.shown.app().map(|app| app.session)
    }

    /// Shows another page of the mini-program, in a new run of it.
    pub(super) fn set_page(&mut self, page: Arc<Previewed>) {
        if page.name == self.page().name {
            return;
        }
        let is_open = self.shown.app().is_some();
        self.kill();
        self.answers.forget();
        self.shown.set_page(page);
        if is_open {
            self.start();
        }
    }

    /// Sets the query with which the page opens next.
    pub(super) fn set_query(&mut self, query: &Query) {
        self.query.clone_from(query);
    }

    // --- Its own host calls ---

    /// Gives these answers, if they are other ones than before.
    pub(super) fn set_answers(&mut self, given: &[Given]) {
        if self.given != given {
            self.given = given.to_vec();
            self.answers.give(given);
        }
    }

    /// The keys of answers that the page cannot read, as far as it has made the host call already.
    pub(super) fn wrong_answers(&self, given: &[Given]) -> Vec<(String, SettingsError)> {
        self.answers.wrong(given).iter().map(|wrong| refused_answer(self.id, wrong)).collect()
    }

    // --- The app ---

    /// Starts the mini-program, brings it back to the foreground, or opens its page again. Does nothing if the page is open.
    pub(super) fn start(&mut self) {
        if !self.host.is_in_foreground() {
            self.host.set_in_foreground(true);
            if let Some(app) = self.shown.app().filter(|app| !app.left && self.page().spec().acts_on_show()) {
                // Showing a page never fails.
                let _ = app.session.input(&Input::Show);
            }
        }
        if self.shown.app().is_some_and(|app| !app.left) {
            return;
        }
        if !self.host.is_open() {
            self.host.reopen();
        }
        let page = self.page();
        let spec = page.spec();
        // If the handler or `on_load` looks the listener up, the openid is made up, so the call goes to the other
        // phone. If the user types the openid, the call goes to the phone with that openid.
        let listener = spec.fields.iter().find(|field| field.role == Some(Role::ListenerOpenid));
        let is_typed = listener.is_some_and(FieldSpec::is_required) && !spec.on_load;
        self.host.set_listener(if is_typed { Listener::Closed } else { Listener::Peer });
        self.host.set_reachable(self.host.is_reachable() || self.faults.has_enabled_calls(spec));
        // A new run gets the answers from the first on.
        self.answers.give(&self.given);
        let run = self.log.start_run(spec);
        let recorder = Recorder::new(self.host.clone());
        let log = self.log.clone();
        recorder.on_record(move |record| log.add_record(run, record));
        let session = page.open(&recorder);
        self.log.explain_errors(&session, &self.host);
        self.shown.empty_field.set(None);
        self.shown.set_app(Some(App { session: session.clone(), left: false }));
        for field in spec.fields {
            if let Some(value) = self.forms.get(page.name).and_then(|form| form.get(field.name)) {
                // Ignored if the page no longer has this field, or takes other values now.
                let _ = session.input(&Input::Set { field: field.name.into(), value: value.clone() });
            }
        }
        let (caller, listener) = match self.id {
            PhoneId::A => (user(PhoneId::A), user(PhoneId::B)),
            PhoneId::B => (user(PhoneId::B), user(PhoneId::A)),
        };
        if spec.on_load {
            let (weak, log, host) = (Rc::downgrade(&session), self.log.clone(), self.host.clone());
            session.subscribe(Box::new(move |event| {
                if let (Event::Loading(false), Some(session)) = (event, weak.upgrade()) {
                    log.filled_in(&host, &fill_in(spec, &*session, caller, listener, |_| true));
                }
            }));
        } else {
            self.log.filled_in(&self.host, &fill_in(spec, &*session, caller, listener, |_| true));
        }
        if (spec.on_load || !self.query.is_empty())
            && let Err(error) = session.input(&Input::Load { query: self.query.clone() })
        {
            self.log.refuse(Refusal::new(
                "query",
                format!("query: {}", visible(&error.to_string())),
                "地址参数（query）的值不能填入页面",
            ));
        }
        if spec.acts_on_show() {
            // Showing a page never fails.
            let _ = session.input(&Input::Show);
        }
    }

    /// The host kills the mini-program, without notice to the page.
    pub(super) fn kill(&mut self) {
        self.host.close();
        self.log.end_run();
        self.shown.set_app(None);
        self.shown.empty_field.set(None);
    }

    // --- What the user does ---

    pub(super) fn input(&mut self, input: Input) -> Result<(), Refusal> {
        let Some(app) = self.shown.app().filter(|app| !app.left) else {
            return Err(Refusal::new(
                "input",
                "the page is not open on this phone",
                "该手机上没有打开此页面",
            ));
        };
        let mut why = None;
        if !matches!(input, Input::Set { .. }) {
            self.shown.empty_field.set(None);
            why = explain::ineffective(&input, &app.session.state());
        }
        if input == Input::Leave {
            self.shown.set_app(Some(App { left: true, ..app.clone() }));
        }
        let field_error = |name: &str, error: FieldError| {
            let name = visible(name);
            let chinese = match &error {
                FieldError::Unknown(name) => format!("页面没有字段 {}", visible(name)),
                _ => format!("字段 {name} 不能填入这个值"),
            };
            Refusal::new("input", format!("{name}: {}", visible(&error.to_string())), chinese)
        };
        let tapped = app.session.input(&input).map_err(|error| match &input {
            Input::Set { field, .. } => field_error(field, error),
            _ => field_error("query", error),
        })?;
        if let Tapped::Missing(field) = tapped {
            self.shown.empty_field.set(Some(field.name));
            let message = app.session.state().error.map(|error| visible(error.sentence()));
            why = Some(explain::missing(field.name, &message.unwrap_or_default()));
        } else if tapped == Tapped::Ignored && matches!(input, Input::Call { .. }) {
            why = why.or_else(|| Some(explain::not_callable()));
        }
        match input {
            Input::Set { field, value } => {
                if self.shown.empty_field.get() == Some(field.as_str()) {
                    self.shown.empty_field.set(None);
                }
                self.forms.entry(self.page().name.into()).or_default().insert(field, value);
            }
            // The settings that the user has opened close with the page.
            Input::Leave => drop(self.host.leave_settings()),
            _ => {}
        }
        if let Some(why) = why {
            self.explain(why);
        }
        Ok(())
    }

    /// Adds an explanation to the timeline.
    pub(super) fn explain(&self, why: Text) {
        self.log.explain(self.shown.now(), why);
    }

    /// Does what the user does outside the page. Does nothing if the window for it is not open.
    pub(super) fn act(&mut self, action: Action) -> Result<(), Refusal> {
        let at = self.shown.now();
        let in_call_window = self.host.screen().call.is_some();
        let is_possible = match &action {
            Action::Allow | Action::Refuse | Action::Turn { .. } | Action::LeaveSettings => {
                self.host.screen().dialog.is_some()
            }
            Action::PickUp | Action::HangUp | Action::Mute(_) | Action::Interrupt => in_call_window,
            Action::OpenSettings => self.host.is_open() && self.host.screen().dialog.is_none(),
            Action::SwitchToVoice => self
                .host
                .screen()
                .call
                .is_some_and(|call| call.room_type == RoomType::Video && !call.disable_switch_voice),
            Action::Ring => {
                let call = self.host.screen().call;
                let is_free = call.is_none_or(|call| call.connected_at.is_some());
                is_free && self.host.is_open() && self.host.is_reachable() && self.host.is_in_foreground()
            }
            Action::Kill => self.shown.app().is_some(),
            Action::Background => self.shown.app().is_some() && self.host.is_in_foreground(),
            Action::Start => self.shown.app().is_none_or(|app| app.left) || !self.host.is_in_foreground(),
        };
        // Logged before its effects.
        if is_possible {
            self.log.add_action(at, action.clone());
        }
        match action {
            Action::Allow => drop(self.host.allow()),
            Action::Refuse => drop(self.host.refuse()),
            Action::Turn { scope, on } => {
                let scopes = self.page().spec().scopes;
                let Some(scope) = scopes.iter().copied().find(|known| known.name() == scope) else {
                    return Err(Refusal::new(
                        "action",
                        format!("unknown scope `{}`", visible(&scope)),
                        format!("没有权限 {}", visible(&scope)),
                    ));
                };
                self.host.turn(scope, on);
            }
            Action::LeaveSettings => drop(self.host.leave_settings()),
            Action::PickUp => drop(self.host.pick_up()),
            Action::HangUp => self.host.hang_up(),
            Action::Mute(on) => drop(self.host.mute(on)),
            Action::SwitchToVoice => drop(self.host.switch_to_voice()),
            Action::OpenSettings => drop(self.host.open_settings()),
            Action::Interrupt => self.host.interrupt(),
            Action::Ring => drop(self.host.ring(user(PhoneId::B).nickname)),
            Action::Kill => self.kill(),
            Action::Background if is_possible => self.host.set_in_foreground(false),
            Action::Background => {}
            Action::Start => self.start(),
        }
        Ok(())
    }

    // --- Faults ---

    /// Applies the faults that have changed.
    pub(super) fn set_faults(&mut self, faults: &Faults, instant: bool) {
        self.host.set_pace(if instant { Pace::INSTANT } else { Pace::LIKELY });
        let before = std::mem::replace(&mut self.faults, faults.clone());
        faults.apply(&before, &self.host, self.page().spec().scopes);
        if faults.closed != before.closed {
            if faults.closed { self.kill() } else { self.start() }
        }
    }

    /// Applies the answers of all steps again.
    pub(super) fn apply_answers(&self) {
        self.faults.apply_answers(&self.host, self.page().spec().scopes);
    }

    /// Applies the timed faults that are due.
    pub(super) fn apply_timed_faults(&mut self) {
        for fault in self.timed_faults.take_due(&self.host, &self.faults) {
            // Neither action is ever refused.
            let _ = self.act(match fault {
                TimedFault::Interrupt => Action::Interrupt,
                TimedFault::Kill => Action::Kill,
            });
        }
    }

    // --- What is shown ---

    /// The recording of this run, and whether it is whole.
    pub(super) fn recording(&self) -> (Recording, bool) {
        let (records, whole) = self.log.records();
        (self.page().recording(records), whole)
    }

    pub(super) fn view(&self) -> PhoneView {
        self.shown.view()
    }
}

/// The setting whose answer the page cannot read.
fn refused_answer(id: PhoneId, wrong: &WrongAnswer) -> (String, SettingsError) {
    let key = format!("{}.answer.{}", id.letter(), wrong.target.written());
    (key, SettingsError::new(wrong.english(), wrong.chinese()))
}

/// The user of a phone.
const fn user(id: PhoneId) -> Person {
    let nickname = match id {
        PhoneId::A => "小安",
        PhoneId::B => "小白",
    };
    Person { openid: super::openid(id), nickname }
}
