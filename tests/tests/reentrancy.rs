//! Re-entrancy: hosts and subscribers that use the session while it works, and code that panics
//! meanwhile.

use std::cell::{Cell, RefCell};
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::rc::{Rc, Weak};
use std::task::Poll;
use std::time::Duration;

use voip_runtime::host::{AppWatch, Host, HostCall, Reply, Watch};
use voip_runtime::prelude::*;
use voip_runtime::record::{RecordKind, Recorder, Recording};
use voip_runtime::session::Event;
use voip_runtime::sim::{Play, SimHost, Step, replay};
use voip_runtime::value::Value;
use voip_runtime::{CallError, Session};
use voip_tests::{CustomHandler, ManualHost, Plain, TestSession, handle_next_tap, page_on, secs};

/// A host that sends the end event inside `exitVoIPChat`.
#[derive(Clone, Default)]
struct EndsOnExit(Rc<Cell<Option<Watch>>>);

impl Host for EndsOnExit {
    fn call(&self, call: HostCall<'_>, reply: Reply) {
        if matches!(call, HostCall::Join1v1Chat(_)) {
            self.0.set(Some(reply.watch()));
        }
        match call {
            HostCall::Authorize(_) | HostCall::SetEnable1v1Chat(_) | HostCall::Join1v1Chat(_) => {
                reply.answer(Ok(Value::Null));
            }
            HostCall::ExitVoipChat => {
                if let Some(watch) = self.0.take() {
                    watch.ended();
                }
            }
            _ => {}
        }
    }

    fn sleep(&self, _: Duration, _: Reply) {}

    fn now(&self) -> Duration {
        Duration::ZERO
    }

    fn watch_app(&self, _: AppWatch) {}
}

fn session_with_openids<P: Page>(host: impl Host + 'static) -> Rc<Session<P>> {
    let session = Rc::new(Session::<P>::new(host));
    session.load([("listenOpenid", "o-listener"), ("callOpenid", "o-caller")]).expect("text");
    session
}

fn changes<P: Page>(session: &Session<P>) -> Rc<RefCell<Vec<(State, State)>>> {
    let changes = Rc::<RefCell<Vec<_>>>::default();
    let notes = changes.clone();
    session.subscribe(move |event| {
        if let Event::Change(change) = event {
            notes.borrow_mut().push((change.from, change.to));
        }
    });
    changes
}

#[test]
fn an_end_event_during_exit_room_ends_the_call_once() {
    let session = session_with_openids::<Plain>(EndsOnExit::default());
    let changes = changes(&session);
    session.tap();
    assert_eq!(session.state(), State::InCall);
    changes.borrow_mut().clear();
    assert!(session.hang_up());
    assert_eq!(*changes.borrow(), [(State::InCall, State::Idle)]);
}

#[test]
fn a_subscriber_can_start_a_call_when_one_ends() {
    let session = session_with_openids::<Plain>(EndsOnExit::default());
    let (weak, calls) = (Rc::downgrade(&session), Cell::new(0));
    session.subscribe(move |event| {
        if let (Event::Change(change), Some(session)) = (event, weak.upgrade())
            && change.to == State::Idle
            && calls.replace(calls.get() + 1) < 2
        {
            session.tap();
        }
    });
    session.tap();
    session.hang_up();
    assert_eq!((session.state(), session.busy()), (State::InCall, false));
}

#[test]
fn a_subscriber_cannot_start_make_reachable_twice() {
    let host = ManualHost::default();
    let session = Rc::new(Session::<CustomHandler>::new(host.clone()));
    handle_next_tap(|call| async move { call.begin().authorize().await?.enable().await?.join().await });
    session.tap();
    assert!(session.error().is_some(), "an openid is empty");
    let weak = Rc::downgrade(&session);
    session.subscribe(move |event| {
        if let (Event::Error(None), Some(session)) = (event, weak.upgrade()) {
            session.set_reachable(true);
            session.tap();
        }
    });
    session.set_reachable(true);
    session.dismiss();
    assert!(host.count("authorize") <= 1, "{:?}", host.calls());
}

#[test]
fn all_subscribers_get_events_in_order() {
    let host = SimHost::new();
    host.play(Step::Join, [Play::fail(Cause::NotOpen)]);
    let recorder = Recorder::new(host.clone());
    let session = Rc::new(Session::<Plain>::new(recorder.clone()));
    let (weak, again) = (Rc::downgrade(&session), Cell::new(true));
    // This subscriber taps before the recorder gets the event.
    session.subscribe(move |event| {
        if let (Event::Busy(false), Some(session)) = (event, weak.upgrade())
            && session.state() == State::Failed
            && again.replace(false)
        {
            session.dismiss();
            session.tap();
        }
    });
    recorder.observe(&session);
    session.load([("listenOpenid", "o-listener"), ("callOpenid", "o-caller")]).expect("text");
    session.tap();
    host.run();
    assert_eq!(session.state(), State::InCall);
    let records = recorder.take();
    let mut at = State::Idle;
    for record in &records {
        if let RecordKind::Change(change) = &record.what {
            assert_eq!(change.from, at, "{records:?}");
            at = change.to;
        }
    }
    let (_, end) = replay::<Plain>(&Recording::of::<Plain>(records)).expect("as it was recorded");
    assert_eq!(end, State::InCall);
}

#[test]
fn each_of_three_late_joins_is_left() {
    for late in 0..3 {
        let host = SimHost::new();
        let plays =
            (0..3).map(|join| if join == late { Play::succeed().late(secs(5_000)) } else { Play::never() });
        host.play(Step::Join, plays);
        let session = page_on::<Plain>(&host, "o-listener");
        for _ in 0..3 {
            session.tap();
            host.run_for(secs(1_000));
            session.dismiss();
        }
        host.run();
        assert!(!host.in_call(), "the room of join {late} of three is still open");
    }
}

#[test]
fn a_panic_in_a_handler_fails_the_page_and_the_next_tap_can_call() {
    let session = TestSession::<CustomHandler>::new();
    handle_next_tap(|call| async move {
        let call = call.begin().authorize().await?;
        assert!(!call.has_edge_to(State::Joining), "on purpose");
        call.enable().await?.join().await
    });
    session.tap();
    let ok = || session.succeed_until(State::Enabling);
    assert!(catch_unwind(AssertUnwindSafe(ok)).is_err());
    assert_eq!((session.state(), session.busy()), (State::Failed, false));
    assert!(session.error().is_some_and(|error| error.message().contains("panicked")));
    handle_next_tap(|call| async move { call.begin().authorize().await?.enable().await?.join().await });
    session.tap();
    session.succeed_until(State::InCall);
}

#[test]
fn a_panic_in_a_subscriber_fails_the_page_and_the_next_tap_can_call() {
    let host = SimHost::new();
    let session = page_on::<Plain>(&host, "o-listener");
    let will_panic = Rc::new(Cell::new(true));
    let panics = will_panic.clone();
    session.subscribe(move |event| {
        if let Event::Change(change) = event {
            assert!(!(change.to == State::Joining && panics.replace(false)), "on purpose");
        }
    });
    session.tap();
    assert!(catch_unwind(AssertUnwindSafe(|| host.run())).is_err());
    assert_eq!((session.state(), session.busy()), (State::Failed, false));
    session.dismiss();
    session.tap();
    host.run();
    assert_eq!(session.state(), State::InCall);
}

#[test]
fn a_recorder_does_not_leak() {
    let alive = Rc::new(());
    let (weak, held) = (Rc::downgrade(&alive), alive);
    let host = SimHost::new();
    host.on_request("hold", move |_| {
        let _ = &held;
        Err(CallError::from(Cause::System))
    });
    let recorder = Recorder::new(host.clone());
    let session = session_with_openids::<Plain>(recorder.clone());
    recorder.observe(&session);
    session.tap();
    host.run();
    drop((session, recorder, host));
    assert!(weak.upgrade().is_none(), "the recorder keeps itself and its host alive");
}

#[test]
fn an_answer_can_be_delayed_by_the_longest_duration() {
    let host = SimHost::new();
    host.play(Step::Authorize, [Play::succeed().late(Duration::MAX).twice()]);
    let session = page_on::<Plain>(&host, "o-listener");
    session.tap();
    host.run_for(secs(1));
    assert_eq!(session.state(), State::Authorizing);
}

#[test]
fn scheduled_events_of_a_call_do_not_reach_the_next() {
    for is_interrupted in [false, true] {
        let (alice, bob) = SimHost::pair("o-alice", "o-bob");
        let (page, bobs) = (page_on::<Plain>(&alice, "o-bob"), page_on::<Plain>(&bob, "o-alice"));
        alice.set_reachable(true);
        bob.set_reachable(true);
        alice.set_talk(secs(30));
        page.tap();
        assert!(alice.run_for(secs(25)) && page.connected());
        // Bob calls back as soon as Alice's page gets the end event, and the calls overlap.
        let (calls_back, phone) = (Cell::new(Some(bobs)), bob.clone());
        let talked = Rc::new(Cell::new(false));
        let talks = talked.clone();
        page.subscribe(move |event| {
            if let (Event::Change(_), Some(bobs)) = (event, calls_back.take()) {
                bobs.tap();
                assert!(phone.run_for(secs(20)));
                talks.set(bobs.connected() && phone.in_call());
            }
        });
        if is_interrupted {
            alice.interrupt();
        } else {
            alice.other_side_hangs_up();
        }
        assert!(talked.get(), "a scheduled event of the first call ended the second");
    }
}

/// A host that reports that the other side answered and hung up before it answers the join.
#[derive(Clone, Default)]
struct ConnectsAndEnds(ManualHost);

impl Host for ConnectsAndEnds {
    fn call(&self, call: HostCall<'_>, reply: Reply) {
        if matches!(call, HostCall::Join1v1Chat(_)) {
            reply.watch().members(2);
            reply.watch().members(1);
        }
        self.0.call(call, reply);
    }

    fn sleep(&self, duration: Duration, reply: Reply) {
        self.0.sleep(duration, reply);
    }

    fn now(&self) -> Duration {
        self.0.now()
    }

    fn watch_app(&self, watch: AppWatch) {
        self.0.watch_app(watch);
    }
}

#[test]
fn a_member_that_left_before_the_join_is_answered_does_not_count() {
    let host = ConnectsAndEnds::default();
    let session = session_with_openids::<Plain>(host.clone());
    let connected = Rc::<RefCell<Vec<bool>>>::default();
    let notes = connected.clone();
    session.subscribe(move |event| {
        if let Event::Connected(connected) = event {
            notes.borrow_mut().push(*connected);
        }
    });
    session.tap();
    for name in ["authorize", "authorize", "setEnable1v1Chat", "join1v1Chat"] {
        host.0.ok(name);
    }
    assert_eq!((session.state(), session.connected()), (State::InCall, false));
    assert!(connected.take().is_empty());
}

/// Leaves the page when it is dropped.
struct LeavesOnDrop(Weak<Session<CustomHandler>>);

impl Drop for LeavesOnDrop {
    fn drop(&mut self) {
        if let Some(session) = self.0.upgrade() {
            session.leave();
        }
    }
}

/// The next tap drops a lost handler. If the drop leaves the page, that tap starts no call.
#[test]
fn a_lost_handler_can_leave_the_page_when_it_is_dropped() {
    let host = ManualHost::default();
    let session = session_with_openids::<CustomHandler>(host.clone());
    let weak = Rc::downgrade(&session);
    handle_next_tap(move |call| async move {
        let _guard = LeavesOnDrop(weak);
        std::future::pending::<()>().await;
        call.cancel()
    });
    session.tap();
    assert_eq!(session.state(), State::Failed);
    handle_next_tap(|call| async move {
        let _: Value = call.host().request("afterLeaving", &()).await?;
        call.cancel()
    });
    session.tap();
    assert_eq!(host.calls(), Vec::<String>::new());
    let weak = Rc::downgrade(&session);
    drop(session);
    assert!(weak.upgrade().is_none() && !host.has_pending_requests());
}

/// A handler stores its sleep. That sleep does not count as a pending request of the next handler.
#[test]
fn a_request_of_an_earlier_handler_is_not_pending_for_the_next() {
    let host = ManualHost::default();
    let session = session_with_openids::<CustomHandler>(host.clone());
    let stored = Rc::<RefCell<Option<Pin<Box<dyn Future<Output = ()>>>>>>::default();
    let store = stored.clone();
    handle_next_tap(move |call| async move {
        let mut sleep = Box::pin(call.host().sleep(Duration::from_secs(1_000_000)));
        poll_fn(|context| {
            assert!(sleep.as_mut().poll(context).is_pending());
            Poll::Ready(())
        })
        .await;
        store.replace(Some(sleep));
        call.cancel()
    });
    session.tap();
    assert_eq!((session.state(), session.busy()), (State::Idle, false));
    handle_next_tap(|call| async move {
        std::future::pending::<()>().await;
        call.cancel()
    });
    session.tap();
    assert_eq!((session.state(), session.busy()), (State::Failed, false));
    drop(stored.take());
    assert!(session.dismiss() && session.available().tap);
}

/// The join is not forgotten when the drop of the handler panics: it may still succeed, and then its room must be left.
#[test]
fn a_handler_that_panics_when_it_is_dropped_leaves_no_room_open() {
    struct Panics;
    impl Drop for Panics {
        fn drop(&mut self) {
            panic!("in the drop of the handler");
        }
    }
    let cancels: fn(Rc<Session<CustomHandler>>) = |session| _ = session.cancel();
    let leaves: fn(Rc<Session<CustomHandler>>) = |session| session.leave();
    for end in [cancels, leaves] {
        let host = ManualHost::default();
        let session = session_with_openids::<CustomHandler>(host.clone());
        handle_next_tap(async |call| {
            let _panics = Panics;
            call.begin().authorize().await?.enable().await?.join().await
        });
        session.tap();
        for name in ["authorize", "authorize", "setEnable1v1Chat"] {
            host.ok(name);
        }
        let same_session = session.clone();
        assert!(catch_unwind(AssertUnwindSafe(move || end(same_session))).is_err());
        assert_eq!((session.busy(), host.count("exitVoIPChat")), (false, 0));
        let left = !session.available().tap;
        let kept = (!left).then_some(session);
        host.ok("join1v1Chat");
        assert_eq!(host.count("exitVoIPChat"), 1, "left: {left}");
        drop(kept);
    }
}
