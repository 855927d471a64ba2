//! 家人通话 (family calls): a page for elderly people. It shows one big button for each member of the family, and a tap calls
//! that person. While the page is open, the family can call it too.

#![no_std]

use serde::{Deserialize, Serialize};
use voip_runtime::prelude::*;

/// The URL at which our server returns the family of a user.
const FAMILY: &str = "https://family.example/family";

/// 家人通话 (family calls): calls a member of the family. The look of the page is in `index.wxss` and `index.json`, beside
/// this file.
#[voip_page(
    title = "家人通话",
    button = "呼叫",
    on_load = load_family,
    receive(on_show),
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling
                     | Authorizing on Denied via open_setting retry 1
                     | Failed: toast("请允许使用麦克风和摄像头", 5s);
        Enabling    => Joining | Failed: toast("现在不能通话", 5s);
        Joining     => InCall
                     | Idle on LeftWhileJoining
                     | Failed: toast("没有打通，请再试一次", 5s);
        InCall ring 45s
                    => Idle
                     | Failed on NoAnswer: toast("没有人接，请过一会儿再打", 5s)
                     | Failed on Interrupted: toast("通话中断了", 5s);
        Failed      => Authorizing | Idle;
    }
)]
pub struct FamilyCall {
    /// Filled in by `load_family`.
    #[field(contacts, label = "想和谁通话？")]
    family: Vec<Contact>,
    /// Filled in by `load_family`.
    #[field(caller.openid)]
    me: OpenId,
    /// The name that the family sees. Filled in by `load_family`.
    #[field(caller.nickname)]
    my_name: String,
}

/// The result of `wx.login`.
#[derive(Deserialize)]
struct Login {
    code: String,
}

/// The options of `wx.request`.
#[derive(Serialize)]
struct Options<'a> {
    url: &'a str,
    data: Code<'a>,
}

/// What our server needs: it asks `WeChat` whose code this is.
#[derive(Serialize)]
struct Code<'a> {
    code: &'a str,
}

/// The result of `wx.request`: the answer of the server is in `data`.
#[derive(Deserialize)]
struct Reply {
    data: Home,
}

#[derive(Deserialize)]
struct Home {
    openid: OpenId,
    name: String,
    family: Vec<Contact>,
}

/// Runs when the page opens. If it fails, the page shows why, and it runs again at the next tap or the next time that the page
/// is shown.
async fn load_family(page: PageContext<FamilyCall>) -> Result<(), CallError> {
    let home = home(&page).await.map_err(|error| error.say("家人名单没有加载出来，请重新打开"))?;
    page.update(|page| {
        page.me = home.openid;
        page.my_name = home.name;
        page.family = home.family;
    });
    Ok(())
}

/// Logs in, and asks our server for the user's family.
async fn home(page: &PageContext<FamilyCall>) -> Result<Home, CallError> {
    let login: Login = page.host().request("login", &()).await?;
    let options = Options { url: FAMILY, data: Code { code: &login.code } };
    let reply: Reply = page.host().request("request", &options).await?;
    Ok(reply.data)
}
