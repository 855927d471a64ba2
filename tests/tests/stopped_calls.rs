//! Handlers that stop their call with `fail`, `cancel` or `hang_up`, and the error of a failed step.

use std::cell::RefCell;

use voip_runtime::prelude::*;
use voip_tests::{CustomHandler, TestSession, handle_next_tap, secs};

/// Stops the call in `state`: fails with the error of `how`, or cancels without one.
async fn stop_in(
    call: Call<CustomHandler, Idle>,
    state: State,
    how: impl FnOnce() -> Option<CallError>,
) -> Outcome<CustomHandler> {
    macro_rules! stop_if {
        ($call:expr, $state:expr) => {{
            let call = $call;
            if state == $state {
                return match how() {
                    Some(error) => call.fail(error),
                    None => call.cancel(),
                };
            }
            call
        }};
    }
    let call = stop_if!(call, State::Idle).begin();
    let call = stop_if!(call, State::Authorizing).authorize().await?;
    let call = stop_if!(call, State::Enabling).enable().await?;
    stop_if!(call, State::Joining).join().await
}

#[test]
fn a_handler_can_stop_in_idle_and_every_working_state() {
    let stops: [fn() -> Option<CallError>; 4] =
        [|| None, || Some("不行".into()), || Some(Cause::OnCall.into()), || Some(String::from("no").into())];
    for state in [State::Idle, State::Authorizing, State::Enabling, State::Joining] {
        for how in stops {
            handle_next_tap(move |call| stop_in(call, state, how));
            let session = TestSession::<CustomHandler>::new();
            session.tap();
            if state.is_working() && state != State::Authorizing {
                session.succeed_until_stopped(state);
            }
            let error = how();
            let end = if error.is_some() { State::Failed } else { State::Idle };
            let change = session.last_change();
            assert_eq!((change.from, change.to), (state, end));
            assert_eq!(change.cause, error.as_ref().map(|_| Cause::App), "`fail` gives the cause App");
            let shown = session.failure().map(|(_, sentence)| sentence);
            assert_eq!(shown, error.map(|error| error.sentence().to_owned()));
            session.assert_at_rest(end);
        }
    }
}

trait SucceedUntilStopped {
    fn succeed_until_stopped(&self, state: State);
}

impl SucceedUntilStopped for TestSession<CustomHandler> {
    /// Lets each step succeed until the handler stops in `state`.
    fn succeed_until_stopped(&self, state: State) {
        while self.busy() && self.state() < state {
            match self.state() {
                State::Authorizing => self.host.ok("authorize"),
                _ => self.host.ok("setEnable1v1Chat"),
            }
        }
    }
}

thread_local! {
    static STOPPED: RefCell<Vec<Option<Cause>>> = RefCell::default();
}

#[test]
fn a_failed_step_returns_its_error() {
    for (name, cause) in [("authorize", Cause::Denied), ("setEnable1v1Chat", Cause::Other(5))] {
        handle_next_tap(|call| async move {
            let outcome = async { call.begin().authorize().await?.enable().await?.join().await }.await;
            let why = outcome.as_ref().err().and_then(Stopped::error).map(CallError::cause);
            STOPPED.with_borrow_mut(|stopped| stopped.push(why));
            outcome
        });
        let state = if name == "authorize" { State::Authorizing } else { State::Enabling };
        let session = TestSession::<CustomHandler>::at(state);
        session.host.fail(name, cause);
        assert_eq!(STOPPED.take(), [Some(cause)]);
        session.assert_at_rest(State::Failed);
    }
}

#[test]
fn hang_up_by_the_handler_ends_the_call_once() {
    for other_side_first in [false, true] {
        handle_next_tap(|call| async move {
            let call = call.begin().authorize().await?.enable().await?.join().await?;
            call.host().sleep(secs(30)).await;
            call.hang_up()
        });
        let session = TestSession::<CustomHandler>::at(State::InCall);
        if other_side_first {
            session.host.watch().ended();
            assert_eq!(session.state(), State::Idle);
        }
        session.host.advance(secs(30));
        assert_eq!(session.host.count("exitVoIPChat"), usize::from(!other_side_first));
        let ends = session.entered().iter().filter(|state| **state == State::Idle).count();
        assert_eq!((ends, session.error()), (1, None));
        if !other_side_first {
            session.host.ok("exitVoIPChat");
        }
        assert_eq!((session.state(), session.busy()), (State::Idle, false));
    }
}
