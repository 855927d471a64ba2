//! Pages that do something as they open: they load, and enable calls.

use voip_preview::Status;

use crate::pages::{Desk, Loads, OpenDesk};
use crate::{changes, host_calls, with};

/// The lines of the timeline that contain one of these texts, in order.
fn order(out: &str, texts: &[&str]) -> Vec<String> {
    out.lines()
        .filter_map(|line| texts.iter().find(|text| line.contains(**text)))
        .map(ToString::to_string)
        .collect()
}

#[test]
fn a_page_is_loaded_and_shown_before_the_tap() {
    let report = with::<Loads>(&[]);
    assert_eq!((report.status, &*report.err), (Status::Done, ""), "{}", report.out);
    let steps =
        ["opens the page", "runs `on_load`", "shows the page", "`on_load` has ended", "of contact 0, sample"];
    let seen = order(&report.out, &steps);
    assert_eq!(seen.first().map(String::as_str), Some("opens the page"), "{}", report.out);
    assert_eq!(seen.last().map(String::as_str), Some("of contact 0, sample"), "{}", report.out);
    assert_eq!(seen.len(), steps.len(), "{}", report.out);
    assert!(host_calls(&report).contains(&"family"), "{}", report.out);
}

#[test]
fn what_runs_beside_the_call_is_shown() {
    let report = with::<Loads>(&[]);
    assert!(report.out.contains("notify failed System (-1000)  \"no network\""), "{}", report.out);
    let report = with::<Loads>(&["--set", "fails=false"]);
    assert!(!report.out.contains("notify failed"), "{}", report.out);
    let fail = ["--fail", "authorize=PrivacyRefused"].repeat(3);
    let report = with::<Loads>(&[&["--taps", "20"], &*fail].concat());
    assert!(report.out.contains("notify still runs: not spawned again"), "{}", report.out);
}

#[test]
fn a_page_that_does_not_load_shows_why() {
    let report = with::<Loads>(&["--query", "group=none"]);
    assert_eq!(report.status, Status::NotDone, "{}", report.out);
    assert!(report.out.contains("The call was not joined: the page showed 没有这个群."), "{}", report.out);
    assert!(changes(&report).is_empty(), "{}", report.out);
}

#[test]
fn a_page_can_be_left_while_it_loads() {
    let report = with::<Loads>(&["--leave-at", "1ms"]);
    assert_eq!(report.status, Status::NotDone);
    assert!(report.out.contains("the user left the page in Idle"), "{}", report.out);
}

#[test]
fn a_page_that_is_only_called_becomes_reachable() {
    let report = with::<Desk>(&[]);
    assert_eq!((report.status, &*report.err), (Status::Done, ""), "{}", report.out);
    assert!(report.out.contains("taps 可接听"), "{}", report.out);
    assert!(report.out.contains("The page is reachable: others can call it."), "{}", report.out);
    let report = with::<OpenDesk>(&[]);
    assert_eq!(report.status, Status::Done, "{}", report.out);
    assert!(report.out.contains("shows the page") && !report.out.contains("taps"), "{}", report.out);
}

#[test]
fn a_page_that_is_not_reachable_says_why() {
    let report = with::<Desk>(&["--fail", "enable=NotOpen"]);
    assert_eq!(report.status, Status::NotDone);
    assert!(report.out.contains("The page is not reachable: it showed "), "{}", report.out);
    let report = with::<OpenDesk>(&["--deny", "camera"]);
    assert_eq!(report.status, Status::NotDone);
    assert!(report.out.contains("The page is not reachable: it showed "), "{}", report.out);
    let report = with::<OpenDesk>(&["--never", "authorize"]);
    assert!(
        report.out.contains("The page is not reachable: authorize is not answered yet."),
        "{}",
        report.out
    );
}

#[test]
fn a_page_that_is_only_called_has_no_call_button() {
    for args in [["--taps", "2"], ["--call", "0"]] {
        let report = with::<Desk>(&args);
        assert_eq!(report.status, Status::Wrong, "{args:?}");
        assert!(report.err.contains("the page `Desk` is only called"), "{}", report.err);
    }
}
