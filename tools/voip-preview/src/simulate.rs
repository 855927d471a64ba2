//! Runs a page on a simulated phone, with users who follow a plan.

use std::cell::RefCell;
use std::rc::{Rc, Weak};
use std::time::Duration;

use voip_runtime::State;
use voip_runtime::host::Host as _;
use voip_runtime::record::{Input, Record, RecordKind, Recorder};
use voip_runtime::session::Event;
use voip_runtime::sim::SimHost;
use voip_runtime::sim::fill_in::{CALLER, LISTENER};
use voip_runtime::spec::{Receive, Spec};
use voip_runtime::value::Value;

use crate::answers::{Answers, WrongAnswer};
use crate::args::Plan;
use crate::pages::{AnyPage, OpenPage, fill_in};
use crate::trace::{Trace, TraceEntry};

/// The time between two taps.
const TAP_INTERVAL: Duration = Duration::from_millis(300);

/// How long the caller waits for the listener to answer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);

/// How many events may happen until the page is loaded, or at the limits of a joined call.
const MAX_EVENTS: u32 = 100_000;

/// The result of a simulation.
pub(crate) struct Simulated {
    pub(crate) trace: Trace,
    /// Whether the page has no more events.
    pub(crate) settled: bool,
    /// Why the contact could not be called.
    pub(crate) no_contact: Option<String>,
    /// Answers to the page's own host calls that it cannot read.
    pub(crate) wrong: Vec<WrongAnswer>,
}

/// Runs the plan, until there are no more events.
pub(crate) fn simulate(page: &dyn AnyPage, answers: &Rc<Answers>, plan: &Plan) -> Simulated {
    let spec = page.spec();
    let phone = phone(plan);
    let wrong = Rc::new(RefCell::new(Vec::new()));
    answers.give(&plan.answers);
    let (own_answers, own_wrong) = (answers.clone(), wrong.clone());
    phone.on_any_request(move |request| {
        let (answer, wrong) = own_answers.answer(request);
        own_wrong.borrow_mut().extend(wrong);
        answer
    });
    let entries = Rc::new(RefCell::new(Vec::new()));
    let session = open(page, &phone, &entries);
    if spec.on_load {
        schedule(&session, &phone, plan);
    }
    let filled = load(spec, &*session, &phone, plan);
    let no_contact = plan.contact.and_then(|contact| missing_contact(spec, &*session, contact));
    if let Some(Receive { only: true, on_show }) = spec.receive {
        if !on_show {
            input(&*session, &Input::MakeReachable);
        }
    } else if plan.taps > 0 {
        let tap = plan.contact.map_or(Input::Tap, |contact| Input::Call { contact });
        input(&*session, &tap);
        for number in 1..plan.taps {
            later(&phone, TAP_INTERVAL * number, &session, tap.clone());
        }
    }
    if !spec.on_load {
        schedule(&session, &phone, plan);
    }
    let settled = run(&*session, &phone);
    // Taken before the session is dropped, which would add more records.
    let entries = entries.take();
    Simulated { trace: Trace { entries, filled, redacted: None }, settled, no_contact, wrong: wrong.take() }
}

/// Schedules what the user does at given times: also while the page loads.
fn schedule(session: &Rc<dyn OpenPage>, phone: &SimHost, plan: &Plan) {
    if let Some(at) = plan.cancel_at {
        later(phone, at, session, Input::Cancel);
    }
    if let Some(at) = plan.leave_at {
        later(phone, at, session, Input::Leave);
    }
}

/// Opens the page as a phone does, and fills it in: it is loaded and shown, if it does something then, before the user
/// fills in what is still empty.
fn load(spec: &'static Spec, session: &dyn OpenPage, phone: &SimHost, plan: &Plan) -> Vec<&'static str> {
    if spec.on_load || !plan.query.is_empty() {
        input(session, &Input::Load { query: plan.query.clone() });
    }
    if spec.acts_on_show() {
        input(session, &Input::Show);
    }
    for _ in 0..MAX_EVENTS {
        if !session.state().loading || !phone.step(Duration::MAX) {
            break;
        }
    }
    fill_in_plan(spec, session, plan)
}

fn input(session: &dyn OpenPage, input: &Input) {
    // The values of fields and of the query were checked when the arguments were read.
    let _ = session.input(input);
}

/// Runs until there are no more events, not even the limits of a joined call.
fn run(session: &dyn OpenPage, phone: &SimHost) -> bool {
    for _ in 0..MAX_EVENTS {
        if !phone.run() {
            return false;
        }
        if session.state().state != State::InCall || !phone.step(Duration::MAX) {
            return true;
        }
    }
    false
}

/// Says why the contact with this index cannot be called, if so.
fn missing_contact(spec: &Spec, session: &dyn OpenPage, contact: usize) -> Option<String> {
    let Value::List(contacts) = session.fields().field(spec.contacts()?)?.value() else { return None };
    match (contacts.get(contact), contacts.len()) {
        (Some(found), _) => (found.get("callable") == Some(&Value::Bool(false)))
            .then(|| format!("contact {contact} has no openid, so its button is disabled")),
        (None, 0) => Some("the page has no contacts at the tap; `--set` can fill them in".into()),
        (None, 1) => Some(format!("no contact {contact}: the page has one contact, 0")),
        (None, count) => Some(format!("no contact {contact}: the page has the contacts 0 to {}", count - 1)),
    }
}

fn phone(plan: &Plan) -> SimHost {
    let phone = SimHost::new();
    phone.set_talk(plan.talk);
    phone.set_listener(plan.listener);
    for scope in &plan.deny {
        phone.deny(*scope);
    }
    for (step, play) in &plan.script {
        phone.play(*step, [play.clone()]);
    }
    phone
}

/// Opens the page on the phone. What happens is added to `entries`.
fn open(page: &dyn AnyPage, phone: &SimHost, entries: &Rc<RefCell<Vec<TraceEntry>>>) -> Rc<dyn OpenPage> {
    let recorder = Recorder::new(phone.clone());
    let records = entries.clone();
    recorder.on_record(move |record| {
        records.borrow_mut().push(TraceEntry { record: record.clone(), timeline_only: false });
    });
    let session = page.open(&recorder);
    let spec = page.spec();
    let (phone, entries, weak) = (phone.clone(), entries.clone(), Rc::downgrade(&session));
    session.subscribe(Box::new(move |event| {
        // These are reserved names in the page's data, so no field is called like this.
        let (name, value) = match event {
            Event::Error(error) => ("error", error.map_or(Value::Null, |error| error.sentence().into())),
            Event::Busy(busy) => ("busy", (*busy).into()),
            Event::Loading(loading) => ("loading", (*loading).into()),
            Event::Change(change) if change.to == State::InCall => return hang_up_later(spec, &phone, &weak),
            _ => return,
        };
        let at = u64::try_from(phone.now().as_millis()).unwrap_or(u64::MAX);
        let what = RecordKind::Field { name: name.into(), value };
        entries.borrow_mut().push(TraceEntry { record: Record { at, what }, timeline_only: true });
    }));
    session
}

/// Taps 结束 if the listener has not answered after [`ANSWER_TIMEOUT`]. A call with the limit `ring` ends by itself.
fn hang_up_later(spec: &Spec, phone: &SimHost, session: &Weak<dyn OpenPage>) {
    if spec.flow.row(State::InCall).ring.is_some() {
        return;
    }
    let session = session.clone();
    phone.after(ANSWER_TIMEOUT, move || {
        let Some(session) = session.upgrade() else { return };
        let now = session.state();
        if now.state == State::InCall && !now.connected {
            input(&*session, &Input::HangUp);
        }
    });
}

fn later(phone: &SimHost, delay: Duration, session: &Rc<dyn OpenPage>, what: Input) {
    let session = Rc::downgrade(session);
    phone.after(delay, move || {
        if let Some(session) = session.upgrade() {
            input(&*session, &what);
        }
    });
}

/// The user fills in what the plan sets, and what is then still empty.
fn fill_in_plan(spec: &'static Spec, session: &dyn OpenPage, plan: &Plan) -> Vec<&'static str> {
    let is_set = |index| plan.set.iter().any(|(set, _)| *set == index);
    let filled = fill_in(spec, session, CALLER, LISTENER, |index| !is_set(index));
    for (index, value) in &plan.set {
        if let Some(field) = spec.fields.get(*index) {
            input(session, &Input::Set { field: field.name.into(), value: value.clone() });
        }
    }
    filled
}
