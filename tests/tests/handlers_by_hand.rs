//! Handlers that combine futures by hand: `answered` and `ended` beside requests and sleeps, forgotten and dropped.

use std::cell::{Cell, RefCell};
use std::future::{Future, pending, poll_fn};
use std::pin::{Pin, pin};
use std::rc::Rc;
use std::task::Poll;

use serde::de::IgnoredAny;
use voip_runtime::Session;
use voip_runtime::prelude::*;
use voip_runtime::session::{Event, Tapped};
use voip_runtime::sim::SimHost;
use voip_tests::{CustomHandler, handle_next_tap, page_on, secs};

/// Polls both futures until both are ready.
async fn both<A, B>(a: impl Future<Output = A>, b: impl Future<Output = B>) -> (A, B) {
    let (mut a, mut b) = (pin!(a), pin!(b));
    let (mut first, mut second) = (None, None);
    poll_fn(|context| {
        if first.is_none()
            && let Poll::Ready(output) = a.as_mut().poll(context)
        {
            first = Some(output);
        }
        if second.is_none()
            && let Poll::Ready(output) = b.as_mut().poll(context)
        {
            second = Some(output);
        }
        if first.is_some() && second.is_some() { Poll::Ready(()) } else { Poll::Pending }
    })
    .await;
    (first.expect("an output"), second.expect("an output"))
}

type Joined = Result<Call<CustomHandler, InCall>, Stopped<CustomHandler>>;

async fn join(call: Call<CustomHandler, Idle>) -> Joined {
    call.begin().authorize().await?.enable().await?.join().await
}

/// The page, and the failures of its tasks.
fn page(host: &SimHost) -> (Session<CustomHandler>, Rc<RefCell<Vec<String>>>) {
    let page = page_on::<CustomHandler>(host, "o-other");
    let failures = Rc::new(RefCell::new(Vec::new()));
    let noted = failures.clone();
    page.subscribe(move |event| {
        if let Event::TaskFailed(name, error) = event {
            noted.borrow_mut().push(format!("{name}: {error}"));
        }
    });
    (page, failures)
}

#[test]
fn a_request_of_the_call_may_outlast_it() {
    let host = SimHost::new();
    let (page, failures) = page(&host);
    let done = Rc::new(Cell::new(false));
    let ready = done.clone();
    handle_next_tap(move |call| async move {
        let call = join(call).await?;
        let report = call.host().sleep(secs(100));
        let (ended, ()) = both(call.ended(), report).await;
        ready.set(true);
        ended.finish()
    });
    page.tap();
    assert!(host.run_for(secs(20)));
    assert!(page.hang_up());
    assert!(host.run());
    assert_eq!(*failures.borrow(), Vec::<String>::new());
    assert!(done.get());
}

#[test]
fn an_error_right_after_the_end_is_an_event() {
    let host = SimHost::new();
    let (page, failures) = page(&host);
    handle_next_tap(|call| async move {
        let ended = join(call).await?.ended().await;
        drop(ended);
        Err(CallError::app("评价失败").into())
    });
    page.tap();
    assert!(host.run() && page.hang_up() && host.run());
    assert_eq!((page.state(), page.busy(), page.error()), (State::Idle, false, None));
    assert_eq!(failures.borrow().len(), 1, "the error is lost");
}

#[test]
fn leaving_while_the_handler_is_polled_drops_it() {
    let host = SimHost::new();
    let page = Rc::new(page_on::<CustomHandler>(&host, "o-other"));
    let leaves = Rc::downgrade(&page);
    page.subscribe(move |event| {
        if let (Event::Field(..), Some(page)) = (event, leaves.upgrade()) {
            page.leave();
        }
    });
    let alive = Rc::new(());
    let (held, after) = (alive.clone(), Rc::new(Cell::new(false)));
    let ran = after.clone();
    handle_next_tap(move |call| async move {
        let ended = join(call).await?.ended().await;
        let _: (Result<IgnoredAny, _>, ()) = both(ended.host().request("report", &()), async {
            ended.update(|page| page.count += 1);
        })
        .await;
        ran.set(true);
        drop(held);
        ended.finish()
    });
    page.tap();
    assert!(host.run() && page.hang_up());
    assert_eq!(Rc::strong_count(&alive), 1, "the handler was not dropped");
    assert!(host.run());
    assert!(!after.get(), "the handler continues after the page was left");
}

/// A page whose handler did this with its joined call is not busy for ever after the other side has hung up.
fn is_free_after_the_call<R: Future<Output = Outcome<CustomHandler>> + 'static>(
    name: &str,
    handler: impl FnOnce(Call<CustomHandler, InCall>) -> R + 'static,
) {
    let host = SimHost::new();
    let (page, _) = page(&host);
    handle_next_tap(|call| async move { handler(join(call).await?).await });
    page.tap();
    assert!(host.run());
    host.other_side_hangs_up();
    host.interrupt();
    page.hang_up();
    assert!(host.run() && host.run_for(secs(100_000)));
    assert!(!page.busy(), "{name}: busy for ever in {}", page.state());
    assert!(!host.in_call(), "{name}");
    if page.state() == State::Failed {
        assert!(page.dismiss());
    }
    assert_eq!(page.tap(), Tapped::Started);
    assert!(host.run());
    assert_eq!((page.state(), page.busy()), (State::InCall, false), "{name}");
}

async fn poll_once<F: Future + Unpin>(future: &mut F) -> bool {
    poll_fn(|context| Poll::Ready(Pin::new(&mut *future).poll(context).is_ready())).await
}

#[test]
fn a_handler_that_does_not_wait_for_its_futures_does_not_block_the_page() {
    is_free_after_the_call("ended, polled once", |call| async move {
        let mut ended = call.ended();
        poll_once(&mut ended).await;
        pending::<()>().await;
        unreachable!()
    });
    is_free_after_the_call("answered, polled once", |call| async move {
        let mut answered = call.answered();
        poll_once(&mut answered).await;
        pending::<()>().await;
        unreachable!()
    });
    is_free_after_the_call("ended, polled once and forgotten", |call| async move {
        let mut ended = call.ended();
        poll_once(&mut ended).await;
        std::mem::forget(ended);
        pending::<()>().await;
        unreachable!()
    });
    is_free_after_the_call("ended, forgotten", |call| async move {
        std::mem::forget(call.ended());
        Err(CallError::app("forgotten").into())
    });
    is_free_after_the_call("ended, boxed and leaked", |call| async move {
        let mut ended = Box::new(call.ended());
        poll_once(&mut *ended).await;
        Box::leak(ended);
        Err(CallError::app("leaked").into())
    });
    is_free_after_the_call("answered, then the call dropped", |call| async move {
        drop(call.answered().await?);
        Err(CallError::app("dropped").into())
    });
    is_free_after_the_call("ended, never returns", |call| async move {
        let ended = call.ended().await;
        pending::<()>().await;
        ended.finish()
    });
    is_free_after_the_call("the call forgotten", |call| async move {
        std::mem::forget(call);
        Err(CallError::app("forgotten").into())
    });
}

/// A page whose handler did this and then waits for nothing is not busy.
fn is_stopped<R: Future<Output = Outcome<CustomHandler>> + 'static>(
    name: &str,
    handler: impl FnOnce(Call<CustomHandler, Idle>) -> R + 'static,
) {
    let host = SimHost::new();
    let (page, _) = page(&host);
    handle_next_tap(handler);
    page.tap();
    assert!(host.run_for(secs(50)));
    assert!(!page.busy(), "{name}: busy in {}", page.state());
}

#[test]
fn what_is_no_longer_awaited_does_not_keep_a_handler() {
    is_stopped("after the answer", |call| async move {
        let call = join(call).await?.answered().await?;
        pending::<()>().await;
        Ok(call)
    });
    is_stopped("after a dropped sleep", |call| async move {
        assert!(!poll_once(&mut call.host().sleep(secs(1_000))).await);
        pending::<()>().await;
        call.cancel()
    });
}

#[test]
fn a_call_of_another_tap_does_not_disturb_the_call() {
    let host = SimHost::new();
    let (page, _) = page(&host);
    let kept = Rc::new(RefCell::new(None));
    let keep = kept.clone();
    handle_next_tap(move |call| async move {
        *keep.borrow_mut() = Some(join(call).await?);
        Err(CallError::app("kept").into())
    });
    page.tap();
    assert!(host.run());
    assert_eq!(page.state(), State::Failed);
    assert!(!host.in_call());
    let log = Rc::new(RefCell::new(None));
    let logged = log.clone();
    handle_next_tap(move |call| async move {
        let call = join(call).await?.answered().await?;
        call.host().sleep(secs(10)).await;
        // A call of an earlier tap: its futures have no effect on this one.
        let old: Call<CustomHandler, InCall> = kept.borrow_mut().take().expect("a call");
        let mut old = old.ended();
        assert!(!poll_once(&mut old).await);
        drop(old);
        let ended = call.ended().await;
        *logged.borrow_mut() = Some((ended.how(), ended.talked()));
        ended.finish()
    });
    assert_eq!(page.tap(), Tapped::Started);
    assert!(host.run_for(secs(60)));
    assert!(page.connected());
    assert!(page.hang_up() && host.run());
    let (how, talked) = log.take().expect("an end");
    assert_eq!(how, CallEnd::HungUp);
    assert!(talked.is_some_and(|talked| talked > secs(30)), "{talked:?}");
}
