//! A page on a simulated phone, with people who do as the plan says.

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
use crate::story::{Noted, Story};

/// Between two taps.
const TAP_AFTER: Duration = Duration::from_millis(300);

/// How long the two talk.
const TALK: Duration = Duration::from_secs(8);

/// How long the user waits for an answer.
const PATIENCE: Duration = Duration::from_secs(30);

/// What was played.
pub(crate) struct Played {
    pub(crate) story: Story,
    /// Whether the page came to rest.
    pub(crate) rested: bool,
}

/// Plays the plan, until nothing more happens.
pub(crate) fn play<P: Page>(plan: &Plan) -> Played {
    let phone = phone(plan);
    let recorder = Recorder::new(phone.clone());
    let noted = Rc::new(RefCell::new(Vec::new()));
    let session = Rc::new(Session::<P>::new(recorder.clone()));
    listen(&session, &recorder, &phone, &noted);
    let filled = fill_in(&session, plan);
    if plan.taps > 0 {
        session.tap();
    }
    for tap in 1..plan.taps {
        later(&phone, TAP_AFTER * tap, &session, |session| {
            session.tap();
        });
    }
    if let Some(at) = plan.leave_at {
        later(&phone, at, &session, Session::leave);
    }
    let rested = phone.run();
    // That the page goes with the end of the run is no part of it.
    let noted = noted.take();
    Played { story: Story { noted, filled }, rested }
}

fn phone(plan: &Plan) -> SimHost {
    let phone = SimHost::new();
    phone.set_talk(TALK);
    phone.set_listener(plan.listener);
    for scope in &plan.deny {
        phone.deny(*scope);
    }
    for (step, play) in &plan.script {
        phone.play(*step, [play.clone()]);
    }
    phone
}

fn listen<P: Page>(
    session: &Rc<Session<P>>,
    recorder: &Recorder,
    phone: &SimHost,
    noted: &Rc<RefCell<Vec<Noted>>>,
) {
    let records = noted.clone();
    recorder.on_record(move |record| {
        records.borrow_mut().push(Noted { record: record.clone(), aside: false });
    });
    recorder.observe(session);
    let (phone, noted, weak) = (phone.clone(), noted.clone(), Rc::downgrade(session));
    session.subscribe(move |event| {
        // The page's data has these under names that no field can have.
        let (name, value) = match event {
            Event::Error(Some(error)) => ("error", error.sentence().into()),
            Event::Busy(busy) => ("busy", (*busy).into()),
            Event::Change(change) if change.to == State::InCall => return give_up_later(&phone, &weak),
            _ => return,
        };
        let at = u64::try_from(phone.now().as_millis()).unwrap_or(u64::MAX);
        let what = RecordKind::Field { name: name.into(), value };
        noted.borrow_mut().push(Noted { record: Record { at, what }, aside: true });
    });
}

/// Whoever is not answered taps 结束 at some time.
fn give_up_later<P: Page>(phone: &SimHost, session: &Weak<Session<P>>) {
    let session = session.clone();
    phone.after(PATIENCE, move || {
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

/// Fills in what a tap asks for and nobody has set, so that one command shows a call.
fn fill_in<P: Page>(session: &Session<P>, plan: &Plan) -> Vec<&'static str> {
    let mut filled = Vec::new();
    let page = session.page();
    for (index, field) in P::SPEC.fields.iter().enumerate() {
        let is_set = plan.set.iter().any(|(set, _)| *set == index);
        let is_empty = page.field(index).is_some_and(|value| value.text().is_empty());
        let words = made_up(field);
        if field.is_required() && is_empty && !is_set && session.input(field.name, words).is_ok() {
            filled.push(field.name);
        }
    }
    for (index, value) in &plan.set {
        if let Some(field) = P::SPEC.fields.get(*index) {
            // It was tried on the page as it opens, which takes it or not whatever else it holds.
            let _ = session.input(field.name, value.as_str());
        }
    }
    filled
}

fn made_up(field: &FieldSpec) -> &'static str {
    let of_caller = matches!(field.role, Some(Role::CallerOpenid | Role::CallerNickname));
    match (field.kind, of_caller) {
        (FieldKind::OpenId, true) => "simulated-openid-of-the-caller",
        (FieldKind::OpenId, false) => "simulated-openid-of-the-listener",
        (_, true) => "caller",
        (_, false) => "listener",
    }
}
