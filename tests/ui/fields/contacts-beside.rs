//! Everything that a list of contacts does not have.

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话")]
pub struct VideoCall {
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname)]
    call_name: String,
    #[field(
        contacts,
        placeholder = "请选择",
        default = "",
        optional,
        required = "请选择",
        query,
        choice,
        read_only,
        max_length = 20
    )]
    family: Vec<Contact>,
}

fn main() {}
