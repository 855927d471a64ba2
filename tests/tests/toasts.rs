//! How long a toast is shown: as long as the flow says, or the host's default.

use voip_runtime::prelude::*;
use voip_tests::TestSession;

#[voip_page(
    title = "提示",
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed: toast("请授权", 3s);
        Enabling    => Joining | Failed: toast("不能接听");
        Joining     => InCall | Failed;
        InCall      => Idle;
        Failed      => Idle | Authorizing;
    }
)]
struct OnlyToasts {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname, default = "listener")]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    call_name: String,
}

/// The same toasts, beside a function that the flow spawns.
#[voip_page(
    title = "提示",
    receive,
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed: toast("请授权", 3s), spawn(report);
        Enabling    => Joining | Failed: toast("不能接听");
        Joining     => InCall | Failed;
        InCall      => Idle;
        Failed      => Idle | Authorizing;
    }
)]
struct ToastsAndReports {
    #[field(listener.openid)]
    listen_openid: OpenId,
    #[field(listener.nickname, default = "listener")]
    listen_name: String,
    #[field(caller.openid)]
    call_openid: OpenId,
    #[field(caller.nickname, default = "caller")]
    call_name: String,
}

async fn report(page: PageContext<ToastsAndReports>, _: Change) -> Result<(), CallError> {
    page.host().request("report", &()).await
}

fn assert_toast<P: Page>(session: &TestSession<P>, title: &str, duration: Option<u64>) {
    assert_eq!(session.host.toasts(), [title]);
    assert_eq!(session.host.options("showToast")["duration"].as_u64(), duration);
}

fn check<P: Page>() -> TestSession<P> {
    let session = TestSession::<P>::at(State::Enabling);
    session.host.fail("setEnable1v1Chat", Cause::NotOpen);
    assert_toast(&session, "不能接听", None);
    let session = TestSession::<P>::at(State::Authorizing);
    session.host.fail("authorize", Cause::Denied);
    assert_toast(&session, "请授权", Some(3_000));
    session
}

#[test]
fn a_toast_is_shown_as_long_as_the_flow_says() {
    check::<OnlyToasts>();
    let session = check::<ToastsAndReports>();
    assert_eq!(session.host.count("report"), 1);
}

/// `spawn` runs on a transition of a call. Making the page reachable takes none.
#[test]
fn a_page_that_is_made_reachable_shows_toasts_and_spawns_nothing() {
    let session = TestSession::<ToastsAndReports>::new();
    assert!(session.set_reachable(true));
    session.host.fail("authorize", Cause::Denied);
    assert_toast(&session, "请授权", Some(3_000));
    assert_eq!(session.host.count("report"), 0);
}
