//! Handlers that make requests, read the page and update it.

use std::collections::BTreeMap;
use std::future::{Future, poll_fn};
use std::pin::pin;
use std::task::Poll;

use serde::Deserialize;
use serde_json::json;
use voip_runtime::prelude::*;
use voip_runtime::value::Value;
use voip_tests::{CustomHandler, TestSession, handle_next_tap, millis, secs};

#[derive(Debug, Deserialize, PartialEq)]
struct Found {
    openid: String,
    #[serde(rename = "waitsFor")]
    waits_for: u8,
}

/// A page whose handler requests a `Found` and calls its openid.
fn requesting() -> TestSession<CustomHandler> {
    handle_next_tap(|call| async move {
        let options = json!({ "url": "https://example.com", "data": { "name": call.page().listen_name } });
        let found: Found = match call.host().request("request", &options).await {
            Ok(found) => found,
            Err(error) => return call.fail(error.say("用户不存在")),
        };
        call.update(|page| page.listen_openid = found.openid.into());
        call.begin().authorize().await?.enable().await?.join().await
    });
    let session = TestSession::new();
    session.tap();
    session
}

fn found(openid: &str, waits_for: f64) -> Value {
    Value::object([("openid", openid.into()), ("waitsFor", waits_for.into()), ("more", Value::Null)])
}

#[test]
fn a_request_serializes_options_and_deserializes_the_result() {
    let session = requesting();
    assert_eq!((session.state(), session.busy()), (State::Idle, true));
    let options = json!({ "url": "https://example.com", "data": { "name": "listener" } });
    assert_eq!(session.host.options("request"), options);
    session.host.answer(session.host.last("request"), Ok(found("o-found", 3.0)));
    session.succeed_until(State::InCall);
    assert_eq!(session.host.options("join1v1Chat")["listener"]["openid"], "o-found");
    // Only the first answer counts.
    session.host.answer(session.host.last("request"), Ok(found("o-other", 3.0)));
    assert_eq!(session.page().listen_openid.as_str(), "o-found");
}

#[test]
fn a_handler_can_replace_the_message_of_a_failed_request() {
    let session = requesting();
    session
        .host
        .answer(session.host.last("request"), Err(CallError::new(Cause::Other(600_001), "request:fail net")));
    let error = session.error().expect("a failure");
    assert_eq!((error.cause(), error.sentence()), (Cause::App, "用户不存在"));
    assert_eq!(error.message(), "request:fail net", "the error keeps the host's message");
    let change = session.last_change();
    assert_eq!((change.from, change.to, change.cause), (State::Idle, State::Failed, Some(Cause::App)));
    assert_eq!(session.host.calls_without_toasts(), ["request"]);
    session.assert_at_rest(State::Failed);
}

#[test]
fn a_result_of_the_wrong_type_is_an_app_error() {
    for wrong in [Value::Null, "text".into(), found("o", 256.0), found("o", 1.5), found("o", f64::NAN)] {
        let session = requesting();
        session.host.answer(session.host.last("request"), Ok(wrong));
        assert_eq!(session.failure(), Some((Cause::App, "用户不存在".to_owned())));
        session.assert_at_rest(State::Failed);
    }
    handle_next_tap(|call| async move {
        let no_json = BTreeMap::from([(vec![1_u8], 1_u8)]);
        let answer: Result<Value, _> = call.host().request("request", &no_json).await;
        call.fail(answer.expect_err("a list is not a valid key"))
    });
    let session = TestSession::<CustomHandler>::new();
    session.tap();
    assert_eq!((session.host.calls(), session.state()), (vec![], State::Failed));
}

#[test]
fn a_request_times_out_after_60_seconds() {
    let session = requesting();
    session.host.advance(millis(59_999));
    assert_eq!((session.state(), session.busy()), (State::Idle, true));
    session.host.advance(millis(1));
    assert_eq!(session.failure(), Some((Cause::App, "用户不存在".to_owned())));
    session.host.answer(session.host.last("request"), Ok(found("late", 1.0)));
    assert_eq!(session.page().listen_openid.as_str(), voip_tests::LISTENER);
    session.assert_at_rest(State::Failed);

    handle_next_tap(|call| async move {
        let answer: Result<Value, _> = call.host().request("login", &()).await;
        let error = answer.expect_err("a timeout");
        assert_eq!((error.cause(), call.host().now()), (Cause::Timeout, secs(60)));
        call.cancel()
    });
    let session = TestSession::<CustomHandler>::new();
    session.tap();
    session.host.advance(secs(60));
    session.assert_at_rest(State::Idle);
}

#[test]
fn requests_with_the_name_of_a_step_are_rejected() {
    for name in ["authorize", "setEnable1v1Chat", "join1v1Chat", "exitVoIPChat"] {
        handle_next_tap(move |call| async move {
            let answer: Result<Value, _> =
                call.host().request(name, &json!({ "scope": "scope.record" })).await;
            let error = answer.expect_err("a step cannot be requested");
            assert_eq!(error.cause(), Cause::App);
            assert!(error.message().contains("step"), "{error}");
            call.cancel()
        });
        let session = TestSession::<CustomHandler>::new();
        session.tap();
        assert_eq!(session.host.calls(), Vec::<String>::new());
        session.assert_at_rest(State::Idle);
    }
}

#[test]
fn two_requests_can_be_pending_at_once() {
    handle_next_tap(|call| async move {
        {
            let mut one = pin!(call.host().request::<String>("login", &()));
            let mut two = pin!(call.host().request::<String>("getLocation", &()));
            let (mut first, mut second) = (None, None);
            poll_fn(|context| {
                for (request, answer) in [(one.as_mut(), &mut first), (two.as_mut(), &mut second)] {
                    if answer.is_none()
                        && let Poll::Ready(ready) = request.poll(context)
                    {
                        *answer = Some(ready);
                    }
                }
                if first.is_some() && second.is_some() { Poll::Ready(()) } else { Poll::Pending }
            })
            .await;
            let names = [first, second].map(|answer| answer.and_then(Result::ok).unwrap_or_default());
            call.update(|page| page.call_name = names.concat());
        }
        call.cancel()
    });
    let session = TestSession::<CustomHandler>::new();
    session.tap();
    assert_eq!(session.host.calls(), ["login", "getLocation"]);
    session.host.answer(1, Ok("b".into()));
    session.host.answer(0, Ok("a".into()));
    assert_eq!(session.page().call_name, "ab");
    session.assert_at_rest(State::Idle);
}

#[test]
fn a_page_is_a_snapshot() {
    handle_next_tap(|call| async move {
        let then = call.page();
        call.host().sleep(secs(5)).await;
        let now = call.page();
        assert_eq!((then.listen_name.as_str(), now.listen_name.as_str()), ("listener", "new input"));
        assert_eq!((then.count, now.count), (3, 4));
        call.update(|page| page.count += 1);
        assert_eq!((now.count, call.page().count), (4, 5));
        call.cancel()
    });
    let session = TestSession::<CustomHandler>::new();
    let before = session.page();
    session.tap();
    session.input("listenName", "new input").expect("text");
    session.input("count", 4).expect("a number");
    session.host.advance(secs(5));
    session.assert_at_rest(State::Idle);
    assert_eq!((before.count, session.page().count), (3, 5));
    assert_eq!(session.page().listen_name, "new input", "an update changes only the fields that it sets");
}

#[test]
fn has_edge_to_gives_the_edges_of_the_state() {
    handle_next_tap(|call| async move {
        let edges = |call: &Call<CustomHandler, Idle>| State::ALL.map(|state| call.has_edge_to(state));
        assert_eq!(edges(&call), [false, true, false, false, false, false]);
        let call = call.begin();
        assert!(
            call.has_edge_to(State::Enabling)
                && call.has_edge_to(State::Failed)
                && !call.has_edge_to(State::Joining)
        );
        let call = call.authorize().await?.enable().await?.join().await?;
        assert!(call.has_edge_to(State::Idle) && !call.has_edge_to(State::Failed));
        Ok(call)
    });
    let session = TestSession::<CustomHandler>::at(State::InCall);
    assert!(!session.busy());
}
