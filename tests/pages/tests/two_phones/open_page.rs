//! A page of any type on a phone.

use std::rc::Rc;

use consultation::{Desk, Patient};
use family_call::FamilyCall;
use test_pages::departments::Departments;
use test_pages::duty::Duty;
use test_pages::grandparents::Grandparents;
use test_pages::helpline::Helpline;
use test_pages::home_visit::HomeVisit;
use test_pages::interview::Interview;
use test_pages::legal_aid::LegalAid;
use test_pages::neighbours::Neighbours;
use test_pages::reception::Reception;
use test_pages::ward_desk::WardDesk;
use video_call::VideoCall;
use voice_support::VoiceSupport;
use voip_runtime::field::FieldKind;
use voip_runtime::record::{OpenIds, Recorder, Recording};
use voip_runtime::sim::{SimHost, replay};
use voip_runtime::spec::{FieldSpec, Role};
use voip_runtime::value::Value;
use voip_runtime::{Page, Session};
use voip_tests::Rng;

use crate::invariants::Invariants;

/// An open page.
pub(crate) trait OpenPage {
    fn act(&self, rng: &Rng);
    fn leave(&self);
    fn check(&self);
    fn check_at_rest(&self, reports_ends: bool);
    /// Whether its call may go on after it was left.
    fn may_keep_call(&self) -> bool;
    /// Replays its recording, and returns its records.
    fn finish(&self) -> Vec<String>;
}

struct Open<P: Page> {
    host: SimHost,
    session: Session<P>,
    invariants: Rc<Invariants>,
}

/// A function that opens a page for the user with the first openid, who calls the one with the second.
pub(crate) type OpenFn = fn(&SimHost, &str, &str, &Rng) -> Box<dyn OpenPage>;

pub(crate) const PAGES: [OpenFn; 22] = [
    open::<VideoCall>,
    open::<VoiceSupport>,
    open::<Patient>,
    open::<Desk>,
    open::<FamilyCall>,
    open::<Departments>,
    open::<Duty>,
    open::<Grandparents>,
    open::<Helpline>,
    open::<HomeVisit>,
    open::<Interview>,
    open::<LegalAid>,
    open::<Neighbours>,
    open::<Reception>,
    open::<WardDesk>,
    open::<voip_tests::Plain>,
    open::<voip_tests::Recovering>,
    open::<voip_tests::RetriesOnTimeout>,
    open::<voip_tests::HangsUpOnLeave>,
    open::<voip_tests::LooksUpListener>,
    open::<voip_tests::Family>,
    open::<voip_tests::Desk>,
];

fn open<P: Page>(host: &SimHost, me: &str, other: &str, rng: &Rng) -> Box<dyn OpenPage> {
    let recorder = Recorder::new(host.clone());
    let invariants = Rc::new(Invariants::default());
    let checks = invariants.clone();
    recorder.on_record(move |record| checks.check(record));
    let session = Session::<P>::new(recorder.clone());
    recorder.observe(&session);
    let query = [("id", "42"), ("side", *rng.choose(&["Candidate", "Interviewer"])), ("group", "home")];
    // A page refuses a parameter whose value does not fit its field.
    let _ = session.load(query);
    session.show();
    for field in P::SPEC.fields {
        if rng.below(20) > 0 {
            let _ = session.input(field.name, filled_in(field, me, other));
        }
    }
    Box::new(Open { host: host.clone(), session, invariants })
}

fn filled_in(field: &FieldSpec, me: &str, other: &str) -> Value {
    match field.kind {
        FieldKind::OpenId if field.role == Some(Role::CallerOpenid) => me.into(),
        FieldKind::OpenId => other.into(),
        FieldKind::Contacts => {
            let contact =
                |openid: &str| Value::object([("openid", openid.into()), ("nickname", Value::from("家人"))]);
            Value::List(vec![contact(other), contact(""), contact(me)])
        }
        FieldKind::Choice => field.variants.last().map_or(Value::Null, |variant| variant.name.into()),
        FieldKind::Integer | FieldKind::Decimal => 2.into(),
        FieldKind::Switch => true.into(),
        _ => "张医生".into(),
    }
}

impl<P: Page> OpenPage for Open<P> {
    fn act(&self, rng: &Rng) {
        let session = &self.session;
        let before = session.available();
        let (name, has_acted, was_available) = match rng.below(16) {
            0..=4 => {
                session.tap();
                return;
            }
            5 | 6 => {
                session.call(usize::try_from(rng.below(3)).expect("an index"));
                return;
            }
            7 => return session.show(),
            8 => {
                let field = rng.choose(P::SPEC.fields);
                let value = rng.choose(&["", "x", "o-bob-0123456789", "  ", "12", "true"]);
                // The page refuses a value that does not fit the field.
                let _ = session.input(field.name, *value);
                return;
            }
            9 => ("make_reachable", session.set_reachable(true), before.make_reachable),
            10 => ("make_unreachable", session.set_reachable(false), before.make_unreachable),
            11 | 12 => ("hang_up", session.hang_up(), before.hang_up),
            13 => ("dismiss", session.dismiss(), before.dismiss),
            14 => ("cancel", session.cancel(), before.cancel),
            _ => {
                if rng.below(6) == 0 {
                    session.leave();
                }
                return;
            }
        };
        assert_eq!(has_acted, was_available, "{name} in {}", session.state());
    }

    fn leave(&self) {
        self.session.leave();
    }

    fn check(&self) {
        self.invariants.check_page(&self.session);
    }

    fn check_at_rest(&self, reports_ends: bool) {
        self.invariants.check_at_rest(&self.session, &self.host, reports_ends);
    }

    fn may_keep_call(&self) -> bool {
        self.invariants.keeps_call::<P>() || self.invariants.has_contradictory_answers()
    }

    fn finish(&self) -> Vec<String> {
        let records = self.invariants.records.borrow().clone();
        let recording = Recording::of::<P>(records);
        let (replayed, state) =
            replay::<P>(&recording).unwrap_or_else(|why| panic!("{}: {why}", P::SPEC.name));
        assert_eq!(replayed, recording.records, "a replay is another run");
        assert!(self.invariants.left.get() || state == self.session.state(), "a replay ends in {state}");
        let lines = recording.to_lines(P::SPEC, OpenIds::Aliased);
        let aliased = Recording::read::<P>(&lines).unwrap_or_else(|why| panic!("{why}: {lines}"));
        replay::<P>(&aliased).unwrap_or_else(|why| panic!("{}, aliased: {why}", P::SPEC.name));
        if let Err(why) = recording.to_test(P::SPEC, "a::Page", "a_test") {
            assert!(why.to_string().contains("too many events"), "{why}: {lines}");
        }
        recording.records.iter().map(|record| format!("{} {record:?}", P::SPEC.name)).collect()
    }
}
