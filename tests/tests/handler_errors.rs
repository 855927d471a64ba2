//! `?` on a host call of the handler's own: what the page shows then, and what becomes of its call.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use voip_runtime::prelude::*;
use voip_runtime::value::Value;
use voip_tests::{CustomHandler, TestSession, handle_next_tap};

const FAILED: &str = "login:fail net";

/// The handler's `login` fails now.
fn fail_login(session: &TestSession<CustomHandler>) {
    session.host.answer(session.host.last("login"), Err(CallError::new(Cause::System, FAILED)));
}

fn assert_shows_it(session: &TestSession<CustomHandler>, from: State) {
    let change = session.last_change();
    assert_eq!((change.from, change.to, change.cause), (from, State::Failed, Some(Cause::App)));
    assert_eq!(change.message, FAILED, "the host's own words are kept");
    let error = session.error().expect("a failure");
    assert_eq!((error.cause(), error.message()), (Cause::App, FAILED));
    assert_eq!(
        error.sentence(),
        Cause::System.chinese(),
        "what went wrong is said, and not that the page stopped"
    );
    assert!(error.to_string().starts_with(Cause::System.english()), "{error}");
}

#[test]
fn before_the_call_begins() {
    handle_next_tap(|call| async move {
        let _: String = call.host().request("login", &()).await?;
        call.cancel()
    });
    let session = TestSession::<CustomHandler>::new();
    session.tap();
    fail_login(&session);
    assert_shows_it(&session, State::Idle);
    session.assert_at_rest(State::Failed);
}

#[test]
fn between_two_steps_the_edge_to_failed_is_taken() {
    handle_next_tap(|call| async move {
        let call = call.begin().authorize().await?;
        let _: String = call.host().request("login", &()).await?;
        call.enable().await?.join().await
    });
    let session = TestSession::<CustomHandler>::at(State::Enabling);
    fail_login(&session);
    assert_shows_it(&session, State::Enabling);
    assert_eq!(session.host.toasts(), ["开启通话失败"]);
    assert_eq!((session.host.count("setEnable1v1Chat"), session.host.count("exitVoIPChat")), (0, 0));
    session.assert_at_rest(State::Failed);
}

#[test]
fn words_replace_the_sentence_or_only_fill_in() {
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

/// Polls a join and a `login` at once, and gives up the join with the error of the `login`.
async fn login_beside_the_join(call: Call<CustomHandler, Idle>) -> Outcome<CustomHandler> {
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
            unreachable!("it fails")
        }
    }
}

#[test]
fn the_error_that_drops_a_step_is_shown_and_not_that_it_was_dropped() {
    handle_next_tap(login_beside_the_join);
    let session = TestSession::<CustomHandler>::at(State::Joining);
    fail_login(&session);
    assert_shows_it(&session, State::Joining);
    // The join that was under way may still succeed: then its room is left, once.
    assert_eq!((session.busy(), session.host.count("join1v1Chat")), (false, 1));
    session.host.ok("join1v1Chat");
    assert_eq!((session.state(), session.host.count("exitVoIPChat")), (State::Failed, 1));
    session.assert_at_rest(State::Failed);
}

#[test]
fn a_step_dropped_without_an_error_is_said_to_be_dropped() {
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
fn a_joined_call_leaves_the_room_once() {
    handle_next_tap(|call| async move {
        let call = call.begin().authorize().await?.enable().await?.join().await?;
        let _: String = call.host().request("login", &()).await?;
        Ok(call)
    });
    let session = TestSession::<CustomHandler>::at(State::InCall);
    fail_login(&session);
    assert_shows_it(&session, State::InCall);
    assert_eq!(session.host.count("exitVoIPChat"), 1);
    session.host.ok("exitVoIPChat");
    session.assert_at_rest(State::Failed);
    assert_eq!(session.host.count("exitVoIPChat"), 1);
}

#[test]
fn after_the_call_has_ended_the_page_stays_idle() {
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
