//! A page for the preview whose handler panics or loops forever on request.

use std::process::ExitCode;

use voip_runtime::prelude::*;

/// Panics or loops as the field `way` says.
#[voip_page(title = "Trouble", handler = trouble_or_call)]
pub struct Trouble {
    #[field(listener.openid, label = "To")]
    to: OpenId,
    #[field(listener.nickname, default = "you")]
    name: String,
    #[field(caller.openid, label = "From")]
    me: OpenId,
    #[field(caller.nickname, default = "me")]
    my_name: String,
    #[field(label = "Way", default = "none")]
    way: String,
}

async fn trouble_or_call(call: Call<Trouble, Idle>) -> Outcome<Trouble> {
    match call.page().way.as_str() {
        "panic" => panic!("the handler is at its wits' end"),
        // A loop that never returns to the executor. The sleep saves CPU time.
        "loop" => loop {
            std::thread::sleep(std::time::Duration::from_millis(20));
        },
        _ => {}
    }
    call.begin().authorize().await?.enable().await?.join().await
}

fn main() -> ExitCode {
    voip_preview::main::<Trouble>()
}
