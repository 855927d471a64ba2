//! An `on_load` function that places a call.

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

async fn load(page: PageContext<VideoCall>) -> Result<(), CallError> {
    page.begin().authorize().await?;
    Ok(())
}

fn main() {}
