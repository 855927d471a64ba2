//! A support line: the customer enters the number of an agent, and the page asks its server for the openid of that agent
//! before it places the call. The flow has recovery edges.

#![no_std]

use core::sync::atomic::{AtomicU32, Ordering};

use serde::{Deserialize, Serialize};
use voip_runtime::prelude::*;

/// The URL at which our server looks up an agent.
const LOOK_UP: &str = "https://support.example/agents";

/// How many calls were interrupted since the app has started.
static INTERRUPTED: AtomicU32 = AtomicU32::new(0);

/// 客服通话 (support call): calls an agent of the support line, by voice unless the customer picks video.
#[voip_page(
    title = "客服通话",
    button = "联系客服",
    receive,
    on_leave = hang_up,
    handler = look_up_and_call,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling
                     | Authorizing on Denied via open_setting retry 1
                     | Failed: toast("请允许使用麦克风和摄像头");
        Enabling within 10s
                    => Joining
                     | Authorizing on NoCamera, NoRecord retry 1
                     | Failed: toast("开启通话失败");
        Joining within 30s
                    => InCall
                     | Idle on LeftWhileJoining
                     | Joining on AlreadyInRoom via exit_room retry 1
                     | Joining on System, Internal retry 2 after 1s
                     | Failed: toast("加入通话失败");
        InCall      => Idle | Failed on Interrupted: toast("通话中断"), run(count_interrupted);
        Failed      => Authorizing | Idle;
    }
)]
pub struct VoiceSupport {
    /// A link to the page, or a mini-program code, may name the agent: `agent=8002`.
    #[field(listener.nickname, query, label = "客服工号", placeholder = "请输入客服工号", default = "8001")]
    agent: String,
    #[field(caller.openid, label = "您的openid", placeholder = "请输入用户openid")]
    customer_openid: OpenId,
    #[field(caller.nickname, label = "您的昵称", placeholder = "请输入用户昵称", default = "customer")]
    customer: String,
    #[field(room_type, label = "通话方式", default = voice)]
    kind: RoomType,
    /// Filled in by the handler.
    #[field(listener.openid, optional)]
    agent_openid: OpenId,
    /// The picture of the agent, if the server has one.
    #[field(listener.head_image)]
    agent_picture: Option<String>,
}

/// The options of `wx.request` that this page needs.
#[derive(Serialize)]
struct LookUp<'a> {
    url: &'a str,
    data: Agent<'a>,
}

#[derive(Serialize)]
struct Agent<'a> {
    agent: &'a str,
}

/// The result of `wx.request`: the answer of the server is in `data`.
#[derive(Deserialize)]
struct Found {
    data: OnDuty,
}

#[derive(Deserialize)]
struct OnDuty {
    openid: String,
    picture: Option<String>,
}

/// Asks our server for the openid of the agent, then places the call.
async fn look_up_and_call(call: Call<VoiceSupport, Idle>) -> Outcome<VoiceSupport> {
    let page = call.page();
    let options = LookUp { url: LOOK_UP, data: Agent { agent: &page.agent } };
    let found: Found = match call.host().request("request", &options).await {
        Ok(found) => found,
        Err(error) => return call.fail(error.say("该客服不在线")),
    };
    call.update(|page| {
        page.agent_openid = found.data.openid.into();
        page.agent_picture = found.data.picture;
    });
    let call = call.begin().authorize().await?.enable().await?;
    call.join().await
}

/// The flow runs this when a call is interrupted.
fn count_interrupted(_: &VoiceSupport, _: &Change) {
    INTERRUPTED.fetch_add(1, Ordering::Relaxed);
}

/// How many calls were interrupted since the app has started: many of them mean a bad network.
pub fn interrupted_calls() -> u32 {
    INTERRUPTED.load(Ordering::Relaxed)
}
