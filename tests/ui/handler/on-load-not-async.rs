//! An `on_load` function that is not `async`.

use voip_runtime::prelude::*;

#[voip_page(title = "视频通话", on_load = load)]
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

fn load(page: PageContext<VideoCall>) -> Result<(), CallError> {
    let _ = page;
    Ok(())
}

fn main() {}
