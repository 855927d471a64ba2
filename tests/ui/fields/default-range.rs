//! Defaults that are out of range.

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
    #[field(default = 256)]
    small: u8,
    #[field(default = -129)]
    signed: i8,
    #[field(default = 4294967296)]
    size: usize,
    #[field(default = 1e39)]
    single: f32,
    #[field(default = 1e309)]
    double: f64,
}

fn main() {}
