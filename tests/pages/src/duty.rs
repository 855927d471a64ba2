//! Calls whoever is on duty today. A function in the cloud knows the user's openid and the day of the week.

use alloc::string::String;

use serde::{Deserialize, Serialize};
use voip_runtime::prelude::*;

/// 值班电话.
#[voip_page(
    title = "值班电话",
    handler = call_duty,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed: toast("请允许使用麦克风和摄像头");
        Enabling    => Joining  | Failed: toast("开启通话失败");
        Joining     => InCall   | Failed: toast("值班人员无法接听");
        InCall      => Idle;
        Failed      => Idle;
    }
)]
pub struct Duty {
    #[field(listener.openid, optional)]
    nurse: OpenId,
    #[field(listener.nickname, label = "今日值班", optional, read_only)]
    nurse_name: String,
    #[field(caller.openid, optional)]
    me: OpenId,
    #[field(caller.nickname, label = "您的姓名", placeholder = "请输入姓名")]
    my_name: String,
}

/// Who is on duty from Sunday (0) to Saturday: the openid and the name.
const ROTA: [(&str, &str); 7] = [
    ("", ""),
    ("o-chen", "陈护士"),
    ("o-chen", "陈护士"),
    ("o-li", "李护士"),
    ("o-li", "李护士"),
    ("o-zhou", "周护士"),
    ("o-zhou", "周护士"),
];

#[derive(Serialize)]
struct Function {
    name: &'static str,
}

#[derive(Deserialize)]
struct Found {
    result: Today,
}

#[derive(Deserialize)]
struct Today {
    openid: OpenId,
    weekday: usize,
}

async fn call_duty(call: Call<Duty, Idle>) -> Outcome<Duty> {
    let found: Result<Found, CallError> =
        call.host().request("cloud.callFunction", &Function { name: "today" }).await;
    let Today { openid, weekday } = found.map_err(|error| error.say("暂时查不到值班表"))?.result;
    let Some((on_duty, name)) = ROTA.get(weekday).filter(|(on_duty, _)| !on_duty.is_empty()) else {
        return call.fail("今天没有人值班");
    };
    call.update(|page| {
        page.me = openid;
        page.nurse = (*on_duty).into();
        page.nurse_name = (*name).into();
    });
    call.begin().authorize().await?.enable().await?.join().await
}
