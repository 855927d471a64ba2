//! A voice line. A failure of the line is a long toast and no error, and the user can cancel.

use voip_runtime::prelude::*;

/// 心理热线.
#[voip_page(
    title = "心理热线",
    button = "拨打热线",
    room_type = voice,
    scopes(record),
    disable_switch_voice = true,
    on_leave = hang_up,
    flow {
        Idle        => Authorizing;
        Authorizing within 2m
                    => Enabling
                     | Idle on Timeout
                     | Failed: toast("请允许使用麦克风");
        Enabling    => Joining
                     | Idle on OnCall, OccupiedByOther: toast("您正在通话，请稍后再拨", 5s)
                     | Failed: toast("开启通话失败");
        Joining within 20s
                    => InCall
                     | Idle: toast("已取消")
                     | Idle on LeftWhileJoining
                     | Idle on Timeout, System: toast("线路繁忙，请稍后再拨，或拨打页面下方的电话", 5s)
                     | Failed: toast("呼叫失败");
        InCall      => Idle
                     | Idle on Interrupted: toast("通话已中断，可以再次拨打", 5s);
        Failed      => Idle;
    }
)]
pub struct Helpline {
    #[field(listener.openid, query = "line")]
    line: OpenId,
    #[field(listener.nickname, default = "热线")]
    line_name: String,
    #[field(caller.openid, query = "me")]
    me: OpenId,
    #[field(caller.nickname, default = "来电者")]
    my_name: String,
}
