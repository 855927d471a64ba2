//! `--graph` and `--explore`.

use voip_preview::Status;
use voip_runtime::Page as _;
use voip_runtime::{graph, sim};

use crate::pages::{Plain, Strict, Stuck};
use crate::{run, with};

#[test]
fn the_flow_is_printed_in_each_format() {
    for (format, text) in [
        ("mermaid", graph::mermaid(Strict::SPEC)),
        ("dot", graph::dot(Strict::SPEC)),
        ("json", graph::json(Strict::SPEC)),
    ] {
        let report = with::<Strict>(&["--graph", format]);
        assert_eq!(report.status, Status::Done);
        assert_eq!(report.out, text);
        assert!(text.ends_with('\n'));
    }
    let mermaid = graph::mermaid(Strict::SPEC);
    assert!(mermaid.contains("Authorizing --> Authorizing: Denied via open_setting retry 1"), "{mermaid}");
    assert!(mermaid.contains("Joining --> Joining: System retry 2 after 1s"), "{mermaid}");
    assert!(mermaid.contains("Joining --> InCall: success within 30s"), "{mermaid}");
    assert!(mermaid.contains("Joining --> Failed: any other failure / run report"), "{mermaid}");
}

#[test]
fn explore_plays_every_path_and_lists_what_it_proves() {
    let explored = sim::explore::<Plain>().unwrap();
    let report = run(&["--explore"]);
    assert_eq!(report.status, Status::Done);
    let out = report.out.replace(',', "");
    assert!(out.contains(&format!("{} paths played", explored.paths)), "{out}");
    assert!(out.contains(&format!("{} places", explored.places)), "{out}");
    assert_eq!(report.out.matches('✓').count(), 5, "{}", report.out);
    assert_eq!(with::<Strict>(&["--explore"]).status, Status::Done);
}

#[test]
fn explore_shows_a_flaw_and_the_path_to_it() {
    let flaw = sim::explore::<Stuck>().unwrap_err();
    let report = with::<Stuck>(&["--explore"]);
    assert_eq!(report.status, Status::NotDone);
    assert!(report.out.contains(&flaw.what), "{}", report.out);
    assert!(report.out.contains("1. tap"), "{}", report.out);
    assert!(report.out.contains("authorize(scope.record) succeeds"), "{}", report.out);
    assert!(!report.out.contains("Proved"), "{}", report.out);
}
