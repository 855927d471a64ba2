//! A consultant's page: the openids and names of both sides come from the server as the page opens.

use alloc::string::String;

use serde::{Deserialize, Serialize};
use voip_runtime::prelude::*;

/// 法律援助.
#[voip_page(
    title = "法律援助",
    button = "咨询律师",
    on_load = load_case,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling
                     | Failed on PrivacyRefused: toast("需要同意隐私保护指引")
                     | Failed: toast("请允许使用麦克风和摄像头");
        Enabling    => Joining | Failed: toast("开启通话失败");
        Joining     => InCall
                     | Failed on InvalidOpenid: toast("律师信息有误")
                     | Failed: toast("律师暂时无法接听");
        InCall      => Idle;
        Failed      => Authorizing | Idle;
    }
)]
pub struct LegalAid {
    #[field(listener.openid, optional)]
    lawyer: OpenId,
    #[field(listener.nickname, label = "律师", default = "律师", read_only)]
    lawyer_name: String,
    #[field(listener.head_image)]
    lawyer_picture: Option<String>,
    #[field(caller.openid, optional)]
    client: OpenId,
    #[field(caller.nickname, label = "您的姓名", default = "当事人")]
    client_name: String,
}

#[derive(Deserialize)]
struct Login {
    code: String,
}

#[derive(Serialize)]
struct Options<'a> {
    url: &'static str,
    method: &'static str,
    data: Question<'a>,
}

#[derive(Serialize)]
struct Question<'a> {
    code: &'a str,
    case: &'a str,
}

#[derive(Deserialize)]
struct Reply {
    data: Case,
}

#[derive(Deserialize)]
struct Case {
    client: OpenId,
    lawyer: Contact,
}

async fn load_case(page: PageContext<LegalAid>) -> Result<(), CallError> {
    let case = page.query("case").unwrap_or_default();
    let login: Login = page.host().request("login", &()).await?;
    let data = Question { code: &login.code, case: &case };
    let options = Options { url: "https://aid.example/case", method: "POST", data };
    let reply: Result<Reply, CallError> = page.host().request("request", &options).await;
    let Case { client, lawyer } = reply.map_err(|error| error.say("没有找到您的案件"))?.data;
    if lawyer.openid.is_empty() {
        return Err("还没有为您安排律师".into());
    }
    page.update(|page| {
        page.client = client;
        page.lawyer = lawyer.openid;
        page.lawyer_name = lawyer.nickname;
        page.lawyer_picture = Some(lawyer.head_image);
    });
    Ok(())
}
