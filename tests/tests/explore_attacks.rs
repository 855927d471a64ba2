//! `explore` on pages whose flaws hide behind an input, an answer or an edge, and on sound pages that look unusual.

use std::future::pending;
use std::time::Duration;

use serde::Deserialize;
use voip_runtime::prelude::*;
use voip_runtime::sim::{Flaw, FlawKind, explore};

fn flaw<P: Page>() -> Flaw {
    match explore::<P>() {
        Ok(explored) => panic!("{}: no flaw: {explored}", P::SPEC.name),
        Err(flaw) => flaw,
    }
}

fn sound<P: Page>() {
    if let Err(flaw) = explore::<P>() {
        panic!("{}: {flaw}", P::SPEC.name);
    }
}

macro_rules! page {
    ($name:ident { $($fields:tt)* } $($arguments:tt)*) => {
        #[voip_page(title = "探索", $($arguments)*)]
        struct $name {
            #[field(listener.openid)]
            listen_openid: OpenId,
            #[field(listener.nickname, default = "listener")]
            listen_name: String,
            #[field(caller.openid)]
            call_openid: OpenId,
            #[field(caller.nickname, default = "caller")]
            call_name: String,
            $($fields)*
        }
    };
}

// A hang behind `urgent == true`, after the call.
page!(UrgentAfter { #[field(label = "急")] urgent: bool, } handler = urgent_after);
async fn urgent_after(call: Call<UrgentAfter, Idle>) -> Outcome<UrgentAfter> {
    let ended = call.begin().authorize().await?.enable().await?.join().await?.ended().await;
    if ended.page().urgent && ended.talked().is_some() {
        pending::<()>().await;
    }
    ended.finish()
}

#[test]
fn a_hang_after_an_answered_urgent_call() {
    let flaw = flaw::<UrgentAfter>();
    assert!(flaw.path.iter().any(|at| at.contains("urgent")), "{flaw}");
}

// A panic only when the call ended by the limit.
page!(TimeoutPanics {} handler = timeout_panics, flow {
    Idle        => Authorizing;
    Authorizing => Enabling | Failed;
    Enabling    => Joining  | Failed;
    Joining     => InCall   | Failed;
    InCall ring 45s within 10m => Idle | Idle on NoAnswer: toast("无人接听") | Failed on Timeout;
    Failed      => Authorizing | Idle;
});
async fn timeout_panics(call: Call<TimeoutPanics, Idle>) -> Outcome<TimeoutPanics> {
    let ended = call.begin().authorize().await?.enable().await?.join().await?.ended().await;
    assert!(ended.how() != CallEnd::Timeout, "too long");
    ended.finish()
}

#[test]
fn a_panic_after_a_call_that_is_too_long() {
    let flaw = flaw::<TimeoutPanics>();
    assert!(flaw.what.contains("too long"), "{flaw}");
}

// A panic only when the call was superseded.
page!(SupersededPanics {} handler = superseded_panics);
async fn superseded_panics(call: Call<SupersededPanics, Idle>) -> Outcome<SupersededPanics> {
    let ended = call.begin().authorize().await?.enable().await?.join().await?.ended().await;
    assert!(ended.how() != CallEnd::Superseded, "superseded");
    ended.finish()
}

#[test]
fn a_panic_after_a_superseded_call() {
    assert!(flaw::<SupersededPanics>().what.contains("superseded"));
}

// A panic only if the other side never answered.
page!(UnansweredPanics {} handler = unanswered_panics);
async fn unanswered_panics(call: Call<UnansweredPanics, Idle>) -> Outcome<UnansweredPanics> {
    let ended = call.begin().authorize().await?.enable().await?.join().await?.ended().await;
    let _ = ended.talked().expect("an answer");
    ended.finish()
}

#[test]
fn a_panic_after_an_unanswered_call() {
    assert!(flaw::<UnansweredPanics>().what.contains("an answer"));
}

// A spawned task that panics for one cause, and one code.
page!(SpawnPanics {} flow {
    Idle        => Authorizing;
    Authorizing => Enabling | Failed;
    Enabling    => Joining  | Failed;
    Joining     => InCall   | Failed on -40001: spawn(panics) | Failed;
    InCall      => Idle;
    Failed      => Authorizing | Idle;
});
async fn panics(page: PageContext<SpawnPanics>, _: Change) -> Result<(), CallError> {
    page.host().sleep(Duration::from_secs(1)).await;
    panic!("the code");
}

#[test]
fn a_spawned_panic_behind_a_code() {
    assert!(flaw::<SpawnPanics>().what.contains("the code"));
}

// on_load that hangs for one of the answers, nested in a list.
#[derive(Deserialize)]
struct Group {
    closed: bool,
}
page!(LoadHangs {} on_load = load_hangs);
async fn load_hangs(page: PageContext<LoadHangs>) -> Result<(), CallError> {
    let groups: Vec<Group> = page.host().request("groups", &()).await?;
    if groups.first().is_some_and(|group| group.closed) {
        pending::<()>().await;
    }
    Ok(())
}

#[test]
fn a_load_that_hangs_for_an_answer() {
    assert!(flaw::<LoadHangs>().what.contains("waits"));
}

// A query that is required in `on_load`.
page!(LoadQuery {} on_load = load_query);
async fn load_query(page: PageContext<LoadQuery>) -> Result<(), CallError> {
    if page.query("doctor").is_none() {
        pending::<()>().await;
    }
    Ok(())
}

#[test]
fn a_load_that_hangs_without_a_query() {
    assert!(flaw::<LoadQuery>().what.contains("waits"));
}

// A page that never joins: it always fails.
page!(NeverJoins {} handler = never_joins);
async fn never_joins(call: Call<NeverJoins, Idle>) -> Outcome<NeverJoins> {
    call.fail("不能呼叫")
}

#[test]
fn a_page_that_never_joins() {
    let flaw = flaw::<NeverJoins>();
    assert_eq!(flaw.kind, FlawKind::NeverReached);
}

// The handler hangs only at the second call.
page!(SecondCall { #[field(default = 0)] calls: u8, } handler = second_call);
async fn second_call(call: Call<SecondCall, Idle>) -> Outcome<SecondCall> {
    call.update(|page| page.calls = page.calls.saturating_add(1));
    if call.page().calls == 2 {
        pending::<()>().await;
    }
    call.begin().authorize().await?.enable().await?.join().await
}

#[test]
fn a_second_call_that_hangs() {
    assert!(flaw::<SecondCall>().what.contains("waits"));
}

// --- Sound pages ---

page!(AnswersThenWorks {} handler = answers_then_works, on_leave = hang_up);
async fn answers_then_works(call: Call<AnswersThenWorks, Idle>) -> Outcome<AnswersThenWorks> {
    let call = call.begin().authorize().await?.enable().await?.join().await?.answered().await?;
    let _: Result<(), _> = call.host().request("answered", &()).await;
    call.host().sleep(Duration::from_secs(60)).await;
    call.hang_up()
}

#[test]
fn a_page_that_hangs_up_a_minute_after_the_answer_is_sound() {
    sound::<AnswersThenWorks>();
}

page!(DropsEnded {} handler = drops_ended);
async fn drops_ended(call: Call<DropsEnded, Idle>) -> Outcome<DropsEnded> {
    use std::pin::pin;
    use std::task::Poll;
    let call = call.begin().authorize().await?.enable().await?.join().await?;
    let sleep = call.host().sleep(Duration::from_secs(60));
    let (mut sleep, mut ended) = (pin!(sleep), Box::pin(call.ended()));
    let ended = std::future::poll_fn(|context| {
        if let Poll::Ready(ended) = ended.as_mut().poll(context) {
            return Poll::Ready(Some(ended));
        }
        sleep.as_mut().poll(context).map(|()| None)
    })
    .await;
    match ended {
        Some(ended) => ended.finish(),
        // The future of the end is dropped, which hangs up.
        None => Err(CallError::app("一分钟到了").into()),
    }
}

#[test]
fn a_page_that_drops_the_end_after_a_minute_is_sound() {
    sound::<DropsEnded>();
}

page!(SpawnsEverywhere {} receive(on_show), flow {
    Idle        => Authorizing: spawn(tell);
    Authorizing => Enabling: spawn(tell) | Authorizing on Denied via open_setting retry 1: spawn(tell) | Failed: spawn(tell);
    Enabling    => Joining: spawn(tell) | Failed: spawn(tell);
    Joining     => InCall: spawn(tell) | Failed: spawn(tell);
    InCall      => Idle: spawn(tell) | Failed on Interrupted: spawn(tell);
    Failed      => Authorizing: spawn(tell) | Idle: spawn(tell);
});
async fn tell(page: PageContext<SpawnsEverywhere>, _: Change) -> Result<(), CallError> {
    page.host().request("tell", &()).await
}

#[test]
fn a_page_that_spawns_on_every_edge_is_sound() {
    sound::<SpawnsEverywhere>();
}
