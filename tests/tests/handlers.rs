//! Handlers with work of their own.

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

/// A page whose handler asks for `Found` and says what it got.
fn asking() -> TestSession<CustomHandler> {
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
fn a_request_passes_options_and_result_through_serde() {
    let session = asking();
    assert_eq!((session.state(), session.busy()), (State::Idle, true));
    let options = json!({ "url": "https://example.com", "data": { "name": "listener" } });
    assert_eq!(session.host.options("request"), options);
    session.host.answer(session.host.last("request"), Ok(found("o-found", 3.0)));
    session.succeed_until(State::InCall);
    assert_eq!(session.host.options("join1v1Chat")["listener"]["openid"], "o-found");
    // Only its first answer counted.
    session.host.answer(session.host.last("request"), Ok(found("o-other", 3.0)));
    assert_eq!(session.page().listen_openid.as_str(), "o-found");
}

#[test]
fn a_request_that_fails_can_be_told_in_the_pages_own_words() {
    let session = asking();
    session
        .host
        .answer(session.host.last("request"), Err(CallError::new(Cause::Other(600_001), "request:fail net")));
    let error = session.error().expect("a failure");
    assert_eq!((error.cause(), error.sentence()), (Cause::App, "用户不存在"));
    assert_eq!(error.message(), "request:fail net", "the host's own words are kept");
    let change = session.last_change();
    assert_eq!((change.from, change.to, change.cause), (State::Idle, State::Failed, Some(Cause::App)));
    assert_eq!(session.host.calls_without_toasts(), ["request"]);
    session.assert_at_rest(State::Failed);
}

#[test]
fn what_does_not_fit_is_the_pages_own_failure() {
    for unfit in [Value::Null, "text".into(), found("o", 256.0), found("o", 1.5), found("o", f64::NAN)] {
        let session = asking();
        session.host.answer(session.host.last("request"), Ok(unfit));
        assert_eq!(session.failure(), Some((Cause::App, "用户不存在".to_owned())));
        session.assert_at_rest(State::Failed);
    }
    handle_next_tap(|call| async move {
        let no_json = BTreeMap::from([(vec![1_u8], 1_u8)]);
        let answer: Result<Value, _> = call.host().request("request", &no_json).await;
        call.fail(answer.expect_err("a list is no name"))
    });
    let session = TestSession::<CustomHandler>::new();
    session.tap();
    assert_eq!((session.host.calls(), session.state()), (vec![], State::Failed));
}

#[test]
fn a_request_has_60_s() {
    let session = asking();
    session.host.advance(millis(59_999));
    assert_eq!((session.state(), session.busy()), (State::Idle, true));
    session.host.advance(millis(1));
    assert_eq!(session.failure(), Some((Cause::App, "用户不存在".to_owned())));
    session.host.answer(session.host.last("request"), Ok(found("late", 1.0)));
    assert_eq!(session.page().listen_openid.as_str(), voip_tests::LISTENER);
    session.assert_at_rest(State::Failed);

    handle_next_tap(|call| async move {
        let answer: Result<Value, _> = call.host().request("login", &()).await;
        let error = answer.expect_err("nobody answers");
        assert_eq!((error.cause(), call.host().now()), (Cause::Timeout, secs(60)));
        call.cancel()
    });
    let session = TestSession::<CustomHandler>::new();
    session.tap();
    session.host.advance(secs(60));
    session.assert_at_rest(State::Idle);
}

#[test]
fn requests_named_as_steps_are_refused() {
    for name in ["authorize", "setEnable1v1Chat", "join1v1Chat", "exitVoIPChat"] {
        handle_next_tap(move |call| async move {
            let answer: Result<Value, _> =
                call.host().request(name, &json!({ "scope": "scope.record" })).await;
            let error = answer.expect_err("a step is taken, not requested");
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
fn requests_at_the_same_time() {
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
