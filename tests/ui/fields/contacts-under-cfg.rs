//! The page always needs its contacts.

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话")]
pub struct VideoCall {
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname)]
    call_name: String,
    #[cfg(not(test))]
    #[field(contacts)]
    family: Vec<Contact>,
}

fn main() {}
