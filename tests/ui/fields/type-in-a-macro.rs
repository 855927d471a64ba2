//! A type that a macro of `macro_rules!` is given.

use voip_runtime::prelude::*;

macro_rules! page {
    ($openid:ty) => {
        #[voip_page(title = "视频通话")]
        pub struct VideoCall {
            #[field(listener.openid)]
            listen_openid: $openid,
            #[field(listener.nickname)]
            listen_name: String,
            #[field(caller.openid)]
            call_openid: OpenId,
            #[field(caller.nickname)]
            call_name: String,
        }
    };
}

page!(String);

fn main() {}
