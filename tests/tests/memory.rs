//! A page that is used for long does not need more and more memory.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use voip_runtime::record::Recording;
use voip_runtime::sim::scenario::{Scenario, ScenarioPage};
use voip_runtime::sim::{Play, SimHost, Step, explore, replay};
use voip_runtime::{Page as _, Session};
use voip_tests::{Family, HangsUpOnLeave, Recovering, family, recorded, secs};

thread_local! {
    /// How many bytes this thread has allocated and not freed.
    static IN_USE: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

#[global_allocator]
static ALLOCATOR: Counting = Counting;

// SAFETY: the calls of `System` are those that this allocator gets.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        IN_USE.set(IN_USE.get().wrapping_add(layout.size()));
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        IN_USE.set(IN_USE.get().wrapping_sub(layout.size()));
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[test]
fn the_values_of_changed_contacts_are_freed() {
    let host = SimHost::new();
    let people = [("o-mother", "妈妈"), ("o-daughter", "女儿")];
    let count = Cell::new(0);
    host.on_request("family", move |_| {
        count.set(1 - count.get());
        Ok(family(&people[count.get()..]))
    });
    let session = Session::<Family>::new(host.clone());
    session.subscribe(|_| {});
    let load_twice = || {
        for _ in 0..2 {
            session.load([("me", "o-me")]).expect("an openid");
            assert!(host.run());
        }
        IN_USE.get()
    };
    load_twice();
    assert_eq!(load_twice(), load_twice());
}

/// Asserts that it needs no memory afterwards.
fn assert_freed(task: impl Fn()) {
    // The first time may fill what stays.
    task();
    let before = IN_USE.get();
    task();
    assert_eq!(IN_USE.get(), before);
}

#[test]
fn a_replay_that_ends_in_a_join_is_freed() {
    let host = SimHost::new();
    host.play(Step::Join, [Play::never()]);
    let recording: Recording = recorded::<Recovering>(&host, |session| {
        session.tap();
        host.run_for(secs(5));
    });
    assert_freed(|| drop(replay::<Recovering>(&recording).expect("the same run")));
}

#[test]
fn a_scenario_that_ends_early_is_freed() {
    let page = ScenarioPage::of::<Recovering>();
    for (settings, state) in [("a.join=never", "Joining"), ("a.interrupt=1m", "InCall")] {
        let lines = format!(
            r#"{{"scenario":1,"page":"Recovering","settings":"{settings}","expect":{{"state":"{state}"}}}}
{{"at":0,"input":"tap"}}
{{"at":10000}}"#
        );
        let scenario = Scenario::read(&lines, &[Recovering::SPEC]).expect("a scenario");
        assert_freed(|| assert_eq!(scenario.play(page).failure, None));
    }
}

#[test]
fn the_paths_of_explore_are_freed() {
    assert_freed(|| drop(explore::<HangsUpOnLeave>().expect("no flaw")));
}
