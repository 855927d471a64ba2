//! The page at the doctor's desk. It never calls.

use voip_runtime::prelude::*;

/// 接诊台 (the doctor's desk): as long as it is open, patients can call the doctor.
#[voip_page(
    title = "接诊台",
    route = "pages/desk/index",
    receive(only, on_show),
    flow {
        Authorizing => Enabling
                     | Authorizing on Denied via open_setting retry 1
                     | Failed: toast("请允许使用麦克风和摄像头", 3s);
        Enabling    => Idle: toast("可以接诊了")
                     | Enabling on System, Network retry 2 after 1s
                     | Failed: toast("开启接诊失败");
    }
)]
pub struct Desk {
    /// From the address of the page.
    #[field(query = "name", label = "医生", read_only, default = "值班医生")]
    doctor: String,
}
