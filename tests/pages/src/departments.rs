//! A list of departments in the page's own WXML: the dataset of a tap says who is called, and how.

use voip_runtime::prelude::*;

/// 院内电话.
#[voip_page(
    title = "院内电话",
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling
                     | Authorizing on Denied via open_setting retry 1
                     | Failed: toast("请允许使用麦克风和摄像头");
        Enabling    => Joining | Failed: toast("无法开启通话");
        Joining     => InCall
                     | Joining on AlreadyInRoom via exit_room retry 1
                     | Failed: toast("呼叫失败");
        InCall      => Idle | Failed on Interrupted: toast("通话中断");
        Failed      => Authorizing | Idle;
    }
)]
pub struct Departments {
    #[field(listener.openid, required = "请选择科室")]
    department: OpenId,
    #[field(listener.nickname, default = "科室")]
    department_name: String,
    #[field(room_type, default = voice)]
    kind: RoomType,
    #[field(caller.openid, query = "me")]
    me: OpenId,
    #[field(caller.nickname, default = "病人", query = "name")]
    my_name: String,
}
