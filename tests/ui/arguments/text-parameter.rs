//! A constant that a `macro_rules!` macro passes on.

use voip_runtime::prelude::*;

macro_rules! page {
    ($title:expr) => {
        #[voip_page(title = $title)]
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
    };
}

page!(TITLE);

const TITLE: &str = "视频通话";

fn main() {}
