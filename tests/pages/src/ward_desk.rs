//! The desk of a ward: it never calls, and can be called while it is open.

use voip_runtime::prelude::*;

/// 病房值班台.
#[voip_page(
    title = "病房值班台",
    receive(only, on_show),
    flow {
        Authorizing => Enabling | Failed: toast("请允许使用麦克风和摄像头");
        Enabling    => Idle
                     | Enabling on System retry 2 after 1s
                     | Authorizing on WechatNoCamera retry 1
                     | Failed: toast("开启接听失败");
    }
)]
pub struct WardDesk {
    #[field(label = "病区", read_only, query, default = "内科")]
    ward: String,
}
