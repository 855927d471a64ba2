//! A toast that is shown for no time.

use voip_runtime::prelude::*;

#[voip_page(
    title = "视频通话",
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed;
        Enabling    => Joining | Failed;
        Joining     => InCall | Failed: toast("加入通话失败", 0s);
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

fn main() {}
