//! `explore`: sound pages are proved, and flawed handlers are found with the path that shows them.

use std::future::{pending, poll_fn};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use voip_runtime::prelude::*;
use voip_runtime::sim::{Explored, Explorer, Flaw, explore};
use voip_runtime::value::Value;
use voip_tests::{CustomHandler, HangsUpOnLeave, Plain, Recovering, RetriesOnTimeout, secs};

fn assert_sound<P: Page>() -> Explored {
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
fn sound_pages_are_proved() {
    let plain = assert_sound::<Plain>();
    let recovering = assert_sound::<Recovering>();
    assert!(recovering.places > plain.places, "recoveries are played");
    assert_sound::<RetriesOnTimeout>();
    assert_sound::<HangsUpOnLeave>();
    assert_sound::<CustomHandler>();
    assert_eq!(explore::<Plain>().expect("as before"), plain, "twice the same");
}

/// A page with this handler.
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
fn a_handler_with_work_of_its_own_is_proved() {
    let as_is = assert_sound::<LooksUp>();
    let told = |wait: f64| Value::List(vec!["o-found".into(), wait.into()]);
    let explorer = Explorer::new()
        .answer("request", told(0.0))
        .answer("request", told(7.0))
        .answer("request", Value::Null)
        .answer("isPaid", false.into());
    let more = explorer.explore::<LooksUp>().expect("a sound page");
    assert!(more.places > as_is.places && more.paths > as_is.paths);
}

page!(CanBeCalled, look_up_the_name, receive);
async fn look_up_the_name(call: Call<CanBeCalled, Idle>) -> Outcome<CanBeCalled> {
    match call.host().request::<String>("request", &()).await {
        Ok(_) => call.begin().authorize().await?.enable().await?.join().await,
        Err(error) => call.fail(error),
    }
}

#[test]
fn a_page_that_can_be_called_while_its_handler_waits_is_proved() {
    assert_sound::<CanBeCalled>();
}

fn flaw<P: Page>() -> Flaw {
    explore::<P>().expect_err("a flawed page")
}

page!(WaitsForNothing, wait_for_nothing);
async fn wait_for_nothing(call: Call<WaitsForNothing, Idle>) -> Outcome<WaitsForNothing> {
    match call.host().request::<String>("login", &()).await {
        Ok(_) => call.begin().authorize().await?.enable().await?.join().await,
        Err(_) => pending().await,
    }
}

#[test]
fn a_handler_that_waits_for_nothing_is_found_where_it_does() {
    let flaw = flaw::<WaitsForNothing>();
    assert!(flaw.what.contains("promised"), "{flaw}");
    assert!(flaw.path.len() == 2 && flaw.path[0] == "tap", "the shortest path: {flaw}");
    assert!(flaw.path[1].contains("login") && flaw.path[1].contains("fails"), "{flaw}");
    let told = flaw.to_string();
    assert!(told.starts_with(&flaw.what) && told.contains("1. tap"), "{told}");
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
fn a_handler_that_drops_its_call_is_found() {
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
fn a_handler_that_drops_a_step_is_found() {
    let flaw = flaw::<DropsAStep>();
    assert!(flaw.what.contains("dropped a step"), "{flaw}");
}

page!(NeverEnds, never_end);
async fn never_end(call: Call<NeverEnds, Idle>) -> Outcome<NeverEnds> {
    loop {
        let _: Result<u8, _> = call.host().request("login", &()).await;
        if call.page().listen_name == "never" {
            return call.cancel();
        }
    }
}

#[test]
fn a_handler_that_never_ends_is_found() {
    let flaw = flaw::<NeverEnds>();
    assert!(flaw.what.contains("never comes to rest"), "{flaw}");
}

page!(NeverRests, never_rest);
async fn never_rest(call: Call<NeverRests, Idle>) -> Outcome<NeverRests> {
    let mut naps = 0;
    while naps < u64::MAX {
        call.host().sleep(secs(1)).await;
        naps += 1;
    }
    call.cancel()
}

#[test]
fn a_page_that_never_rests_is_given_up() {
    let flaw = explore::<NeverRests>().expect_err("it sleeps for ever");
    assert!(flaw.what.contains("never comes to rest"), "{flaw}");
}

page!(ReadsToTheEnd, read_to_the_end);
async fn read_to_the_end(call: Call<ReadsToTheEnd, Idle>) -> Outcome<ReadsToTheEnd> {
    #[derive(serde::Deserialize)]
    struct Found {
        openid: String,
    }
    let Ok(found) = call.host().request::<Found>("request", &()).await else { return call.cancel() };
    let call = call.begin().authorize().await?;
    if found.openid.ends_with("-2") { pending().await } else { call.enable().await?.join().await }
}

#[test]
fn answers_that_differ_only_at_the_end_are_two_places() {
    let found = |end: &str| {
        let openid = format!("o-{}-{end}", "of-somebody-".repeat(100));
        Value::Object(vec![("openid".into(), openid.as_str().into())])
    };
    let explorer = Explorer::new().answer("request", found("1"));
    let one = explorer.explore::<ReadsToTheEnd>().expect("a sound page");
    let twice =
        explorer.clone().answer("request", found("3")).explore::<ReadsToTheEnd>().expect("a sound page");
    assert!(twice.places > one.places, "{one:?} {twice:?}");
    let flaw = explorer.answer("request", found("2")).explore::<ReadsToTheEnd>().expect_err("a flawed page");
    assert!(flaw.what.contains("promised"), "{flaw}");
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
fn what_a_handler_read_of_its_page_is_part_of_a_place() {
    let name = |end: &str| Value::from(format!("{}-{end}", "name-of-somebody-".repeat(100)));
    let explorer = Explorer::new().answer("request", name("1"));
    explorer.explore::<FillsAField>().expect("a sound page");
    let flaw = explorer.answer("request", name("2")).explore::<FillsAField>().expect_err("a flawed page");
    assert!(flaw.what.contains("promised"), "{flaw}");
    assert_eq!(flaw.path.iter().filter(|step| *step == "tap").count(), 2, "{flaw}");
}

page!(AsksTwiceAtOnce, ask_twice_at_once);
async fn ask_twice_at_once(call: Call<AsksTwiceAtOnce, Idle>) -> Outcome<AsksTwiceAtOnce> {
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
fn which_of_two_requests_was_answered_is_part_of_a_place() {
    let flaw = flaw::<AsksTwiceAtOnce>();
    assert!(flaw.what.contains("promised"), "{flaw}");
}
