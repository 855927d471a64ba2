//! Runs a page on a simulated phone, with users who follow a plan.

use std::cell::RefCell;
use std::rc::{Rc, Weak};
use std::time::Duration;

use voip_runtime::field::FieldKind;
use voip_runtime::host::Host as _;
use voip_runtime::record::{Record, RecordKind, Recorder};
use voip_runtime::session::Event;
use voip_runtime::sim::SimHost;
use voip_runtime::spec::{FieldSpec, Role};
use voip_runtime::{Page, Session, State};

use crate::args::Plan;
use crate::trace::{Trace, TraceEntry};

/// The time between two taps.
const TAP_INTERVAL: Duration = Duration::from_millis(300);

/// How long the users talk.
const TALK_TIME: Duration = Duration::from_secs(8);

/// How long the caller waits for the listener to answer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);

/// The result of a simulation.
pub(crate) struct Simulated {
    pub(crate) trace: Trace,
    /// Whether the page has no more events.
    pub(crate) settled: bool,
}

/// Runs the plan, until there are no more events.
pub(crate) fn simulate<P: Page>(plan: &Plan) -> Simulated {
    let phone = phone(plan);
    let recorder = Recorder::new(phone.clone());
    let entries = Rc::new(RefCell::new(Vec::new()));
    let session = Rc::new(Session::<P>::new(recorder.clone()));
    subscribe(&session, &recorder, &phone, &entries);
    let filled = fill_in(&session, plan);
    if plan.taps > 0 {
        session.tap();
    }
    for tap in 1..plan.taps {
        later(&phone, TAP_INTERVAL * tap, &session, |session| {
            session.tap();
        });
    }
    if let Some(at) = plan.cancel_at {
        later(&phone, at, &session, |session| {
            session.cancel();
        });
    }
    if let Some(at) = plan.leave_at {
        later(&phone, at, &session, Session::leave);
    }
    let settled = phone.run();
    // Taken before the session is dropped, which would add more records.
    let entries = entries.take();
    Simulated { trace: Trace { entries, filled }, settled }
}

fn phone(plan: &Plan) -> SimHost {
    let phone = SimHost::new();
    phone.set_talk(TALK_TIME);
    phone.set_listener(plan.listener);
    for scope in &plan.deny {
        phone.deny(*scope);
    }
    for (step, play) in &plan.script {
        phone.play(*step, [play.clone()]);
    }
    phone
}

fn subscribe<P: Page>(
    session: &Rc<Session<P>>,
    recorder: &Recorder,
    phone: &SimHost,
    entries: &Rc<RefCell<Vec<TraceEntry>>>,
) {
    let records = entries.clone();
    recorder.on_record(move |record| {
        records.borrow_mut().push(TraceEntry { record: record.clone(), timeline_only: false });
    });
    recorder.observe(session);
    let (phone, entries, weak) = (phone.clone(), entries.clone(), Rc::downgrade(session));
    session.subscribe(move |event| {
        // `error` and `busy` are reserved names in the page's data, so no field is called like this.
        let (name, value) = match event {
            Event::Error(Some(error)) => ("error", error.sentence().into()),
            Event::Busy(busy) => ("busy", (*busy).into()),
            Event::Change(change) if change.to == State::InCall => return hang_up_later(&phone, &weak),
            _ => return,
        };
        let at = u64::try_from(phone.now().as_millis()).unwrap_or(u64::MAX);
        let what = RecordKind::Field { name: name.into(), value };
        entries.borrow_mut().push(TraceEntry { record: Record { at, what }, timeline_only: true });
    });
}

/// Taps 结束 if the listener has not answered after [`ANSWER_TIMEOUT`].
fn hang_up_later<P: Page>(phone: &SimHost, session: &Weak<Session<P>>) {
    let session = session.clone();
    phone.after(ANSWER_TIMEOUT, move || {
        if let Some(session) = session.upgrade()
            && session.state() == State::InCall
            && !session.connected()
        {
            session.hang_up();
        }
    });
}

fn later<P: Page>(
    phone: &SimHost,
    delay: Duration,
    session: &Rc<Session<P>>,
    act: impl FnOnce(&Session<P>) + 'static,
) {
    let session = Rc::downgrade(session);
    phone.after(delay, move || {
        if let Some(session) = session.upgrade() {
            act(&session);
        }
    });
}

/// Fills in required fields that are empty, so that a run without flags makes a call.
fn fill_in<P: Page>(session: &Session<P>, plan: &Plan) -> Vec<&'static str> {
    let mut filled = Vec::new();
    let page = session.page();
    for (index, field) in P::SPEC.fields.iter().enumerate() {
        let is_set = plan.set.iter().any(|(set, _)| *set == index);
        let is_empty = page.field(index).is_some_and(|value| value.text().is_empty());
        let sample = sample_value(field);
        if field.is_required() && is_empty && !is_set && session.input(field.name, sample).is_ok() {
            filled.push(field.name);
        }
    }
    for (index, value) in &plan.set {
        if let Some(field) = P::SPEC.fields.get(*index) {
            // Already checked when the arguments were read.
            let _ = session.input(field.name, value.as_str());
        }
    }
    filled
}

fn sample_value(field: &FieldSpec) -> &'static str {
    let of_caller = matches!(field.role, Some(Role::CallerOpenid | Role::CallerNickname));
    match (field.kind, of_caller) {
        (FieldKind::OpenId, true) => "simulated-openid-of-the-caller",
        (FieldKind::OpenId, false) => "simulated-openid-of-the-listener",
        (_, true) => "caller",
        (_, false) => "listener",
    }
}
