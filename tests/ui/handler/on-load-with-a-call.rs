//! An `on_load` function that takes a call.

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话", on_load = load)]
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

async fn load(call: Call<VideoCall, Idle>) -> Outcome<VideoCall> {
    call.begin().authorize().await?.enable().await?.join().await
}

fn main() {}
