//! Big buttons for elderly people: one for each of their family, whom the server knows. The page can be called as soon as it
//! is open.

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};
use voip_runtime::prelude::*;

/// 给家人打电话.
#[voip_page(
    title = "给家人打电话",
    button = "视频",
    receive(on_show),
    on_load = load_family,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling
                     | Authorizing on Denied via open_setting retry 1
                     | Failed: toast("请允许使用麦克风和摄像头", 5s);
        Enabling    => Joining | Failed: toast("开启通话失败", 5s);
        Joining     => InCall
                     | Joining on System, Internal retry 1 after 1s
                     | Failed: toast("没有打通", 5s);
        InCall ring 45s
                    => Idle
                     | Failed on NoAnswer: toast("没有人接，请打给另一个人", 5s)
                     | Failed on Interrupted: toast("通话断了", 5s);
        Failed      => Authorizing | Idle;
    }
)]
pub struct Grandparents {
    #[field(contacts, label = "家人")]
    family: Vec<Contact>,
    #[field(caller.openid)]
    me: OpenId,
    #[field(caller.nickname, default = "爷爷奶奶")]
    my_name: String,
}

#[derive(Serialize)]
struct Options {
    url: &'static str,
}

#[derive(Deserialize)]
struct Reply {
    data: Family,
}

#[derive(Deserialize)]
struct Family {
    me: OpenId,
    family: Vec<Contact>,
}

async fn load_family(page: PageContext<Grandparents>) -> Result<(), CallError> {
    let options = Options { url: "https://home.example/family" };
    let reply: Result<Reply, CallError> = page.host().request("request", &options).await;
    let Family { me, family } = reply.map_err(|error| error.say("没有网络"))?.data;
    page.update(|page| (page.me, page.family) = (me, family));
    Ok(())
}
