//! Arguments, rows, edges and the parts of an edge in any order, with and without commas at the end.

#![deny(warnings)]

use voip_runtime::prelude::*;

#[voip_page(
    flow {
        Failed      => Idle | Authorizing;
        InCall      => Failed on Interrupted: toast("通话中断") | Idle;
        Joining     => Failed
                     | Joining retry 2 after 1s on System, Internal
                     | Joining retry 1 on AlreadyInRoom via exit_room
                     | InCall;
        Enabling    => Failed: run(report), toast("开启通话功能失败") | Joining;
        Authorizing => Authorizing via open_setting retry 1 on Denied | Failed | Enabling;
        Idle        => Authorizing;
    },
    handler = handle_call,
    title = "视频通话",
)]
struct VideoCall {
    #[field(label = "对方openid", listener.openid,)]
    listen_openid: OpenId,
    #[field(default = "listener", optional, label = "对方昵称", placeholder = "请输入用户昵称", listener.nickname)]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname,)]
    call_name: String,
    #[field()]
    count: u8,
}

async fn handle_call(call: Call<VideoCall, Idle>) -> Outcome<VideoCall> {
    call.begin().authorize().await?.enable().await?.join().await
}

fn report(_: &VideoCall, _: &Change) {}

fn main() {
    assert_eq!(VideoCall::SPEC.flow.rows[3].edges.len(), 4);
}
