//! An interview: both sides open the same page, either can call, and the server is told of each stage.

use alloc::string::String;

use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use voip_runtime::call::HostCalls;
use voip_runtime::prelude::*;

/// Who the user is in the interview.
#[derive(Choice, Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Side {
    /// The candidate.
    #[choice("应聘者")]
    Candidate,
    /// The interviewer.
    #[choice("面试官")]
    Interviewer,
}

/// 视频面试.
#[voip_page(
    title = "视频面试",
    button = "开始面试",
    receive(on_show),
    on_load = load_interview,
    handler = hold_interview,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed: toast("请允许使用麦克风和摄像头"), spawn(show_end);
        Enabling    => Joining  | Failed: toast("开启通话失败"), spawn(show_end);
        Joining     => InCall: spawn(report)
                     | Joining on System retry 1 after 1s
                     | Failed: toast("加入面试失败"), spawn(show_end), spawn(report);
        InCall within 60m
                    => Idle: spawn(show_end), spawn(report)
                     | Idle on Timeout: toast("面试时间已到", 3s), spawn(show_end), spawn(report)
                     | Failed on Interrupted: toast("面试中断"), spawn(show_end), spawn(report);
        Failed      => Authorizing | Idle;
    }
)]
pub struct Interview {
    #[field(choice, query)]
    side: Side,
    #[field(listener.openid, optional)]
    other: OpenId,
    #[field(listener.nickname, label = "对方", default = "对方", read_only)]
    other_name: String,
    #[field(caller.openid, optional)]
    me: OpenId,
    #[field(caller.nickname, label = "您的姓名", default = "面试者", read_only)]
    my_name: String,
    #[field(label = "状态", default = "等待开始", read_only)]
    status: String,
}

#[derive(Serialize)]
struct Options<T> {
    url: &'static str,
    data: T,
}

#[derive(Serialize)]
struct Room<'a> {
    id: &'a str,
    side: Side,
}

#[derive(Deserialize)]
struct Reply {
    data: Pair,
}

#[derive(Deserialize)]
struct Pair {
    me: Contact,
    other: Contact,
}

/// Loads who interviews whom.
async fn load_interview(page: PageContext<Interview>) -> Result<(), CallError> {
    let id = page.query("id").unwrap_or_default();
    let room = Room { id: &id, side: page.page().side };
    let options = Options { url: "https://jobs.example/interview", data: room };
    let reply: Reply = page.host().request("request", &options).await?;
    let Pair { me, other } = reply.data;
    page.update(|page| {
        (page.me, page.my_name) = (me.openid, me.nickname);
        (page.other, page.other_name) = (other.openid, other.nickname);
    });
    Ok(())
}

/// A stage of the interview, for the server.
#[derive(Serialize)]
struct Stage {
    stage: &'static str,
    seconds: u64,
}

async fn tell(host: HostCalls<'_>, stage: Stage) {
    // The interview goes on without the server.
    let options = Options { url: "https://jobs.example/stage", data: stage };
    let _: Result<IgnoredAny, CallError> = host.request("request", &options).await;
}

async fn hold_interview(call: Call<Interview, Idle>) -> Outcome<Interview> {
    let call = call.begin().authorize().await?.enable().await?.join().await?;
    call.update(|page| page.status = "正在呼叫".into());
    // An interview that nobody answers ends here.
    let call = call.answered().await?;
    call.update(|page| page.status = "面试中".into());
    tell(call.host(), Stage { stage: "answered", seconds: 0 }).await;
    let ended = call.ended().await;
    let seconds = ended.talked().unwrap_or_default().as_secs();
    tell(ended.host(), Stage { stage: "ended", seconds }).await;
    ended.finish()
}

/// Shows how the call ended. It waits for nothing, so it never still runs when the next call ends.
async fn show_end(page: PageContext<Interview>, change: Change) -> Result<(), CallError> {
    page.update(|page| {
        let is_answered = page.status == "面试中";
        let status = match (change.from, change.to) {
            (State::InCall, State::Failed) => "已中断",
            (State::InCall, _) if is_answered => "已结束",
            // Not every phone reports an answer.
            (State::InCall, _) => "已挂断",
            _ => "未接通",
        };
        page.status = status.into();
    });
    Ok(())
}

/// Tells the server that the call is in another state.
async fn report(page: PageContext<Interview>, change: Change) -> Result<(), CallError> {
    let options = Options { url: "https://jobs.example/status", data: change };
    let _: IgnoredAny = page.host().request("request", &options).await?;
    Ok(())
}
