//! A page that never panics.

use voip_runtime::prelude::*;

/// Makes a plain call.
#[voip_page(title = "Sound", route = "pages/sound/index")]
pub struct Sound {
    #[field(listener.openid, label = "To")]
    to: OpenId,
    #[field(listener.nickname, default = "you")]
    name: String,
    #[field(caller.openid, label = "From")]
    me: OpenId,
    #[field(caller.nickname, default = "me")]
    my_name: String,
}
