//! Every argument, every kind of field, every part of a flow, and a handler.

#![deny(warnings)]

use voip_runtime::prelude::*;

/// 客服通话: call an agent of the support line.
#[voip_page(
    title = "客服通话",
    route = "support/pages/call-an_agent/index",
    button = "联系客服",
    background_type = 3,
    min_window_type = 1,
    disable_switch_voice = true,
    scopes(record),
    handler = look_up_and_call,
    on_load = load,
    receive(on_show),
    on_leave = hang_up,
    crate = ::voip_runtime,
    flow {
        Idle        => Authorizing;
        /// The user is asked for the microphone alone.
        Authorizing within 2m
                    => Enabling
                     | Authorizing on Denied via open_setting retry 1
                     | Idle on PrivacyRefused: toast("请先同意隐私协议")
                     | Failed: toast("请允许使用麦克风和摄像头");
        Enabling within 10s
                    => Joining
                     | Authorizing on NoCamera, NoRecord, -30002 retry 1
                     | Enabling on 7, Timeout retry 3 after 500ms
                     | Failed: toast("开启通话失败");
        Joining within 2m
                    => InCall: run(report)
                     | Idle on LeftWhileJoining
                     | Joining on AlreadyInRoom via exit_room retry 1
                     | Joining on System, Internal retry 2 after 1s
                     | Enabling on NotOpen retry 1
                     /// The other side can be called again | later.
                     | Failed on OnCall: toast("对方正忙")
                     | Failed: toast("加入通话失败"), run(report);
        InCall ring 45s within 30m
                    => Idle: spawn(send)
                     | Failed on NoAnswer: toast("无人接听", 5s), spawn(send), spawn(self::log)
                     | Idle on Timeout: toast("通话时间已到", 1500ms)
                     | Failed on Interrupted: toast("通话中断");
        Failed      => Authorizing | Idle;
    }
)]
pub struct Support {
    #[field(listener.openid, optional)]
    agent_openid: OpenId,
    #[field(listener.nickname, label = "客服工号", placeholder = "请输入客服工号", default = "8001")]
    agent: String,
    #[field(listener.head_image)]
    agent_picture: Option<String>,
    #[field(caller.openid, label = "您的openid")]
    customer_openid: Option<OpenId>,
    #[field(caller.nickname, optional, label = "您的昵称")]
    customer: Option<String>,
    #[field(caller.head_image, default = "https://example.com/customer.png")]
    customer_picture: String,
    #[field(room_type, label = "通话方式", default = voice)]
    kind: RoomType,
    #[field(label = "紧急", default = true)]
    urgent: bool,
    #[field(label = "优先级", default = -3)]
    priority: i8,
    #[field(default = 0xff)]
    small: u8,
    #[field(default = -9_223_372_036_854_775_808)]
    large: i64,
    #[field(default = 2)]
    weight: f64,
    #[field(default = -1.5e3)]
    height: Option<f32>,
    #[cfg(any())]
    never: u32,
    #[cfg(all())]
    always: u32,
    plain: usize,
    perhaps: Option<bool>,
    #[field(choice, label = "业务", default = Other, query)]
    business: Business,
    #[field(choice, label = "另一项业务", required = "请选择业务")]
    other_business: Option<Business>,
    #[field(label = "订单号", read_only, query = "order")]
    order: String,
    #[field(label = "问题", required = "请描述问题", max_length = 200)]
    question: String,
    #[field(contacts, label = "其他客服")]
    agents: Vec<Contact>,
}

#[derive(Choice, Debug, PartialEq)]
enum Business {
    #[choice("退款")]
    Refund,
    #[choice("其他")]
    Other,
}

async fn look_up_and_call(call: Call<Support, Idle>) -> Outcome<Support> {
    if call.page().agent.is_empty() {
        return call.cancel();
    }
    call.update(|page| page.agent_openid = "o-agent".into());
    if !call.has_edge_to(State::Authorizing) {
        return call.fail(CallError::from(Cause::App).say("该客服不在线"));
    }
    let call = call.begin().authorize().await?.enable().await?;
    let call = call.join().await?;
    if call.page().urgent {
        return Ok(call);
    }
    let call = call.answered().await?;
    let ended = call.ended().await;
    ended.update(|page| page.perhaps = Some(ended.talked().is_some()));
    ended.finish()
}

async fn load(page: PageContext<Support>) -> Result<(), CallError> {
    let agent = page.query("agent").unwrap_or_default();
    page.update(|page| page.agent = agent);
    Ok(())
}

async fn send(page: PageContext<Support>, change: Change) -> Result<(), CallError> {
    let _ = (page.page(), change.cause);
    Ok(())
}

async fn log(_: PageContext<Support>, _: Change) -> Result<(), CallError> {
    Err("no log".into())
}

fn report(page: &Support, change: &Change) {
    let _ = (&page.agent, change.cause);
}

fn main() {
    let page = Support::initial();
    assert_eq!((page.priority, page.small, page.large), (-3, 255, i64::MIN));
    assert_eq!((page.weight, page.height, page.kind), (2.0, Some(-1500.0), RoomType::Voice));
    assert_eq!((page.always, page.plain, page.perhaps), (0, 0, None));
    assert_eq!((page.business, page.other_business), (Business::Other, None));
    assert!(page.order.is_empty() && page.question.is_empty() && page.agents.is_empty());
    assert_eq!(Support::SPEC.fields.len(), 21);
}
