//! A call that is used after `answered` has consumed it.

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
    let call = call.begin().authorize().await?.enable().await?.join().await?;
    call.answered().await?;
    call.hang_up()
}

fn main() {}
