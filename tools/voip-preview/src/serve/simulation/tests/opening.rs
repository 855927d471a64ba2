//! How pages open, and pages with contacts and without a call button.

use voip_runtime::sim::MemberEvents;

use super::*;

#[voip_page(title = "医生咨询", receive)]
struct AskDoctor {
    #[field(listener.openid, query = "doctor")]
    doctor: OpenId,
    #[field(listener.nickname, query, required = "请选择医生")]
    doctor_name: String,
    #[field(caller.openid)]
    patient: OpenId,
    #[field(caller.nickname, default = "patient")]
    patient_name: String,
    #[field(query)]
    age: u8,
}

#[voip_page(
    title = "家人",
    on_load = load,
    receive(on_show),
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed;
        Enabling    => Joining | Failed;
        Joining     => InCall | Failed;
        InCall ring 45s
                    => Idle | Failed on NoAnswer;
        Failed      => Idle | Authorizing;
    }
)]
struct Family {
    #[field(contacts)]
    contacts: Vec<Contact>,
    #[field(caller.openid)]
    me: OpenId,
    #[field(caller.nickname, default = "me")]
    my_name: String,
}

async fn load(page: PageContext<Family>) -> Result<(), CallError> {
    let contacts = page.host().request("family", &page.query("group")).await?;
    page.update(|page| page.contacts = contacts);
    Ok(())
}

#[voip_page(title = "接听", scopes(record), receive(only))]
struct Desk {
    #[field(label = "值班")]
    on_duty: bool,
}

impl<P> TestTab<P> {
    fn input(&mut self, phone: PhoneId, input: Input) {
        self.handle(Command::Input { phone, input }).unwrap();
    }

    fn value(&self, phone: PhoneId, field: &str) -> Value {
        self.view(phone).values.get(field).cloned().unwrap()
    }
}

#[test]
fn an_address_has_the_query_of_a_page() {
    let query = "a.query=doctor%3Do-1%26doctorName%3D%25E5%25BC%25A0";
    let tab = TestTab::<AskDoctor>::open(query);
    assert_eq!(tab.value(PhoneId::A, "doctor"), "o-1".into());
    assert_eq!(tab.value(PhoneId::A, "doctor_name"), "张".into());
    assert_eq!(tab.value(PhoneId::B, "doctor_name"), "小安".into());
    assert_eq!(tab.refused(), [""; 0]);
    let tab = TestTab::<AskDoctor>::open("query=age%3Dold");
    assert_eq!(tab.refused(), ["query: expected `u8`"]);
    let tab = TestTab::<AskDoctor>::open("b.query=doctor");
    assert_eq!(tab.refused(), ["b.query: invalid parameter `doctor`: expected `name=value`"]);
}

#[test]
fn the_page_opens_with_its_query_again_after_it_was_left() {
    let mut tab = TestTab::<AskDoctor>::open("query=age%3D40");
    tab.input(PhoneId::A, Input::Set { field: "age".into(), value: 7.into() });
    tab.input(PhoneId::A, Input::Leave);
    tab.act(PhoneId::A, Action::Start);
    assert_eq!(tab.value(PhoneId::A, "age"), 40.into());
}

#[test]
fn a_second_tap_makes_a_page_unreachable() {
    let mut tab = TestTab::<AskDoctor>::open("a.phone=callable");
    assert!(tab.view(PhoneId::A).callable && !tab.view(PhoneId::B).callable);
    tab.input(PhoneId::A, Input::MakeUnreachable);
    tab.pass(1);
    assert!(!tab.view(PhoneId::A).callable && !tab.view(PhoneId::A).reachable);
}

#[test]
fn a_page_loads_its_contacts_and_calls_one() {
    let mut tab = TestTab::<Family>::open("");
    let view = tab.view(PhoneId::A);
    assert!(view.loading && !view.callable, "it enables calls itself, after the user has allowed it");
    assert_eq!(tab.value(PhoneId::A, "contacts"), Value::List(Vec::new()));
    for phone in PhoneId::BOTH {
        for _ in ["microphone", "camera"] {
            tab.act(phone, Action::Allow);
        }
    }
    tab.pass(2);
    assert!(!tab.view(PhoneId::A).loading && tab.view(PhoneId::B).callable);
    let contact = |nickname: &str| {
        Value::object([
            ("nickname", nickname.into()),
            ("headImage", nickname.into()),
            ("callable", true.into()),
        ])
    };
    assert_eq!(tab.value(PhoneId::A, "contacts"), Value::List(vec![contact("sample")]));
    tab.input(PhoneId::A, Input::Call { contact: 0 });
    tab.pass(1);
    assert_eq!(tab.view(PhoneId::A).state, State::InCall);
    assert!(!tab.view(PhoneId::B).screen.call.unwrap().outgoing, "the other phone rings");
    tab.pass(45);
    assert_eq!(tab.view(PhoneId::A).last.unwrap().cause, Some(Cause::NoAnswer));
}

#[test]
fn a_link_opens_a_page_with_contacts_in_a_call() {
    for (query, state) in [("state=InCall", State::InCall), ("state=Failed&cause=NoAnswer", State::Failed)] {
        let tab = TestTab::<Family>::open(query);
        assert_eq!(tab.view(PhoneId::A).state, state);
        assert_eq!(tab.refused(), [""; 0]);
    }
    let tab = TestTab::<Desk>::open("state=InCall");
    assert_eq!(tab.refused(), ["this page cannot reach InCall: it reached Idle"]);
}

#[test]
fn a_silent_phone_does_not_limit_the_ringing() {
    let mut tab = TestTab::<Family>::open("state=InCall&a.phone=silent");
    assert_eq!(tab.simulation.settings.phones[0].members, MemberEvents::Never);
    tab.pass(59);
    assert_eq!(tab.view(PhoneId::A).state, State::InCall);
    tab.input(PhoneId::A, Input::HangUp);
}

#[test]
fn somebody_calls_a_page_that_is_only_called() {
    let mut tab = TestTab::<Desk>::open("");
    let ring = |tab: &mut TestTab<Desk>| {
        tab.act(PhoneId::A, Action::Ring);
        tab.view(PhoneId::A).screen.call
    };
    assert_eq!(ring(&mut tab), None, "it has not enabled calls");
    tab.input(PhoneId::A, Input::MakeReachable);
    tab.act(PhoneId::A, Action::Allow);
    tab.pass(1);
    let call = ring(&mut tab).expect("a call");
    assert!(!call.outgoing && call.connected_at.is_none());
    tab.act(PhoneId::A, Action::PickUp);
    assert!(tab.view(PhoneId::A).screen.call.unwrap().connected_at.is_some());
    tab.act(PhoneId::A, Action::HangUp);
    assert_eq!(tab.view(PhoneId::A).screen.call, None);
    ring(&mut tab).expect("another call");
    tab.pass(61);
    assert_eq!(tab.view(PhoneId::A).screen.call, None, "it rings for a minute");
}
