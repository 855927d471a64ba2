//! Fields with a `cfg`, alone and as alternatives of one name.

#![deny(warnings)]

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话")]
pub struct VideoCall {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname)]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname)]
    call_name: String,
    #[cfg(all())]
    #[field(label = "备注", default = "无")]
    note: String,
    #[cfg(any())]
    #[field(label = "备注", default = 1)]
    note: u8,
    #[cfg(any())]
    gone: u8,
    #[cfg_attr(all(), cfg(any()), doc = "Gone as well.")]
    gone_too: u8,
    #[cfg_attr(any(), cfg(any()))]
    stays: u8,
}

fn main() {
    let names: Vec<_> = VideoCall::SPEC.fields.iter().map(|field| field.name).collect();
    assert_eq!(names[4..], ["note", "stays"]);
    assert_eq!(VideoCall::initial().note, "无");
}
