//! One of the two phones: its host, and the page on it.

use std::collections::BTreeMap;
use std::rc::Rc;

use voip_runtime::field::{Field, FieldError, FieldKind};
use voip_runtime::host::Host as _;
use voip_runtime::record::{Input, Recorder, Recording};
use voip_runtime::session::Tapped;
use voip_runtime::sim::{Listener, Pace, Screen, SimHost, Step};
use voip_runtime::spec::{FieldSpec, Role};
use voip_runtime::value::Value;
use voip_runtime::{Page, Session, State};

use super::log::Log;
use super::mishaps::{Mishap, Mishaps};
use crate::paint::text::visible;
use crate::serve::outbox::Outbox;
use crate::serve::settings::{Answer, Faults};
use crate::serve::which::Which;
use crate::serve::wire::{self, Does, Failure, Refusal};

/// A phone, with the page on it.
pub(super) struct Phone<P: Page> {
    which: Which,
    pub(super) host: SimHost,
    app: Option<App<P>>,
    log: Rc<Log>,
    faults: Faults,
    /// What the form holds as the app is started.
    form: BTreeMap<String, Value>,
    missing: Option<&'static str>,
    mishaps: Mishaps,
}

/// The mini-program, open on the page.
struct App<P: Page> {
    session: Session<P>,
    left: bool,
}

impl<P: Page> Phone<P> {
    pub(super) fn new(which: Which, host: SimHost, outbox: Outbox, form: BTreeMap<String, Value>) -> Self {
        host.make_interactive();
        // Whom a handler looks up has an openid that no server here knows: it is the other phone. One that
        // the user types is meant as it stands.
        let listener = P::SPEC.fields.iter().find(|field| field.role == Some(Role::ListenerOpenid));
        let is_typed = listener.is_some_and(FieldSpec::is_required);
        host.set_listener(if is_typed { Listener::Closed } else { Listener::Peer });
        let log = Rc::new(Log::new(which, outbox));
        let faults = Faults::default();
        Self { which, host, app: None, log, faults, form, missing: None, mishaps: Mishaps::default() }
    }

    pub(super) fn session(&self) -> Option<&Session<P>> {
        self.app.as_ref().map(|app| &app.session)
    }

    // --- The app ---

    /// The user starts the mini-program, or comes back to its page. It does nothing where the page is open.
    pub(super) fn start(&mut self) {
        if self.app.as_ref().is_some_and(|app| !app.left) {
            return;
        }
        if !self.host.is_open() {
            self.host.reopen();
        }
        self.host.set_reachable(self.host.is_reachable() || !self.faults.uncallable);
        let number = self.log.begin();
        let recorder = Recorder::new(self.host.clone());
        let log = self.log.clone();
        recorder.on_record(move |record| log.note(number, record));
        let session = Session::<P>::new(recorder.clone());
        recorder.observe(&session);
        for (index, field) in P::SPEC.fields.iter().enumerate() {
            let given = self.form.get(field.name);
            let is_empty = session.page().field(index).is_some_and(|value| value.text().is_empty());
            match given {
                // What the form held may be of a page that has changed since.
                Some(value) => drop(session.input(field.name, value.clone())),
                None if field.is_required() && is_empty => {
                    drop(session.input(field.name, self.made_up(field)));
                }
                None => {}
            }
        }
        self.missing = None;
        self.app = Some(App { session, left: false });
    }

    /// The host kills the mini-program: the page hears nothing of it.
    pub(super) fn kill(&mut self) {
        self.host.close();
        self.log.end();
        self.app = None;
        self.missing = None;
    }

    /// What a tap asks for, so that one tap is a call.
    fn made_up(&self, field: &FieldSpec) -> String {
        let of_caller = matches!(field.role, Some(Role::CallerOpenid | Role::CallerNickname));
        let who = if of_caller == (self.which == Which::A) { Which::A } else { Which::B };
        match field.kind {
            FieldKind::OpenId => super::openid(who).into(),
            _ => match who {
                Which::A => "小安".into(),
                Which::B => "小白".into(),
            },
        }
    }

    // --- What the user does ---

    pub(super) fn input(&mut self, input: Input) -> Result<(), Refusal> {
        let Some(app) = self.app.as_mut().filter(|app| !app.left) else {
            return Err(Refusal::new(
                "input",
                "the page is not open on this phone",
                "该手机上没有打开此页面",
            ));
        };
        if !matches!(input, Input::Set { .. }) {
            self.missing = None;
        }
        let unfit = |name: &str, error: FieldError| {
            let name = visible(name);
            let chinese = match &error {
                FieldError::Unknown(name) => format!("页面没有字段 {}", visible(name)),
                _ => format!("字段 {name} 不能填入这个值"),
            };
            Refusal::new("input", format!("{name}: {}", visible(&error.to_string())), chinese)
        };
        match input {
            Input::Set { field, value } => {
                app.session.input(&field, value.clone()).map_err(|error| unfit(&field, error))?;
                if self.missing == Some(field.as_str()) {
                    self.missing = None;
                }
                self.form.insert(field, value);
            }
            Input::Load { query } => {
                let query = query.iter().map(|(name, value)| (name.as_str(), value.as_str()));
                app.session.load(query).map_err(|error| unfit("query", error))?;
            }
            Input::Tap => {
                if let Tapped::Missing(field) = app.session.tap() {
                    self.missing = Some(field.name);
                }
            }
            Input::MakeReachable => drop(app.session.make_reachable()),
            Input::HangUp => drop(app.session.hang_up()),
            Input::Dismiss => drop(app.session.dismiss()),
            Input::Leave => {
                app.session.leave();
                app.left = true;
            }
            // The page in the browser sends no others.
            _ => {}
        }
        Ok(())
    }

    /// What the person does beside the page. Where there is nothing to answer, nothing happens.
    pub(super) fn person(&mut self, does: Does) -> Result<(), Refusal> {
        let at = u64::try_from(self.host.now().as_millis()).unwrap_or(u64::MAX);
        let window = self.host.screen().call.is_some();
        // It is told before what comes of it.
        let done = match &does {
            Does::Allow | Does::Refuse | Does::Turn { .. } | Does::LeaveSettings => {
                self.host.screen().dialog.is_some()
            }
            Does::PickUp | Does::HangUp | Does::Mute(_) | Does::Interrupt => window,
            Does::Kill => self.app.is_some(),
            Does::Start => self.app.as_ref().is_none_or(|app| app.left),
        };
        if done {
            self.log.beside(at, does.clone());
        }
        match does {
            Does::Allow => drop(self.host.allow()),
            Does::Refuse => drop(self.host.refuse()),
            Does::Turn { scope, on } => {
                let scopes = P::SPEC.scopes;
                let Some(scope) = scopes.iter().copied().find(|known| known.name() == scope) else {
                    return Err(Refusal::new("person", "there is no such scope", "没有这项权限"));
                };
                self.host.turn(scope, on);
            }
            Does::LeaveSettings => drop(self.host.leave_settings()),
            Does::PickUp => drop(self.host.pick_up()),
            Does::HangUp => self.host.hang_up(),
            Does::Mute(on) => drop(self.host.mute(on)),
            Does::Interrupt => self.host.interrupt(),
            Does::Kill => self.kill(),
            Does::Start => self.start(),
        }
        Ok(())
    }

    // --- What goes wrong ---

    /// Sets what has become different.
    pub(super) fn set(&mut self, faults: &Faults, instant: bool) {
        self.host.set_pace(if instant { Pace::INSTANT } else { Pace::LIKELY });
        let before = std::mem::replace(&mut self.faults, faults.clone());
        for step in Step::ALL {
            let (old, new) = (before.answer(step), faults.answer(step));
            if old != new {
                self.answer(step, old.as_ref(), new);
            }
        }
        self.host.set_online(!faults.offline);
        self.host.set_silent(faults.silent);
        if faults.uncallable != before.uncallable {
            self.host.set_reachable(!faults.uncallable);
        }
        if faults.closed != before.closed {
            if faults.closed { self.kill() } else { self.start() }
        }
    }

    fn answer(&self, step: Step, old: Option<&Answer>, new: Option<Answer>) {
        if old == Some(&Answer::Refused) {
            self.permit(None);
        }
        self.host.play_always(step, None);
        match new {
            None => {}
            Some(Answer::Refused) => self.permit(Some(false)),
            Some(Answer::Play { play, once: true }) => self.host.play(step, [play]),
            Some(Answer::Play { play, once: false }) => self.host.play_always(step, Some(play)),
        }
    }

    /// All of the steps' answers as they are set, whatever was said of them meanwhile.
    pub(super) fn answer_as_set(&self) {
        for step in Step::ALL {
            self.answer(step, None, self.faults.answer(step));
        }
    }

    fn permit(&self, permission: Option<bool>) {
        for scope in P::SPEC.scopes {
            self.host.set_permission(*scope, permission);
        }
    }

    /// Lets come over the call what is set, if its time has come.
    pub(super) fn let_come(&mut self) {
        for mishap in self.mishaps.due(&self.host, &self.faults) {
            // Nobody listens whom it could be refused to, and nothing of it is.
            let _ = self.person(match mishap {
                Mishap::Interrupt => Does::Interrupt,
                Mishap::Kill => Does::Kill,
            });
        }
    }

    // --- What is to be seen ---

    /// The recording of this run, and whether it is whole.
    pub(super) fn recording(&self) -> (Recording, bool) {
        let (records, whole) = self.log.kept();
        (Recording::of::<P>(records), whole)
    }

    pub(super) fn view(&self) -> wire::Phone {
        let app = self.app.as_ref();
        let left = app.is_some_and(|app| app.left);
        wire::Phone {
            running: app.is_some() && !left,
            left,
            missing: self.missing,
            last: self.log.last(),
            openid: self.host.openid(),
            screen: self.host.screen(),
            permissions: wire::permissions(P::SPEC.scopes, |scope| self.host.permission(scope)),
            online: self.host.is_online(),
            callable: self.host.is_open() && self.host.is_reachable(),
            ..page_view(self.session())
        }
    }
}

/// What the session says of itself; without one, a page that is not open. What is beside the page is as on a
/// phone where nothing has happened.
pub(super) fn page_view<P: Page>(session: Option<&Session<P>>) -> wire::Phone {
    let page = session.map_or_else(|| Rc::new(P::initial()), Session::page);
    wire::Phone {
        state: session.map_or(State::Idle, Session::state),
        busy: session.is_some_and(Session::busy),
        reachable: session.is_some_and(Session::reachable),
        connected: session.is_some_and(Session::connected),
        running: session.is_some(),
        left: false,
        error: session.and_then(Session::error).as_ref().map(Failure::from),
        can: session.map(Session::available).unwrap_or_default().into(),
        values: wire::values(P::SPEC.fields, |index| page.field(index).map(Field::value)),
        missing: None,
        last: None,
        openid: String::new(),
        screen: Screen::default(),
        permissions: BTreeMap::new(),
        online: true,
        callable: true,
    }
}
