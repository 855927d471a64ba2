//! `?` on a failed request in a handler: the error that the page shows, and the end of its call.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use voip_runtime::prelude::*;
use voip_runtime::value::Value;
use voip_tests::{CustomHandler, TestSession, handle_next_tap};

const FAILED: &str = "login:fail net";

/// Fails the handler's `login` request.
fn fail_login(session: &TestSession<CustomHandler>) {
    session.host.answer(session.host.last("login"), Err(CallError::new(Cause::System, FAILED)));
}

fn assert_login_error(session: &TestSession<CustomHandler>, from: State) {
    let change = session.last_change();
    assert_eq!((change.from, change.to, change.cause), (from, State::Failed, Some(Cause::App)));
    assert_eq!(change.message, FAILED, "the change keeps the host's message");
    let error = session.error().expect("a failure");
    assert_eq!((error.cause(), error.message()), (Cause::App, FAILED));
    assert_eq!(
        error.sentence(),
        Cause::System.chinese(),
        "the sentence describes the failed request, not the stopped call"
    );
    assert!(error.to_string().starts_with(Cause::System.english()), "{error}");
}

#[test]
fn an_error_before_the_call_begins_fails_the_page() {
    handle_next_tap(|call| async move {
        let _: String = call.host().request("login", &()).await?;
        call.cancel()
    });
    let session = TestSession::<CustomHandler>::new();
    session.tap();
    fail_login(&session);
    assert_login_error(&session, State::Idle);
    session.assert_at_rest(State::Failed);
}

#[test]
fn an_error_between_steps_takes_the_failure_edge() {
    handle_next_tap(|call| async move {
        let call = call.begin().authorize().await?;
        let _: String = call.host().request("login", &()).await?;
        call.enable().await?.join().await
    });
    let session = TestSession::<CustomHandler>::at(State::Enabling);
    fail_login(&session);
    assert_login_error(&session, State::Enabling);
    assert_eq!(session.host.toasts(), ["开启通话失败"]);
    assert_eq!((session.host.count("setEnable1v1Chat"), session.host.count("exitVoIPChat")), (0, 0));
    session.assert_at_rest(State::Failed);
}

#[test]
fn say_replaces_the_message_and_or_say_only_sets_a_missing_one() {
    let sentence = |error: CallError| {
        handle_next_tap(|_| async move { Err(error)? });
        let session = TestSession::<CustomHandler>::new();
        session.tap();
        session.assert_at_rest(State::Failed);
        session.error().expect("a failure").sentence().to_owned()
    };
    let host = || CallError::new(Cause::System, FAILED);
    assert_eq!(sentence(host()), Cause::System.chinese());
    assert_eq!(sentence(host().say("登录失败")), "登录失败");
    assert_eq!(sentence(host().or_say("登录失败")), "登录失败");
    assert_eq!(sentence(CallError::app("用户不存在").or_say("登录失败")), "用户不存在");
    assert_eq!(sentence(CallError::app("用户不存在").say("登录失败")), "登录失败");
}

/// Runs a join and a `login` at the same time. If `login` fails first, its error drops the join.
async fn login_during_the_join(call: Call<CustomHandler, Idle>) -> Outcome<CustomHandler> {
    let call = call.begin().authorize().await?.enable().await?;
    let mut login = pin!(call.host().request::<Value>("login", &()));
    let mut join = pin!(call.join());
    let first = poll_fn(|context| match join.as_mut().poll(context) {
        Poll::Ready(joined) => Poll::Ready(Ok(joined)),
        Poll::Pending => login.as_mut().poll(context).map(Err),
    })
    .await;
    match first {
        Ok(joined) => joined,
        Err(login) => {
            login?;
            unreachable!("the login fails")
        }
    }
}

#[test]
fn an_error_that_drops_a_step_is_shown_instead_of_the_drop() {
    handle_next_tap(login_during_the_join);
    let session = TestSession::<CustomHandler>::at(State::Joining);
    fail_login(&session);
    assert_login_error(&session, State::Joining);
    // The dropped join can still succeed. Then the runtime leaves the room once.
    assert_eq!((session.busy(), session.host.count("join1v1Chat")), (false, 1));
    session.host.ok("join1v1Chat");
    assert_eq!((session.state(), session.host.count("exitVoIPChat")), (State::Failed, 1));
    session.assert_at_rest(State::Failed);
}

#[test]
fn a_dropped_step_without_an_error_is_reported() {
    handle_next_tap(|call| async move {
        {
            let mut step = pin!(call.begin().authorize());
            poll_fn(|context| {
                assert!(step.as_mut().poll(context).is_pending());
                Poll::Ready(())
            })
            .await;
        }
        std::future::pending().await
    });
    let session = TestSession::<CustomHandler>::new();
    session.tap();
    let error = session.error().expect("a failure");
    assert!(error.message().contains("dropped a step"), "{error}");
    session.assert_at_rest(State::Failed);
}

#[test]
fn an_error_after_the_join_leaves_the_room_once() {
    handle_next_tap(|call| async move {
        let call = call.begin().authorize().await?.enable().await?.join().await?;
        let _: String = call.host().request("login", &()).await?;
        Ok(call)
    });
    let session = TestSession::<CustomHandler>::at(State::InCall);
    fail_login(&session);
    assert_login_error(&session, State::InCall);
    assert_eq!(session.host.count("exitVoIPChat"), 1);
    session.host.ok("exitVoIPChat");
    session.assert_at_rest(State::Failed);
    assert_eq!(session.host.count("exitVoIPChat"), 1);
}

#[test]
fn an_error_after_the_call_has_ended_leaves_the_page_idle() {
    handle_next_tap(|call| async move {
        let call = call.begin().authorize().await?.enable().await?.join().await?;
        let _: String = call.host().request("login", &()).await?;
        Ok(call)
    });
    let session = TestSession::<CustomHandler>::at(State::InCall);
    session.host.watch().ended();
    assert_eq!((session.state(), session.busy()), (State::Idle, true));
    fail_login(&session);
    assert_eq!((session.state(), session.error()), (State::Idle, None));
    assert_eq!(session.host.count("exitVoIPChat"), 0);
    session.assert_at_rest(State::Idle);
}
