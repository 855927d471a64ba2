//! Inputs in unusual orders: before the page is loaded, after it was left, twice, and from code that runs for the page.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::rc::Rc;
use std::task::Poll;

use voip_runtime::Session;
use voip_runtime::prelude::*;
use voip_runtime::session::{Event, Tapped};
use voip_runtime::sim::{Play, Response, SimHost, Step};
use voip_runtime::value::Value;
use voip_tests::{Desk, Family, family, secs};

thread_local! {
    static RUN: RefCell<Option<Box<dyn FnOnce()>>> = RefCell::default();
}

#[voip_page(
    title = "顺序",
    on_load = load,
    receive,
    flow {
        Idle        => Authorizing: run(hook);
        Authorizing => Enabling | Failed;
        Enabling    => Joining  | Failed;
        Joining     => InCall: run(hook), spawn(task) | Failed;
        InCall ring 45s within 5m
                    => Idle: run(hook)
                     | Failed on NoAnswer: run(hook)
                     | Idle on Timeout
                     | Failed on Interrupted;
        Failed      => Authorizing | Idle;
    }
)]
struct Ordered {
    #[field(listener.openid, query)]
    listen_openid: OpenId,
    #[field(listener.nickname, default = "listener")]
    listen_name: String,
    #[field(caller.openid, query)]
    call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    call_name: String,
}

fn hook(_: &Ordered, _: &Change) {
    if let Some(run) = RUN.take() {
        run();
    }
}

thread_local! {
    /// How many times `on_load` yields.
    static YIELDS: Cell<u32> = const { Cell::new(0) };
}

async fn yield_now() {
    let mut yielded = false;
    poll_fn(|context| {
        if std::mem::replace(&mut yielded, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

async fn load(page: PageContext<Ordered>) -> Result<(), CallError> {
    for _ in 0..YIELDS.get() {
        yield_now().await;
    }
    page.host().request::<Value>("load", &()).await?;
    Ok(())
}

async fn task(page: PageContext<Ordered>, _: Change) -> Result<(), CallError> {
    for _ in 0..YIELDS.get() {
        yield_now().await;
    }
    page.host().request::<Value>("task", &()).await?;
    Ok(())
}

fn open(host: &SimHost) -> Rc<Session<Ordered>> {
    let query = [("listenOpenid", "o-listener"), ("callOpenid", "o-caller")];
    Rc::new(Session::<Ordered>::open(host.clone(), query).expect("a query"))
}

#[test]
fn a_hook_that_acts_on_its_page() {
    type Act = fn(&Session<Ordered>);
    let acts: [Act; 9] = [
        |page| page.leave(),
        |page| _ = page.cancel(),
        |page| _ = page.hang_up(),
        |page| _ = page.tap(),
        |page| page.show(),
        |page| _ = page.load([("callOpenid", "o-x")]),
        |page| _ = page.set_reachable(true),
        |page| _ = page.set_reachable(false),
        |page| _ = page.dismiss(),
    ];
    for (number, act) in acts.into_iter().enumerate() {
        for skip in 0..3 {
            let host = SimHost::new();
            let page = open(&host);
            assert!(host.run());
            let acting = page.clone();
            let run = move || act(&acting);
            let run: Box<dyn FnOnce()> = Box::new(run);
            let run = (0..skip).fold(run, |run, _| Box::new(move || RUN.set(Some(run))));
            RUN.set(Some(run));
            page.tap();
            assert!(host.run() && host.run_for(secs(1_000)) && host.run());
            assert!(!page.busy() || number == 0, "act {number} at hook {skip}: {page:?}");
            assert!(page.state() != State::InCall || number == 0, "act {number} at hook {skip}: {page:?}");
            RUN.take();
            if number != 0 {
                page.dismiss();
                assert_eq!(page.tap(), Tapped::Started, "act {number} at hook {skip}");
                assert!(host.run());
                assert_eq!(page.state(), State::InCall, "act {number} at hook {skip}");
            }
        }
    }
}

#[test]
fn a_load_that_yields_often_ends() {
    for yields in [1, 99, 100, 101, 1_000] {
        YIELDS.set(yields);
        let host = SimHost::new();
        let page = open(&host);
        let tapped = page.tap();
        assert!(host.run());
        // One that yields too often is stopped, and the tap that waits for it is dropped.
        let is_stopped = yields > 99;
        assert_eq!((page.loading(), page.error().is_some()), (false, is_stopped), "{yields} yields");
        assert_eq!(tapped, Tapped::Queued);
        assert_eq!((page.busy(), page.state() == State::InCall), (false, !is_stopped), "{yields} yields");
        YIELDS.set(0);
        page.tap();
        assert!(host.run());
        assert_eq!(page.state(), State::InCall);
    }
}

#[test]
fn a_tap_waits_for_a_load_that_fails_and_one_that_never_ends() {
    let host = SimHost::new();
    host.play_request("load", [Response::fail(Cause::System), Response::never(), Response::succeed(1.0)]);
    let page = open(&host);
    assert_eq!(page.tap(), Tapped::Queued);
    assert!(host.run());
    assert_eq!((page.busy(), page.state(), page.error().is_some()), (false, State::Idle, true));
    assert_eq!(page.tap(), Tapped::Queued);
    assert_eq!(page.error(), None);
    assert!(page.set_reachable(true) || page.busy());
    assert!(page.cancel() && !page.busy() && page.loading());
    assert_eq!(page.tap(), Tapped::Queued);
    assert!(host.run_for(secs(61)));
    assert_eq!((page.busy(), page.loading(), page.error().is_some()), (false, false, true));
    page.show();
    assert_eq!(page.tap(), Tapped::Queued);
    page.leave();
    assert!(host.run());
    assert!(!page.busy() && !host.in_call());
}

#[test]
fn a_page_that_is_never_loaded_loads_at_the_tap() {
    let host = SimHost::new();
    let page = Session::<Ordered>::new(host.clone());
    page.input("listenOpenid", "o-1").expect("text");
    assert_eq!(page.tap(), Tapped::Queued);
    // The caller's openid is still missing when the page has loaded.
    assert!(host.run());
    assert_eq!((page.busy(), page.error().is_some()), (false, true));
    page.input("callOpenid", "o-2").expect("text");
    assert_eq!(page.tap(), Tapped::Started);
    assert!(host.run());
    assert_eq!(page.state(), State::InCall);
}

#[test]
fn everything_after_leaving_has_no_effect() {
    let host = SimHost::new();
    host.on_request("family", |_| Ok(family(&[("o-1", "a")])));
    let page = Session::<Family>::open(host.clone(), [("me", "o-me")]).expect("a query");
    assert!(host.run());
    page.leave();
    let events = Rc::new(Cell::new(0));
    let count = events.clone();
    page.subscribe(move |_: &Event<'_>| count.set(count.get() + 1));
    page.load([("me", "o-you")]).expect("a query");
    page.show();
    assert_eq!((page.tap(), page.call(0)), (Tapped::Ignored, Tapped::Ignored));
    assert!(!page.set_reachable(true) && !page.set_reachable(false));
    assert!(!page.cancel() && !page.hang_up() && !page.dismiss());
    page.leave();
    assert!(host.run());
    assert_eq!(page.page().me.as_str(), "o-me");
    assert!(!page.busy() && !page.loading() && !host.in_call());
    assert_eq!(events.get(), 0);
}

#[test]
fn a_page_that_is_only_called_ignores_calls() {
    let host = SimHost::new();
    host.play(Step::Enable, [Play::fail(Cause::Network), Play::never(), Play::succeed()]);
    let desk = Session::<Desk>::new(host.clone());
    assert_eq!((desk.tap(), desk.call(0), desk.hang_up()), (Tapped::Ignored, Tapped::Ignored, false));
    desk.show();
    assert!(host.run());
    assert!(!desk.reachable() && desk.error().is_some());
    desk.show();
    desk.show();
    assert!(desk.available().cancel && desk.cancel() && host.run());
    assert!(!desk.reachable() && desk.available().make_reachable);
    // The host never answers the first attempt.
    assert!(desk.set_reachable(true) && host.run());
    assert_eq!(desk.error().map(|error| error.cause()), Some(Cause::Timeout));
    assert!(desk.set_reachable(true) && host.run() && desk.reachable());
    assert!(desk.set_reachable(false) && host.run() && !desk.reachable());
    desk.show();
    assert!(host.run() && !desk.reachable(), "the user has switched it off");
}

#[test]
fn contacts_of_wrong_forms_are_refused() {
    let host = SimHost::new();
    host.on_request("family", |_| Ok(family(&[])));
    let page = Session::<Family>::open(host.clone(), [("me", "o-me")]).expect("a query");
    assert!(host.run());
    let object = |pairs: &[(&'static str, Value)]| Value::object(pairs.iter().cloned());
    for wrong in [
        Value::Null,
        Value::from("o-1"),
        Value::from(3.0),
        object(&[("openid", Value::from("o-1"))]),
        Value::List(vec![Value::from("o-1")]),
        Value::List(vec![object(&[("openid", Value::from(1.0))])]),
        Value::List(vec![object(&[("openid", Value::from("o-1")), ("nickname", Value::from(true))])]),
    ] {
        assert!(page.input("contacts", wrong.clone()).is_err(), "{wrong:?}");
        assert!(page.page().contacts.is_empty());
    }
    let many = (0..500).map(|at| {
        object(&[("openid", Value::from(format!("o-{at}").as_str())), ("nickname", Value::from("n"))])
    });
    page.input("contacts", Value::List(many.collect())).expect("500 contacts");
    assert_eq!(page.call(499), Tapped::Started);
    assert_eq!(page.call(usize::MAX), Tapped::Ignored);
    assert!(host.run() && page.hang_up());
    page.input("contacts", Value::List(vec![])).expect("no contacts");
    assert_eq!(page.call(0), Tapped::Ignored);
}
