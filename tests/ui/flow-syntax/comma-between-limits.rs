//! A comma between the limits of a call.

use voip_runtime::prelude::*;

#[voip_page(
    title = "视频通话",
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed;
        Enabling    => Joining | Failed;
        Joining     => InCall | Failed;
        InCall ring 45s, within 30m => Idle | Failed on NoAnswer, Timeout;
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

fn main() {}
