//! The pages that the tests run.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use voip_runtime::prelude::*;

/// A page with only the required parts: the default flow and the default handler.
#[voip_page(title = "视频通话")]
#[derive(Clone, Debug, PartialEq)]
pub struct Plain {
    #[field(listener.openid, label = "对方openid", query)]
    pub listen_openid: OpenId,
    #[field(listener.nickname, label = "对方昵称", default = "listener", query)]
    pub listen_name: String,
    #[field(caller.openid, label = "您的openid", query)]
    pub call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    pub call_name: String,
}

/// A page with recovery edges that users can also receive calls on.
#[voip_page(
    title = "客服通话",
    receive,
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
                     | Failed: toast("加入通话失败"), run(report);
        InCall      => Idle | Failed on Interrupted: toast("通话中断");
        Failed      => Authorizing | Idle;
    }
)]
#[derive(Clone, Debug)]
pub struct Recovering {
    #[field(listener.openid, query)]
    pub listen_openid: OpenId,
    #[field(listener.nickname, default = "listener", query)]
    pub listen_name: String,
    #[field(caller.openid, query)]
    pub call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    pub call_name: String,
}

thread_local! {
    static REPORTS: RefCell<Vec<(String, Change)>> = RefCell::default();
}

fn report(page: &Recovering, change: &Change) {
    REPORTS.with_borrow_mut(|reports| reports.push((page.listen_name.clone(), change.clone())));
}

/// The calls of the hook of [`Recovering`] since the last time: the listener's name and the change.
pub fn take_reports() -> Vec<(String, Change)> {
    REPORTS.take()
}

/// A page that enables and joins again after a timeout.
#[voip_page(
    title = "耐心",
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed;
        Enabling within 2s
                    => Joining  | Enabling on Timeout retry 1 after 500ms | Failed;
        Joining within 5s
                    => InCall   | Joining on Timeout retry 2 after 1s | Failed;
        InCall      => Idle;
        Failed      => Idle | Authorizing;
    }
)]
#[derive(Debug)]
pub struct RetriesOnTimeout {
    #[field(listener.openid, query)]
    pub listen_openid: OpenId,
    #[field(listener.nickname, default = "listener", query)]
    pub listen_name: String,
    #[field(caller.openid, query)]
    pub call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    pub call_name: String,
}

/// A page that hangs up when the user leaves it.
#[voip_page(title = "告别", on_leave = hang_up)]
#[derive(Debug)]
pub struct HangsUpOnLeave {
    #[field(listener.openid, query)]
    pub listen_openid: OpenId,
    #[field(listener.nickname, default = "listener", query)]
    pub listen_name: String,
    #[field(caller.openid, query)]
    pub call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    pub call_name: String,
}

/// A page whose handler looks up the listener with a request before it calls.
#[voip_page(
    title = "查询",
    handler = look_up_listener,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed;
        Enabling    => Joining  | Failed;
        Joining     => InCall   | Failed;
        InCall      => Idle;
        Failed      => Idle;
    }
)]
#[derive(Debug)]
pub struct LooksUpListener {
    #[field(listener.openid, optional, query)]
    pub listen_openid: OpenId,
    #[field(listener.nickname, default = "listener", query)]
    pub listen_name: String,
    #[field(caller.openid, query)]
    pub call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    pub call_name: String,
    #[field(default = false)]
    pub urgent: bool,
    #[field(default = 1.5)]
    pub weight: f64,
}

/// Calls the listener that it finds, for 40 s. If the request fails without a message, it tries again.
async fn look_up_listener(call: Call<LooksUpListener, Idle>) -> Outcome<LooksUpListener> {
    let name = call.page().listen_name.clone();
    let mut found: Result<Found, CallError> = call.host().request("find", &name).await;
    for _ in 0..3 {
        if found.as_ref().is_err_and(|error| error.message().is_empty()) {
            call.host().sleep(Duration::from_millis(200)).await;
            found = call.host().request("find", &name).await;
        }
    }
    match found {
        Ok(found) => call.update(|page| {
            (page.listen_openid, page.listen_name) = (found.openid.into(), found.names.concat());
        }),
        Err(error) => return call.fail(error),
    }
    let call = call.begin().authorize().await?.enable().await?.join().await?;
    call.host().sleep(Duration::from_secs(40)).await;
    call.hang_up()
}

#[derive(serde::Deserialize)]
struct Found {
    openid: String,
    names: Vec<String>,
}

/// A page whose handler a test sets with [`handle_next_tap`]. Without one, the page makes a plain call.
#[voip_page(
    title = "剧本",
    on_leave = hang_up,
    handler = run_next_handler,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed: toast("唤起授权失败");
        Enabling    => Joining  | Failed: toast("开启通话失败");
        Joining     => InCall   | Failed: toast("加入通话失败");
        InCall      => Idle;
        Failed      => Authorizing | Idle;
    }
)]
#[derive(Clone, Debug)]
pub struct CustomHandler {
    #[field(listener.openid, optional, query)]
    pub listen_openid: OpenId,
    #[field(listener.nickname, default = "listener", query)]
    pub listen_name: String,
    #[field(caller.openid, query)]
    pub call_openid: OpenId,
    #[field(caller.nickname, optional)]
    pub call_name: String,
    #[field(default = 3)]
    pub count: u8,
}

type Handler =
    Box<dyn FnOnce(Call<CustomHandler, Idle>) -> Pin<Box<dyn Future<Output = Outcome<CustomHandler>>>>>;

thread_local! {
    static HANDLERS: RefCell<VecDeque<Handler>> = RefCell::default();
}

/// Sets the handler of the next tap on a [`CustomHandler`] page. Several handlers are used in order.
pub fn handle_next_tap<F, R>(handler: F)
where
    F: FnOnce(Call<CustomHandler, Idle>) -> R + 'static,
    R: Future<Output = Outcome<CustomHandler>> + 'static,
{
    HANDLERS.with_borrow_mut(|handlers| handlers.push_back(Box::new(|call| Box::pin(handler(call)))));
}

async fn run_next_handler(call: Call<CustomHandler, Idle>) -> Outcome<CustomHandler> {
    match HANDLERS.with_borrow_mut(VecDeque::pop_front) {
        Some(handler) => handler(call).await,
        None => call.begin().authorize().await?.enable().await?.join().await,
    }
}
