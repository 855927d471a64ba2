//! `explore` on pages that load, list contacts, limit a call, work after it, spawn tasks, and can be called.

use std::future::pending;

use voip_runtime::prelude::*;
use voip_runtime::sim::{Explored, Explorer, Flaw, FlawKind, explore};
use voip_tests::secs;

fn flaw<P: Page>() -> Flaw {
    explore::<P>().expect_err("a flaw")
}

fn sound<P: Page>() -> Explored {
    match explore::<P>() {
        Ok(explored) => {
            let untaken: Vec<_> = explored.untaken().map(ToString::to_string).collect();
            assert!(untaken.is_empty(), "{}: {untaken:?}", P::SPEC.name);
            explored
        }
        Err(flaw) => panic!("{}: {flaw}", P::SPEC.name),
    }
}

/// Defines a page that calls one user.
macro_rules! page {
    ($name:ident, $($arguments:tt)*) => {
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
        }
    };
}

// --- Limits ---

page!(Limited, flow {
    Idle        => Authorizing;
    Authorizing within 2m => Enabling | Failed;
    Enabling    => Joining | Failed;
    Joining     => InCall | Failed;
    InCall ring 45s within 30m
                => Idle
                 | Failed on NoAnswer: toast("无人接听")
                 | Idle on Timeout: toast("通话时间已到")
                 | Failed on Interrupted;
    Failed      => Idle | Authorizing;
});

#[test]
fn the_limits_of_a_call_are_played() {
    let explored = sound::<Limited>();
    assert!(explored.to_string().contains("InCall => Failed on NoAnswer"), "{explored}");
}

// --- Contacts and loading ---

#[voip_page(title = "家人", receive(on_show), on_load = load_family)]
struct Family {
    #[field(contacts, label = "家人")]
    members: Vec<Contact>,
    #[field(caller.openid)]
    me: OpenId,
    #[field(caller.nickname, default = "我")]
    my_name: String,
}

async fn load_family(page: PageContext<Family>) -> Result<(), CallError> {
    let family: Vec<Contact> = page.host().request("family", &()).await?;
    page.update(|page| page.members = family);
    Ok(())
}

#[test]
fn a_page_that_loads_its_contacts_is_sound() {
    sound::<Family>();
}

#[voip_page(title = "家人", handler = hang_for_the_second)]
struct SecondHangs {
    #[field(contacts, label = "家人")]
    members: Vec<Contact>,
    #[field(caller.openid)]
    me: OpenId,
    #[field(caller.nickname, default = "我")]
    my_name: String,
}

async fn hang_for_the_second(call: Call<SecondHangs, Idle>) -> Outcome<SecondHangs> {
    if call.listener().nickname == "second" {
        pending::<()>().await;
    }
    call.begin().authorize().await?.enable().await?.join().await
}

#[test]
fn each_of_two_contacts_is_called() {
    let flaw = flaw::<SecondHangs>();
    assert_eq!(flaw.path, ["tap on the second contact"], "{flaw}");
}

page!(LoadPanics, on_load = panic_after_a_failure);
async fn panic_after_a_failure(page: PageContext<LoadPanics>) -> Result<(), CallError> {
    let name: Result<String, _> = page.host().request("login", &()).await;
    let _ = name.expect("a login that works");
    Ok(())
}

#[test]
fn a_panic_while_the_page_loads_is_a_flaw() {
    let flaw = flaw::<LoadPanics>();
    assert!(flaw.what.contains("a login that works"), "{flaw}");
    assert_eq!(flaw.path.last().map(String::as_str), Some("login fails: System"), "{flaw}");
}

page!(LoadHangs, on_load = hang_after_a_failure);
async fn hang_after_a_failure(page: PageContext<LoadHangs>) -> Result<(), CallError> {
    if page.host().request::<String>("login", &()).await.is_err() {
        pending::<()>().await;
    }
    Ok(())
}

#[test]
fn a_page_that_hangs_while_it_loads_is_found() {
    let flaw = flaw::<LoadHangs>();
    assert!(flaw.what.contains("waits"), "{flaw}");
}

// --- After the join, and after the call ---

page!(Reports, handler = call_and_report);
async fn call_and_report(call: Call<Reports, Idle>) -> Outcome<Reports> {
    let call = call.begin().authorize().await?.enable().await?.join().await?;
    let ended = call.ended().await;
    let _: Result<(), _> = ended.host().request("report", &()).await;
    ended.finish()
}

#[test]
fn work_after_the_call_is_played() {
    sound::<Reports>();
}

page!(HangsAfterwards, handler = call_and_hang);
async fn call_and_hang(call: Call<HangsAfterwards, Idle>) -> Outcome<HangsAfterwards> {
    let call = call.begin().authorize().await?.enable().await?.join().await?;
    let ended = call.answered().await?.ended().await;
    if ended.host().request::<bool>("report", &()).await.is_err() {
        pending::<()>().await;
    }
    ended.finish()
}

#[test]
fn a_handler_that_hangs_after_its_call_is_found() {
    let flaw = flaw::<HangsAfterwards>();
    assert!(flaw.what.contains("waits"), "{flaw}");
    assert_eq!(flaw.path.last().map(String::as_str), Some("report fails: System"), "{flaw}");
}

page!(SleepsAfterwards, handler = call_and_sleep);
async fn call_and_sleep(call: Call<SleepsAfterwards, Idle>) -> Outcome<SleepsAfterwards> {
    let ended = call.begin().authorize().await?.enable().await?.join().await?.ended().await;
    loop {
        ended.host().sleep(secs(5)).await;
        if ended.page().call_name.is_empty() {
            return ended.finish();
        }
    }
}

#[test]
fn a_handler_that_never_ends_after_its_call_is_found() {
    let flaw = flaw::<SleepsAfterwards>();
    assert!(matches!(flaw.kind, FlawKind::Broken | FlawKind::TooLarge), "{flaw}");
    assert!(flaw.what.contains("never comes to rest"), "{flaw}");
}

// --- Tasks that the flow spawns ---

page!(Spawns, flow {
    Idle        => Authorizing;
    Authorizing => Enabling | Failed;
    Enabling    => Joining | Failed;
    Joining     => InCall: spawn(tell_the_server) | Failed;
    InCall      => Idle;
    Failed      => Idle;
});
async fn tell_the_server(page: PageContext<Spawns>, _: Change) -> Result<(), CallError> {
    page.host().request::<()>("report", &()).await
}

#[test]
fn a_spawned_task_is_played() {
    let explored = sound::<Spawns>();
    assert!(explored.bounds().iter().any(|bound| bound.contains("`report`")), "{explored}");
}

page!(SpawnHangs, flow {
    Idle        => Authorizing;
    Authorizing => Enabling | Failed;
    Enabling    => Joining | Failed;
    Joining     => InCall | Failed;
    InCall      => Idle: spawn(hang_if_refused);
    Failed      => Idle;
});
async fn hang_if_refused(page: PageContext<SpawnHangs>, _: Change) -> Result<(), CallError> {
    if page.host().request::<()>("report", &()).await.is_err() {
        pending::<()>().await;
    }
    Ok(())
}

#[test]
fn a_spawned_task_that_hangs_is_found() {
    let flaw = flaw::<SpawnHangs>();
    assert!(flaw.what.contains("hang_if_refused") && flaw.what.contains("waits"), "{flaw}");
}

// --- Being called ---

#[voip_page(title = "值班", receive(only, on_show))]
struct Desk {
    #[field(label = "姓名")]
    name: String,
}

#[test]
fn a_page_that_is_only_called_becomes_reachable() {
    let explored = sound::<Desk>();
    assert_eq!(explored.entered(State::InCall), 0);
}

page!(Receives, receive, flow {
    Idle        => Authorizing;
    Authorizing => Enabling | Authorizing on Denied via open_setting retry 1 | Failed: toast("请授权");
    Enabling    => Joining | Enabling on Network retry 1 after 1s | Failed;
    Joining     => InCall | Failed;
    InCall      => Idle;
    Failed      => Idle;
});

#[test]
fn a_page_that_receives_is_sound() {
    sound::<Receives>();
}

page!(ReceivesOnShow, receive(on_show), flow {
    Idle        => Authorizing;
    Authorizing => Enabling | Authorizing on Denied via open_setting retry 1 | Failed: toast("请授权");
    Enabling    => Joining | Enabling on Network retry 1 after 1s | Failed;
    Joining     => InCall | Failed;
    InCall      => Idle;
    Failed      => Idle;
});

#[test]
fn a_page_that_receives_as_it_is_shown_is_sound() {
    sound::<ReceivesOnShow>();
}

// --- Choices ---

#[derive(Choice, Clone, Copy, Debug, Default, PartialEq)]
enum Kind {
    #[default]
    #[choice("普通")]
    Plain,
    #[choice("急诊")]
    Urgent,
}

#[voip_page(title = "探索", handler = hang_if_urgent)]
struct Chooses {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname, default = "listener")]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    call_name: String,
    #[field(choice, label = "类型")]
    kind: Kind,
}

async fn hang_if_urgent(call: Call<Chooses, Idle>) -> Outcome<Chooses> {
    if call.page().kind == Kind::Urgent {
        pending::<()>().await;
    }
    call.begin().authorize().await?.enable().await?.join().await
}

#[test]
fn each_variant_of_a_choice_is_played() {
    let flaw = flaw::<Chooses>();
    assert_eq!(flaw.path, ["kind = Urgent", "tap"]);
    Explorer::new().field("kind", ["Plain"]).explore::<Chooses>().expect("no flaw");
}
