//! The called side of a visit: its own WXML asks for consent, and its own script enables calls after it.

use voip_runtime::prelude::*;

/// 线上探访.
#[voip_page(
    title = "线上探访",
    receive(only),
    background_type = 3,
    flow {
        Authorizing => Enabling
                     | Authorizing on Denied via open_setting retry 1
                     | Failed: toast("请允许使用麦克风和摄像头");
        Enabling within 10s
                    => Idle: toast("等待探访者呼叫", 3s)
                     | Failed on NotOpen: toast("小程序未开通通话")
                     | Failed: toast("开启失败");
    }
)]
pub struct HomeVisit {
    #[field(query, default = "您的家人")]
    visitor: String,
}
