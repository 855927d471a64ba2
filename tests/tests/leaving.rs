//! Leaving the page: after it nothing is done, nobody is told, and no one rings for nobody.

use voip_runtime::session::Tapped;
use voip_runtime::value::Value;
use voip_runtime::{CallError, Cause, Page, State};
use voip_tests::{Parting, Plain, Recovering, Rig, Scripted, script, secs};

const NAMES: [&str; 6] =
    ["authorize", "openSetting", "setEnable1v1Chat", "join1v1Chat", "exitVoIPChat", "request"];

/// Whatever comes now, nothing follows; `exits` is how often the room has been left since.
fn assert_dead<P: Page>(rig: &Rig<P>, exits: usize) {
    rig.heard();
    let (state, mut calls) = (rig.state(), rig.host.calls());
    calls.extend(vec!["exitVoIPChat".to_owned(); exits]);
    for (at, call) in rig.host.calls().iter().enumerate() {
        if !call.starts_with("showToast") {
            rig.host.answer(at, Ok(Value::Null));
            rig.host.answer(at, Err(Cause::System.into()));
            rig.host.answer(at, Ok(Value::Null));
        }
    }
    rig.host.advance(secs(1_000_000));
    assert_eq!(rig.tap(), Tapped::Ignored);
    assert!(!rig.make_reachable() && !rig.hang_up() && !rig.dismiss());
    assert_eq!(rig.available(), voip_runtime::session::Available::default());
    rig.input("listen_name", "too late").expect("nothing to complain of");
    rig.load([("listenName", "too late")]).expect("nothing to complain of");
    rig.leave();
    assert_eq!(rig.host.calls(), calls);
    assert_eq!((rig.state(), rig.heard()), (state, vec![]));
    assert!(!rig.host.is_awaited());
}

/// Both ways of leaving, at the same place.
fn leave_at<P: Page>(place: impl Fn() -> Rig<P>, exits_now: usize, exits_late: usize) {
    let rig = place();
    let calls = rig.host.calls().len();
    rig.heard();
    rig.leave();
    assert_eq!(rig.host.calls()[calls..], vec!["exitVoIPChat".to_owned(); exits_now]);
    assert_eq!(rig.heard(), ["input"], "subscribers hear of the leaving alone");
    assert_dead(&rig, exits_late);

    let Rig { host, session, .. } = place();
    let calls = host.calls();
    drop(session);
    for (at, call) in calls.iter().enumerate() {
        if !call.starts_with("showToast") {
            host.answer(at, Ok(Value::Null));
            host.answer(at, Ok(Value::Null));
        }
    }
    host.advance(secs(1_000_000));
    assert_eq!(host.calls().len(), calls.len() + exits_now + exits_late);
    assert_eq!(host.count("exitVoIPChat") - count(&calls, "exitVoIPChat"), exits_now + exits_late);
    assert!(!host.is_awaited());
}

fn count(calls: &[String], name: &str) -> usize {
    calls.iter().filter(|call| *call == name).count()
}

#[test]
fn in_each_state() {
    leave_at(|| Rig::<Plain>::at(State::Idle), 0, 0);
    leave_at(|| Rig::<Plain>::at(State::Authorizing), 0, 0);
    leave_at(|| Rig::<Plain>::at(State::Enabling), 0, 0);
    leave_at(|| Rig::<Plain>::at(State::Joining), 0, 1);
    leave_at(|| Rig::<Plain>::at(State::InCall), 0, 0);
    leave_at(|| Rig::<Plain>::at(State::Failed), 0, 0);
    leave_at(|| Rig::<Parting>::at(State::Joining), 0, 1);
    leave_at(|| Rig::<Parting>::at(State::InCall), 1, 0);
    leave_at(|| Rig::<Parting>::at(State::Failed), 0, 0);
}

#[test]
fn on_the_way_of_a_recovery() {
    let failed = |state, name: &'static str, cause| {
        move || {
            let rig = Rig::<Recovering>::at(state);
            rig.host.fail(name, cause);
            rig
        }
    };
    leave_at(failed(State::Authorizing, "authorize", Cause::Denied), 0, 0);
    leave_at(failed(State::Joining, "join1v1Chat", Cause::System), 0, 0);
    leave_at(failed(State::Joining, "join1v1Chat", Cause::AlreadyInRoom), 0, 0);
    leave_at(failed(State::Enabling, "setEnable1v1Chat", Cause::NoCamera), 0, 0);
}

#[test]
fn while_the_page_is_made_reachable() {
    let receiving = |granted: usize, tap: bool| {
        move || {
            let rig = Rig::<Recovering>::new();
            assert!(rig.make_reachable());
            (0..granted).for_each(|_| rig.host.ok("authorize"));
            if tap {
                assert_eq!(rig.tap(), Tapped::Queued);
            }
            rig
        }
    };
    for tap in [false, true] {
        leave_at(receiving(0, tap), 0, 0);
        leave_at(receiving(1, tap), 0, 0);
        leave_at(receiving(2, tap), 0, 0);
    }
}

#[test]
fn while_the_handler_works_of_its_own() {
    leave_at(
        || {
            script(|call| async move {
                let _: Result<Value, _> = call.host().request("request", &()).await;
                let _: Result<Value, _> = call.host().request("request", &()).await;
                call.begin().authorize().await?.enable().await?.join().await
            });
            Rig::<Scripted>::at(State::Idle).also(|rig| assert_eq!(rig.tap(), Tapped::Started))
        },
        0,
        0,
    );
    leave_at(
        || {
            script(|call| async move {
                call.host().sleep(secs(3)).await;
                call.begin().authorize().await?.enable().await?.join().await
            });
            Rig::<Scripted>::at(State::Idle).also(|rig| assert_eq!(rig.tap(), Tapped::Started))
        },
        0,
        0,
    );
    let works_after_the_join = || {
        script(|call| async move {
            let call = call.begin().authorize().await?.enable().await?.join().await?;
            let _: Result<Value, _> = call.host().request("request", &()).await;
            call.hang_up()
        });
        Rig::<Scripted>::at(State::InCall).also(|rig| assert!(rig.busy()))
    };
    leave_at(works_after_the_join, 1, 0);
}

trait Also: Sized {
    fn also(self, then: impl FnOnce(&Self)) -> Self {
        then(&self);
        self
    }
}

impl<T> Also for T {}

#[test]
fn a_join_that_fails_late_is_answered_by_nothing() {
    for late in [Err(CallError::from(Cause::AlreadyInRoom)), Err(Cause::LeftWhileJoining.into())] {
        let rig = Rig::<Parting>::at(State::Joining);
        rig.leave();
        let at = rig.host.last("join1v1Chat");
        rig.host.answer(at, late);
        rig.host.answer(at, Ok(Value::Null));
        assert_eq!(rig.host.count("exitVoIPChat"), 0);
    }
}

#[test]
fn a_joined_call_goes_on_unless_the_page_says_otherwise() {
    let rig = Rig::<Plain>::at(State::InCall);
    let watch = rig.host.watch();
    rig.leave();
    assert!(!watch.is_live());
    watch.connected();
    watch.ended();
    watch.interrupted(Cause::Interrupted.into());
    assert_eq!(rig.host.deeds().len(), 4);
}

#[test]
fn leaving_frees_the_page_and_the_handler() {
    for state in State::ALL {
        let rig = Rig::<Scripted>::new();
        let page = std::rc::Rc::downgrade(&rig.page());
        if state != State::Idle {
            rig.tap();
            rig.go_on_to(state);
        }
        rig.leave();
        NAMES.iter().filter(|name| rig.host.count(name) > 0).for_each(|name| rig.host.ok(name));
        drop(rig);
        assert!(page.upgrade().is_none(), "a page left in {state} is still held");
    }
}
