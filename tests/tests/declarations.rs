//! What a page declares beside the steps of its call: `on_load`, the forms of `receive`, limits, and functions that the
//! flow spawns.

use std::cell::RefCell;
use std::time::Duration;

use voip_runtime::Session;
use voip_runtime::prelude::*;
use voip_runtime::session::Tapped;
use voip_runtime::sim::{Listener, SimHost};

thread_local! {
    static REPORTS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

fn reports() -> Vec<String> {
    REPORTS.take()
}

/// Every argument and limit, and a function that two edges spawn.
#[voip_page(
    title = "家人",
    on_load = load,
    receive(on_show),
    flow {
        Idle        => Authorizing;
        Authorizing within 2m => Enabling | Failed;
        Enabling    => Joining | Failed;
        Joining     => InCall: spawn(report) | Failed: spawn(report), spawn(failed);
        InCall ring 45s within 30m
                    => Idle: spawn(report)
                     | Failed on NoAnswer: toast("无人接听", 5s), spawn(report)
                     | Idle on Timeout: toast("通话时间已到");
        Failed      => Idle;
    }
)]
struct Family {
    #[field(listener.openid, optional)]
    listener: OpenId,
    #[field(listener.nickname, optional)]
    listener_name: String,
    #[field(caller.openid, optional)]
    caller: OpenId,
    #[field(caller.nickname, optional)]
    caller_name: String,
}

async fn load(page: PageContext<Family>) -> Result<(), CallError> {
    let who = page.query("who").unwrap_or_default();
    page.host().sleep(Duration::from_secs(1)).await;
    page.update(|page| {
        page.listener = OpenId::from(who);
        page.listener_name = "妈妈".into();
        page.caller = "me".into();
        page.caller_name = "我".into();
    });
    Ok(())
}

async fn report(page: PageContext<Family>, change: Change) -> Result<(), CallError> {
    page.host().sleep(Duration::from_secs(1)).await;
    REPORTS.with_borrow_mut(|reports| reports.push(change.to_string()));
    Ok(())
}

async fn failed(_: PageContext<Family>, change: Change) -> Result<(), CallError> {
    REPORTS.with_borrow_mut(|reports| reports.push(format!("failed: {change}")));
    Err("no report".into())
}

/// The page after it has loaded, on a phone that reports members.
fn opened(phone: &SimHost) -> Session<Family> {
    let page = Session::<Family>::open(phone.clone(), [("who", "mum")]).expect("the address sets no field");
    assert!(page.loading());
    phone.run();
    assert_eq!(page.page().listener, OpenId::from("mum"));
    page
}

#[test]
fn on_load_fills_in_the_page() {
    let phone = SimHost::new();
    let page = Session::<Family>::open(phone.clone(), [("who", "mum")]).expect("the address sets no field");
    assert_eq!(page.tap(), Tapped::Queued, "it waits for the page to load");
    assert_eq!(page.state(), State::Idle);
    phone.run();
    assert_eq!((page.state(), page.page().listener_name.as_str()), (State::InCall, "妈妈"));
}

#[test]
fn receive_on_show_enables_calls_by_itself() {
    let phone = SimHost::new();
    let page = opened(&phone);
    assert!(!page.reachable());
    page.show();
    phone.run();
    assert!(page.reachable());
}

#[test]
fn limits_take_the_edges_of_their_causes() {
    // Somebody answers, and the call lasts too long.
    let phone = SimHost::new();
    let page = opened(&phone);
    phone.set_talk(Duration::from_secs(3600));
    page.tap();
    phone.run_for(Duration::from_secs(29 * 60));
    assert_eq!((page.state(), page.connected()), (State::InCall, true));
    phone.run_for(Duration::from_secs(2 * 60));
    assert_eq!((page.state(), page.error()), (State::Idle, None));

    // The phone reports members now, and nobody answers.
    phone.set_listener(Listener::Closed);
    reports();
    page.tap();
    phone.run_for(Duration::from_secs(60));
    let error = page.error().expect("nobody answered");
    assert_eq!((page.state(), error.cause()), (State::Failed, Cause::NoAnswer));
    assert_eq!(reports(), ["Joining → InCall", "InCall → Failed (NoAnswer)"]);
}

#[test]
fn each_edge_spawns_its_functions() {
    let phone = SimHost::new();
    let page = opened(&phone);
    phone.play(voip_runtime::api::Step::Join, [voip_runtime::sim::Play::fail(Cause::System)]);
    page.tap();
    phone.run();
    assert_eq!(page.state(), State::Failed);
    assert_eq!(reports(), ["failed: Joining → Failed (System)", "Joining → Failed (System)"]);
}

/// A page that never calls, without a flow.
#[voip_page(title = "接听", receive(only, on_show), on_load = look_up)]
struct Desk {
    #[field(label = "值班")]
    name: String,
}

async fn look_up(page: PageContext<Desk>) -> Result<(), CallError> {
    page.update(|page| page.name = "李医生".into());
    Ok(())
}

/// The same, with a flow.
#[voip_page(title = "接听", route = "pages/quiet/index", receive(only), flow {
    Authorizing => Enabling | Failed;
    Enabling within 5s => Idle: toast("可以接听了", 3s) | Enabling on System retry 1 | Failed;
})]
struct QuietDesk {}

#[test]
fn a_page_that_is_only_called() {
    let phone = SimHost::new();
    let page = Session::<Desk>::open(phone.clone(), []).expect("no address");
    page.show();
    phone.run();
    assert_eq!((page.state(), page.reachable(), page.busy()), (State::Idle, true, false));
    assert_eq!(page.page().name, "李医生");
    assert_eq!(page.tap(), Tapped::Ignored);

    let page = Session::<QuietDesk>::new(phone.clone());
    assert!(page.set_reachable(false) && phone.run());
    assert!(!page.reachable());
    phone.play(voip_runtime::api::Step::Enable, [voip_runtime::sim::Play::fail(Cause::System)]);
    assert!(page.set_reachable(true) && phone.run());
    assert_eq!((page.state(), page.reachable(), page.error()), (State::Idle, true, None));
    assert!(page.set_reachable(false), "nothing else runs");
}
