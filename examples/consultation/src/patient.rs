//! The page of the patient.

use core::time::Duration;

use serde::{Deserialize, Serialize};
use voip_runtime::Ended;
use voip_runtime::prelude::*;

/// The URLs of our server.
const LOG_IN: &str = "https://clinic.example/log-in";
const CONSULTATIONS: &str = "https://clinic.example/consultations";
const FAILURES: &str = "https://clinic.example/failures";

/// 在线问诊 (consultation): calls the doctor that the address of the page names, such as
/// `pages/consultation/index?doctor=o-2a8b&name=张医生`.
#[voip_page(
    title = "在线问诊",
    route = "pages/consultation/index",
    button = "开始问诊",
    handler = consult,
    flow {
        Idle        => Authorizing;
        Authorizing within 2m
                    => Enabling
                     | Authorizing on Denied via open_setting retry 1
                     | Failed: toast("请允许使用麦克风和摄像头");
        Enabling    => Joining | Failed: toast("开启通话失败");
        Joining     => InCall
                     | Idle: toast("已取消")
                     | Idle on LeftWhileJoining
                     | Failed: toast("医生暂时无法接听"), spawn(report_failure);
        InCall within 15m
                    => Idle
                     | Idle on Timeout: toast("通话时间已到", 3s)
                     | Failed on Interrupted: toast("通话中断"), spawn(report_failure);
        Failed      => Authorizing | Idle;
    }
)]
pub struct Patient {
    #[field(listener.openid, query = "doctor", required = "请从医生的主页进入")]
    doctor: OpenId,
    #[field(listener.nickname, query = "name", label = "医生", read_only, default = "值班医生")]
    doctor_name: String,
    #[field(choice, query, label = "科室")]
    department: Department,
    #[field(caller.nickname, label = "您的姓名", placeholder = "请输入姓名", max_length = 20)]
    my_name: String,
    /// Filled in by the handler.
    #[field(caller.openid, optional)]
    me: OpenId,
}

/// The department that the patient asks for.
#[derive(Choice, Clone, Copy, Debug, PartialEq, Eq)]
pub enum Department {
    /// General practice.
    #[choice("全科")]
    General,
    /// Paediatrics.
    #[choice("儿科")]
    Children,
    /// Dermatology.
    #[choice("皮肤科")]
    Skin,
}

impl Department {
    /// Its name in the requests to our server.
    const fn code(self) -> &'static str {
        match self {
            Self::General => "general",
            Self::Children => "children",
            Self::Skin => "skin",
        }
    }
}

/// The options of `wx.showModal`.
#[derive(Serialize)]
struct Question<'a> {
    title: &'a str,
    content: &'a str,
}

/// The result of `wx.showModal`.
#[derive(Deserialize)]
struct Answer {
    confirm: bool,
}

/// The result of `wx.login`.
#[derive(Deserialize)]
struct Login {
    code: String,
}

/// The options of `wx.request`.
#[derive(Serialize)]
struct Post<'a, T> {
    url: &'a str,
    method: &'a str,
    data: T,
}

#[derive(Serialize)]
struct Code<'a> {
    code: &'a str,
}

/// The result of `wx.request`: the answer of the server is in `data`.
#[derive(Deserialize)]
struct Reply {
    data: User,
}

/// Who the user is for our server.
#[derive(Deserialize)]
struct User {
    openid: OpenId,
    token: String,
}

/// What our server learns about a call that has ended.
#[derive(Serialize)]
struct Consultation<'a> {
    token: &'a str,
    doctor: &'a str,
    department: &'a str,
    seconds: u64,
}

/// The options of `wx.navigateTo`.
#[derive(Serialize)]
struct Rating<'a> {
    url: &'a str,
}

/// Runs when the patient taps 开始问诊: asks whether to call, logs in, places the call, and waits until it has ended. Then it
/// reports how long the call was, and opens the page on which the patient rates it.
async fn consult(call: Call<Patient, Idle>) -> Outcome<Patient> {
    if !confirm(&call).await {
        return call.cancel();
    }
    let user = log_in(&call).await.map_err(|error| error.say("登录失败，请重试"))?;
    call.update(|page| page.me = user.openid);

    let call = call.begin().authorize().await?.enable().await?.join().await?;
    let ended = call.ended().await;

    // From here on the page can call again. A call that nobody answered is not a consultation.
    if let Some(talked) = ended.talked() {
        report(&ended, &user.token, talked).await?;
        let url = format!("/pages/rating/index?doctor={}", ended.page().doctor.as_str());
        ended.host().request::<()>("navigateTo", &Rating { url: &url }).await?;
    }
    ended.finish()
}

/// Asks the patient whether to call. No answer within a minute, the limit of a host call, is a no.
async fn confirm(call: &Call<Patient, Idle>) -> bool {
    let content = format!("将呼叫{}，最长 15 分钟", call.page().doctor_name);
    let question = Question { title: "开始问诊", content: &content };
    let answer: Result<Answer, CallError> = call.host().request("showModal", &question).await;
    answer.is_ok_and(|answer| answer.confirm)
}

/// Asks our server who the user is: the openid is the caller of the call, and the token is for later requests.
async fn log_in(call: &Call<Patient, Idle>) -> Result<User, CallError> {
    let login: Login = call.host().request("login", &()).await?;
    let options = Post { url: LOG_IN, method: "POST", data: Code { code: &login.code } };
    let reply: Reply = call.host().request("request", &options).await?;
    Ok(reply.data)
}

/// Reports the call to our server. If that fails, the rating would not reach the server either.
async fn report(ended: &Ended<Patient>, token: &str, talked: Duration) -> Result<(), CallError> {
    let page = ended.page();
    let (doctor, department) = (page.doctor.as_str(), page.department.code());
    let data = Consultation { token, doctor, department, seconds: talked.as_secs() };
    ended.host().request("request", &Post { url: CONSULTATIONS, method: "POST", data }).await
}

/// The flow spawns this when the doctor could not be reached, or a call was interrupted.
async fn report_failure(page: PageContext<Patient>, change: Change) -> Result<(), CallError> {
    let options = Post { url: FAILURES, method: "POST", data: change };
    page.host().request("request", &options).await
}
