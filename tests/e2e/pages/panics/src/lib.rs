//! A page whose handler or hook panics on request, and a page that never panics.

#![no_std]

mod sound;

use voip_runtime::prelude::*;

pub use self::sound::Sound;

/// Panics as the field `way` says.
#[voip_page(
    title = "Panics",
    route = "pages/panics/index",
    handler = panic_or_call,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed: run(panic_in_hook);
        Enabling    => Joining | Failed;
        Joining     => InCall: run(panic_when_joined) | Failed;
        InCall      => Idle: run(panic_in_hook);
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
    if way == "handler" {
        panic!("the handler panics on request");
    }
    let call = call.begin().authorize().await?;
    if way == "index" {
        let values = [1, 2, 3];
        let index = way.len() + 5;
        assert_ne!(values[index], 0);
    }
    let call = call.enable().await?;
    call.join().await
}

fn panic_when_joined(page: &Panics, _: &Change) {
    assert!(page.way != "joined", "the hook panics when the call is joined");
}

fn panic_in_hook(page: &Panics, _: &Change) {
    assert!(page.way != "hook", "the hook panics on request");
}
