//! A tab of an app: it enables calls whenever it is shown, and its form calls.

use voip_runtime::prelude::*;

/// 邻里通话.
#[voip_page(
    title = "邻里通话",
    receive(on_show),
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling
                     | Authorizing on Denied via open_setting retry 1
                     | Failed: toast("请允许使用麦克风和摄像头", 3s);
        Enabling    => Joining
                     | Enabling on System, Network retry 2 after 1s
                     | Failed on DeviceNotSupported: toast("此设备不能通话")
                     | Failed: toast("开启通话失败");
        Joining     => InCall
                     | Idle on LeftWhileJoining
                     | Failed: toast("呼叫失败");
        InCall      => Idle;
        Failed      => Idle;
    }
)]
pub struct Neighbours {
    #[field(listener.openid, label = "邻居编号", placeholder = "在邻居的名片上", query = "to")]
    neighbour: OpenId,
    #[field(listener.nickname, label = "邻居姓名", default = "邻居", query = "toName")]
    neighbour_name: String,
    #[field(caller.openid, label = "您的编号")]
    me: OpenId,
    #[field(caller.nickname, label = "您的姓名", max_length = 12)]
    my_name: String,
}
