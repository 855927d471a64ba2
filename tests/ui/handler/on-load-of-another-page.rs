//! The `on_load` function of another page.

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

#[voip_page(title = "接听", receive(only))]
pub struct Desk {
    on_duty: bool,
}

async fn load(page: PageContext<Desk>) -> Result<(), CallError> {
    page.update(|page| page.on_duty = true);
    Ok(())
}

fn main() {}
