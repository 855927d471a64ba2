//! `explore` plays every cause that a flow names, the values of fields, and made-up answers.

use std::future::pending;

use serde::Deserialize;
use voip_runtime::prelude::*;
use voip_runtime::sim::{Explorer, Flaw, FlawKind, explore};
use voip_runtime::value::Value;

/// Defines a page with these fields besides those that it needs.
macro_rules! page {
    ($name:ident, $handler:ident, { $($fields:tt)* } $($flow:tt)*) => {
        #[voip_page(title = "探索", handler = $handler, $($flow)*)]
        struct $name {
            #[field(listener.openid)]
            listen_openid: OpenId,
            #[field(listener.nickname, default = "listener")]
            listen_name: String,
            #[field(caller.openid)]
            call_openid: OpenId,
            #[field(caller.nickname, default = "caller")]
            call_name: String,
            $($fields)*
        }
    };
}

fn flaw<P: Page>() -> Flaw {
    explore::<P>().expect_err("a flaw")
}

async fn call_at_once<P>(call: Call<P, Idle>) -> Outcome<P>
where
    P: Page
        + Transition<Idle, Authorizing>
        + Transition<Authorizing, Enabling>
        + Transition<Enabling, Joining>
        + Transition<Joining, InCall>,
{
    call.begin().authorize().await?.enable().await?.join().await
}

// --- Causes ---

page!(NamesACode, plainly, {}
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed;
        Enabling    => Joining | Failed;
        Joining     => InCall | Failed on -40001: run(count_on_forty) | Failed;
        InCall      => Idle;
        Failed      => Idle;
    }
);
async fn plainly(call: Call<NamesACode, Idle>) -> Outcome<NamesACode> {
    call_at_once(call).await
}
fn count_on_forty(_: &NamesACode, change: &Change) {
    assert_ne!(change.cause, Some(Cause::Other(-40_001)), "forty is too many");
}

#[test]
fn a_hook_that_panics_on_a_code_of_the_flow_is_a_flaw_with_its_path() {
    let flaw = flaw::<NamesACode>();
    assert!(flaw.what.contains("panic") && flaw.what.contains("forty is too many"), "{flaw}");
    assert_eq!(flaw.kind, FlawKind::Broken);
    assert_eq!(flaw.path.first().map(String::as_str), Some("tap"), "{flaw}");
    assert_eq!(flaw.path.last().map(String::as_str), Some("join1v1Chat fails: Other(-40001)"), "{flaw}");
}

page!(RetriesTwice, twice, {}
    flow {
        Idle        => Authorizing;
        Authorizing => Enabling | Failed;
        Enabling    => Joining | Failed;
        Joining     => InCall | Joining on System retry 2 | Failed: run(give_up);
        InCall      => Idle;
        Failed      => Idle;
    }
);
async fn twice(call: Call<RetriesTwice, Idle>) -> Outcome<RetriesTwice> {
    call_at_once(call).await
}
fn give_up(_: &RetriesTwice, change: &Change) {
    assert_ne!(change.cause, Some(Cause::System), "three joins have failed");
}

#[test]
fn what_follows_the_last_retry_is_played() {
    let flaw = flaw::<RetriesTwice>();
    assert!(flaw.what.contains("three joins have failed"), "{flaw}");
    assert!(flaw.path.ends_with(&["join1v1Chat fails: System"; 3].map(str::to_owned)), "{flaw}");
}

page!(Panics, panic_after_a_failure, {});
async fn panic_after_a_failure(call: Call<Panics, Idle>) -> Outcome<Panics> {
    let openid: Result<String, _> = call.host().request("login", &()).await;
    let _ = openid.expect("a login that works");
    call_at_once(call).await
}

#[test]
fn a_panic_in_a_handler_is_a_flaw_with_its_path() {
    let flaw = flaw::<Panics>();
    assert!(flaw.what.contains("a login that works"), "{flaw}");
    assert_eq!(flaw.path, ["tap", "login fails: System"]);
}

// --- Fields ---

page!(HangsIfUrgent, hang_if_urgent, { urgent: bool, });
async fn hang_if_urgent(call: Call<HangsIfUrgent, Idle>) -> Outcome<HangsIfUrgent> {
    if call.page().urgent {
        pending::<()>().await;
    }
    call_at_once(call).await
}

#[test]
fn a_page_that_hangs_for_one_value_of_a_field_is_found() {
    let flaw = flaw::<HangsIfUrgent>();
    assert!(flaw.what.contains("waits"), "{flaw}");
    assert_eq!(flaw.path, ["urgent = true", "tap"]);
    let calm = Explorer::new().field("urgent", [false]);
    let explored = calm.explore::<HangsIfUrgent>().expect("no flaw");
    assert!(explored.bounds().iter().any(|bound| bound == "the field `urgent` is false"), "{explored}");
}

page!(HangsForTwoValues, hang_for_two_values, {
    #[field(room_type)]
    kind: RoomType,
    first: Option<String>,
    second: u8,
    third: i64,
    fourth: f32,
});
async fn hang_for_two_values(call: Call<HangsForTwoValues, Idle>) -> Outcome<HangsForTwoValues> {
    let page = call.page();
    let two = [
        page.kind == RoomType::Voice && page.second == u8::MAX,
        page.first.is_some() && page.third == i64::MIN,
        page.first.is_some() && page.fourth.to_bits() == f32::MAX.to_bits(),
    ];
    // Which of them hangs is a field of its own, so each can be tested.
    let hangs = match page.call_name.as_str() {
        "first" => two[0],
        "second" => two[1],
        "third" => two[2],
        _ => false,
    };
    if hangs {
        pending::<()>().await;
    }
    call_at_once(call).await
}

#[test]
fn two_values_of_two_fields_are_played_together() {
    Explorer::new().explore::<HangsForTwoValues>().expect("no flaw");
    for (name, values) in [
        ("first", ["kind = voice", "second = 255"]),
        ("second", ["first = ", "third = -9223372036854775808"]),
        ("third", ["first = ", "fourth = 3.4028234663852886e38"]),
    ] {
        let explorer = Explorer::new().field("call_name", [name]);
        let flaw = explorer.explore::<HangsForTwoValues>().expect_err("a flaw");
        assert!(flaw.what.contains("waits"), "{flaw}");
        assert!(values.iter().all(|value| flaw.path[0].contains(value)), "{name}: {flaw}");
    }
}

#[test]
fn a_value_that_a_field_cannot_hold_is_an_error() {
    for (name, value) in [("second", Value::from(256)), ("secnd", Value::from(1))] {
        let flaw = Explorer::new().field(name, [value]).explore::<HangsForTwoValues>().expect_err("an error");
        assert_eq!(flaw.kind, FlawKind::Options);
        assert!(flaw.what.contains(name) && flaw.path.is_empty(), "{flaw}");
    }
}

page!(HangsForThree, hang_for_three, { contact: u32, });
async fn hang_for_three(call: Call<HangsForThree, Idle>) -> Outcome<HangsForThree> {
    if call.page().contact == 3 {
        pending::<()>().await;
    }
    call_at_once(call).await
}

#[test]
fn an_explorer_is_told_the_values_of_a_field() {
    explore::<HangsForThree>().expect("no flaw: nothing says that 3 matters");
    let flaw = Explorer::new().field("contact", [1, 2, 3]).explore::<HangsForThree>().expect_err("a flaw");
    assert_eq!(flaw.path, ["contact = 3", "tap"]);
}

// --- Made-up answers ---

#[derive(Deserialize)]
struct Order {
    status: Status,
    paid: bool,
    coupon: Option<String>,
    lines: Vec<String>,
}

#[derive(Deserialize, PartialEq)]
enum Status {
    Open,
    Closed,
    Refunded(u8),
}

page!(ReadsAnOrder, read_an_order, {});
async fn read_an_order(call: Call<ReadsAnOrder, Idle>) -> Outcome<ReadsAnOrder> {
    let order: Order = call.host().request("order", &()).await?;
    let hangs = match call.page().call_name.as_str() {
        "closed" => order.status == Status::Closed,
        "refunded" => matches!(order.status, Status::Refunded(_)),
        "unpaid" => !order.paid,
        "plain" => order.coupon.is_none(),
        "empty" => order.lines.is_empty(),
        "full" => order.lines.len() > 1,
        _ => order.status != Status::Open && order.paid && order.lines.len() > 3,
    };
    if hangs {
        pending::<()>().await;
    }
    call_at_once(call).await
}

#[test]
fn made_up_answers_take_each_alternative() {
    let explored = Explorer::new().explore::<ReadsAnOrder>().expect("no flaw");
    assert!(explored.bounds().iter().any(|bound| bound.contains("`order`")), "{explored}");
    for (name, answer) in [
        ("closed", "order answers status = Closed"),
        ("refunded", "order answers status = Refunded"),
        ("unpaid", "order answers paid = false"),
        ("plain", "order answers coupon = None"),
        ("empty", "order answers lines = []"),
        ("full", "order answers lines = a list of two"),
    ] {
        let with_name = Explorer::new().field("call_name", [name]);
        let flaw = with_name.explore::<ReadsAnOrder>().expect_err("a flaw");
        assert_eq!(flaw.path, ["tap", answer], "{flaw}");
    }
}
