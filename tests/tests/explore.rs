//! `explore`: it finds no flaw in correct pages, and the path to the flaw in incorrect ones.

use std::future::{pending, poll_fn};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use voip_runtime::prelude::*;
use voip_runtime::sim::{Explored, Explorer, Flaw, explore};
use voip_runtime::value::Value;
use voip_tests::{CustomHandler, HangsUpOnLeave, Plain, Recovering, RetriesOnTimeout, secs};

fn assert_no_flaw<P: Page>() -> Explored {
    match explore::<P>() {
        Ok(explored) => {
            assert!(explored.paths > explored.places && explored.places > 10, "{explored:?}");
            assert!(explored.repeats > 0 && explored.longest > 5, "{explored:?}");
            explored
        }
        Err(flaw) => panic!("{}: {flaw}", P::SPEC.name),
    }
}

#[test]
fn explore_finds_no_flaw_in_correct_pages() {
    let plain = assert_no_flaw::<Plain>();
    let recovering = assert_no_flaw::<Recovering>();
    assert!(recovering.places > plain.places, "recovery edges are explored");
    assert_no_flaw::<RetriesOnTimeout>();
    assert_no_flaw::<HangsUpOnLeave>();
    assert_no_flaw::<CustomHandler>();
    assert_eq!(explore::<Plain>().expect("no flaw"), plain, "a second run gives the same result");
}

/// Defines a page with this handler.
macro_rules! page {
    ($name:ident, $handler:ident $(, $receive:ident)?) => {
        #[voip_page(title = "探索", handler = $handler $(, $receive)?)]
        struct $name {
            #[field(listener.openid)]
            listen_openid: OpenId,
            #[field(listener.nickname, default = "listener")]
            listen_name: String,
            #[field(caller.openid)]
            call_openid: OpenId,
            #[field(caller.nickname, default = "caller")]
            call_name: String,
        }
    };
}

page!(LooksUp, look_up);
async fn look_up(call: Call<LooksUp, Idle>) -> Outcome<LooksUp> {
    let found: Result<(String, u8), _> = call.host().request("request", &()).await;
    let Ok((openid, wait)) = found else { return call.fail("用户不存在") };
    if wait == 0 {
        return call.cancel();
    }
    call.host().sleep(secs(wait.into())).await;
    call.update(|page| page.listen_openid = openid.into());
    let call = call.begin().authorize().await?.enable().await?.join().await?;
    match call.host().request::<bool>("isPaid", &()).await {
        Ok(true) => Ok(call),
        _ => call.hang_up(),
    }
}

#[test]
fn explore_finds_no_flaw_in_a_handler_with_requests() {
    let default = assert_no_flaw::<LooksUp>();
    let found = |wait: f64| Value::List(vec!["o-found".into(), wait.into()]);
    let explorer = Explorer::new()
        .answer("request", found(0.0))
        .answer("request", found(7.0))
        .answer("request", Value::Null)
        .answer("isPaid", false.into());
    let more = explorer.explore::<LooksUp>().expect("no flaw");
    assert!(more.places > default.places && more.paths > default.paths);
}

page!(Reachable, look_up_the_name, receive);
async fn look_up_the_name(call: Call<Reachable, Idle>) -> Outcome<Reachable> {
    match call.host().request::<String>("request", &()).await {
        Ok(_) => call.begin().authorize().await?.enable().await?.join().await,
        Err(error) => call.fail(error),
    }
}

#[test]
fn explore_finds_no_flaw_in_a_reachable_page_whose_handler_waits() {
    assert_no_flaw::<Reachable>();
}

fn flaw<P: Page>() -> Flaw {
    explore::<P>().expect_err("a flaw")
}

page!(WaitsWithoutARequest, wait_without_a_request);
async fn wait_without_a_request(call: Call<WaitsWithoutARequest, Idle>) -> Outcome<WaitsWithoutARequest> {
    match call.host().request::<String>("login", &()).await {
        Ok(_) => call.begin().authorize().await?.enable().await?.join().await,
        Err(_) => pending().await,
    }
}

#[test]
fn explore_finds_a_handler_that_waits_without_a_pending_request() {
    let flaw = flaw::<WaitsWithoutARequest>();
    assert!(flaw.what.contains("pending"), "{flaw}");
    assert!(flaw.path.len() == 2 && flaw.path[0] == "tap", "not the shortest path: {flaw}");
    assert!(flaw.path[1].contains("login") && flaw.path[1].contains("fails"), "{flaw}");
    let text = flaw.to_string();
    assert!(text.starts_with(&flaw.what) && text.contains("1. tap"), "{text}");
}

page!(DropsItsCall, drop_its_call);
async fn drop_its_call(call: Call<DropsItsCall, Idle>) -> Outcome<DropsItsCall> {
    let call = call.begin().authorize().await?.enable().await?;
    match call.join().await {
        Ok(call) => {
            drop(call);
            pending().await
        }
        stopped => stopped,
    }
}

#[test]
fn explore_finds_a_handler_that_drops_its_call() {
    let flaw = flaw::<DropsItsCall>();
    assert!(flaw.what.contains("handler"), "{flaw}");
    assert!(flaw.path.last().is_some_and(|last| last.contains("join1v1Chat succeeds")), "{flaw}");
}

page!(DropsAStep, drop_a_step);
async fn drop_a_step(call: Call<DropsAStep, Idle>) -> Outcome<DropsAStep> {
    let call = call.begin().authorize().await?;
    {
        let mut step = pin!(call.enable());
        let _ = step.as_mut().poll(&mut Context::from_waker(Waker::noop()));
    }
    pending().await
}

#[test]
fn explore_finds_a_handler_that_drops_a_step() {
    let flaw = flaw::<DropsAStep>();
    assert!(flaw.what.contains("dropped a step"), "{flaw}");
}

page!(RepeatsARequest, repeat_a_request);
async fn repeat_a_request(call: Call<RepeatsARequest, Idle>) -> Outcome<RepeatsARequest> {
    loop {
        let _: Result<u8, _> = call.host().request("login", &()).await;
        if call.page().listen_name == "never" {
            return call.cancel();
        }
    }
}

#[test]
fn explore_finds_a_handler_that_repeats_a_request_forever() {
    let flaw = flaw::<RepeatsARequest>();
    assert!(flaw.what.contains("never comes to rest"), "{flaw}");
}

page!(SleepsForever, sleep_forever);
async fn sleep_forever(call: Call<SleepsForever, Idle>) -> Outcome<SleepsForever> {
    let mut naps = 0;
    while naps < u64::MAX {
        call.host().sleep(secs(1)).await;
        naps += 1;
    }
    call.cancel()
}

#[test]
fn explore_finds_a_handler_that_sleeps_forever() {
    let flaw = explore::<SleepsForever>().expect_err("a flaw");
    assert!(flaw.what.contains("never comes to rest"), "{flaw}");
}

page!(ReadsALongAnswer, read_a_long_answer);
async fn read_a_long_answer(call: Call<ReadsALongAnswer, Idle>) -> Outcome<ReadsALongAnswer> {
    #[derive(serde::Deserialize)]
    struct Found {
        openid: String,
    }
    let Ok(found) = call.host().request::<Found>("request", &()).await else { return call.cancel() };
    let call = call.begin().authorize().await?;
    if found.openid.ends_with("-2") { pending().await } else { call.enable().await?.join().await }
}

#[test]
fn answers_that_differ_only_at_the_end_lead_to_different_places() {
    let found = |end: &str| {
        let openid = format!("o-{}-{end}", "of-somebody-".repeat(100));
        Value::Object(vec![("openid".into(), openid.as_str().into())])
    };
    let explorer = Explorer::new().answer("request", found("1"));
    let one = explorer.explore::<ReadsALongAnswer>().expect("no flaw");
    let twice =
        explorer.clone().answer("request", found("3")).explore::<ReadsALongAnswer>().expect("no flaw");
    assert!(twice.places > one.places, "{one:?} {twice:?}");
    let flaw = explorer.answer("request", found("2")).explore::<ReadsALongAnswer>().expect_err("a flaw");
    assert!(flaw.what.contains("pending"), "{flaw}");
}

page!(FillsAField, fill_a_field);
async fn fill_a_field(call: Call<FillsAField, Idle>) -> Outcome<FillsAField> {
    let filled = call.page().listen_name.clone();
    call.update(|page| page.listen_name = "listener".into());
    match call.host().request::<String>("request", &()).await {
        Ok(_) if filled.ends_with("-2") => pending().await,
        Ok(name) => call.update(|page| page.listen_name = name),
        Err(_) => {}
    }
    call.cancel()
}

#[test]
fn fields_that_a_handler_has_read_distinguish_places() {
    let name = |end: &str| Value::from(format!("{}-{end}", "name-of-somebody-".repeat(100)));
    let explorer = Explorer::new().answer("request", name("1")).never(State::InCall);
    explorer.explore::<FillsAField>().expect("no flaw");
    let flaw = explorer.answer("request", name("2")).explore::<FillsAField>().expect_err("a flaw");
    assert!(flaw.what.contains("pending"), "{flaw}");
    assert_eq!(flaw.path.iter().filter(|step| *step == "tap").count(), 2, "{flaw}");
}

page!(RequestsTwiceAtOnce, request_twice_at_once);
async fn request_twice_at_once(call: Call<RequestsTwiceAtOnce, Idle>) -> Outcome<RequestsTwiceAtOnce> {
    let is_first = {
        let mut first = pin!(call.host().request::<String>("login", &1));
        let mut second = pin!(call.host().request::<String>("login", &2));
        poll_fn(|context| {
            let is_first = first.as_mut().poll(context).is_ready();
            let is_second = second.as_mut().poll(context).is_ready();
            if is_first || is_second { Poll::Ready(is_first) } else { Poll::Pending }
        })
        .await
    };
    let call = call.begin().authorize().await?;
    if is_first { call.enable().await?.join().await } else { pending().await }
}

#[test]
fn the_order_of_answers_distinguishes_places() {
    let flaw = flaw::<RequestsTwiceAtOnce>();
    assert!(flaw.what.contains("pending"), "{flaw}");
}
