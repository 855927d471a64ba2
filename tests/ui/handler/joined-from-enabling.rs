//! The recovery from Joining to Enabling does not make `join` available in Enabling.

use voip_runtime::prelude::*;

#[voip_page(
    title = "视频通话",
    handler = handle_call,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed;
        Enabling    => Joining | Failed;
        Joining     => InCall
                     | Enabling on NotOpen retry 1
                     | Failed;
        InCall      => Idle;
        Failed      => Idle;
    }
)]
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
    let call = call.begin().authorize().await?;
    call.join().await
}

fn main() {}
