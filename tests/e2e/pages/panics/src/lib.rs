//! A page whose handler or hook panics if it is told to, and one beside it that never does.

#![cfg_attr(target_os = "none", no_std)]

mod sound;

use voip_runtime::prelude::*;

/// It panics in the way that its field `way` says.
#[voip_page(
    title = "Panics",
    route = "pages/panics/index",
    handler = panic_or_call,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed: run(panic_if_told);
        Enabling    => Joining | Failed;
        Joining     => InCall: run(panic_if_joined) | Failed;
        InCall      => Idle: run(panic_if_told);
        Failed      => Idle;
    }
)]
pub struct Panics {
    #[field(listener.openid, label = "To")]
    to: OpenId,
    #[field(listener.nickname, default = "you")]
    name: String,
    #[field(caller.openid, label = "From")]
    me: OpenId,
    #[field(caller.nickname, default = "me")]
    my_name: String,
    #[field(label = "Way")]
    way: String,
}

async fn panic_or_call(call: Call<Panics, Idle>) -> Outcome<Panics> {
    let way = call.page().way.clone();
    if way == "words" {
        panic!("the handler is at its wits' end");
    }
    let call = call.begin().authorize().await?;
    if way == "index" {
        let known = [1, 2, 3];
        let beyond = way.len() + 5;
        assert_ne!(known[beyond], 0);
    }
    let call = call.enable().await?;
    call.join().await
}

fn panic_if_joined(page: &Panics, _: &Change) {
    assert!(page.way != "joined", "the hook was told to panic as the call is joined");
}

fn panic_if_told(page: &Panics, _: &Change) {
    assert!(page.way != "hook", "the hook was told to panic");
}
