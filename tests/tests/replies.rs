//! What a host can ask: whether an answer is still awaited, whether a call is watched, and whether a page still exists.

use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::rc::Rc;
use std::task::Poll;

use voip_runtime::call::Request;
use voip_runtime::prelude::*;
use voip_runtime::sim::SimHost;
use voip_runtime::value::Value;
use voip_tests::{CustomHandler, Plain, TestSession, handle_next_tap, page_on};

#[test]
fn a_step_awaits_one_answer_and_a_joined_call_is_watched() {
    let session = TestSession::<Plain>::at(State::Joining);
    assert_eq!(session.host.awaits_and_watches("setEnable1v1Chat"), (false, false));
    assert_eq!(session.host.awaits_and_watches("join1v1Chat"), (true, true));
    session.host.ok("join1v1Chat");
    assert_eq!(session.host.awaits_and_watches("join1v1Chat"), (false, true));
    session.hang_up();
    assert_eq!(session.host.awaits_and_watches("join1v1Chat"), (false, false));
}

/// Polls a request once, and keeps it.
async fn poll_once(request: &RefCell<Request<String>>) -> Option<Result<String, CallError>> {
    let polled = poll_fn(|context| Poll::Ready(Pin::new(&mut *request.borrow_mut()).poll(context))).await;
    if let Poll::Ready(answer) = polled { Some(answer) } else { None }
}

#[test]
fn a_request_awaits_one_answer_and_watches_no_call() {
    let session = TestSession::<CustomHandler>::new();
    let kept = Rc::new(RefCell::new(None));
    let keep = kept.clone();
    handle_next_tap(move |call| async move {
        let request = Rc::new(RefCell::new(call.host().request("login", &())));
        assert!(poll_once(&request).await.is_none());
        keep.replace(Some(request));
        call.host().request::<()>("report", &()).await?;
        call.cancel()
    });
    session.tap();
    assert_eq!(session.host.awaits_and_watches("login"), (true, false));
    session.host.answer(session.host.last("login"), Ok("code".into()));
    assert!(kept.borrow().is_some(), "the handler has the request");
    assert_eq!(session.host.awaits_and_watches("login"), (false, false));
    session.host.ok("report");
    session.assert_at_rest(State::Idle);
}

#[test]
fn the_first_of_several_immediate_answers_to_a_request_counts() {
    let session = TestSession::<CustomHandler>::new();
    session
        .host
        .answer_immediately(|_| vec![Ok("first".into()), Ok("second".into()), Err(Cause::System.into())]);
    handle_next_tap(|call| async move {
        let answer: String = call.host().request("login", &()).await?;
        call.fail(answer)
    });
    session.tap();
    assert_eq!(session.error().expect("a failure").sentence(), "first");
}

#[test]
fn a_request_that_is_answered_at_once_needs_no_timer() {
    for leaves in [false, true] {
        let session = Rc::new(TestSession::<CustomHandler>::new());
        let weak = Rc::downgrade(&session);
        session.host.answer_immediately(move |_| {
            if leaves {
                weak.upgrade().expect("a session").leave();
                return vec![];
            }
            vec![Ok(Value::Null)]
        });
        handle_next_tap(|call| async move {
            call.host().request::<()>("login", &()).await?;
            call.cancel()
        });
        session.tap();
        assert_eq!((session.host.timers(), session.busy()), (0, false), "leaves: {leaves}");
    }
}

#[test]
fn a_host_knows_the_type_of_an_answer() {
    let host = SimHost::new();
    host.on_any_request(|request| {
        let expected = request.answer_type()?;
        assert!(expected.check(&"code".into()).is_ok() && expected.check(&1.0.into()).is_err());
        assert_eq!(
            format!("{expected:?}"),
            format!("AnswerType {{ example: {:?}, .. }}", expected.example())
        );
        assert!(matches!(expected.example(), Some(Value::Text(_))));
        Some(Ok("code".into()))
    });
    handle_next_tap(|call| async move {
        let answer: String = call.host().request("login", &()).await?;
        call.fail(answer)
    });
    let page = page_on::<CustomHandler>(&host, "o-other");
    page.tap();
    assert!(host.run());
    assert_eq!(page.error().expect("a failure").sentence(), "code");
}

#[test]
fn a_page_exists_until_it_is_dropped() {
    let session = TestSession::<Plain>::new();
    let host = session.host.clone();
    assert_eq!(host.open_pages(), 1);
    drop(session);
    assert_eq!(host.open_pages(), 0);
}
