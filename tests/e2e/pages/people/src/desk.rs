//! 值班台: a page that is only called.

use voip_runtime::prelude::*;

#[voip_page(
    title = "值班台",
    route = "pages/desk/index",
    receive(only, on_show),
    flow {
        Authorizing => Enabling | Failed;
        Enabling    => Idle | Failed: toast("开启失败");
    }
)]
pub struct Desk {
    #[field(label = "医生", read_only, query, default = "值班医生")]
    doctor: String,
}
