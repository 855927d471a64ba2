//! A cause by its name and by its `errno`.

use voip_runtime::prelude::*;

#[voip_page(
    title = "视频通话",
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed;
        Enabling    => Joining
                     | Enabling on PrivacyRefused, 104 retry 1
                     | Failed;
        Joining     => InCall | Failed;
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
