//! 客服列表: its own WXML calls from a list that its own script has.

use voip_runtime::prelude::*;

#[voip_page(title = "客服列表", route = "pages/list/index", receive)]
pub struct List {
    #[field(listener.openid)]
    openid: OpenId,
    #[field(listener.nickname, default = "客服")]
    name: String,
    #[field(caller.openid, query = "me")]
    me: OpenId,
    #[field(caller.nickname, default = "customer")]
    my_name: String,
    #[field(label = "级别", default = 1)]
    level: u8,
    #[field(label = "加急")]
    urgent: bool,
    #[field(contacts)]
    people: Vec<Contact>,
}
