//! A page for the preview that logs in, asks its server who the user is, and depends on the status of the answer.

use std::process::ExitCode;

use serde::{Deserialize, Serialize};
use voip_runtime::prelude::*;

/// Calls the doctor, if the server knows the user.
#[voip_page(
    title = "先登录",
    scopes(record),
    handler = log_in,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed;
        Enabling    => Joining | Failed;
        Joining     => InCall | Failed;
        InCall      => Idle;
        Failed      => Idle | Authorizing;
    }
)]
pub struct LogIn {
    #[field(listener.openid, label = "医生openid")]
    doctor: OpenId,
    #[field(listener.nickname, default = "医生")]
    doctor_name: String,
    #[field(caller.openid, optional)]
    me: OpenId,
    #[field(caller.nickname, default = "患者")]
    my_name: String,
}

#[derive(Deserialize)]
struct Code {
    code: String,
}

#[derive(Serialize)]
struct Options<'a> {
    url: &'a str,
    data: Data<'a>,
}

#[derive(Serialize)]
struct Data<'a> {
    code: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Reply {
    status_code: u16,
    data: Option<User>,
}

#[derive(Deserialize)]
struct User {
    openid: OpenId,
}

async fn log_in(call: Call<LogIn, Idle>) -> Outcome<LogIn> {
    let Code { code } = call.host().request("login", &()).await?;
    let options = Options { url: "https://clinic.example/user?v=1", data: Data { code: &code } };
    let Reply { status_code, data } = call.host().request("request", &options).await?;
    match (status_code, data) {
        (200, Some(User { openid })) => call.update(|page| page.me = openid),
        (401, _) => return call.fail("请先注册"),
        (status, _) => return call.fail(format!("服务器出错（{status}）")),
    }
    call.begin().authorize().await?.enable().await?.join().await
}

fn main() -> ExitCode {
    voip_preview::main::<LogIn>()
}
