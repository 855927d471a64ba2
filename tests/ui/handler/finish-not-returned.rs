//! The outcome of `finish`, which is not returned.

#![deny(unused_must_use)]

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话", handler = handle_call)]
pub struct VideoCall {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname)]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname)]
    call_name: String,
}

async fn handle_call(call: Call<VideoCall, Idle>) -> Outcome<VideoCall> {
    let call = call.begin();
    if call.page().call_name.is_empty() {
        return call.cancel();
    }
    let ended = call.authorize().await?.enable().await?.join().await?.ended().await;
    ended.finish();
    Err(CallError::from("no outcome"))?
}

fn main() {}
