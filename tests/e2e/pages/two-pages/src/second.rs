//! The second page of the module.

use voip_runtime::prelude::*;

/// 语音通话: the handler sets the listener's nickname if the user does not.
#[voip_page(
    title = "语音通话",
    route = "pages/second/index",
    room_type = voice,
    scopes(record),
    handler = call_somebody,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed: toast("唤起授权失败");
        Enabling    => Joining  | Failed: toast("开启通话失败");
        Joining     => InCall
                     | Joining on System retry 1 after 1s
                     | Failed: toast("加入通话失败");
        InCall      => Idle;
        Failed      => Authorizing | Idle;
    }
)]
pub(crate) struct Second {
    #[field(listener.openid, label = "对方openid")]
    to: OpenId,
    #[field(listener.nickname, label = "对方昵称", optional)]
    name: String,
    #[field(caller.openid, label = "您的openid")]
    me: OpenId,
    #[field(caller.nickname, default = "me")]
    my_name: String,
}

async fn call_somebody(call: Call<Second, Idle>) -> Outcome<Second> {
    if call.page().name.is_empty() {
        call.update(|page| page.name = "somebody".into());
    }
    let call = call.begin().authorize().await?;
    let call = call.enable().await?;
    call.join().await
}
