//! A function that is spawned and returns nothing.

use voip_runtime::prelude::*;

#[voip_page(
    title = "视频通话",
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed;
        Enabling    => Joining | Failed;
        Joining     => InCall | Failed: spawn(report);
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

async fn report(page: PageContext<VideoCall>, change: Change) {
    let _ = (page, change);
}

fn main() {}
