//! Two lists of contacts.

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话")]
pub struct VideoCall {
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname)]
    call_name: String,
    #[field(contacts)]
    family: Vec<Contact>,
    #[field(contacts)]
    friends: Vec<Contact>,
}

fn main() {}
