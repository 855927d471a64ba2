//! A page by the macro. The benchmark replaces `PageNumber` and `listen_name_round`, each time by other names.

use voip_runtime::prelude::*;

#[voip_page(
    title = "视频通话",
    handler = handle_call,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed: toast("唤起授权失败");
        Enabling    => Joining  | Failed: toast("开启通话功能失败");
        Joining     => InCall   | Failed: toast("加入通话失败");
        InCall      => Idle;
        Failed      => Idle;
    }
)]
pub struct PageNumber {
    #[field(listener.openid, label = "对方openid", placeholder = "请输入用户openid")]
    listen_openid: OpenId,
    #[field(listener.nickname, label = "对方昵称", placeholder = "请输入用户昵称", default = "listener")]
    listen_name_round: String,
    #[field(caller.openid, label = "您的openid", placeholder = "请输入用户openid")]
    call_openid: OpenId,
    #[field(caller.nickname, label = "您的昵称", placeholder = "请输入用户昵称", default = "caller")]
    call_name: String,
}

async fn handle_call(call: Call<PageNumber, Idle>) -> Outcome<PageNumber> {
    let call = call.begin().authorize().await?;
    let call = call.enable().await?;
    call.join().await
}
