//! The report of `explore`: what it has played, and what it cannot play.

use voip_runtime::prelude::*;
use voip_runtime::sim::{Explorer, FlawKind, explore};
use voip_runtime::value::Value;
use voip_tests::{Plain, Recovering, secs};

#[test]
fn the_report_lists_each_edge_and_the_bounds() {
    let explored = explore::<Recovering>().expect("no flaw");
    let untaken: Vec<_> = explored.untaken().map(ToString::to_string).collect();
    assert!(untaken.is_empty(), "{untaken:?}");
    let edges: usize = Recovering::SPEC.flow.rows.iter().map(|row| row.edges.len()).sum();
    assert_eq!(explored.edges().len(), edges);
    assert!(explored.entered(State::InCall) > 0 && explored.entered(State::Failed) > 0);
    let report = explored.to_string();
    for text in [
        "Joining => Joining on System, Internal retry 2 after 1s",
        "Joining => Joining on AlreadyInRoom via exit_room retry 1",
        "the field `listen_name`",
        "recoveries are played alone and in pairs",
    ] {
        assert!(report.contains(text), "{text}: {report}");
    }
    let plain = explore::<Plain>().expect("no flaw");
    assert!(!plain.bounds().iter().any(|bound| bound.contains("recoveries")), "{plain}");
}

/// Defines a page with this flow.
macro_rules! page {
    ($name:ident, $($arguments:tt)*) => {
        #[voip_page(title = "探索", $($arguments)*)]
        struct $name {
            #[field(listener.openid)]
            listen_openid: OpenId,
            #[field(listener.nickname, default = "listener")]
            listen_name: String,
            #[field(caller.openid)]
            call_openid: OpenId,
            #[field(caller.nickname, default = "caller")]
            call_name: String,
        }
    };
}

page!(NeverTaken, handler = cancel_or_call, flow {
    Idle        => Authorizing;
    Authorizing => Enabling | Idle: toast("已取消") | Failed;
    Enabling    => Joining | Failed;
    Joining     => InCall | Failed;
    InCall      => Idle | Failed on Interrupted;
    Failed      => Idle | Authorizing;
});
async fn cancel_or_call(call: Call<NeverTaken, Idle>) -> Outcome<NeverTaken> {
    let openid: String = call.host().request("login", &()).await?;
    if openid != "o-mine" {
        return call.cancel();
    }
    call.begin().authorize().await?.enable().await?.join().await
}

#[test]
fn a_page_that_never_joins_is_an_error_that_says_how_to_go_on() {
    let flaw = explore::<NeverTaken>().expect_err("an error");
    assert_eq!(flaw.kind, FlawKind::NeverReached);
    assert!(flaw.path.is_empty() && flaw.what.contains("InCall"), "{flaw}");
    assert!(flaw.what.contains("Explorer::answer(\"login\"") && flaw.what.contains("field"), "{flaw}");
    let explored = Explorer::new().never(State::InCall).explore::<NeverTaken>().expect("no flaw");
    let untaken: Vec<_> = explored.untaken().map(ToString::to_string).collect();
    assert!(untaken.contains(&"Joining => InCall".into()), "{untaken:?}");
    assert_eq!(explored.entered(State::InCall), 0);
    let told = Explorer::new().answer("login", "o-mine".into());
    let explored = told.explore::<NeverTaken>().expect("no flaw");
    assert_eq!(explored.untaken().count(), 0, "{explored}");
}

page!(RetriesOften, flow {
    Idle        => Authorizing;
    Authorizing => Enabling | Failed;
    Enabling    => Joining | Enabling on System retry 300 | Failed;
    Joining     => InCall | Joining on System retry 240 after 1s | Failed: run(seen);
    InCall      => Idle;
    Failed      => Idle;
});
fn seen(_: &RetriesOften, change: &Change) {
    assert_ne!(change.cause, Some(Cause::OnCall), "seen");
}

#[test]
fn a_retry_that_is_often_taken_is_no_flaw() {
    let flaw = explore::<RetriesOften>().expect_err("the hook's panic");
    assert!(flaw.what.contains("seen"), "{flaw}");
    let explored = explore::<RetriesOftenSoundly>().expect("no flaw");
    assert_eq!(explored.untaken().count(), 0, "{explored}");
    assert!(explored.bounds().iter().any(|bound| bound.contains("`retry` of more than 2")), "{explored}");
    assert!(explored.to_string().contains("retry 300"), "{explored}");
}

page!(RetriesOftenSoundly, flow {
    Idle        => Authorizing;
    Authorizing => Enabling | Failed;
    Enabling    => Joining | Enabling on System retry 300 | Failed;
    Joining     => InCall | Joining on System retry 240 after 1s | Failed;
    InCall      => Idle;
    Failed      => Idle;
});

page!(ManyRecoveries, flow {
    Idle        => Authorizing;
    Authorizing => Enabling | Failed;
    Enabling    => Joining | Failed;
    Joining     => InCall
                 | Joining on NotOpen retry 1
                 | Joining on DeviceNotSupported retry 1
                 | Joining on Internal retry 1
                 | Joining on WechatNoCamera retry 1
                 | Joining on WechatNoRecord retry 1
                 | Joining on NoCamera retry 1
                 | Joining on NoRecord retry 1
                 | Joining on System retry 1
                 | Joining on OnCall retry 1
                 | Joining on OccupiedByOther retry 1
                 | Joining on AlreadyInRoom via exit_room retry 1
                 | Joining on RecorderOccupied retry 1
                 | Joining on Network retry 1
                 | Joining on -40001 retry 1
                 | Failed;
    InCall      => Idle;
    Failed      => Idle;
});

#[test]
fn fourteen_recoveries_of_one_row_are_no_flaw() {
    let explored = explore::<ManyRecoveries>().expect("no flaw");
    assert_eq!(explored.untaken().count(), 0, "{explored}");
}

page!(ToleratesRequests, handler = tolerate_requests);
async fn tolerate_requests(call: Call<ToleratesRequests, Idle>) -> Outcome<ToleratesRequests> {
    for name in ["first", "second", "third", "fourth", "fifth", "sixth"] {
        let _: Result<String, _> = call.host().request(name, &()).await;
    }
    call.begin().authorize().await?.enable().await?.join().await
}

#[test]
fn tolerated_requests_are_played_in_pairs() {
    let explored = explore::<ToleratesRequests>().expect("no flaw");
    assert!(explored.places < 8 * 3_usize.pow(6), "{explored}");
    assert!(explored.bounds().iter().any(|bound| bound.contains("in pairs")), "{explored}");
}

page!(CountsDown, handler = count_down);
async fn count_down(call: Call<CountsDown, Idle>) -> Outcome<CountsDown> {
    for _ in 0..100 {
        call.host().sleep(secs(1)).await;
    }
    call.begin().authorize().await?.enable().await?.join().await
}

#[test]
fn a_handler_that_sleeps_often_comes_to_rest() {
    explore::<CountsDown>().expect("no flaw");
}

page!(SleepsInItsCall, handler = sleep_in_its_call);
async fn sleep_in_its_call(call: Call<SleepsInItsCall, Idle>) -> Outcome<SleepsInItsCall> {
    let call = call.begin().authorize().await?.enable().await?.join().await?;
    while !call.page().call_name.is_empty() {
        call.host().sleep(secs(30)).await;
    }
    Ok(call)
}

#[test]
fn a_handler_that_sleeps_forever_in_its_call_is_found() {
    let flaw = explore::<SleepsInItsCall>().expect_err("a flaw");
    assert!(flaw.what.contains("never comes to rest"), "{flaw}");
    assert!(flaw.to_string().lines().count() < 100, "{flaw}");
}

page!(Guesses, handler = guess);
async fn guess(call: Call<Guesses, Idle>) -> Outcome<Guesses> {
    let mut guesses: Vec<bool> = Vec::new();
    // Ends for any answer that comes often enough, but not for every order of answers.
    while guesses.len() < 2 || guesses.iter().rev().take(20).any(|guess| *guess != guesses[guesses.len() - 1])
    {
        let guess: Result<Value, _> = call.host().request("guess", &()).await;
        guesses.push(guess.is_ok());
        call.update(|page| page.call_name = format!("{guesses:?}"));
    }
    call.begin().authorize().await?.enable().await?.join().await
}

#[test]
fn a_handler_that_goes_on_while_answers_alternate_is_found() {
    let flaw = explore::<Guesses>().expect_err("a flaw");
    assert_eq!(flaw.kind, FlawKind::Broken);
    assert!(flaw.what.contains("never comes to rest"), "{flaw}");
}

page!(Counts, handler = count);
async fn count(call: Call<Counts, Idle>) -> Outcome<Counts> {
    call.update(|page| page.call_name.push('.'));
    call.begin().authorize().await?.enable().await?.join().await
}

#[test]
fn a_page_that_counts_its_calls_is_no_flaw() {
    let explored = explore::<Counts>().expect("no flaw");
    assert_eq!(explored.untaken().count(), 0, "{explored}");
    assert!(
        explored.bounds().iter().any(|bound| bound.contains("`call_name` gets more than 4 values")),
        "{explored}"
    );
    let plain = explore::<Plain>().expect("no flaw");
    assert!(!plain.bounds().iter().any(|bound| bound.contains("gets more than 4 values")), "{plain}");
}

page!(CountsToFour, handler = count_to_four);
async fn count_to_four(call: Call<CountsToFour, Idle>) -> Outcome<CountsToFour> {
    call.update(|page| page.call_name.push('.'));
    assert!(!call.page().call_name.ends_with("...."), "the fourth call");
    call.begin().authorize().await?.enable().await?.join().await
}

#[test]
fn four_calls_of_a_page_that_counts_are_played() {
    let flaw = explore::<CountsToFour>().expect_err("the panic");
    assert!(flaw.what.contains("the fourth call"), "{flaw}");
}

page!(CountsToFive, handler = count_to_five);
async fn count_to_five(call: Call<CountsToFive, Idle>) -> Outcome<CountsToFive> {
    call.update(|page| page.call_name.push('.'));
    assert!(!call.page().call_name.ends_with("....."), "the fifth call");
    call.begin().authorize().await?.enable().await?.join().await
}

#[test]
fn the_report_says_how_many_calls_of_a_page_that_counts_are_played() {
    let explored = explore::<CountsToFive>().expect("no flaw in the first four calls");
    let bound =
        "the field `call_name` gets more than 4 values: the page's functions start with the first 4 of them";
    assert!(explored.bounds().iter().any(|said| said == bound), "{explored}");
}

page!(Swaps, handler = swap);
async fn swap(call: Call<Swaps, Idle>) -> Outcome<Swaps> {
    call.update(|page| {
        let longer = |other: &str| format!("{other}.");
        (page.listen_name, page.call_name) = match page.call_name.as_str() {
            "none" => ("none".to_owned(), longer(&page.listen_name)),
            name => (longer(name), "none".to_owned()),
        };
    });
    call.begin().authorize().await?.enable().await?.join().await
}

#[test]
fn fields_that_count_with_one_value_in_between_are_no_flaw() {
    let explored = explore::<Swaps>().expect("no flaw");
    assert!(explored.bounds().iter().any(|bound| bound.contains("gets more than 4 values")), "{explored}");
}

page!(Remembers, handler = remember);
async fn remember(call: Call<Remembers, Idle>) -> Outcome<Remembers> {
    call.update(|page| page.listen_name.push('.'));
    for _ in 0..12 {
        let guess: Result<Value, _> = call.host().request("guess", &()).await;
        call.update(|page| page.call_name.push(if guess.is_ok() { '1' } else { '0' }));
    }
    call.begin().authorize().await?.enable().await?.join().await
}

#[test]
fn what_is_too_large_is_called_that() {
    let flaw = explore::<Remembers>().expect_err("too large");
    assert_eq!(flaw.kind, FlawKind::TooLarge);
    assert!(flaw.what.contains("too large") && flaw.what.contains("`guess`"), "{flaw}");
    assert!(flaw.what.contains("fewer values that the page gives its fields (`listen_name`)"), "{flaw}");
}
