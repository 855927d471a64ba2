//! An enum, and a handler of it.

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话", handler = handle_call)]
pub enum VideoCall {
    Calling {
        #[field(caller.openid)]
        call_openid: OpenId,
    },
    Resting,
}

async fn handle_call(call: Call<VideoCall, Idle>) -> Outcome<VideoCall> {
    call.begin().authorize().await?.enable().await?.join().await
}

fn main() {}
