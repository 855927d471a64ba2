//! Runs a page on a simulated phone, with users who follow a plan.

use std::cell::RefCell;
use std::rc::{Rc, Weak};
use std::time::Duration;

use voip_runtime::host::Host as _;
use voip_runtime::record::{Record, RecordKind, Recorder};
use voip_runtime::session::Event;
use voip_runtime::sim::SimHost;
use voip_runtime::spec::Receive;
use voip_runtime::value::Value;
use voip_runtime::{Page, Session, State};

use crate::args::Plan;
use crate::fill_in::{Person, fill_in};
use crate::trace::{Trace, TraceEntry};

/// The time between two taps.
const TAP_INTERVAL: Duration = Duration::from_millis(300);

/// How long the caller waits for the listener to answer.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(30);

/// How many events may happen until the page is loaded, or at the limits of a joined call.
const MAX_EVENTS: u32 = 100_000;

const CALLER: Person = Person { openid: "simulated-openid-of-the-caller", nickname: "caller" };
const LISTENER: Person = Person { openid: "simulated-openid-of-the-listener", nickname: "listener" };

/// The result of a simulation.
pub(crate) struct Simulated {
    pub(crate) trace: Trace,
    /// Whether the page has no more events.
    pub(crate) settled: bool,
    /// Why the contact could not be called.
    pub(crate) no_contact: Option<String>,
}

/// Runs the plan, until there are no more events.
pub(crate) fn simulate<P: Page>(plan: &Plan) -> Simulated {
    let phone = phone(plan);
    let recorder = Recorder::new(phone.clone());
    let entries = Rc::new(RefCell::new(Vec::new()));
    let session = Rc::new(Session::<P>::new(recorder.clone()));
    subscribe(&session, &recorder, &phone, &entries);
    if P::SPEC.on_load {
        schedule(&session, &phone, plan);
    }
    let filled = open(&session, &phone, plan);
    let no_contact = plan.contact.and_then(|contact| missing_contact(&session, contact));
    if let Some(Receive { only: true, on_show }) = P::SPEC.receive {
        if !on_show {
            session.set_reachable(true);
        }
    } else if plan.taps > 0 {
        tap(&session, plan.contact);
        for number in 1..plan.taps {
            let contact = plan.contact;
            later(&phone, TAP_INTERVAL * number, &session, move |session| tap(session, contact));
        }
    }
    if !P::SPEC.on_load {
        schedule(&session, &phone, plan);
    }
    let settled = run(&session, &phone);
    // Taken before the session is dropped, which would add more records.
    let entries = entries.take();
    Simulated { trace: Trace { entries, filled, redacted: None }, settled, no_contact }
}

/// Schedules what the user does at given times: also while the page loads.
fn schedule<P: Page>(session: &Rc<Session<P>>, phone: &SimHost, plan: &Plan) {
    if let Some(at) = plan.cancel_at {
        later(phone, at, session, |session| {
            session.cancel();
        });
    }
    if let Some(at) = plan.leave_at {
        later(phone, at, session, Session::leave);
    }
}

/// Opens the page as a phone does, and fills it in: it is loaded and shown, if it does something then, before the user
/// fills in what is still empty.
fn open<P: Page>(session: &Session<P>, phone: &SimHost, plan: &Plan) -> Vec<&'static str> {
    if P::SPEC.on_load || !plan.query.is_empty() {
        // The values were checked when the arguments were read.
        let _ = session.load(plan.query.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    }
    if P::SPEC.acts_on_show() {
        session.show();
    }
    for _ in 0..MAX_EVENTS {
        if !session.loading() || !phone.step(Duration::MAX) {
            break;
        }
    }
    fill_in_plan(session, plan)
}

fn tap<P: Page>(session: &Session<P>, contact: Option<usize>) {
    match contact {
        Some(contact) => session.call(contact),
        None => session.tap(),
    };
}

/// Runs until there are no more events, not even the limits of a joined call.
fn run<P: Page>(session: &Session<P>, phone: &SimHost) -> bool {
    for _ in 0..MAX_EVENTS {
        if !phone.run() {
            return false;
        }
        if session.state() != State::InCall || !phone.step(Duration::MAX) {
            return true;
        }
    }
    false
}

/// Says why the contact with this index cannot be called, if so.
fn missing_contact<P: Page>(session: &Session<P>, contact: usize) -> Option<String> {
    let value = session.value(P::SPEC.fields.get(P::SPEC.contacts()?)?.name)?;
    let Value::List(contacts) = value else { return None };
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
        // These are reserved names in the page's data, so no field is called like this.
        let (name, value) = match event {
            Event::Error(error) => ("error", error.map_or(Value::Null, |error| error.sentence().into())),
            Event::Busy(busy) => ("busy", (*busy).into()),
            Event::Loading(loading) => ("loading", (*loading).into()),
            Event::Change(change) if change.to == State::InCall => return hang_up_later(&phone, &weak),
            _ => return,
        };
        let at = u64::try_from(phone.now().as_millis()).unwrap_or(u64::MAX);
        let what = RecordKind::Field { name: name.into(), value };
        entries.borrow_mut().push(TraceEntry { record: Record { at, what }, timeline_only: true });
    });
}

/// Taps 结束 if the listener has not answered after [`ANSWER_TIMEOUT`]. A call with the limit `ring` ends by itself.
fn hang_up_later<P: Page>(phone: &SimHost, session: &Weak<Session<P>>) {
    if P::SPEC.flow.row(State::InCall).ring.is_some() {
        return;
    }
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

/// The user fills in what the plan sets, and what is then still empty.
fn fill_in_plan<P: Page>(session: &Session<P>, plan: &Plan) -> Vec<&'static str> {
    let is_set = |index| plan.set.iter().any(|(set, _)| *set == index);
    let filled = fill_in(session, CALLER, LISTENER, |index| !is_set(index));
    for (index, value) in &plan.set {
        if let Some(field) = P::SPEC.fields.get(*index) {
            // Already checked when the arguments were read.
            let _ = session.input(field.name, value.clone());
        }
    }
    filled
}
