//! `explore` in the browser, and past moments.

use std::thread::sleep;
use std::time::{Duration, Instant};

use voip_runtime::prelude::*;

use super::{Plain, TestTab};
use crate::Colours;
use crate::explore;
use crate::pages;
use crate::serve::settings::PhoneId;
use crate::serve::wire::{Command, Event, ExploredView, Moment};

/// Its handler never ends.
#[voip_page(title = "Stuck", handler = never_ends)]
struct Stuck {
    #[field(listener.openid)]
    listener: OpenId,
    #[field(listener.nickname, default = "listener")]
    listener_name: String,
    #[field(caller.openid)]
    caller: OpenId,
    #[field(caller.nickname, default = "caller")]
    caller_name: String,
}

async fn never_ends(call: Call<Stuck, Idle>) -> Outcome<Stuck> {
    let call = call.begin().authorize().await?;
    std::future::pending::<()>().await;
    call.enable().await?.join().await
}

fn explored<P: Page>(tab: &mut TestTab<P>) -> ExploredView {
    tab.handle(Command::Explore { phone: PhoneId::B }).unwrap();
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(120) {
        for event in tab.outbox.take(true) {
            if let Event::Explored(explored) = event {
                return *explored;
            }
        }
        sleep(Duration::from_millis(10));
    }
    panic!("no result")
}

#[test]
fn a_page_without_a_flaw_has_the_report_of_the_terminal() {
    let explored = explored(&mut TestTab::<Plain>::open(""));
    assert!(explored.clean && explored.recording.is_none() && explored.flaw.is_none());
    let page = pages::page::<Plain>();
    assert_eq!(explored.text, explore::explore(page, &[], Colours::default()).out);
    assert!(explored.edges.iter().all(|edge| edge.taken > 0));
}

#[test]
fn the_path_of_a_flaw_can_be_replayed_on_a_phone() {
    let mut tab = TestTab::<Stuck>::open("");
    let explored = explored(&mut tab);
    assert!(!explored.clean && explored.flaw.is_some());
    let text = explored.recording.unwrap();
    tab.handle(Command::Replay { phone: PhoneId::B, text }).unwrap();
    tab.handle(Command::ReplayStep(usize::MAX)).unwrap();
    let replay = tab.simulation.replay.as_ref().unwrap().progress();
    assert!(replay.ended && replay.divergence.is_none(), "{replay:?}");
    assert!(explored.text.contains("The shortest path to it"));
}

#[test]
fn a_cancelled_exploration_sends_no_result() {
    let mut tab = TestTab::<Plain>::open("");
    tab.handle(Command::Explore { phone: PhoneId::A }).unwrap();
    tab.handle(Command::CancelExplore { phone: PhoneId::A }).unwrap();
    sleep(Duration::from_millis(200));
    assert!(!tab.outbox.take(true).iter().any(|event| matches!(event, Event::Explored(_))));
}

#[test]
fn a_past_moment_refuses_inputs_and_pauses_the_clock_until_now_is_shown() {
    let mut tab = TestTab::<Plain>::open("");
    tab.tap();
    tab.handle(Command::Moment(Some(0))).unwrap();
    let events = tab.outbox.take(true);
    let shown = events.iter().find_map(|event| match event {
        Event::Moment { position: 0, moment: Some(Moment { phones, .. }) } => Some(phones[0].state),
        _ => None,
    });
    assert_eq!(shown, Some(State::Idle));
    assert!(tab.simulation.clock.is_paused());
    let input = Command::Input { phone: PhoneId::A, input: voip_runtime::record::Input::Cancel };
    assert!(tab.handle(input).unwrap_err().english.contains("past moment"));
    tab.handle(Command::Moment(None)).unwrap();
    assert!(!tab.simulation.clock.is_paused());
    tab.handle(Command::Input { phone: PhoneId::A, input: voip_runtime::record::Input::Cancel }).unwrap();
}
