//! Defaults of another type than the field.

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
    #[field(default = 3)]
    text: String,
    #[field(default = on)]
    switch: bool,
    #[field(default = Voice)]
    kind: RoomType,
    #[field(default = "1")]
    count: u8,
    #[field(default = 1.5)]
    level: i8,
    #[field(default = none)]
    weight: f64,
    #[field(default = String::from("x"))]
    called: Option<String>,
}

fn main() {}
