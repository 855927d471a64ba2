//! A page of an app that enables calls as it starts: `app.js` does that with the glue's `receive`, and the page only calls.

use voip_runtime::prelude::*;

/// 联系前台.
#[voip_page(title = "联系前台", handler = call_reception)]
pub struct Reception {
    #[field(listener.openid, optional)]
    desk: OpenId,
    #[field(listener.nickname, default = "前台")]
    desk_name: String,
    #[field(caller.openid, query = "guest")]
    guest: OpenId,
    #[field(caller.nickname, label = "房间号", required = "请填写房间号")]
    room: String,
}

async fn call_reception(call: Call<Reception, Idle>) -> Outcome<Reception> {
    call.update(|page| page.desk = "o-reception".into());
    call.begin().authorize().await?.enable().await?.join().await
}
